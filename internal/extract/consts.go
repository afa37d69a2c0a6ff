package extract

import (
	"fmt"
	"go/constant"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/gojoincheck/gojoincheck/internal/event"
)

// constDepth bounds how far constOf follows operands.
const constDepth = 8

// constOf returns the value that v always has when use runs, or nil.
func (x *Extractor) constOf(v ssa.Value, use ssa.Instruction) constant.Value {
	return x.fold(v, use, constDepth)
}

func (x *Extractor) fold(v ssa.Value, use ssa.Instruction, depth int) constant.Value {
	if depth == 0 {
		return nil
	}
	switch v := v.(type) {
	case *ssa.Const:
		return v.Value
	case *ssa.ChangeType:
		return x.fold(v.X, use, depth-1)
	case *ssa.Convert:
		c := x.fold(v.X, use, depth-1)
		if c != nil && c.Kind() == constant.Int && isInteger(v.Type()) {
			return c
		}
	case *ssa.UnOp:
		return x.foldUnary(v, use, depth)
	case *ssa.BinOp:
		return x.foldBinary(v, use, depth)
	case *ssa.Phi:
		return x.foldPhi(v, use, depth)
	case *ssa.Parameter:
		return x.foldParam(v, depth)
	case *ssa.Call:
		return x.foldLen(v, use, depth)
	}
	return nil
}

func isInteger(t types.Type) bool {
	b, ok := t.Underlying().(*types.Basic)
	return ok && b.Info()&types.IsInteger != 0
}

func (x *Extractor) foldUnary(v *ssa.UnOp, use ssa.Instruction, depth int) constant.Value {
	switch v.Op {
	case token.MUL:
		if a, ok := v.X.(*ssa.Alloc); ok && unset(a, v) {
			return zero(v.Type())
		}
		c := x.cellOf(v.X)
		if c == nil || c.escapes || c.parts || len(c.stores) != 1 {
			return nil
		}
		if st := c.stores[0]; x.stored(st, v) {
			return x.fold(st.Val, v, depth-1)
		}
	case token.NOT, token.SUB:
		if c := x.fold(v.X, use, depth-1); c != nil && c.Kind() != constant.Unknown {
			return constant.UnaryOp(v.Op, c, 0)
		}
	}
	return nil
}

// unset reports whether a variable is read right where it is declared, before
// anybody can have stored in it.
func unset(a *ssa.Alloc, load *ssa.UnOp) bool {
	if a.Block() != load.Block() {
		return false
	}
	for _, in := range a.Block().Instrs {
		if in == ssa.Instruction(load) {
			return true
		}
		switch in := in.(type) {
		case *ssa.FieldAddr, *ssa.IndexAddr: // a part may be stored to
			if *in.Operands(nil)[0] == ssa.Value(a) {
				return false
			}
		case *ssa.Store:
			if in.Addr == ssa.Value(a) {
				return false
			}
		}
		if tells(in, a) {
			return false
		}
	}
	return false
}

// zero is the zero value of a basic type, nil for any other.
func zero(t types.Type) constant.Value {
	b, ok := t.Underlying().(*types.Basic)
	switch {
	case !ok:
		return nil
	case b.Info()&types.IsBoolean != 0:
		return constant.MakeBool(false)
	case b.Info()&types.IsInteger != 0:
		return constant.MakeInt64(0)
	case b.Info()&types.IsString != 0:
		return constant.MakeString("")
	}
	return nil
}

func (x *Extractor) foldBinary(v *ssa.BinOp, use ssa.Instruction, depth int) constant.Value {
	if (v.Op == token.EQL || v.Op == token.NEQ) && isNil(v.Y) && x.alwaysNil(v.X) {
		return constant.MakeBool(v.Op == token.EQL)
	}
	a, b := x.fold(v.X, use, depth-1), x.fold(v.Y, use, depth-1)
	if a == nil || b == nil || a.Kind() != b.Kind() {
		return nil
	}
	switch v.Op {
	case token.EQL, token.NEQ, token.LSS, token.LEQ, token.GTR, token.GEQ:
		if a.Kind() == constant.Bool && v.Op != token.EQL && v.Op != token.NEQ {
			return nil
		}
		return constant.MakeBool(constant.Compare(a, v.Op, b))
	case token.ADD, token.SUB, token.MUL:
		if a.Kind() == constant.Int {
			return constant.BinaryOp(a, v.Op, b)
		}
	case token.QUO:
		if a.Kind() == constant.Int && constant.Sign(b) != 0 {
			return constant.BinaryOp(a, token.QUO_ASSIGN, b)
		}
	}
	return nil
}

// alwaysNil reports whether a value is read from a variable in which nothing but
// nil is ever stored.
func (x *Extractor) alwaysNil(v ssa.Value) bool {
	load, ok := v.(*ssa.UnOp)
	if !ok || load.Op != token.MUL {
		return false
	}
	c := x.cellOf(load.X)
	return c != nil && !c.escapes && !c.parts && !slices.ContainsFunc(c.stores, func(st *ssa.Store) bool {
		return !isNil(st.Val) && !selfStore(st)
	})
}

// foldPhi folds a phi whose edges are all the same constant or itself.
func (x *Extractor) foldPhi(v *ssa.Phi, use ssa.Instruction, depth int) constant.Value {
	var found constant.Value
	for _, e := range v.Edges {
		if e == v {
			continue
		}
		c := x.fold(e, use, min(depth-1, 2))
		if c == nil || found != nil && (c.Kind() != found.Kind() || !constant.Compare(c, token.EQL, found)) {
			return nil
		}
		found = c
	}
	return found
}

