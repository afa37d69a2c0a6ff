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

func (b *builder) store(in *ssa.Store) {
	if b.madeInVain(in) {
		return
	}
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
	b.access(b.accessed(in.Addr), event.Write|b.storeFlags(in), pos)
}

// refers reports whether an address is that of a variable which may hold
// references: what is reached through it is another object once it is stored to.
func refers(addr ssa.Value) bool {
	_, basic := addr.Type().Underlying().(*types.Pointer).Elem().Underlying().(*types.Basic)
	return !basic
}

// bind tells what a variable refers to from now on: objects at which goroutines can meet,
// and memory that they may have in common.
func (b *builder) bind(in *ssa.Store) bool {
	if isStruct(in.Val.Type()) {
		if b.cellOf(in.Addr).onlyWhole() != nil { // the variable is the value already
			return false
		}
		n := len(*b.cur)
		b.bindFields(b.Obj(in.Addr), b.Val(in.Val), in.Val.Type(), in.Pos(), copyDepth)
		return len(*b.cur) > n
	}
	if !refersTo(in.Val) && !types.IsInterface(in.Val.Type()) && !refersToData(in.Val.Type()) {
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
		if pointerLike(ft) && (canJoin(ft, joinDepth) || holdsContext(ft, joinDepth) || refersToData(ft)) {
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
			b.sync(event.Escape, event.OpNone, b.Obj(e), in.Pos())
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
		if l != event.NoLoc && (canJoin(dynamicType(v), joinDepth) || syncmodel.IsCancel(v.Type())) {
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

// refersToData reports whether a type is one of references to memory: who has a copy of the
// reference has the memory in common with who made it.
func refersToData(t types.Type) bool {
	switch t.Underlying().(type) {
	case *types.Pointer, *types.Map, *types.Slice:
		return true
	}
	return false
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
		if isBuiltin(call, "append") {
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
