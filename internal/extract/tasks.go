package extract

import (
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/gojoincheck/gojoincheck/internal/event"
	"github.com/gojoincheck/gojoincheck/internal/syncmodel"
)

// passed is a function that was passed to a library.
type passed struct {
	fn   event.Target
	args []event.Arg // the receiver, for a method of an interface
}

// tasksOf lists the functions that a call of the row is given to run: those
// passed for Arg, several if it is the variadic parameter.
func (b *builder) tasksOf(row *syncmodel.Row, c libraryCall) []passed {
	var all []passed
	for _, a := range c.passedFor(row.Arg) {
		all = append(all, b.passed(row, a))
	}
	return all
}

// passed tells which function a value is. Of an interface value it is the
// row's method, or the function in it.
func (b *builder) passed(row *syncmodel.Row, v ssa.Value) passed {
	mi, ok := v.(*ssa.MakeInterface)
	if !ok {
		return passed{fn: b.FuncOf(v)}
	}
	if _, isFunc := mi.X.Type().Underlying().(*types.Signature); isFunc || row.Method == "" {
		return passed{fn: b.FuncOf(mi.X)}
	}
	none := passed{fn: event.Target{Func: event.NoFunc}}
	sel := types.NewMethodSet(mi.X.Type()).Lookup(b.pkg.Pkg, row.Method)
	if sel == nil || len(sel.Index()) != 1 { // promoted
		return none
	}
	fn := b.pkg.Prog.FuncValue(sel.Obj().(*types.Func))
	if b.ID(fn) == event.NoFunc {
		return none
	}
	return passed{fn: event.Target{Func: b.ID(fn)}, args: []event.Arg{b.arg(mi.X)}}
}

// passedFor lists the values passed for parameter i: one, or those of the variadic
// parameter.
func (c libraryCall) passedFor(i int) []ssa.Value {
	a := c.arg(i)
	if a == nil {
		return nil
	}
	if elems, ok := variadic(a); ok {
		return elems
	}
	return []ssa.Value{a}
}

// variadic lists what was passed for a variadic parameter one by one.
func variadic(v ssa.Value) ([]ssa.Value, bool) {
	sl, ok := v.(*ssa.Slice)
	if !ok {
		return nil, false
	}
	arr, ok := sl.X.(*ssa.Alloc)
	if !ok || arr.Comment != "varargs" {
		return nil, false
	}
	var elems []ssa.Value
	for _, ref := range *arr.Referrers() {
		ia, ok := ref.(*ssa.IndexAddr)
		if !ok {
			continue
		}
		for _, use := range *ia.Referrers() {
			if st, ok := use.(*ssa.Store); ok && st.Addr == ia {
				elems = append(elems, st.Val)
			}
		}
	}
	return elems, true
}

// limit is the constant that bounds how many goroutines run at once.
func (b *builder) limit(row *syncmodel.Row, c libraryCall) (int64, bool) {
	a := c.arg(row.Bound - 1)
	if row.Bound == 0 || a == nil {
		return 0, false
	}
	return constInt(b.constOf(a, c.call))
}

// A libraryTask is what a library runs in a goroutine: the function it was
// given, and what the library does when that returns.
type libraryTask struct {
	site     event.CallSite
	name     string
	callback event.Target // what the function returned, run under the lock
	lock     event.Loc
	sends    event.Loc   // the channel on which the result is sent
	ends     []event.Loc // what else is over with the task
}

// wrapTask makes the target of a fork one that also does what the library does
// at the end, if there is anything that others can wait for.
func (b *builder) wrapTask(site *event.CallSite, row *syncmodel.Row, c libraryCall) {
	t := &libraryTask{site: event.CallSite{Target: site.Target, Args: site.Args}}
	if fn := site.Target.Func; fn != event.NoFunc {
		if src := b.Source(fn); src != nil {
			t.name = src.Name()
		}
	}
	if site.Handle != event.NoLoc {
		t.ends = b.wholes(b.handle(c.recv))
	}
	if c.call != nil {
		switch row.Returns {
		case syncmodel.TaskOnly:
			t.ends = append(t.ends, b.callObj(c.call))
		case syncmodel.TaskChan:
			t.sends = b.callObj(c.call)
		}
	}
	if row.Do == syncmodel.StreamGo && site.Target.Func != event.NoFunc {
		t.callback = b.ResultFunc(site.Target.Func, 0)
		t.lock = b.Space.Child(site.Handle, event.Sel{Kind: event.Done})
	}
	if len(t.ends) == 0 && t.sends == event.NoLoc && t.lock == event.NoLoc {
		return
	}
	site.Target, site.Args = event.Target{Func: b.id(t)}, nil
}

