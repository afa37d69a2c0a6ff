package extract

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/gojoincheck/gojoincheck/internal/event"
	"github.com/gojoincheck/gojoincheck/internal/syncmodel"
)

const recvOnly = types.RecvOnly

// instr extracts the events of one instruction.
func (b *builder) instr(in ssa.Instruction) {
	for _, l := range b.late[in] {
		b.load(l)
	}
	switch in := in.(type) {
	case *ssa.Alloc:
		if !b.private(in) || refers(in) {
			b.fresh(in)
		}
	case *ssa.MakeChan, *ssa.MakeMap, *ssa.MakeSlice:
		b.fresh(in.(ssa.Value))
	case *ssa.Phi:
		b.merged(in)
		if pointerLike(in.Type()) && !b.renames(in) {
			b.fresh(in)
		}
	case *ssa.Extract:
		if pointerLike(in.Type()) && !b.madeByCall(in) {
			b.fresh(in)
		}
	case *ssa.UnOp:
		b.unary(in)
	case *ssa.Store:
		b.store(in)
	case *ssa.Lookup:
		if isMap(in.X.Type()) {
			b.access(b.Obj(in.X), event.MapOp, in.Pos())
		}
	case *ssa.Range:
		if isMap(in.X.Type()) {
			b.access(b.Obj(in.X), event.MapOp, in.Pos())
		}
	case *ssa.MapUpdate:
		b.access(b.Obj(in.Map), event.Write|event.MapOp, in.Pos())
		b.escapeStored(in.Value, in.Pos())
	case *ssa.Convert:
		b.convert(in)
	case *ssa.Send:
		b.escapeSent(in.X, in.Pos())
		b.send(in.Chan, in.X, in.Pos())
	case *ssa.Select:
		b.selects(in)
	case *ssa.Go:
		b.goStmt(in)
	case *ssa.Call:
		if b.makes(in) { // a task that the call starts knows it already
			b.fresh(in)
			b.call(&in.Call, in)
			break
		}
		b.call(&in.Call, in)
		if pointerLike(in.Type()) && b.returns(in) != syncmodel.Receiver {
			b.fresh(in)
		}
	case *ssa.MakeClosure:
		b.closure(in)
	case *ssa.RunDefers:
		b.runDefers(in)
	case *ssa.Return:
		b.handBack(in)
	}
}

func (b *builder) unary(in *ssa.UnOp) {
	switch in.Op {
	case token.ARROW:
		b.receive(in.X, received(in), in.Pos())
	case token.MUL:
		b.copied(in)
		if b.private(in.X) {
			return
		}
		if user := operandOf(in); user != nil {
			if b.late == nil {
				b.late = map[ssa.Instruction][]*ssa.UnOp{}
			}
			b.late[user] = append(b.late[user], in)
			return
		}
		b.load(in)
	}
}

// load emits the read of a variable.
func (b *builder) load(in *ssa.UnOp) {
	var flags event.Flags
	if testsBranch(in) && !b.tests(in) {
		flags |= event.Branch
	}
	l := b.Obj(in.X)
	if ia, ok := in.X.(*ssa.IndexAddr); ok && visitsAll(ia) {
		l = b.all(ia.X)
	}
	b.access(l, flags, loadPos(in))
}

// loadPos is where a variable is read; SSA keeps no position for an implicit
// load, but its user is near.
func loadPos(in *ssa.UnOp) token.Pos {
	if in.Pos().IsValid() {
		return in.Pos()
	}
	for _, addr := range []ssa.Value{in.X} {
		switch addr.(type) {
		case *ssa.FieldAddr, *ssa.IndexAddr:
			if addr.Pos().IsValid() {
				return addr.Pos()
			}
		}
	}
	return nearPos(in)
}

// nearPos is the position of the nearest instruction that has one: a user of
// the value, else what comes after it in the block.
func nearPos(in ssa.Instruction) token.Pos {
	if v, ok := in.(ssa.Value); ok && v.Referrers() != nil {
		for _, ref := range *v.Referrers() {
			if ref.Pos().IsValid() && ref.Block() == in.Block() {
				return ref.Pos()
			}
		}
	}
	seen := false
	for _, other := range in.Block().Instrs {
		if other == in {
			seen = true
		}
		if seen && other.Pos().IsValid() {
			return other.Pos()
		}
	}
	for i := len(in.Block().Instrs) - 1; i >= 0; i-- {
		if p := in.Block().Instrs[i].Pos(); p.IsValid() {
			return p
		}
	}
	return in.Parent().Pos()
}