func (x *Extractor) foldLen(v *ssa.Call, use ssa.Instruction, depth int) constant.Value {
	b, ok := v.Call.Value.(*ssa.Builtin)
	if !ok || b.Name() != "len" && b.Name() != "cap" {
		return nil
	}
	if n := x.length(v.Call.Args[0], use, depth-1, b.Name() == "cap"); n >= 0 {
		return constant.MakeInt64(n)
	}
	return nil
}

// length is the constant length of a slice, array or channel value, or -1.
func (x *Extractor) length(v ssa.Value, use ssa.Instruction, depth int, capacity bool) int64 {
	if depth <= 0 {
		return -1
	}
	switch v := v.(type) {
	case *ssa.Slice:
		if v.Low == nil && v.High == nil {
			if p, ok := v.X.Type().Underlying().(*types.Pointer); ok {
				if a, ok := p.Elem().Underlying().(*types.Array); ok {
					return a.Len()
				}
			}
			return x.length(v.X, use, depth-1, capacity)
		}
	case *ssa.MakeSlice:
		n := v.Len
		if capacity {
			n = v.Cap
		}
		return intOf(x.fold(n, v, depth-1))
	case *ssa.MakeChan:
		if capacity {
			return intOf(x.fold(v.Size, v, depth-1))
		}
	case *ssa.UnOp:
		if v.Op == token.MUL {
			if only := x.storedOnce(v.X); only != nil {
				return x.length(only, use, depth-1, capacity)
			}
		}
	}
	return -1
}

func intOf(c constant.Value) int64 {
	if c == nil || c.Kind() != constant.Int {
		return -1
	}
	n, ok := constant.Int64Val(c)
	if !ok || n < 0 {
		return -1
	}
	return n
}

func (x *Extractor) capacity(v *ssa.MakeChan) int {
	n := intOf(x.constOf(v.Size, v))
	if n < 0 || n > 1<<20 {
		return event.CapUnknown
	}
	return int(n)
}

// maxTrip bounds the trip counts that are told apart.
const maxTrip = 1 << 20

// trip returns how often the body of the loop with the given header runs, or
// Unknown. It recognizes a counter that starts at a constant and goes up by a
// constant to a constant bound, tested at the top of the loop or at its end.
func (x *Extractor) trip(header *ssa.BasicBlock) int32 {
	cond, first := loopTest(header)
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
	cond, _ := loopTest(header)
	if cond == nil || cond.Op != token.LSS {
		return 0
	}
	return x.exprKey(cond.Y)
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

func constInt(c constant.Value) (int64, bool) {
	if c == nil || c.Kind() != constant.Int {
		return 0, false
	}
	return constant.Int64Val(c)
}

// cond numbers a branch condition so that two branches on the same condition
// can be told to go the same way. neg is set when the condition is the
// negation of the numbered one.
func (x *Extractor) cond(v ssa.Value) (id int32, neg bool) {
	v, neg = unnegated(v)
	if b, ok := v.(*ssa.BinOp); ok {
		if b.Op == token.NEQ {
			neg = !neg
		}
		if cond, nilIfTrue, ok := x.nilCheck(b); ok {
			id, other := x.cond(cond)
			return id, neg != other != !nilIfTrue
		}
	}
	return x.condNumber(x.condKey(v, 3)), neg
}

// unnegated takes the negations off a condition, and reports whether what is left
// is its opposite.
func unnegated(v ssa.Value) (inner ssa.Value, neg bool) {
	for {
		u, ok := v.(*ssa.UnOp)
		if !ok || u.Op != token.NOT {
			return v, neg
		}
		v, neg = u.X, !neg
	}
}

func (x *Extractor) condNumber(key string) int32 {
	if _, ok := x.conds[key]; !ok {
		x.conds[key] = int32(len(x.conds) + 1)
	}
	return x.conds[key]
}

func (x *Extractor) condKey(v ssa.Value, depth int) string {
	switch v := v.(type) {
	case *ssa.Const:
		return v.String()
	case *ssa.BinOp:
		if depth > 0 {
			op := v.Op
			if op == token.NEQ {
				op = token.EQL
			}
			return fmt.Sprintf("(%s %s %s)", x.condKey(v.X, depth-1), op, x.condKey(v.Y, depth-1))
		}
	case *ssa.UnOp:
		if v.Op == token.MUL {
			if c := x.cellOf(v.X); c != nil && !c.escapes && len(c.stores) <= 1 {
				return fmt.Sprintf("*%d", x.Obj(v.X))
			}
			if fa, ok := v.X.(*ssa.FieldAddr); ok && !x.fieldStored(fa) {
				return fmt.Sprintf("*%d", x.Obj(fa))
			}
			if just := justStored(v); just != v && depth > 0 {
				return x.condKey(just, depth-1)
			}
		}
	case *ssa.Call:
		if b, ok := v.Call.Value.(*ssa.Builtin); ok && b.Name() == "len" && depth > 0 {
			return "len(" + x.condKey(v.Call.Args[0], depth-1) + ")"
		}
	}
	return fmt.Sprintf("v%d", x.valueID(v))
}

// fieldStored reports whether the function that reads the field also stores to
// it, so that two readings may differ.
func (x *Extractor) fieldStored(fa *ssa.FieldAddr) bool {
	l := x.Obj(fa)
	for _, b := range fa.Parent().Blocks {
		for _, in := range b.Instrs {
			if st, ok := in.(*ssa.Store); ok {
				if other, ok := st.Addr.(*ssa.FieldAddr); ok && other.Field == fa.Field && x.Obj(other) == l {
					return true
				}
			}
		}
	}
	return false
}

// valueID numbers a value.
func (x *Extractor) valueID(v ssa.Value) int32 {
	id, ok := x.values[v]
	if !ok {
		id = int32(len(x.values))
		x.values[v] = id
	}
	return id
}
