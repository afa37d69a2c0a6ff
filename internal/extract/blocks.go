package extract

import (
	"go/constant"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/gojoincheck/gojoincheck/internal/event"
)

// build makes the blocks: one or more for each block of the SSA, and one for
// each edge on which something happens (a case of a select, a closed channel).
func (b *builder) build() {
	blocks := b.fn.Blocks
	b.first, b.last = make([]int32, len(blocks)), make([]int32, len(blocks))
	for i := range blocks {
		b.first[i] = int32(i)
	}
	b.out.Blocks = make([]event.Block, len(blocks))
	for i, blk := range blocks {
		b.out.Blocks[i].Trip = event.Unknown
		b.instructions(blk, i)
	}
	for i, blk := range blocks {
		if isHeader(blk) {
			b.out.Blocks[i].Trip = b.trip(blk)
			b.out.Blocks[i].Key = b.tripKey(blk)
			b.out.Blocks[i].Endless = b.endless(blk)
			b.out.Blocks[i].AtEnd = testsAtEnd(blk)
		}
		b.edges(blk, int(b.last[i]))
	}
	b.recovered()
}

// recovered lets a function that recovers be left by a panic: from what it calls; and,
// where nothing but a panic can leave it, where it sends: the channel may be closed.
func (b *builder) recovered() {
	for _, p := range b.panics {
		b.link(p.at, event.Edge{To: b.first[b.fn.Recover.Index]}, func() { b.deferred(p.in) })
	}
	if b.fn.Recover == nil || !b.recovers() || b.ends() {
		return
	}
	for i, blk := range b.fn.Blocks {
		for _, in := range blk.Instrs {
			if send, ok := in.(*ssa.Send); ok {
				b.link(i, event.Edge{To: b.first[b.fn.Recover.Index]}, func() { b.deferred(send.Block()) })
				break
			}
		}
	}
}

// A panicking is where a call may panic.
type panicking struct {
	at int             // the event block that ends with the call
	in *ssa.BasicBlock // where the call is
}

// mayPanic ends the block after a call from which a panic may come that the function
// recovers from.
func (b *builder) mayPanic(call *ssa.Call) {
	if b.fn.Recover == nil || b.cur != &b.out.Blocks[b.at].Events || !b.codeOfOthers(&call.Call) || !b.recovers() {
		return
	}
	b.panics = append(b.panics, panicking{b.at, call.Block()})
	next := b.newBlock()
	b.out.Blocks[b.at].Succs = []event.Edge{{To: int32(next)}}
	b.at, b.cur = next, &b.out.Blocks[next].Events
}

// codeOfOthers reports whether a call is one of a function that has been passed or kept,
// or of an interface's method.
func (b *builder) codeOfOthers(c *ssa.CallCommon) bool {
	if _, ok := c.Value.(*ssa.Builtin); ok || b.row(c) != nil {
		return false
	}
	return c.IsInvoke() || c.StaticCallee() == nil
}

// ends reports whether control can get to a return without a panic.
func (b *builder) ends() bool {
	for _, blk := range b.fn.Blocks {
		if _, ok := blk.Instrs[len(blk.Instrs)-1].(*ssa.Return); ok && blk != b.fn.Recover && reaches(b.fn.Blocks[0], blk) {
			return true
		}
	}
	return false
}

// recovers reports whether a function that is deferred calls recover.
func (b *builder) recovers() bool {
	for _, d := range b.defers {
		fn := d.Call.StaticCallee()
		if fn == nil {
			continue
		}
		for _, blk := range fn.Blocks {
			for _, in := range blk.Instrs {
				if c, ok := in.(*ssa.Call); ok && isBuiltin(c, "recover") {
					return true
				}
			}
		}
	}
	return false
}

// instructions extracts the events of one block.
func (b *builder) instructions(blk *ssa.BasicBlock, i int) {
	b.at, b.cur = i, &b.out.Blocks[i].Events
	for _, in := range blk.Instrs {
		b.instr(in)
	}
	i = b.at
	b.last[blk.Index] = int32(i)
	if ret, ok := blk.Instrs[len(blk.Instrs)-1].(*ssa.Return); ok {
		b.out.Blocks[i].Return = true
		b.out.Blocks[i].RetPos = b.returnPos(ret)
		b.out.Blocks[i].Ret, b.out.Blocks[i].RetCond = b.returnsError(ret)
		b.out.Blocks[i].Bare = onlyError(ret)
	}
}