func (b *builder) store(in *ssa.Store) {
	b.setFlag(in)
	if selfStore(in) || b.private(in.Addr) && !refers(in.Addr) {
		b.escapeInto(in)
		return
	}
	bound := b.bindFunc(in) || b.bind(in)
	if bound {
		b.flags |= event.Implied
	}
	b.escapeInto(in)
	if bound {
		b.flags &^= event.Implied
	}
	if a, ok := in.Addr.(*ssa.Alloc); ok && b.initial(a, in) {
		return
	}
	pos := in.Pos()
	if !pos.IsValid() {
		pos = nearPos(in)
	}
	b.access(b.Obj(in.Addr), event.Write|b.storeFlags(in), pos)
}

// refers reports whether an address is that of a variable which may hold
// references: what is reached through it is another object once it is stored to.
func refers(addr ssa.Value) bool {
	_, basic := addr.Type().Underlying().(*types.Pointer).Elem().Underlying().(*types.Basic)
	return !basic
}

// bind tells what a variable refers to from now on. Only what goroutines can
// meet at is worth telling.
func (b *builder) bind(in *ssa.Store) bool {
	if _, ok := in.Val.Type().Underlying().(*types.Struct); ok {
		if b.cellOf(in.Addr).onlyWhole() != nil { // the variable is the value already
			return false
		}
		n := len(*b.cur)
		b.bindFields(b.Obj(in.Addr), b.Val(in.Val), in.Val.Type(), in.Pos(), copyDepth)
		return len(*b.cur) > n
	}
	if !refersTo(in.Val) && !types.IsInterface(in.Val.Type()) {
		return false
	}
	at := b.Obj(in.Addr)
	_, outer := in.Addr.(*ssa.FreeVar)
	if at == event.NoLoc || b.storedOnce(in.Addr) != nil && !outer { // the variable is the value already
		return false
	}
	b.emit(event.Event{Kind: event.Bind, Loc: at, Val: b.Obj(in.Val), Pos: event.Pos(in.Pos())})
	return true
}

// copyDepth bounds how deep the fields of a struct that is copied are looked
// into.
const copyDepth = 2

// bindFields tells what the fields of a copied struct refer to: the same as those
// of the original.
func (b *builder) bindFields(to, from event.Loc, t types.Type, pos token.Pos, depth int) {
	st, ok := t.Underlying().(*types.Struct)
	if !ok || depth == 0 || to == event.NoLoc || from == event.NoLoc {
		return
	}
	for i := range st.NumFields() {
		ft, sel := st.Field(i).Type(), event.Sel{Kind: event.Field, N: int32(i), Name: st.Field(i).Name()}
		cell, orig := b.Space.Child(to, sel), b.Space.Child(from, sel)
		if pointerLike(ft) && (canJoin(ft, joinDepth) || holdsContext(ft, joinDepth)) {
			val := b.Space.Child(orig, event.Sel{Kind: event.Deref})
			b.emit(event.Event{Kind: event.Bind, Loc: cell, Val: val, Pos: event.Pos(pos)})
			continue
		}
		b.bindFields(cell, orig, ft, pos, depth-1)
	}
}

// bindFunc tells which function a field holds from now on.
func (b *builder) bindFunc(in *ssa.Store) bool {
	if _, field := in.Addr.(*ssa.FieldAddr); !field {
		return false
	}
	t, at := b.FuncOf(in.Val), b.Obj(in.Addr)
	if !t.Known() || at == event.NoLoc {
		return false
	}
	b.callSite(event.BindFunc, event.CallSite{Target: t, Handle: at, Pos: event.Pos(in.Pos())})
	b.emit(event.Event{Kind: event.Bind, Loc: at, Val: b.Obj(in.Val), Pos: event.Pos(in.Pos())})
	return true
}

// merged handles a value that is one of several: what is done through it is done
// to an object that we do not know.
func (b *builder) merged(in *ssa.Phi) {
	if !refersTo(in) || b.Space.Root(b.Obj(in)).Kind != event.Opaque {
		return
	}
	for _, e := range in.Edges {
		if e != in && !isNil(e) && refersTo(e) {
			b.sync(event.Escape, event.OpServe, b.Obj(e), in.Pos())
		}
	}
}

