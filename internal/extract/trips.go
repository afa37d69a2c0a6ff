package extract

import (
	"go/token"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/gojoincheck/gojoincheck/internal/event"
)

// maxTrip bounds the trip counts that are told apart.
const maxTrip = 1 << 20

// trip returns how often the body of the loop with the given header runs, or
// Unknown. It recognizes a counter that starts at a constant and goes up by a
// constant to a constant bound, tested at the top of the loop or at its end.
func (x *Extractor) trip(header *ssa.BasicBlock) int32 {
	cond, first := loopTest(header)
	if cond != nil && x.toDo(cond.X, header) {
		return event.Tallied
	}
	if cond == nil || cond.Op != token.LSS && cond.Op != token.LEQ && cond.Op != token.NEQ {
		return event.Unknown
	}
	hi, ok := constInt(x.constOf(cond.Y, cond))
	if !ok {
		if x.tallied(cond.Y, maxHops) {
			return event.Tallied
		}
		return event.Unknown
	}
	init, step, pre, ok := x.induction(cond.X, header)
	if !ok || step <= 0 {
		return event.Unknown
	}
	if cond.Op == token.LEQ {
		hi++
	}
	init += pre
	n := int64(0)
	if hi > init {
		n = (hi - init + step - 1) / step
	}
	if !first { // the body has run once when the test is made
		n++
	}
	return int32(min(n, maxTrip))
}

// toDo reports whether a value counts what a loop has still to do, or is the length
// of a list of it: the body changes it by more than one for each round, or it is kept
// where a call can change it, too.
func (x *Extractor) toDo(v ssa.Value, header *ssa.BasicBlock) bool {
	if call, ok := v.(*ssa.Call); ok {
		if !isBuiltin(call, "len") {
			return false
		}
		v = call.Call.Args[0]
	}
	if load, ok := v.(*ssa.UnOp); ok && load.Op == token.MUL {
		return x.takenFrom(load.X, header)
	}
	phi, ok := v.(*ssa.Phi)
	if !ok || phi.Block() != header {
		return false
	}
	for i, e := range phi.Edges {
		if !header.Dominates(header.Preds[i]) { // how it starts
			continue
		}
		for hops := 0; hops < maxHops; hops++ {
			b, ok := e.(*ssa.BinOp)
			if !ok {
				break
			}
			e = b.X
		}
		switch e := e.(type) {
		case *ssa.Phi:
			return e != phi
		case *ssa.Call: // of append, or of what takes one off and may add more
			return true
		}
	}
	return false
}

// takenFrom reports whether the body of a loop lowers a variable in memory, or takes
// something off a list there.
func (x *Extractor) takenFrom(addr ssa.Value, header *ssa.BasicBlock) bool {
	l := x.Obj(addr)
	if l == event.NoLoc {
		return false
	}
	for _, b := range header.Parent().Blocks {
		if !header.Dominates(b) {
			continue
		}
		for _, in := range b.Instrs {
			st, ok := in.(*ssa.Store)
			if !ok || x.Obj(st.Addr) != l {
				continue
			}
			switch v := st.Val.(type) {
			case *ssa.Slice:
				return true
			case *ssa.BinOp:
				return v.Op == token.SUB
			}
		}
	}
	return false
}

// tallied reports whether a bound is what the function itself has counted: a
// variable that it changes, or the length of a slice that it appends to.
func (x *Extractor) tallied(v ssa.Value, hops int) bool {
	if hops == 0 {
		return false
	}
	switch v := v.(type) {
	case *ssa.Phi:
		return true
	case *ssa.BinOp:
		return x.tallied(v.X, hops-1) || x.tallied(v.Y, hops-1)
	case *ssa.UnOp:
		c := x.cellOf(v.X)
		return v.Op == token.MUL && c != nil && len(c.stores) > 1
	case *ssa.Call:
		if b, ok := v.Call.Value.(*ssa.Builtin); ok && (b.Name() == "len" || b.Name() == "append") {
			return b.Name() == "append" || x.tallied(v.Call.Args[0], hops-1)
		}
	}
	return false
}

// testsAtEnd reports whether the comparison that decides whether a loop goes on is made after
// the body has run.
func testsAtEnd(header *ssa.BasicBlock) bool {
	cond, first := loopTest(header)
	return cond != nil && !first
}

// loopTest returns the comparison that decides whether a loop goes on, and
// whether it is made before the body runs rather than after.
func loopTest(header *ssa.BasicBlock) (cond *ssa.BinOp, first bool) {
	if c, ok := branchOn(header); ok && !slices.Contains(header.Succs, header) {
		if b, ok := c.(*ssa.BinOp); ok && header.Comment != "rangeint.body" {
			return b, true
		}
	}
	var latch *ssa.BasicBlock
	for _, p := range header.Preds {
		if header.Dominates(p) {
			if latch != nil {
				return nil, false
			}
			latch = p
		}
	}
	if latch == nil {
		return nil, false
	}
	if c, ok := branchOn(latch); ok && latch.Succs[0] == header {
		b, _ := c.(*ssa.BinOp)
		return b, false
	}
	return nil, false
}

