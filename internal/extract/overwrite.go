package extract

import (
	"go/token"

	"golang.org/x/tools/go/ssa"

	"github.com/gojoincheck/gojoincheck/internal/event"
)

// touched notes that an operation uses a mutex or a group that is overwritten
// somewhere (mu = sync.Mutex{}): to copy over it is a race with all that use it.
func (b *builder) touched(recv ssa.Value, pos token.Pos) {
	if recv != nil && b.overwritten(recv) {
		b.access(b.Obj(recv), event.Atomic, pos)
	}
}

// overwritten reports whether the address is that of a variable, or of a part of
// one, that is stored to as a whole after others may know it.
func (b *builder) overwritten(addr ssa.Value) bool {
	for {
		fa, ok := addr.(*ssa.FieldAddr)
		if !ok {
			break
		}
		addr = fa.X
	}
	a, c := b.variable(addr), b.cellOf(addr)
	if a == nil || c == nil {
		return false
	}
	for _, st := range c.stores {
		if st.Addr != ssa.Value(a) || !b.initial(a, st) {
			return true
		}
	}
	return false
}