// returnPos is the position of a return, the function's closing brace when the
// return is implicit.
func (b *builder) returnPos(ret *ssa.Return) event.Pos {
	if ret.Pos().IsValid() {
		return event.Pos(ret.Pos())
	}
	if syn := b.fn.Syntax(); syn != nil {
		return event.Pos(syn.End() - 1)
	}
	return event.Pos(b.fn.Pos())
}

// edges links an SSA block to its successors.
func (b *builder) edges(blk *ssa.BasicBlock, i int) {
	switch last := blk.Instrs[len(blk.Instrs)-1].(type) {
	case *ssa.Jump:
		b.leave(i, event.Edge{}, blk, 0, nil)
	case *ssa.If:
		if !b.cases(blk, i) {
			b.branch(blk, i, last)
		}
	}
}

func (b *builder) branch(blk *ssa.BasicBlock, i int, iff *ssa.If) {
	yes, no := true, true
	if c := b.constOf(iff.Cond, iff); c != nil && c.Kind() == constant.Bool {
		yes, no = constant.BoolVal(c), !constant.BoolVal(c)
	}
	if b.out.Blocks[blk.Index].Trip == 0 {
		yes = false
	}
	cond, neg := b.cond(iff.Cond)
	onYes, onNo := b.selectCase(iff.Cond), b.closedCase(iff.Cond, blk)
	if onYes == nil {
		onYes = b.stoppedCase(iff.Cond)
	}
	if onYes == nil && onNo == nil {
		onYes, onNo = b.outcomes(iff.Cond)
	}
	raisesYes, raisesNo := b.raises(iff.Cond)
	onYes, onNo = both(onYes, raisesYes), both(onNo, raisesNo)
	otherYes, otherNo := b.notClosed(iff.Cond)
	onYes, onNo = both(onYes, otherYes), both(onNo, otherNo)
	if tick := ticks(iff.Cond); tick != nil {
		no = b.stopped(tick.X)
		onNo = func() { b.sync(event.Forever, event.OpNoSender, b.Obj(tick.X), nearPos(tick)) }
	}
	if st := selectState(iff.Cond); st != nil && b.neverReady(st.Chan, st.Dir == recvOnly) {
		yes = false
	}
	e := event.Edge{Cond: cond, Err: testsError(iff.Cond), Told: toldOf(iff.Cond, maxHops), Turn: b.turnOf(iff.Cond, maxHops), Held: heldIn(iff.Cond, maxHops), Steady: b.steady(iff.Cond, blk)}
	test := b.flagTest(iff.Cond, blk)
	e.Test, e.Is = test.field, test.is
	failYes, failNo := failure(iff.Cond)
	err, equal := comparedError(iff.Cond)
	one, single := b.oneOf(iff.Cond)
	way := func(e event.Edge, succ int, then func()) {
		if err != nil && succ == equal { // of the other way nothing is known
			e.Cond, e.Neg = b.isNilCond(err), true
		}
		e.One = single && succ == one
		b.leave(i, e, blk, succ, then)
	}
	if yes {
		e.Neg, e.Fail, e.Same = neg, failYes, test.same
		way(e, 0, onYes)
	}
	if no {
		e.Neg, e.Fail, e.Same = !neg, failNo, !test.same
		way(e, 1, onNo)
	}
}

// ticks is the receive from a timer's channel of which a condition is that it has not
// seen the channel closed, nil for any other condition. Nobody can close it: "Stop does
// not close the channel" (package time).
func ticks(cond ssa.Value) *ssa.UnOp {
	ex, ok := cond.(*ssa.Extract)
	if !ok || ex.Index != 1 {
		return nil
	}
	if recv, ok := ex.Tuple.(*ssa.UnOp); ok && recv.Op == token.ARROW && ofTime(recv.X) {
		return recv
	}
	return nil
}

// ofTime reports whether a channel is one of package time.
func ofTime(ch ssa.Value) bool {
	switch ch := ch.(type) {
	case *ssa.Call:
		fn := callee(&ch.Call)
		return fn != nil && fn.Pkg() != nil && fn.Pkg().Path() == "time"
	case *ssa.UnOp:
		f := fieldBehind(ch)
		return f != nil && f.Pkg() != nil && f.Pkg().Path() == "time"
	}
	return false
}

// both does one thing after the other; either may be nil.
func both(first, then func()) func() {
	switch {
	case first == nil:
		return then
	case then == nil:
		return first
	}
	return func() { first(); then() }
}

