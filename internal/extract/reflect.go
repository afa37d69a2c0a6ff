package extract

import (
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/gojoincheck/gojoincheck/internal/event"
	"github.com/gojoincheck/gojoincheck/internal/syncmodel"
)

// isReflected reports whether a value is a reflect.Value, which stands for
// another one.
func isReflected(t types.Type) bool { return isOf(t, "reflect", "Value") }

// reflected is the value that a reflect.Value was made of, nil if that is not
// known. Of a pointer it is only when Elem has followed it: the functions of
// package reflect never touch what a Value merely points to.
func (x *Extractor) reflected(v ssa.Value) ssa.Value {
	elem := false
	for range maxHops {
		switch w := v.(type) {
		case *ssa.UnOp:
			only := x.storedOnce(w.X)
			if w.Op != token.MUL || only == nil {
				return nil
			}
			v = only
		case *ssa.Call:
			row := x.row(&w.Call)
			if row == nil || row.Returns != syncmodel.Receiver {
				return nil
			}
			if v = newLibraryCall(&w.Call, w, w.Pos()).recv; !isReflected(v.Type()) {
				v = unwrapped(v)
				if _, pointer := v.Type().Underlying().(*types.Pointer); pointer && !elem {
					return nil
				}
				return v
			}
			elem = true
		default:
			return nil
		}
	}
	return nil
}

// receiver names the object that a library function is called on.
func (b *builder) receiver(c libraryCall) event.Loc {
	h := b.handle(c.recv)
	if h != nil && isReflected(h.Type()) {
		h = b.reflected(h)
	}
	if h == nil || !pointerLike(h.Type()) {
		return event.NoLoc
	}
	return b.Obj(h)
}

// reflects hands out a channel that reflection gets hold of: Select, Send and Recv of
// package reflect do to it what the source does not show. What is in an interface may be
// one.
func (b *builder) reflects(c libraryCall) {
	v := unwrapped(c.args[0])
	switch v.Type().Underlying().(type) {
	case *types.Chan:
		b.sync(event.Escape, event.OpNone, b.Obj(v), c.pos)
	case *types.Interface:
		b.sync(event.Escape, event.OpServe, b.Obj(v), c.pos)
	}
}