// renames reports whether a value is one that exists already, under another
// name, or nil.
func (b *builder) renames(in *ssa.Phi) bool {
	return slices.ContainsFunc(in.Edges, func(e ssa.Value) bool { return e != in && !isNil(e) && b.Obj(e) == b.Obj(in) })
}

// closure tells what a function has captured, unless it is only called: who
// gets hold of it can get at that.
func (b *builder) closure(in *ssa.MakeClosure) {
	if onlyCalled(in) {
		return
	}
	b.fresh(in)
	n := int32(0)
	add := func(v ssa.Value, l event.Loc) {
		if l != event.NoLoc && canJoin(dynamicType(v), joinDepth) {
			b.emit(event.Event{Kind: event.Bind, Loc: b.Space.Child(b.Obj(in), event.Sel{Kind: event.Captured, N: n}), Val: l, Pos: event.Pos(in.Pos())})
			n++
		}
	}
	for _, bind := range in.Bindings {
		add(bind, b.Obj(bind))
		if only := b.storedOnce(bind); only != nil && pointerLike(only.Type()) {
			add(only, b.Obj(only))
		}
	}
}

// onlyCalled reports whether a function value is called, deferred or forked
// where it is made, and nothing else.
func onlyCalled(v ssa.Value) bool {
	for _, ref := range *v.Referrers() {
		c, ok := ref.(ssa.CallInstruction)
		if !ok || c.Common().Value != v {
			return false
		}
	}
	return true
}

// refersTo reports whether a value refers to an object at which goroutines can
// meet.
func refersTo(v ssa.Value) bool {
	return pointerLike(v.Type()) && (canJoin(dynamicType(v), joinDepth) || holdsContext(dynamicType(v), joinDepth))
}

// holdsContext reports whether a context, or the function that cancels one, can
// be had from a value of the type.
func holdsContext(t types.Type, depth int) bool {
	if isContext(t) {
		return true
	}
	if depth == 0 {
		return false
	}
	switch u := t.Underlying().(type) {
	case *types.Pointer:
		return holdsContext(u.Elem(), depth-1)
	case *types.Struct:
		for i := range u.NumFields() {
			if holdsContext(u.Field(i).Type(), depth-1) {
				return true
			}
		}
	}
	return false
}

// selfStore reports whether the store puts back what was just read, as the
// return of a named result does; the compiler leaves it out (golang.org/issue/4014).
func selfStore(in *ssa.Store) bool {
	load, ok := in.Val.(*ssa.UnOp)
	return ok && load.Op == token.MUL && load.X == in.Addr
}

// initial reports whether the store gives a variable its first value right
// where it is created: nobody else can know the variable, or what it refers to.
func (b *builder) initial(a *ssa.Alloc, st *ssa.Store) bool {
	if a.Block() != st.Block() {
		return false
	}
	for _, in := range a.Block().Instrs {
		if in == ssa.Instruction(st) {
			return true
		}
		if other, ok := in.(*ssa.Store); ok && other.Addr == ssa.Value(a) || tells(in, a) {
			return false
		}
	}
	return false
}

// tells reports whether the instruction makes the address of a variable known to
// others, or may.
func tells(in ssa.Instruction, a *ssa.Alloc) bool {
	switch in := in.(type) {
	case *ssa.UnOp, *ssa.FieldAddr, *ssa.IndexAddr, *ssa.DebugRef:
		return false
	case *ssa.Store:
		return in.Val == ssa.Value(a)
	}
	for _, op := range in.Operands(nil) {
		if *op == ssa.Value(a) {
			return true
		}
	}
	return false
}

func (b *builder) storeFlags(in *ssa.Store) event.Flags {
	var flags event.Flags
	if call, ok := in.Val.(*ssa.Call); ok {
		if bi, ok := call.Call.Value.(*ssa.Builtin); ok && bi.Name() == "append" {
			if load, ok := call.Call.Args[0].(*ssa.UnOp); ok && b.Obj(load.X) == b.Obj(in.Addr) {
				flags |= event.AppendOp
			}
		}
	}
	elem := in.Addr.Type().Underlying().(*types.Pointer).Elem()
	if types.Identical(elem, types.Universe.Lookup("error").Type()) {
		flags |= event.ErrVar
	}
	if a := b.variable(in.Addr); a != nil {
		res := a.Parent().Signature.Results()
		for i := range res.Len() {
			if v := res.At(i); v.Name() != "" && v.Pos() == a.Pos() && !b.updates(in) {
				flags |= event.Result
			}
		}
		if b.OldLoops != nil && b.OldLoops(a.Pos()) && loopStore(a, in) {
			flags |= event.LoopVar
		}
	}
	return flags
}