func branchOn(b *ssa.BasicBlock) (ssa.Value, bool) {
	iff, ok := b.Instrs[len(b.Instrs)-1].(*ssa.If)
	if !ok {
		return nil, false
	}
	return iff.Cond, true
}

// tripKey numbers the bound of a counting loop, 0 if it is not one.
func (x *Extractor) tripKey(header *ssa.BasicBlock) int32 {
	if m := rangedMap(header); m != nil {
		return x.condNumber("len(" + x.condKey(m, 2) + ")")
	}
	cond, _ := loopTest(header)
	if cond == nil || cond.Op != token.LSS {
		return 0
	}
	return x.exprKey(cond.Y)
}

// rangedMap is the map that a loop with the given header ranges over, nil for none.
func rangedMap(header *ssa.BasicBlock) ssa.Value {
	c, ok := branchOn(header)
	if !ok {
		return nil
	}
	more, ok := c.(*ssa.Extract)
	if !ok {
		return nil
	}
	next, ok := more.Tuple.(*ssa.Next)
	if !ok || next.IsString {
		return nil
	}
	if r, ok := next.Iter.(*ssa.Range); ok {
		return r.X
	}
	return nil
}

// exprKey numbers an integer expression: equal numbers mean equal values, as
// far as the function itself does not change them.
func (x *Extractor) exprKey(v ssa.Value) int32 {
	id, _ := x.cond(v)
	return id
}

// induction recognizes phi(init, phi+step), the phi tested either before the
// increment or, as in a range over indices, after it (pre is then the step),
// and the same through the per-iteration variables of a three-clause loop.
func (x *Extractor) induction(v ssa.Value, header *ssa.BasicBlock) (init, step, pre int64, ok bool) {
	if b, isBin := v.(*ssa.BinOp); isBin && b.Op == token.ADD {
		if k, kok := constInt(x.constOf(b.Y, b)); kok {
			if phi, isPhi := b.X.(*ssa.Phi); isPhi && phi.Block() == header {
				i, iok := x.initOf(phi, b)
				return i, k, k, iok
			}
		}
	}
	if phi, isPhi := v.(*ssa.Phi); isPhi && phi.Block() == header {
		for _, e := range phi.Edges {
			if b, isBin := e.(*ssa.BinOp); isBin && b.Op == token.ADD && b.X == phi {
				if k, kok := constInt(x.constOf(b.Y, b)); kok {
					i, iok := x.initOf(phi, b)
					return i, k, 0, iok
				}
			}
		}
	}
	return x.cellInduction(v, header)
}

// initOf returns the constant that the phi starts from, every edge but next.
func (x *Extractor) initOf(phi *ssa.Phi, next ssa.Value) (int64, bool) {
	found, seen := int64(0), false
	for _, e := range phi.Edges {
		if e == next || e == phi {
			continue
		}
		n, ok := constInt(x.constOf(e, phi))
		if !ok || seen && n != found {
			return 0, false
		}
		found, seen = n, true
	}
	return found, seen
}

// cellInduction recognizes the counter of a three-clause loop whose variable
// is captured: a phi over the variables of the iterations.
func (x *Extractor) cellInduction(v ssa.Value, header *ssa.BasicBlock) (init, step, pre int64, ok bool) {
	load, isLoad := v.(*ssa.UnOp)
	if !isLoad || load.Op != token.MUL {
		return 0, 0, 0, false
	}
	phi, isPhi := load.X.(*ssa.Phi)
	if !isPhi || phi.Block() != header || len(phi.Edges) != 2 {
		return 0, 0, 0, false
	}
	for _, e := range phi.Edges {
		a, isAlloc := e.(*ssa.Alloc)
		if !isAlloc {
			return 0, 0, 0, false
		}
		for _, st := range x.cell(a).stores {
			if n, cok := constInt(x.constOf(st.Val, st)); cok {
				init, ok = n, true
			}
			if b, isBin := st.Val.(*ssa.BinOp); isBin && b.Op == token.ADD {
				step, _ = constInt(x.constOf(b.Y, b))
			}
		}
	}
	return init, step, 0, ok && step > 0 && !x.writesPhi(phi)
}

// writesPhi reports whether the body of the loop changes its own counter.
func (x *Extractor) writesPhi(phi *ssa.Phi) bool {
	c := &cell{}
	x.uses(c, phi)
	return len(c.stores) > 0 || c.escapes
}
