package extract

import (
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/gojoincheck/gojoincheck/internal/event"
)

const recvOnly = types.RecvOnly

// send releases to the receiver; a receive completes it, so it acquires too.
func (b *builder) send(ch, v ssa.Value, pos token.Pos) {
	if b.onNil(ch, pos) {
		return
	}
	l := b.Obj(ch)
	if l == event.NoLoc {
		return
	}
	if b.flags&event.Select == 0 && b.neverReady(ch, false) {
		b.sync(event.Forever, event.OpNoReceiver, l, pos)
		return
	}
	b.emit(event.Event{Kind: event.Release, Op: event.OpSend, Loc: l, Val: b.message(v), Pos: event.Pos(pos)})
	b.sync(event.Acquire, event.OpSend, b.Space.Child(l, event.Sel{Kind: event.Back}), pos)
}

// receive completes a send; v is what is received, nil if nobody looks.
func (b *builder) receive(ch, v ssa.Value, pos token.Pos) {
	if b.onNil(ch, pos) {
		return
	}
	if group := b.waitChan(ch); group != event.NoLoc {
		b.sync(event.Acquire, event.OpWait, group, pos)
		return
	}
	l := b.Obj(ch)
	if l == event.NoLoc {
		return
	}
	if b.flags&event.Select == 0 && b.neverReady(ch, true) {
		var flags event.Flags
		if made, ok := ch.(*ssa.MakeChan); ok && len(*made.Referrers()) == 1 {
			flags = event.Implied // <-make(chan T) is a way to write select {}
		}
		b.emit(event.Event{Kind: event.Forever, Op: event.OpNoSender, Flags: flags, Loc: l, Pos: event.Pos(pos)})
		return
	}
	if isAfter(ch, b) {
		b.sync(event.Sleep, event.OpNone, l, pos)
	}
	if b.fromAfar(l) {
		b.sync(event.Acquire, event.OpAtomic, b.world(event.Heard), pos)
	}
	b.sync(event.Release, event.OpRecv, b.Space.Child(l, event.Sel{Kind: event.Back}), pos)
	op := event.OpRecv
	if b.Space.Last(l).Kind == event.Done && !b.Space.IsRoot(l) {
		op = event.OpCtxDone
	}
	var flags event.Flags
	if isAnswer(v) {
		flags = event.Answer
	}
	b.emit(event.Event{Kind: event.Acquire, Op: op, Flags: flags, Loc: l, N: byClock(ch), Val: b.message(v), Pos: event.Pos(pos)})
}

// hasMessage reports whether a receive is reached only when the channel's length has been
// found to be more than something: "the number of elements queued (unread) in the channel
// buffer".
func (b *builder) hasMessage(recv *ssa.UnOp) bool {
	ch := b.Obj(recv.X)
	for at := recv.Block(); at.Idom() != nil; at = at.Idom() {
		test, _ := branchOn(at.Idom())
		cond, ok := test.(*ssa.BinOp)
		if ok && len(at.Preds) == 1 && at == more(at.Idom(), cond) && slices.ContainsFunc([]ssa.Value{cond.X, cond.Y}, func(v ssa.Value) bool {
			c, ok := v.(*ssa.Call)
			return ok && isBuiltin(c, "len") && b.Obj(c.Call.Args[0]) == ch
		}) {
			return true
		}
	}
	return false
}

// more is where control goes when a comparison finds that there is something.
func more(branch *ssa.BasicBlock, cond *ssa.BinOp) *ssa.BasicBlock {
	if cond.Op == token.EQL {
		return branch.Succs[1]
	}
	return branch.Succs[0]
}

func isBuiltin(c *ssa.Call, name string) bool {
	fn, ok := c.Call.Value.(*ssa.Builtin)
	return ok && fn.Name() == name
}

// byClock tells whether a channel is of the type of those on which the time is sent: "After
// waits for the duration to elapse and then sends the current time on the returned channel".
func byClock(ch ssa.Value) int32 {
	if c, ok := ch.Type().Underlying().(*types.Chan); ok && c.Dir() == types.RecvOnly && isOf(c.Elem(), "time", "Time") {
		return event.ByClock
	}
	return 0
}