// updates reports whether a store changes what the variable held, as n += 1 does:
// whoever writes that does not mean to declare another variable.
func (b *builder) updates(in *ssa.Store) bool {
	bin, ok := in.Val.(*ssa.BinOp)
	if !ok {
		return false
	}
	load, ok := bin.X.(*ssa.UnOp)
	return ok && load.Op == token.MUL && b.Obj(load.X) == b.Obj(in.Addr)
}

// variable returns the local variable that the address is of, or nil.
func (x *Extractor) variable(addr ssa.Value) *ssa.Alloc {
	switch a := addr.(type) {
	case *ssa.Alloc:
		return a
	case *ssa.FreeVar:
		if bind := x.binding(a); bind != nil {
			return x.variable(bind)
		}
	}
	return nil
}

// loopStore reports whether the store is a loop's own update of its variable:
// the post statement, or the next element of a range.
func loopStore(a *ssa.Alloc, in *ssa.Store) bool {
	syn := a.Parent().Syntax()
	if syn == nil || in.Parent() != a.Parent() {
		return false
	}
	within := func(p token.Pos, n ast.Node) bool { return n.Pos() <= p && p < n.End() }
	found := false
	ast.Inspect(syn, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.ForStmt:
			if n.Init != nil && n.Post != nil && within(a.Pos(), n.Init) && within(in.Pos(), n.Post) {
				found = true
			}
		case *ast.RangeStmt:
			if n.Key != nil && n.Tok == token.DEFINE && n.Key.Pos() <= a.Pos() && a.Pos() < n.X.Pos() {
				found = found || !in.Pos().IsValid() || !within(in.Pos(), n.Body)
			}
		}
		return !found
	})
	return found
}

func (b *builder) convert(in *ssa.Convert) {
	if copiesText(in) {
		b.fresh(in)
	}
	if _, ok := in.X.Type().Underlying().(*types.Slice); ok {
		if bt, ok := in.Type().Underlying().(*types.Basic); ok && bt.Info()&types.IsString != 0 {
			b.access(b.all(in.X), 0, in.Pos())
		}
	}
}

// copiesText reports whether a conversion makes a slice of its own out of a
// string.
func copiesText(in *ssa.Convert) bool {
	_, slice := in.Type().Underlying().(*types.Slice)
	_, text := in.X.Type().Underlying().(*types.Basic)
	return slice && text
}