// failure tells on which side of a branch the call that was made before has
// failed: it returned an error, or false.
func failure(cond ssa.Value) (yes, no bool) {
	if inner, neg := unnegated(cond); inner != cond {
		if yes, no = failure(inner); neg {
			yes, no = no, yes
		}
		return yes, no
	}
	switch c := cond.(type) {
	case *ssa.BinOp:
		if isNil(c.Y) && (c.Op == token.NEQ || c.Op == token.EQL) {
			failed := types.Identical(c.X.Type(), types.Universe.Lookup("error").Type())
			if (c.Op == token.NEQ) == failed { // err != nil, or value == nil
				return true, false
			}
			return false, true
		}
	case *ssa.Extract, *ssa.Call:
		return false, true
	}
	return false, false
}

// link adds an edge, through a block of its own if something happens on it.
func (b *builder) link(from int, e event.Edge, happens func()) {
	if happens != nil {
		b.linkBy(from, e, event.Edge{To: e.To}, happens)
		return
	}
	b.out.Blocks[from].Succs = append(b.out.Blocks[from].Succs, e)
}

// linkBy adds an edge to a block of its own, and one on from there.
func (b *builder) linkBy(from int, e, then event.Edge, happens func()) {
	mid := b.newBlock()
	b.out.Blocks[mid].Succs = []event.Edge{then}
	if happens != nil {
		b.cur = &b.out.Blocks[mid].Events
		happens()
	}
	e.To = int32(mid)
	b.out.Blocks[from].Succs = append(b.out.Blocks[from].Succs, e)
}

// newBlock adds a block that is none of the SSA's, and returns its number.
func (b *builder) newBlock() int {
	b.out.Blocks = append(b.out.Blocks, event.Block{Trip: event.Unknown})
	return len(b.out.Blocks) - 1
}

// closedCase returns what happens when a received "ok" is false: the channel
// is closed, so everything ever sent on it has been received.
func (b *builder) closedCase(cond ssa.Value, blk *ssa.BasicBlock) func() {
	ex, ok := cond.(*ssa.Extract)
	if !ok || ex.Index != 1 {
		return nil
	}
	op := event.OpClosed
	var ch ssa.Value
	switch t := ex.Tuple.(type) {
	case *ssa.UnOp:
		if t.Op != token.ARROW {
			return nil
		}
		ch = t.X
		if isHeader(t.Block()) {
			op = event.OpRangeEnd
		}
	case *ssa.Select:
		ch = receivedIn(t, blk)
	}
	if ch == nil {
		return nil
	}
	pos := ex.Tuple.Pos()
	if !pos.IsValid() {
		pos = nearPos(ex)
	}
	return func() { b.sync(event.Acquire, op, b.Obj(ch), pos) }
}

// receivedIn finds the channel from which a select has received when control is
// in the given block, nil if that is not known.
func receivedIn(sel *ssa.Select, blk *ssa.BasicBlock) ssa.Value {
	var only ssa.Value
	n := 0
	for _, st := range sel.States {
		if st.Dir == recvOnly {
			only = st.Chan
			n++
		}
	}
	if n == 1 {
		return only
	}
	for at := sel.Block(); ; at = at.Succs[1] { // the tests of which case was chosen
		iff, ok := at.Instrs[len(at.Instrs)-1].(*ssa.If)
		if !ok {
			return nil
		}
		st := selectState(iff.Cond)
		if st == nil || iff.Cond.(*ssa.BinOp).X.(*ssa.Extract).Tuple != ssa.Value(sel) {
			return nil
		}
		if chosen := at.Succs[0]; st.Dir == recvOnly && len(chosen.Preds) == 1 && chosen.Dominates(blk) {
			return st.Chan
		}
		if at.Succs[1] == sel.Block() {
			return nil
		}
	}
}

// isHeader reports whether the block starts a loop.
func isHeader(blk *ssa.BasicBlock) bool {
	for _, p := range blk.Preds {
		if blk.Dominates(p) {
			return true
		}
	}
	return false
}

// endless reports whether the loop has no condition of its own, so that only a
// break or a return leaves it.
func (b *builder) endless(header *ssa.BasicBlock) bool {
	if header.Comment == "for.body" {
		return true
	}
	iff, ok := header.Instrs[len(header.Instrs)-1].(*ssa.If)
	if !ok {
		return false
	}
	c := b.constOf(iff.Cond, iff)
	return c != nil && c.Kind() == constant.Bool && constant.BoolVal(c)
}
