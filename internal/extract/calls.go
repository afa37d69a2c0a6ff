package extract

import (
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/gojoincheck/gojoincheck/internal/event"
	"github.com/gojoincheck/gojoincheck/internal/syncmodel"
)

// target tells what a call runs.
func (b *builder) target(c *ssa.CallCommon) event.Target {
	none := event.Target{Func: event.NoFunc}
	if c.IsInvoke() || b.row(c) != nil {
		return none
	}
	if fn := c.StaticCallee(); fn != nil {
		if id := b.ID(fn); id != event.NoFunc {
			return event.Target{Func: id}
		}
	}
	return b.FuncOf(c.Value)
}

func (b *builder) args(c *ssa.CallCommon) []event.Arg {
	var args []event.Arg
	for _, a := range c.Args {
		args = append(args, b.arg(a))
	}
	return args
}

// arg names what is passed: the object referred to, or for a struct the
// variable that it is a copy of.
func (b *builder) arg(v ssa.Value) event.Arg {
	a := event.Arg{Fn: b.FuncOf(v)}
	switch v.Type().Underlying().(type) {
	case *types.Struct, *types.Array:
		a.Loc = b.Val(v)
	default:
		if pointerLike(v.Type()) {
			a.Loc = b.Obj(v)
		}
	}
	return a
}

// call extracts a call that happens here, in is the call or the defer.
func (b *builder) call(c *ssa.CallCommon, in ssa.Instruction) {
	if bi, ok := c.Value.(*ssa.Builtin); ok {
		b.builtin(bi.Name(), c, in.Pos())
		return
	}
	b.readsBytes(c, in.Pos())
	if row := b.row(c); row != nil {
		b.talk(c, false, in.Pos())
		v, _ := in.(*ssa.Call)
		b.setAtomic(row, c, v)
		b.library(row, newLibraryCall(c, v, in.Pos()))
		return
	}
	b.asksGroup(c, in.Pos())
	t := b.target(c)
	if !t.Known() {
		b.talk(c, true, in.Pos())
		if b.invoke(c, in) {
			return
		}
		b.unknown(c, in.Pos())
		if call, ok := in.(*ssa.Call); ok {
			b.asserts(call)
		}
		return
	}
	site := event.CallSite{Target: t, Args: b.args(c), Pos: event.Pos(in.Pos())}
	if v, ok := in.(*ssa.Call); ok {
		site.Results = b.resultRoots(v)
		site.If = b.succeeded(v)
	}
	id := b.callSite(event.Call, site)
	if call, ok := in.(ssa.CallInstruction); ok {
		b.callAt[id] = &passing{call: call}
	}
	if syncmodel.NamedLock(callee(c)) {
		b.looksLike(c, in.Pos())
	}
}

// asksGroup is for a method of a group that the table does not know, such as one
// that tells how many tasks are running: its caller may see by it that they are
// done.
func (b *builder) asksGroup(c *ssa.CallCommon, pos token.Pos) {
	fn := callee(c)
	if fn == nil || c.IsInvoke() || fn.Signature().Recv() == nil || fn.Pkg() == b.pkg.Pkg {
		return
	}
	recv := b.handle(c.Args[0])
	t := recv.Type()
	if p, ok := t.Underlying().(*types.Pointer); ok {
		t = p.Elem()
	}
	if syncmodel.IsGroup(t) {
		b.peek(b.Obj(recv), pos)
	}
}

// peek looks at how a group's tasks are doing, and waits for none.
func (b *builder) peek(group event.Loc, pos token.Pos) {
	b.sync(event.Peek, event.OpNone, group, pos)
}

// resultRoots gives the roots that stand for the results of a call.
func (b *builder) resultRoots(v *ssa.Call) []event.Loc {
	tuple, ok := v.Type().(*types.Tuple)
	if !ok {
		if pointerLike(v.Type()) || sharesBy(v.Type()) {
			return []event.Loc{b.Obj(v)}
		}
		return nil
	}
	roots := make([]event.Loc, tuple.Len())
	for _, ref := range *v.Referrers() {
		if ex, ok := ref.(*ssa.Extract); ok && (pointerLike(ex.Type()) || sharesBy(ex.Type())) {
			roots[ex.Index] = b.Obj(ex)
		}
	}
	return roots
}

