package extract

import (
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ssa"
)

// spare reports whether a slice is one made with room for more elements than it
// has, and how many it has: an append then writes behind them, in place.
func (x *Extractor) spare(v ssa.Value) (int32, bool) {
	for range maxHops {
		switch w := v.(type) {
		case *ssa.UnOp:
			if only := x.storedOnce(w.X); w.Op == token.MUL && only != nil {
				v = only
				continue
			}
		case *ssa.ChangeType:
			v = w.X
			continue
		case *ssa.MakeSlice:
			n, ok := constInt(x.constOf(w.Len, w))
			if room, known := constInt(x.constOf(w.Cap, w)); known && room <= n || w.Cap == w.Len {
				return 0, false
			}
			return int32(n), ok && n < maxTrip
		case *ssa.Slice: // how SSA spells make with constants
			a, ok := w.X.(*ssa.Alloc)
			if !ok || a.Comment != "makeslice" || w.Low != nil || w.High == nil {
				return 0, false
			}
			room := a.Type().Underlying().(*types.Pointer).Elem().Underlying().(*types.Array).Len()
			n, ok := constInt(x.constOf(w.High, w))
			return int32(n), ok && n < room && n < maxTrip
		}
		break
	}
	return 0, false
}
