package extract

import (
	"go/constant"
	"go/token"
	"go/types"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/gojoincheck/gojoincheck/internal/event"
	"github.com/gojoincheck/gojoincheck/internal/syncmodel"
)

// Obj returns the memory that a pointer-like value refers to: the variable
// behind a pointer, the object behind a channel, map, slice or interface.
// NoLoc means nil.
func (x *Extractor) Obj(v ssa.Value) event.Loc {
	if l, ok := x.objs[v]; ok {
		return l
	}
	if x.busy[v] { // a phi that depends on itself
		return event.NoLoc
	}
	x.busy[v] = true
	l := x.obj(v)
	delete(x.busy, v)
	x.objs[v] = l
	return l
}

func (x *Extractor) obj(v ssa.Value) event.Loc {
	sp := x.Space
	switch v := v.(type) {
	case *ssa.Const:
		return event.NoLoc
	case *ssa.Alloc:
		return x.allocObj(v)
	case *ssa.Global:
		return x.global(globalName{v.Pkg.Pkg.Path(), v.Name()}, event.Pos(v.Pos()))
	case *ssa.FreeVar:
		if bind := x.binding(v); bind != nil {
			return x.Obj(bind)
		}
	case *ssa.Parameter:
		return x.root(v, event.Root{Kind: event.Param, Name: v.Name(), Pos: event.Pos(v.Pos()), Cap: event.CapUnknown, Map: isMap(v.Type())})
	case *ssa.MakeChan:
		return x.root(v, event.Root{Name: x.nameOf(v), Pos: event.Pos(v.Pos()), Chan: true, Cap: x.capacity(v)})
	case *ssa.MakeMap, *ssa.MakeSlice:
		return x.root(v, event.Root{Name: x.nameOf(v), Pos: event.Pos(v.Pos()), Elem: true, Map: isMap(v.Type())})
	case *ssa.MakeClosure:
		return x.root(v, event.Root{Pos: event.Pos(v.Pos())})
	case *ssa.FieldAddr:
		return sp.Child(x.Obj(v.X), fieldSel(v.X.Type(), v.Field))
	case *ssa.IndexAddr:
		return sp.Child(x.Obj(v.X), x.indexSel(v))
	case *ssa.Slice:
		base := x.Obj(v.X)
		if wholeSlice(v) {
			return base
		}
		if (v.Low == nil || isZero(v.Low)) && !isZero(v.High) {
			return sp.Child(base, event.Sel{Kind: event.Head})
		}
		return sp.Child(base, event.Sel{Kind: event.Sub})
	case *ssa.ChangeType:
		return x.Obj(v.X)
	case *ssa.Convert:
		if copiesText(v) {
			return x.root(v, event.Root{Name: x.nameOf(v), Pos: event.Pos(v.Pos()), Elem: true})
		}
		return x.Obj(v.X)
	case *ssa.ChangeInterface:
		return x.Obj(v.X)
	case *ssa.SliceToArrayPointer:
		return x.Obj(v.X)
	case *ssa.MakeInterface:
		if c, ok := v.X.(*ssa.ChangeType); ok && methods(c.Type()) && x.typeNumber(c.X.Type()) != 0 {
			return x.opaque(v) // what it refers to was made as another type, with other methods
		}
		if pointerLike(v.X.Type()) {
			return x.Obj(v.X)
		}
		if canJoin(v.X.Type(), joinDepth) { // a copy that shares what the original refers to
			return x.Val(v.X)
		}
		if n := x.namedNumber(v.X.Type()); n != 0 { // a copy, of which the type tells the methods
			return x.root(v, event.Root{Pos: event.Pos(v.Pos()), Type: n})
		}
		return event.NoLoc
	case *ssa.TypeAssert:
		return x.Obj(v.X)
	case *ssa.UnOp:
		if v.Op == token.MUL {
			return x.loaded(v)
		}
	case *ssa.Field:
		return sp.Child(x.Val(v), event.Sel{Kind: event.Deref})
	case *ssa.Lookup:
		return sp.Child(sp.Child(x.Obj(v.X), x.keySel(v.Index)), event.Sel{Kind: event.Deref})
	case *ssa.Phi:
		return x.phiObj(v)
	case *ssa.Extract:
		return x.extractObj(v)
	case *ssa.Call:
		return x.callObj(v)
	}
	return x.opaque(v)
}

