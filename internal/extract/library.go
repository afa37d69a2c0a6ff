package extract

import (
	"go/token"
	"go/types"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/gojoincheck/gojoincheck/internal/event"
	"github.com/gojoincheck/gojoincheck/internal/syncmodel"
)

// A libraryCall is a call of a function that the table knows.
type libraryCall struct {
	recv ssa.Value   // the receiver, or the first argument of a function
	args []ssa.Value // without the receiver
	call *ssa.Call   // nil for a deferred call
	pos  token.Pos
	name string
}

func newLibraryCall(c *ssa.CallCommon, v *ssa.Call, pos token.Pos) libraryCall {
	lc := libraryCall{args: c.Args, call: v, pos: pos}
	if fn := callee(c); fn != nil {
		lc.name = fn.Name()
	}
	switch {
	case c.IsInvoke():
		lc.recv = c.Value
	case c.Signature().Recv() != nil:
		lc.recv, lc.args = c.Args[0], c.Args[1:]
	case len(c.Args) > 0:
		lc.recv = c.Args[0]
	}
	return lc
}

func (c libraryCall) arg(i int) ssa.Value {
	if i >= 0 && i < len(c.args) {
		return c.args[i]
	}
	return nil
}

// library extracts what a known function does.
func (b *builder) library(row *syncmodel.Row, c libraryCall) {
	recv := b.receiver(c)
	if row.Do == syncmodel.ServeForever && row.Also != nil { // what it does before it serves
		b.library(row.Also, c)
		b.simple(row, recv, c)
		return
	}
	for ; row != nil; row = row.Also {
		if b.simple(row, recv, c) || b.memory(row, recv, c) {
			continue
		}
		b.runs(row, recv, c)
	}
}