// all names every element of a slice at once.
func (b *builder) all(v ssa.Value) event.Loc {
	return b.Space.Child(b.Obj(v), event.Sel{Kind: event.AllIndex})
}

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
		b.sync(event.Forever, event.OpNoSender, l, pos)
		return
	}
	if isAfter(ch, b) {
		b.sync(event.Sleep, event.OpNone, l, pos)
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
	b.emit(event.Event{Kind: event.Acquire, Op: op, Flags: flags, Loc: l, Val: b.message(v), Pos: event.Pos(pos)})
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
	case refersTo(v):
		return b.Obj(v)
	}
	if _, ok := v.Type().Underlying().(*types.Struct); ok && canJoin(v.Type(), joinDepth) {
		return b.Val(v)
	}
	return event.NoLoc
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
	if !b.nilChan(ch) {
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

func (b *builder) runDefers(in *ssa.RunDefers) { b.deferred(in.Block()) }

// deferred runs the functions that have been deferred by the end of a block.
func (b *builder) deferred(blk *ssa.BasicBlock) {
	b.flags |= event.Deferred
	for i := len(b.defers) - 1; i >= 0; i-- {
		d := b.defers[i]
		if d.Block() == blk || d.Block().Dominates(blk) || reaches(d.Block(), blk) {
			b.call(&d.Call, d)
		}
	}
	b.flags &^= event.Deferred
}

// reaches reports whether control can go from one block to another.
func reaches(from, to *ssa.BasicBlock) bool {
	seen := map[*ssa.BasicBlock]bool{}
	var visit func(*ssa.BasicBlock) bool
	visit = func(b *ssa.BasicBlock) bool {
		if b == to {
			return true
		}
		if seen[b] {
			return false
		}
		seen[b] = true
		for _, s := range b.Succs {
			if visit(s) {
				return true
			}
		}
		return false
	}
	return visit(from)
}

// goStmt forks.
func (b *builder) goStmt(in *ssa.Go) {
	site := event.CallSite{Kind: event.GoStmt, Pos: event.Pos(in.Pos())}
	if site.Target = b.target(&in.Call); site.Target.Known() {
		site.Args = b.args(&in.Call)
		b.callSite(event.Fork, site)
		return
	}
	unknown := b.row(&in.Call) == nil && !harmless(&in.Call)
	if t, ok := b.methodTarget(&in.Call); ok && unknown {
		site.Target, site.Args = t, append([]event.Arg{b.receiverArg(in.Call.Value)}, b.args(&in.Call)...)
		site.Else = b.id(in) + 1
		b.callSite(event.Fork, site)
		b.unlessKnown(func() { b.escapeArgs(&in.Call, in.Pos()) })
		return
	}
	if unknown {
		b.escapeArgs(&in.Call, in.Pos())
	}
	site.Target = event.Target{Func: b.id(in)}
	b.callSite(event.Fork, site)
}

// callSite records a site and the event that uses it.
func (b *builder) callSite(k event.Kind, site event.CallSite) {
	site.ID = b.site()
	b.out.Calls = append(b.out.Calls, site)
	b.emit(event.Event{Kind: k, Call: int32(len(b.out.Calls) - 1), Pos: site.Pos, Loc: site.Handle})
}

// escapeInto notes that a reference is stored where others may find it.
func (b *builder) escapeInto(in *ssa.Store) {
	if _, local := in.Addr.(*ssa.Alloc); local {
		return
	}
	if _, local := in.Addr.(*ssa.FreeVar); local {
		return
	}
	b.escapeStored(in.Val, in.Pos())
}

// escapeSent is for a message: whoever receives it has what it refers to.
func (b *builder) escapeSent(v ssa.Value, pos token.Pos) {
	if b.message(v) != event.NoLoc {
		b.flags |= event.Implied
		defer func() { b.flags &^= event.Implied }()
	}
	b.escapeStored(v, pos)
}

func (b *builder) escapeStored(v ssa.Value, pos token.Pos) {
	b.escape(v, pos)
}

// escape hands what the value refers to, and what a closure captured, to code
// out of sight. A context is not a way to join or to race.
func (b *builder) escape(v ssa.Value, pos token.Pos) {
	for _, v := range sources(v) {
		b.escapeOne(v, pos)
	}
}

// unclear reports whether a result, as callers know it, leaves open which object
// the returned value refers to.
func (b *builder) unclear(result event.Loc, v ssa.Value) bool {
	_, phi := v.(*ssa.Phi)
	return result == event.NoLoc || phi && b.Space.IsRoot(result) && b.Space.Root(result).Kind == event.Opaque
}

// sources lists what may be behind a value that depends on the path taken here.
func sources(v ssa.Value) []ssa.Value {
	all := []ssa.Value{v}
	for i := 0; i < len(all) && len(all) < maxSources; i++ {
		if phi, ok := all[i].(*ssa.Phi); ok {
			for _, e := range phi.Edges {
				if !slices.Contains(all, e) {
					all = append(all, e)
				}
			}
		}
	}
	return all
}

// maxSources bounds the values that one may come from; a function in which
// more paths meet is generated.
const maxSources = 32

func (b *builder) escapeOne(v ssa.Value, pos token.Pos) {
	b.escapeCancel(v, pos)
	if !canJoin(dynamicType(v), joinDepth) || b.foreignGlobal(v) {
		return
	}
	if pointerLike(v.Type()) {
		if l := b.Obj(v); l != event.NoLoc && b.FuncOf(v).Func == event.NoFunc {
			b.sync(event.Escape, event.OpNone, l, pos)
		}
	} else if _, ok := v.Type().Underlying().(*types.Struct); ok {
		b.sync(event.Escape, event.OpNone, b.Val(v), pos)
	}
	b.escapeClosure(v, pos)
}

// escapeCancel hands out the context that a cancel function ends.
func (b *builder) escapeCancel(v ssa.Value, pos token.Pos) {
	for range maxHops {
		if u, ok := v.(*ssa.UnOp); ok && u.Op == token.MUL {
			if only := b.storedOnce(u.X); only != nil {
				v = only
				continue
			}
		}
		break
	}
	if ex, ok := v.(*ssa.Extract); ok && b.FuncOf(v).Func != event.NoFunc {
		b.sync(event.Escape, event.OpNone, b.callObj(ex.Tuple.(*ssa.Call)), pos)
	}
}

// foreignGlobal reports whether the value comes from a variable of another
// package, such as os.Stdout, which is no handle of ours.
func (b *builder) foreignGlobal(v ssa.Value) bool {
	l := b.Obj(v)
	if l == event.NoLoc || b.Space.Root(l).Kind != event.Global {
		return false
	}
	for {
		switch w := v.(type) {
		case *ssa.UnOp:
			v = w.X
			continue
		case *ssa.MakeInterface:
			v = w.X
			continue
		case *ssa.FieldAddr:
			v = w.X
			continue
		case *ssa.Global:
			return w.Pkg != b.pkg
		}
		return false
	}
}

// dynamicType is the type of what an interface value is made of, if known.
func dynamicType(v ssa.Value) types.Type {
	for {
		switch w := v.(type) {
		case *ssa.MakeInterface:
			v = w.X
			continue
		case *ssa.ChangeInterface:
			v = w.X
			continue
		}
		return v.Type()
	}
}

// joinDepth bounds how deep canJoin looks into a type.
const joinDepth = 4

// canJoin reports whether code that gets a value of the type may wait for, or
// signal, a goroutine through it.
func canJoin(t types.Type, depth int) bool {
	if depth == 0 {
		return true
	}
	if n, ok := types.Unalias(t).(*types.Named); ok && n.Obj().Pkg() != nil {
		switch n.Obj().Pkg().Path() {
		case "context", "time", "bytes", "strings", "math/rand", "net/url", "reflect":
			return false
		case "sync", "sync/atomic":
			return true
		}
	}
	switch u := t.Underlying().(type) {
	case *types.Chan, *types.Signature:
		return true
	case *types.Interface:
		return !types.Identical(t, types.Universe.Lookup("error").Type())
	case *types.Pointer:
		return canJoin(u.Elem(), depth-1)
	case *types.Slice:
		return canJoin(u.Elem(), depth-1)
	case *types.Array:
		return canJoin(u.Elem(), depth-1)
	case *types.Map:
		return canJoin(u.Elem(), depth-1)
	case *types.Struct:
		for i := range u.NumFields() {
			if canJoin(u.Field(i).Type(), depth-1) {
				return true
			}
		}
	}
	return false
}

// escapeClosure hands out what a closure captured.
func (b *builder) escapeClosure(v ssa.Value, pos token.Pos) {
	if mc := b.closureBehind(v); mc != nil {
		for _, bind := range mc.Bindings {
			b.escapeBinding(bind, pos)
		}
	}
}

func (b *builder) escapeBinding(bind ssa.Value, pos token.Pos) {
	b.sync(event.Escape, event.OpNone, b.Obj(bind), pos)
	if only := b.storedOnce(bind); only != nil && pointerLike(only.Type()) && !isContext(only.Type()) {
		b.sync(event.Escape, event.OpNone, b.Obj(only), pos)
	}
}

// closureBehind is the place where a function value was made, nil if that is
// not known.
func (x *Extractor) closureBehind(v ssa.Value) *ssa.MakeClosure {
	for range maxHops {
		switch w := v.(type) {
		case *ssa.ChangeType:
			v = w.X
			continue
		case *ssa.MakeInterface:
			v = w.X
			continue
		case *ssa.UnOp:
			if w.Op == token.MUL {
				if only := x.storedOnce(w.X); only != nil {
					v = only
					continue
				}
			}
		}
		break
	}
	mc, _ := v.(*ssa.MakeClosure)
	return mc
}

func isContext(t types.Type) bool {
	n, ok := types.Unalias(t).(*types.Named)
	return ok && n.Obj().Pkg() != nil && n.Obj().Pkg().Path() == "context"
}