// isAnswer reports whether a received value is used, and is of a type whose values
// say more than that something is done or has failed.
func isAnswer(v ssa.Value) bool {
	if v == nil || v.Referrers() == nil || isError(v.Type()) {
		return false
	}
	if st, ok := v.Type().Underlying().(*types.Struct); isBool(v.Type()) || ok && st.NumFields() == 0 {
		return false
	}
	return slices.ContainsFunc(*v.Referrers(), func(in ssa.Instruction) bool {
		_, debug := in.(*ssa.DebugRef)
		return !debug
	})
}

// message names the object that a value sent or received refers to, or the
// memory that it was copied from.
func (b *builder) message(v ssa.Value) event.Loc {
	switch {
	case v == nil:
		return event.NoLoc
	case refersTo(v), pointsToStruct(v), isPlainSlice(v):
		return b.Obj(v)
	}
	if _, ok := v.Type().Underlying().(*types.Struct); ok && canJoin(v.Type(), joinDepth) {
		return b.Val(v)
	}
	return event.NoLoc
}

// pointsToStruct reports whether a value is a pointer to a struct, which who sends it
// and who receives it share from then on.
func pointsToStruct(v ssa.Value) bool {
	p, ok := v.Type().Underlying().(*types.Pointer)
	return ok && isStruct(p.Elem())
}

// isPlainSlice reports whether a value is a slice of numbers, say, whose elements who sends
// it and who receives it share from then on.
func isPlainSlice(v ssa.Value) bool {
	s, ok := v.Type().Underlying().(*types.Slice)
	if !ok {
		return false
	}
	_, basic := s.Elem().Underlying().(*types.Basic)
	return basic
}

// received is the value that a receive gives, without the ok beside it.
func received(in *ssa.UnOp) ssa.Value {
	if !in.CommaOk {
		return in
	}
	return extracted(in, 0)
}

// extracted finds the i'th part of a tuple, nil if nobody takes it.
func extracted(tuple ssa.Value, i int) ssa.Value {
	for _, ref := range *tuple.Referrers() {
		if ex, ok := ref.(*ssa.Extract); ok && ex.Index == i {
			return ex
		}
	}
	return nil
}

// onNil handles an operation on a channel that is surely nil: it never ends.
func (b *builder) onNil(ch ssa.Value, pos token.Pos) bool {
	if !b.nilChan(ch) && (b.flags&event.Select != 0 || !b.neverSet(ch)) {
		return false
	}
	b.sync(event.Forever, event.OpNil, b.opaqueHere(), pos)
	return true
}

// nilChan reports whether the channel is surely nil: the constant, or a
// variable that nothing is ever stored in.
func (x *Extractor) nilChan(ch ssa.Value) bool {
	for range maxHops {
		switch v := ch.(type) {
		case *ssa.ChangeType:
			ch = v.X
			continue
		case *ssa.UnOp:
			c := x.cellOf(v.X)
			if v.Op != token.MUL || c == nil {
				return false
			}
			if len(c.stores) == 0 {
				return !c.escapes && !c.parts
			}
			if ch = c.only(); ch == nil {
				return false
			}
			continue
		}
		break
	}
	return isNil(ch)
}

// isAfter reports whether the channel is that of time.After, on which a
// receive is a sleep.
func isAfter(ch ssa.Value, b *builder) bool {
	call, ok := ch.(*ssa.Call)
	if !ok {
		return false
	}
	fn := callee(&call.Call)
	return fn != nil && fn.Pkg() != nil && fn.Pkg().Path() == "time" && fn.Name() == "After"
}

// selects handles what a select does before it chooses; the chosen case
// happens on its own edge.
func (b *builder) selects(in *ssa.Select) {
	if len(in.States) == 0 && in.Blocking {
		b.sync(event.Forever, event.OpNoCase, b.opaqueHere(), in.Pos())
	}
	for _, st := range in.States {
		if st.Send != nil {
			b.escapeSent(st.Send, st.Pos)
		}
	}
	b.undecided(in)
}