// simple handles the actions that only synchronize.
func (b *builder) simple(row *syncmodel.Row, recv event.Loc, c libraryCall) bool {
	switch row.Do {
	case syncmodel.GroupAdd, syncmodel.GroupDone, syncmodel.GroupWait, syncmodel.Lock, syncmodel.Unlock, syncmodel.RLock, syncmodel.RUnlock:
		b.touched(c.recv, c.pos)
	}
	switch row.Do {
	case syncmodel.KeepTask, syncmodel.KeepStop: // started elsewhere
		b.keptElsewhere(row, recv, c)
	case syncmodel.SendOn:
		b.sync(event.Escape, event.OpFeed, b.Obj(c.arg(row.Arg)), c.pos)
	case syncmodel.HandOut:
		b.handOut(c)
	case syncmodel.Reflect:
		b.reflects(c)
	case syncmodel.MakeCond:
		b.derived(c)
		b.locksWith(c)
	case syncmodel.OnceFunc: // what it returns has captured the function
		if c.call != nil && refersTo(c.args[0]) {
			b.emit(event.Event{Kind: event.Bind, Loc: b.Space.Child(b.Obj(c.call), event.Sel{Kind: event.Captured}), Val: b.Obj(c.args[0]), Pos: event.Pos(c.pos)})
		}
	case syncmodel.Nothing, syncmodel.MakePipe, syncmodel.CtxDone, syncmodel.Background, syncmodel.TestContext:
	case syncmodel.WithCancel:
		b.derived(c)
	case syncmodel.GroupAdd:
		b.groupAdd(row, recv, c)
	case syncmodel.GroupDone:
		b.sync(event.Release, event.OpDone, recv, c.pos)
	case syncmodel.GroupWait:
		b.sync(event.Acquire, event.OpWait, recv, c.pos)
	case syncmodel.Announce, syncmodel.LookFor:
		b.outside(row, c)
	case syncmodel.GroupPeek:
		b.peek(recv, c.pos)
	case syncmodel.GroupStop:
		b.sync(event.Escape, event.OpGiveUp, recv, c.pos)
	case syncmodel.GroupLimit:
		if n, ok := b.limit(row, c); ok && n == 1 {
			if c.call != nil && (row.Returns == syncmodel.New || row.Returns == syncmodel.Part) {
				recv = b.callObj(c.call)
			}
			b.sync(event.Serialize, event.OpNone, recv, c.pos)
		}
	case syncmodel.SemAcquire, syncmodel.SemRelease:
		b.semaphore(row, recv, c)
	case syncmodel.Lock:
		b.sync(event.Lock, event.OpLock, recv, c.pos)
	case syncmodel.TryLock:
		if recv != event.NoLoc {
			b.emit(event.Event{Kind: event.Lock, Op: event.OpLock, Flags: event.Try, Loc: recv, Pos: event.Pos(c.pos)})
		}
	case syncmodel.Unlock:
		b.sync(event.Unlock, event.OpLock, recv, c.pos)
	case syncmodel.RLock:
		b.lockRead(event.Lock, recv, c.pos)
	case syncmodel.RUnlock:
		b.lockRead(event.Unlock, recv, c.pos)
	case syncmodel.CondWait:
		b.sync(event.Acquire, event.OpCond, recv, c.pos)
	case syncmodel.AcquireAll:
		b.sync(event.Acquire, event.OpWait, recv, c.pos)
	case syncmodel.ReleaseAll:
		b.sync(event.Release, event.OpPipe, recv, c.pos)
	case syncmodel.TimerStop:
		if b.farOff(c) {
			b.sync(event.Defused, event.OpTimer, recv, c.pos)
		}
	case syncmodel.TimerReset:
		b.sync(event.Rearmed, event.OpTimer, recv, c.pos)
		b.sync(event.Release, event.OpTimer, b.timerChan(recv), c.pos)
	case syncmodel.ServeForever: // it calls what it was given, and what the server holds
		for _, a := range append([]ssa.Value{c.recv}, c.args...) {
			if a != nil && refersTo(a) {
				b.sync(event.Escape, event.OpServe, b.Obj(a), c.pos)
			}
		}
		b.sync(event.Forever, event.OpServe, b.orHere(recv), c.pos)
	case syncmodel.Shutdown:
		b.sync(event.Release, event.OpShutdown, recv, c.pos)
	case syncmodel.Drain:
		if recv != event.NoLoc {
			b.emit(event.Event{Kind: event.Release, Op: event.OpShutdown, Loc: recv, N: event.Drained, Pos: event.Pos(c.pos)})
		}
	case syncmodel.ExitProcess:
		b.sync(event.Exit, event.OpNone, b.opaqueHere(), c.pos)
	case syncmodel.FatalProcess:
		b.sync(event.Exit, event.OpFatal, b.opaqueHere(), c.pos)
	case syncmodel.StopGoroutine:
		b.sync(event.Stop, event.OpNone, b.opaqueHere(), c.pos)
	case syncmodel.FatalTest:
		b.sync(event.Uses, event.OpFatal, recv, c.pos)
		b.sync(event.Stop, event.OpFatal, b.opaqueHere(), c.pos)
	case syncmodel.UseTest:
		op := event.OpNone
		if strings.HasPrefix(c.name, "Error") || c.name == "Fail" {
			op = event.OpFail
		}
		b.sync(event.Uses, op, recv, c.pos)
	case syncmodel.Sleep, syncmodel.Yield:
		b.sync(event.Sleep, event.OpNone, b.opaqueHere(), c.pos)
	case syncmodel.ParallelTest:
		b.sync(event.Parallel, event.OpTestEnd, recv, c.pos)
	case syncmodel.BubbleWait:
		b.sync(event.JoinAll, event.OpNone, b.opaqueHere(), c.pos)
	case syncmodel.WaitProcess:
		b.sync(event.Acquire, event.OpProcess, recv, c.pos)
	default:
		return false
	}
	return true
}

func (b *builder) orHere(l event.Loc) event.Loc {
	if l == event.NoLoc {
		return b.opaqueHere()
	}
	return l
}

// derived names the context that a WithCancel makes anew.
func (b *builder) derived(c libraryCall) {
	if c.call != nil {
		b.emit(event.Event{Kind: event.Fresh, Loc: b.callObj(c.call), Pos: event.Pos(c.pos)})
		b.out.Own = append(b.out.Own, b.callObj(c.call))
		if ctx := b.callObj(c.call); b.Space.Root(ctx).Ends == event.ByParent {
			b.emit(event.Event{Kind: event.Bind, Loc: b.Space.Child(ctx, event.Sel{Kind: event.Parent}), Val: b.Obj(c.recv), Pos: event.Pos(c.pos)})
		}
	}
}

// locksWith tells which lock the Cond that a call makes has.
func (b *builder) locksWith(c libraryCall) {
	if c.call == nil {
		return
	}
	st, ok := derefStruct(c.call.Type())
	for i := 0; ok && i < st.NumFields(); i++ {
		if st.Field(i).Name() == "L" {
			b.emit(event.Event{Kind: event.Bind, Loc: b.Space.Child(b.callObj(c.call), fieldSel(c.call.Type(), i)), Val: b.Obj(c.recv), Pos: event.Pos(c.pos)})
		}
	}
}