// task is what a libraryTask does.
func (b *builder) task(t *libraryTask) {
	b.out.Name = t.name
	b.callSite(event.Call, t.site)
	if t.lock != event.NoLoc && t.callback.Known() {
		b.sync(event.Lock, event.OpLock, t.lock, 0)
		b.callSite(event.Call, event.CallSite{Target: t.callback})
		b.sync(event.Unlock, event.OpLock, t.lock, 0)
	}
	b.sync(event.Release, event.OpSend, t.sends, 0)
	for _, l := range t.ends {
		b.sync(event.Release, event.OpClose, l, 0)
	}
}

// goAll starts the functions passed and waits for them.
func (b *builder) goAll(row *syncmodel.Row, c libraryCall) {
	b.together(b.tasksOf(row, c), nil, c)
}

// runKept runs what was kept for the receiver.
func (b *builder) runKept(recv event.Loc, c libraryCall) {
	b.together(b.kept(recv, syncmodel.KeepTask), b.kept(recv, syncmodel.KeepStop), c)
}

// together starts tasks, each in a goroutine of its own, stops them, and waits
// for them.
func (b *builder) together(tasks, stops []passed, c libraryCall) {
	group := b.Space.NewRoot(event.Root{Pos: event.Pos(c.pos)})
	b.emit(event.Event{Kind: event.Fresh, Loc: group, Pos: event.Pos(c.pos)})
	b.out.Own = append(b.out.Own, group)
	for _, t := range tasks {
		if t.fn.Known() {
			b.callSite(event.Fork, event.CallSite{Kind: event.Group, Target: t.fn, Args: t.args, Handle: group, Pos: event.Pos(c.pos)})
		}
	}
	for _, t := range stops {
		if t.fn.Known() {
			b.callSite(event.Call, event.CallSite{Target: t.fn, Args: t.args, Pos: event.Pos(c.pos)})
		}
	}
	b.sync(event.Acquire, event.OpWait, group, c.pos)
}

// kept lists what calls in this function, and in those around and within it,
// have told the receiver to run later.
func (b *builder) kept(recv event.Loc, do syncmodel.Action) []passed {
	top := b.fn
	for top != nil && top.Parent() != nil {
		top = top.Parent()
	}
	if top == nil || recv == event.NoLoc {
		return nil
	}
	var all []passed
	var visit func(fn *ssa.Function)
	visit = func(fn *ssa.Function) {
		for _, blk := range fn.Blocks {
			for _, in := range blk.Instrs {
				if call, ok := in.(*ssa.Call); ok {
					all = append(all, b.keeps(call, recv, do)...)
				}
			}
		}
		for _, anon := range fn.AnonFuncs {
			visit(anon)
		}
	}
	visit(top)
	return all
}

// keeps lists what one call tells the receiver to run.
func (b *builder) keeps(call *ssa.Call, recv event.Loc, do syncmodel.Action) []passed {
	first := b.row(&call.Call)
	for row := first; row != nil; row = row.Also {
		if row.Do != do {
			continue
		}
		c := newLibraryCall(&call.Call, call, call.Pos())
		at := event.NoLoc
		if first.Returns == syncmodel.New {
			at = b.callObj(call)
		} else if h := b.handle(c.recv); h != nil {
			at = b.Obj(h)
		}
		if at == recv {
			return b.tasksOf(row, c)
		}
	}
	return nil
}

// runUntil calls a function until something is closed or cancelled, or for
// ever.
func (b *builder) runUntil(row *syncmodel.Row, c libraryCall) {
	for _, t := range b.tasksOf(row, c) {
		if t.fn.Known() {
			b.callSite(event.Call, event.CallSite{Target: t.fn, Args: t.args, Pos: event.Pos(c.pos)})
		}
	}
	until := c.arg(row.Bound - 1)
	switch {
	case until == nil:
		b.sync(event.Forever, event.OpNone, b.opaqueHere(), c.pos)
	case isContext(until.Type()):
		b.sync(event.Acquire, event.OpCtxDone, b.Space.Child(b.Obj(until), event.Sel{Kind: event.Done}), c.pos)
	default:
		b.receive(until, nil, c.pos)
	}
}

// keptElsewhere hands out what a function refers to that a runner keeps which
// others may start.
func (b *builder) keptElsewhere(row *syncmodel.Row, recv event.Loc, c libraryCall) {
	if recv != event.NoLoc && b.Space.Root(recv).Kind == event.Alloc {
		return
	}
	for _, v := range c.passedFor(row.Arg) {
		mc := b.closureBehind(v)
		if mc == nil {
			continue
		}
		for _, bind := range mc.Bindings {
			b.sync(event.Escape, event.OpServe, b.Obj(bind), c.pos)
			if only := b.storedOnce(bind); only != nil && refersTo(only) {
				b.sync(event.Escape, event.OpServe, b.Obj(only), c.pos)
			}
		}
	}
}