// allocObj names a variable. A parameter that was copied to memory because its
// address is taken, and that must not be copied, is the copy the call made.
func (x *Extractor) allocObj(v *ssa.Alloc) event.Loc {
	if c := x.cell(v); len(c.stores) == 1 {
		if p, ok := c.stores[0].Val.(*ssa.Parameter); ok && hasGroup(p.Type()) {
			return x.Space.Child(x.Obj(p), event.Sel{Kind: event.Copy})
		}
	}
	_, isArray := v.Type().Underlying().(*types.Pointer).Elem().Underlying().(*types.Array)
	return x.root(v, event.Root{Name: x.allocName(v), Pos: event.Pos(v.Pos()), Var: isVar(v), Elem: isArray, Type: x.typeNumber(v.Type())})
}

// allocName is the variable's name, which SSA keeps as a comment, or that of the
// pointer to it.
func (x *Extractor) allocName(v *ssa.Alloc) string {
	if isVar(v) {
		return v.Comment
	}
	return x.givenName(v)
}

func isVar(v *ssa.Alloc) bool {
	switch v.Comment {
	case "", "new", "complit", "slicelit", "varargs", "makeslice", "makechan", "typeassert.ok", "typeswitch.ok":
		return false
	}
	return token.IsIdentifier(v.Comment)
}

// nameOf finds the variable that an object is first stored in.
func (x *Extractor) nameOf(v ssa.Value) string {
	for _, ref := range *v.Referrers() {
		switch ref := ref.(type) {
		case *ssa.Store:
			if a, ok := ref.Addr.(*ssa.Alloc); ok && ref.Val == v {
				return x.allocName(a)
			}
			if fa, ok := ref.Addr.(*ssa.FieldAddr); ok && ref.Val == v {
				return fieldSel(fa.X.Type(), fa.Field).Name
			}
		case *ssa.ChangeType:
			if n := x.nameOf(ref); n != "" {
				return n
			}
		case *ssa.DebugRef:
		}
	}
	return x.givenName(v)
}

func (x *Extractor) root(v ssa.Value, r event.Root) event.Loc {
	if l, ok := x.objs[v]; ok {
		return l
	}
	l := x.Space.NewRoot(r)
	x.makers[l] = v
	return l
}

// opaque names the unknown object behind a computed value.
func (x *Extractor) opaque(v ssa.Value) event.Loc {
	name := ""
	if p, ok := v.(*ssa.Phi); ok {
		name = p.Comment
	}
	c, ok := v.(*ssa.Call)
	known := ok && x.row(c.Common()) != nil
	return x.root(v, event.Root{Kind: event.Opaque, Name: name, Known: known, Pos: event.Pos(v.Pos()), Cap: event.CapUnknown, Var: name != "", Map: isMap(v.Type())})
}

// loaded names the object behind a pointer read from memory: a cell stored to
// once is the value stored.
func (x *Extractor) loaded(v *ssa.UnOp) event.Loc {
	if only := x.storedOnce(v.X); only != nil {
		return x.Obj(only)
	}
	if fa, ok := v.X.(*ssa.FieldAddr); ok {
		if l, ok := x.condLocker(fa); ok {
			return l
		}
		if only := x.cellOf(fa.X); only != nil { // a struct copied once as a whole
			if s := only.onlyWhole(); s != nil {
				return x.Space.Child(x.Space.Child(x.Val(s), fieldSel(fa.X.Type(), fa.Field)), event.Sel{Kind: event.Deref})
			}
		}
	}
	return x.Space.Child(x.Obj(v.X), event.Sel{Kind: event.Deref})
}

// storedOnce returns the only value ever stored at an address, or nil.
func (x *Extractor) storedOnce(addr ssa.Value) ssa.Value {
	if c := x.cellOf(addr); c != nil {
		return c.only()
	}
	return nil
}

// condLocker makes c.L of a Cond made by NewCond(&mu) the same object as mu.
func (x *Extractor) condLocker(fa *ssa.FieldAddr) (event.Loc, bool) {
	v := fa.X
	if u, ok := v.(*ssa.UnOp); ok && u.Op == token.MUL {
		if only := x.storedOnce(u.X); only != nil {
			v = only
		}
	}
	call, ok := v.(*ssa.Call)
	if !ok {
		return event.NoLoc, false
	}
	if row := x.row(&call.Call); row == nil || row.Do != syncmodel.MakeCond {
		return event.NoLoc, false
	}
	return x.Obj(call.Call.Args[0]), true
}

func (x *Extractor) phiObj(v *ssa.Phi) event.Loc {
	var found event.Loc
	for _, e := range v.Edges {
		if e == v || isNil(e) {
			continue
		}
		if _, isPhi := e.(*ssa.Phi); isPhi {
			return x.opaque(v)
		}
		l := x.Obj(e)
		if found != event.NoLoc && l != found || l == event.NoLoc {
			return x.opaque(v)
		}
		found = l
	}
	if found == event.NoLoc {
		return x.opaque(v)
	}
	return found
}

