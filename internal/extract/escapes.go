package extract

import (
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/gojoincheck/gojoincheck/internal/event"
	"github.com/gojoincheck/gojoincheck/internal/syncmodel"
)

// escapeInto notes that a reference is stored where others may find it.
func (b *builder) escapeInto(in *ssa.Store) {
	if _, local := in.Addr.(*ssa.Alloc); local {
		return
	}
	if _, local := in.Addr.(*ssa.FreeVar); local {
		return
	}
	b.escape(in.Val, in.Pos())
}

// escapeSent is for a message: whoever receives it has what it refers to.
func (b *builder) escapeSent(v ssa.Value, pos token.Pos) {
	if b.message(v) != event.NoLoc {
		b.flags |= event.Implied
		defer func() { b.flags &^= event.Implied }()
	}
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
	if in, ok := v.(*ssa.MakeInterface); ok && isStruct(in.X.Type()) { // a copy in an interface
		b.sync(event.Escape, event.OpNone, b.Val(in.X), pos)
	} else if pointerLike(v.Type()) {
		if l := b.Obj(v); l != event.NoLoc && b.FuncOf(v).Func == event.NoFunc {
			b.sync(event.Escape, event.OpNone, l, pos)
		}
	} else if isStruct(v.Type()) {
		b.sync(event.Escape, event.OpNone, b.Val(v), pos)
	}
	b.escapeClosure(v, pos)
}

// escapeCancel hands out the context that a cancel function ends.
func (b *builder) escapeCancel(v ssa.Value, pos token.Pos) {
	v = b.behind(v)
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
func dynamicType(v ssa.Value) types.Type { return unwrapped(v).Type() }

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
		case "context", "time", "bytes", "strings", "math/rand", "net/netip", "net/url", "reflect", "bufio", "os":
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
	v = x.unconverted(v)
	if call, ok := v.(*ssa.Call); ok {
		if row := x.row(&call.Call); row != nil && row.Do == syncmodel.OnceFunc {
			v = x.unconverted(call.Call.Args[0])
		}
	}
	mc, _ := v.(*ssa.MakeClosure)
	return mc
}

func isContext(t types.Type) bool {
	n, ok := types.Unalias(t).(*types.Named)
	return ok && n.Obj().Pkg() != nil && n.Obj().Pkg().Path() == "context"
}

func isStruct(t types.Type) bool {
	_, ok := t.Underlying().(*types.Struct)
	return ok
}