func (b *builder) lockRead(k event.Kind, l event.Loc, pos token.Pos) {
	if l != event.NoLoc {
		b.emit(event.Event{Kind: k, Op: event.OpRLock, Flags: event.Read, Loc: l, Pos: event.Pos(pos)})
	}
}

// groupAdd counts; a negative Add is a Done.
func (b *builder) groupAdd(row *syncmodel.Row, recv event.Loc, c libraryCall) {
	n, key := int32(1), int32(0)
	if a := c.arg(row.Arg); a != nil {
		n, key = event.Unknown, b.exprKey(a)
		if k, ok := constInt(b.constOf(a, c.call)); ok && k > -maxTrip && k < maxTrip {
			if k < 0 {
				b.sync(event.Release, event.OpDone, recv, c.pos)
				return
			}
			n = int32(k)
		}
	}
	if recv != event.NoLoc {
		b.emit(event.Event{Kind: event.Add, Loc: recv, N: n, Key: key, Pos: event.Pos(c.pos)})
	}
}

// timerChan names the channel of a timer: t.C.
func (b *builder) timerChan(timer event.Loc) event.Loc {
	return b.Space.Child(b.Space.Child(timer, event.Sel{Kind: event.Field, N: 0, Name: "C"}), event.Sel{Kind: event.Deref})
}

// memory handles the actions that read or write memory.
func (b *builder) memory(row *syncmodel.Row, recv event.Loc, c libraryCall) bool {
	switch row.Do {
	case syncmodel.AtomicLoad:
		flags := event.Atomic
		b.access(recv, flags, c.pos)
		if c.call != nil && (testsBranch(c.call) || answers(c.call)) {
			b.sync(event.Acquire, event.OpAtomic, recv, c.pos)
		}
	case syncmodel.AtomicStore:
		b.stowAll(c)
		b.access(recv, event.Atomic|event.Write, c.pos)
		b.sync(event.Release, event.OpAtomic, recv, c.pos)
	case syncmodel.AtomicBoth:
		b.stowAll(c)
		b.access(recv, event.Atomic|event.Write, c.pos)
		b.sync(event.Release, event.OpAtomic, recv, c.pos)
		if c.call != nil && testsBranch(c.call) && !b.tests(c.call) {
			b.sync(event.Acquire, event.OpAtomic, recv, c.pos)
		}
	case syncmodel.WriteThrough:
		for _, a := range c.passedFor(row.Arg) {
			b.access(b.contents(a), event.Write|event.Implied|mapOp(a), c.pos)
		}
		b.inlined(c)
	case syncmodel.ReadThrough, syncmodel.ReadElements:
		for _, a := range c.passedFor(row.Arg) {
			if readsAll(a, row.Do == syncmodel.ReadThrough) {
				b.access(b.contents(a), event.Implied|mapOp(a), c.pos)
			} else if row.Do == syncmodel.ReadElements && printsText(row, c) {
				b.printed(a, c.pos)
			}
		}
		b.inlined(c)
	case syncmodel.UseStream:
		if a := c.arg(row.Arg); a != nil {
			b.uses(a, c.pos)
		}
	case syncmodel.ReadRecv:
		b.access(recv, event.Implied|mapOp(c.recv), c.pos)
	case syncmodel.WriteRecv:
		if c.recv != nil && syncmodel.IsRandom(c.recv.Type()) && b.ownSource() {
			return true // all that a generator writes, its source does
		}
		b.access(recv, event.Write|event.Implied|mapOp(c.recv), c.pos)
		b.handOutMade(c)
	default:
		return false
	}
	return true
}

// runs handles the actions that run a function.
func (b *builder) runs(row *syncmodel.Row, recv event.Loc, c libraryCall) {
	switch row.Do {
	case syncmodel.StartProcess:
		b.startProcess(recv, c)
		return
	case syncmodel.GoAll:
		b.goAll(row, c)
		return
	case syncmodel.RunKept:
		b.runKept(recv, c)
		return
	case syncmodel.RunUntil:
		b.runUntil(row, c)
		return
	}
	if row.Do == syncmodel.ServeGo {
		for _, a := range c.args {
			b.escape(a, c.pos)
		}
	}
	tasks := b.tasksOf(row, c)
	if row.Do == syncmodel.GoKept {
		tasks = b.kept(recv, syncmodel.KeepTask)
	}
	for _, t := range tasks {
		if t.fn.Known() {
			b.runsOne(row, recv, t, c)
			continue
		}
		for _, a := range c.args { // it uses what it has captured
			b.stow(a, event.OpServe, c.pos)
		}
	}
	if row.Do == syncmodel.BubbleRun {
		b.sync(event.JoinAll, event.OpNone, b.opaqueHere(), c.pos)
	}
}