func (x *Extractor) extractObj(v *ssa.Extract) event.Loc {
	switch t := v.Tuple.(type) {
	case *ssa.TypeAssert:
		return x.Obj(t.X)
	case *ssa.Lookup:
		return x.Space.Child(x.Space.Child(x.Obj(t.X), x.keySel(t.Index)), event.Sel{Kind: event.Deref})
	case *ssa.Next:
		if r, ok := t.Iter.(*ssa.Range); ok && v.Index == 2 && isMap(r.X.Type()) && structOf(v.Type()) != nil && pointerLike(v.Type()) {
			return x.Space.Child(x.Space.Child(x.Obj(r.X), event.Sel{Kind: event.AnyKey}), event.Sel{Kind: event.Deref})
		}
	case *ssa.Call:
		if row := x.row(&t.Call); row != nil {
			switch row.Do {
			case syncmodel.MakePipe: // the results are two views of one object
				return x.callObj(t)
			case syncmodel.WithCancel: // and a function that has captured the first
				if v.Index == 1 {
					return x.Space.Child(x.callObj(t), event.Sel{Kind: event.Captured})
				}
				return x.callObj(t)
			}
			if row.Returns != syncmodel.Unknown && v.Index == 0 {
				return x.callObj(t)
			}
		}
	}
	return x.opaque(v)
}

// Val returns the memory that a struct or array value was copied from, so that
// pointers inside the copy are known to be those of the original.
func (x *Extractor) Val(v ssa.Value) event.Loc { return x.val(v, maxHops) }

func (x *Extractor) val(v ssa.Value, hops int) event.Loc {
	if hops == 0 {
		return x.Obj(v)
	}
	switch v := v.(type) {
	case *ssa.UnOp:
		if v.Op == token.MUL {
			if only := x.cellOf(v.X).onlyWhole(); only != nil && !loads(only, v.X) { // not what a named result is stored back from
				return x.val(only, hops-1)
			}
			return x.Obj(v.X)
		}
	case *ssa.Field:
		return x.Space.Child(x.val(v.X, hops-1), fieldSel(v.X.Type(), v.Field))
	case *ssa.ChangeType:
		return x.val(v.X, hops-1)
	case *ssa.MakeInterface:
		return x.val(v.X, hops-1)
	case *ssa.Const:
		return event.NoLoc
	}
	return x.Obj(v)
}

func fieldSel(t types.Type, i int) event.Sel {
	if p, ok := t.Underlying().(*types.Pointer); ok {
		t = p.Elem()
	}
	name := ""
	if s, ok := t.Underlying().(*types.Struct); ok {
		name = s.Field(i).Name()
	}
	return event.Sel{Kind: event.Field, N: int32(i), Name: name}
}

// binding returns what a free variable stands for: an anonymous function is
// made in exactly one place, so the variable is what was bound there.
func (x *Extractor) binding(v *ssa.FreeVar) ssa.Value {
	fn := v.Parent()
	if fn.Parent() == nil {
		return nil
	}
	x.scan(fn.Parent())
	mc := x.closures[fn]
	if mc == nil {
		return nil
	}
	for i, fv := range fn.FreeVars {
		if fv == v {
			return mc.Bindings[i]
		}
	}
	return nil
}

// scan records where a function's closures are made.
func (x *Extractor) scan(fn *ssa.Function) {
	if x.scanned[fn] {
		return
	}
	x.scanned[fn] = true
	for _, b := range fn.Blocks {
		for _, in := range b.Instrs {
			if mc, ok := in.(*ssa.MakeClosure); ok {
				x.closures[mc.Fn.(*ssa.Function)] = mc
			}
		}
	}
}

func isMap(t types.Type) bool {
	_, ok := t.Underlying().(*types.Map)
	return ok
}

func isZero(v ssa.Value) bool {
	c, ok := v.(*ssa.Const)
	return ok && c.Value != nil && c.Value.Kind() == constant.Int && constant.Sign(c.Value) == 0
}

// hasGroup reports whether the type is, or holds by value, something that
// joins goroutines and must not be copied.
func hasGroup(t types.Type) bool {
	if syncmodel.IsGroup(t) {
		return true
	}
	if s, ok := t.Underlying().(*types.Struct); ok {
		for i := range s.NumFields() {
			if hasGroup(s.Field(i).Type()) {
				return true
			}
		}
	}
	return false
}

// isRangeFunc reports whether the function is the body of a range-over-func
// loop, which the iterator calls in the same goroutine.
func isRangeFunc(fn *ssa.Function) bool {
	return strings.Contains(fn.Synthetic, "range-over-func")
}

// loads reports whether a value is that of the variable at an address.
func loads(v, addr ssa.Value) bool {
	u, ok := v.(*ssa.UnOp)
	return ok && u.Op == token.MUL && u.X == addr
}
