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

// contents names what a library reads or writes through an argument: what a
// pointer points to, the elements of a slice, a map.
func (b *builder) contents(v ssa.Value) event.Loc {
	v = unwrapped(v)
	if isReflected(v.Type()) {
		v = b.reflected(v)
	}
	if v == nil || !pointerLike(v.Type()) {
		return event.NoLoc
	}
	if _, ok := v.Type().Underlying().(*types.Slice); ok {
		return b.all(v)
	}
	return b.Obj(v)
}

// readsBytes notes what a call reads of the bytes that it is given.
func (b *builder) readsBytes(c *ssa.CallCommon, pos token.Pos) {
	if !syncmodel.ReadsBytes(callee(c)) {
		return
	}
	for _, a := range c.Args {
		if syncmodel.IsBytes(a.Type()) {
			b.access(b.all(a), event.Implied, pos)
		}
	}
}

// uses notes that a call reads from or writes to a stream, if to do so at the
// same time as others is a race.
func (b *builder) uses(stream ssa.Value, pos token.Pos) {
	if v := unwrapped(stream); syncmodel.Unsafe(v.Type()) && pointerLike(v.Type()) {
		b.access(b.Obj(v), event.Write|event.Implied, pos)
	}
}

// unwrapped is the value that an interface is made of.
func unwrapped(v ssa.Value) ssa.Value {
	for {
		switch w := v.(type) {
		case *ssa.MakeInterface:
			v = w.X
			continue
		case *ssa.ChangeInterface:
			v = w.X
			continue
		}
		return v
	}
}

// mapOp marks an access to a map.
func mapOp(v ssa.Value) event.Flags {
	if v != nil && isMap(unwrapped(v).Type()) {
		return event.MapOp
	}
	return 0
}

// ownFormat are the methods by which a type takes over how it is printed or
// encoded; it may lock when it does.
var ownFormat = []string{"String", "Error", "Format", "GoString", "MarshalJSON", "MarshalText", "MarshalXML", "MarshalBinary", "GobEncode"}

// readsAll reports whether a function that reads its arguments through reads
// what the value refers to: elements, and what a pointer points to if pointers
// says so.
func readsAll(v ssa.Value, pointers bool) bool {
	t := unwrapped(v).Type()
	switch t.Underlying().(type) {
	case *types.Slice, *types.Map:
	case *types.Pointer:
		if !pointers {
			return false
		}
	default:
		return false
	}
	methods := types.NewMethodSet(t)
	for _, name := range ownFormat {
		if methods.Lookup(nil, name) != nil {
			return false
		}
	}
	return true
}

// printed calls the method by which a value says how it is printed: "If an operand
// implements the error interface, the Error method will be invoked [...]. If an operand
// implements method String() string, that method will be invoked".
func (b *builder) printed(v ssa.Value, pos token.Pos) {
	if _, ok := v.(*ssa.MakeInterface); !ok {
		return
	}
	for _, method := range []string{"Error", "String"} {
		if p := b.passed(&syncmodel.Row{Method: method}, v); p.fn.Known() {
			b.callSite(event.Call, event.CallSite{Target: p.fn, Args: p.args, Pos: event.Pos(pos)})
			return
		}
	}
}

// printsText reports whether a call prints its operands as text: with a format, if that
// has a verb for strings.
func printsText(row *syncmodel.Row, c libraryCall) bool {
	if !strings.HasSuffix(c.name, "f") {
		return true
	}
	format, ok := c.arg(row.Arg - 1).(*ssa.Const)
	if !ok || format.Value == nil || format.Value.Kind() != constant.String {
		return false
	}
	text := constant.StringVal(format.Value)
	return strings.Contains(text, "%v") || strings.Contains(text, "%s")
}

// inlined runs the functions that a call is given and that it calls before it
// returns.
func (b *builder) inlined(c libraryCall) {
	if c.call == nil {
		return
	}
	fn := callee(&c.call.Call)
	if fn == nil || fn.Pkg() == nil || !syncmodel.Inline(fn.Pkg().Path()) {
		return
	}
	for _, a := range c.args {
		if t := b.FuncOf(a); t.Func != event.NoFunc {
			b.callSite(event.Call, event.CallSite{Target: t, Pos: event.Pos(c.pos)})
		}
	}
}