// runsOne runs one function.
func (b *builder) runsOne(row *syncmodel.Row, recv event.Loc, t passed, c libraryCall) {
	site := event.CallSite{Target: t.fn, Args: t.args, Handle: recv, Pos: event.Pos(c.pos)}
	kind := event.Fork
	switch row.Do {
	case syncmodel.Go:
		site.Kind, site.Handle = event.GoStmt, event.NoLoc
		b.wrapTask(&site, row, c)
	case syncmodel.GroupGo, syncmodel.StreamGo, syncmodel.GoKept:
		site.Kind = event.Group
		b.wrapTask(&site, row, c)
	case syncmodel.TimerGo:
		site.Kind = event.Timer
		site.Handle = event.NoLoc
		if c.call != nil {
			site.Handle = b.Obj(c.call)
		}
	case syncmodel.FinalizerGo:
		site.Kind = event.Finalizer
	case syncmodel.ManyGo:
		site.Kind = event.Many
		if n, ok := b.limit(row, c); ok && n == 1 { // one after the other
			kind, site.Handle = event.Call, event.NoLoc
		}
	case syncmodel.ServeGo:
		if b.inTest() { // whose requests come one after the other, unless they say so
			return
		}
		site.Kind, site.Handle = event.Handler, event.NoLoc
	case syncmodel.OnceDo:
		b.once(recv, t.fn, c.pos)
		return
	case syncmodel.RunSubtest:
		site.Kind, kind = event.Subtest, event.Call
		site.Args = []event.Arg{{}}
	case syncmodel.AtTestEnd:
		kind, site.Handle = event.AtEnd, b.test(recv)
		for _, a := range c.args { // of a helper, the test ends later
			b.stow(a, event.OpServe, c.pos)
		}
	default: // RunInline, BubbleRun
		kind = event.Call
		site.Handle = event.NoLoc
	}
	b.callSite(kind, site)
	if site.Kind == event.Timer && c.call != nil && b.idle(c) {
		b.sync(event.Defused, event.OpTimer, site.Handle, c.pos)
	}
}

// test names the test behind the receiver of a method that it gets from a part
// embedded in it.
func (b *builder) test(recv event.Loc) event.Loc {
	for recv != event.NoLoc && !b.Space.IsRoot(recv) && b.Space.Last(recv).Kind == event.Field {
		recv = b.Space.Parent(recv)
	}
	return recv
}

// startProcess forks the goroutines that copy a command's output to writers
// that are not files. One that has a lock takes it.
func (b *builder) startProcess(cmd event.Loc, c libraryCall) {
	st, ok := derefStruct(c.recv.Type())
	if !ok {
		return
	}
	site := event.CallSite{Kind: event.Library, Target: event.Target{Func: event.NoFunc}, Handle: cmd, Pos: event.Pos(c.pos)}
	for _, name := range []string{"Stdout", "Stderr"} {
		w := b.fieldValue(c.recv, st, name)
		if w != event.NoLoc {
			site.Effects = append(site.Effects, event.Event{Kind: event.Access, Loc: w, Flags: event.Write | event.Implied, Pos: event.Pos(c.pos)})
		}
	}
	if len(site.Effects) > 0 {
		site.If = b.succeeded(c.call)
		b.callSite(event.Fork, site)
	}
}

// fieldValue finds what the function stores in a field of the object that v
// points to.
func (b *builder) fieldValue(v ssa.Value, st *types.Struct, name string) event.Loc {
	want := b.Obj(v)
	for _, blk := range b.fn.Blocks {
		for _, in := range blk.Instrs {
			s, ok := in.(*ssa.Store)
			if !ok {
				continue
			}
			fa, ok := s.Addr.(*ssa.FieldAddr)
			if ok && st.Field(fa.Field).Name() == name && b.Obj(fa.X) == want && !hasLock(unwrapped(s.Val).Type()) {
				return b.Obj(s.Val)
			}
		}
	}
	return event.NoLoc
}

// hasLock reports whether a struct, or what is pointed to, has a field that is a lock.
func hasLock(t types.Type) bool {
	st, ok := derefStruct(t)
	if !ok {
		return false
	}
	for i := range st.NumFields() {
		if isLock(st.Field(i).Type()) {
			return true
		}
	}
	return false
}

// isLock reports whether a type is that of a mutex, or of a pointer to one.
func isLock(t types.Type) bool {
	if p, ok := t.Underlying().(*types.Pointer); ok {
		t = p.Elem()
	}
	return isOf(t, "sync", "Mutex") || isOf(t, "sync", "RWMutex")
}