// unknown is a call of code out of sight. Functions that it is given are
// called here when the package is known to do so, and otherwise never.
func (b *builder) unknown(c *ssa.CallCommon, pos token.Pos) {
	fn := callee(c)
	inline := fn != nil && fn.Pkg() != nil && syncmodel.Inline(fn.Pkg().Path())
	if !harmless(c) {
		if fn == nil && !c.IsInvoke() {
			b.flags |= event.Lent
		}
		b.escapeArgs(c, pos, inline)
		b.flags &^= event.Lent
	}
	b.looksLike(c, pos)
	if fn == nil && refersTo(c.Value) { // it may use what it has captured
		b.sync(event.Escape, event.OpServe, b.Obj(c.Value), pos)
	}
	if syncmodel.Fills(fn) {
		b.access(b.contents(c.Args[len(c.Args)-fn.Signature().Params().Len()]), event.Write|event.Implied, pos)
	}
	for _, a := range c.Args {
		t := b.FuncOf(a)
		if t.Func == event.NoFunc {
			continue
		}
		walks := syncmodel.Walks(fn) && !b.pending
		if src := b.Source(t.Func); inline || walks || src != nil && isRangeFunc(src) {
			after := func() {}
			if walks {
				after = b.rounds()
			}
			b.callSite(event.Call, event.CallSite{Target: t, Pos: event.Pos(pos)})
			after()
		}
	}
}

// looksLike takes a method for the lock that its name says it is, whatever it is made
// of. That it waits for anybody is not known.
func (b *builder) looksLike(c *ssa.CallCommon, pos token.Pos) {
	do := syncmodel.LooksLike(callee(c))
	if do == syncmodel.Nothing {
		return
	}
	recv := c.Value
	if !c.IsInvoke() {
		recv = c.Args[0]
	}
	if !pointerLike(recv.Type()) {
		return
	}
	kind := event.Lock
	if do == syncmodel.Unlock {
		kind = event.Unlock
	}
	b.emit(event.Event{Kind: kind, Op: event.OpLock, Flags: event.Try, Loc: b.orHere(b.Obj(recv)), Pos: event.Pos(pos)})
}

// escapeArgs hands out what a call passes, but for functions that it is known to call
// while it lasts, and not to keep.
func (b *builder) escapeArgs(c *ssa.CallCommon, pos token.Pos, inline bool) {
	if c.IsInvoke() {
		b.escape(c.Value, pos)
	}
	for _, a := range c.Args {
		if !inline || b.FuncOf(a).Func == event.NoFunc {
			b.escape(a, pos)
		}
	}
}

func (b *builder) builtin(name string, c *ssa.CallCommon, pos token.Pos) {
	switch name {
	case "close":
		b.sync(event.Release, event.OpClose, b.Obj(c.Args[0]), pos)
	case "len":
		if isMap(c.Args[0].Type()) {
			b.access(b.Obj(c.Args[0]), event.MapOp, pos)
		}
	case "delete":
		b.access(b.Obj(c.Args[0]), event.Write|event.MapOp, pos)
	case "clear":
		if isMap(c.Args[0].Type()) {
			b.access(b.Obj(c.Args[0]), event.Write|event.MapOp, pos)
		} else {
			b.access(b.all(c.Args[0]), event.Write, pos)
		}
	case "append": // may copy every element to a larger array
		b.access(b.all(c.Args[0]), 0, pos)
		if n, ok := b.spare(c.Args[0]); ok {
			b.access(b.Space.Child(b.Obj(c.Args[0]), event.Sel{Kind: event.Index, N: n}), event.Write|event.AppendOp, pos)
		}
		if len(c.Args) > 1 {
			if _, ok := c.Args[1].Type().Underlying().(*types.Slice); ok {
				b.access(b.all(c.Args[1]), 0, pos)
				b.stow(c.Args[1], event.OpKept, pos)
			}
			b.appended(c.Args[1], pos)
		}
	case "copy":
		b.stow(c.Args[1], event.OpKept, pos)
		b.access(b.all(c.Args[0]), event.Write, pos)
		if _, ok := c.Args[1].Type().Underlying().(*types.Slice); ok {
			b.access(b.all(c.Args[1]), 0, pos)
		}
	}
}

// stow notes that what a value refers to is kept where we do not follow it: in an
// atomic value, or, of a slice, among elements that nobody tells apart.
func (b *builder) stow(v ssa.Value, how event.Op, pos token.Pos) {
	if refersTo(v) {
		b.sync(event.Escape, how, b.Obj(v), pos)
	}
}

// stowAll notes that what a call is given is kept where anybody may load it.
func (b *builder) stowAll(c libraryCall) {
	for _, a := range c.args {
		if a != c.recv {
			b.stow(a, event.OpServe, c.pos)
		}
	}
}

// appended hands out what is put at the end of a slice: its elements may be
// anywhere from now on.
func (b *builder) appended(v ssa.Value, pos token.Pos) {
	elems, _ := variadic(v)
	for _, e := range elems {
		if refersTo(e) {
			b.sync(event.Escape, event.OpServe, b.Obj(e), pos)
		}
	}
}
