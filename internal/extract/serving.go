package extract

import (
	"go/token"

	"golang.org/x/tools/go/ssa"

	"github.com/gojoincheck/gojoincheck/internal/event"
)

// notClosed returns what happens on the two ways of a branch that asks whether an error is
// http.ErrServerClosed: on the one on which it is another, nobody has called Shutdown.
// ("After Server.Shutdown or Server.Close, the returned error is ErrServerClosed.")
func (b *builder) notClosed(cond ssa.Value) (onYes, onNo func()) {
	no := func() { b.sync(event.Defused, event.OpShutdown, b.opaqueHere(), nearPos(cond.(ssa.Instruction))) }
	switch c := cond.(type) {
	case *ssa.BinOp:
		switch {
		case !isServerClosed(c.X) && !isServerClosed(c.Y):
		case c.Op == token.EQL:
			return nil, no
		case c.Op == token.NEQ:
			return no, nil
		}
	case *ssa.Call:
		if fn := callee(&c.Call); fn != nil && fn.FullName() == "errors.Is" && isServerClosed(c.Call.Args[1]) {
			return nil, no
		}
	}
	return nil, nil
}

func isServerClosed(v ssa.Value) bool {
	load, ok := v.(*ssa.UnOp)
	if !ok || load.Op != token.MUL {
		return false
	}
	g, ok := load.X.(*ssa.Global)
	return ok && g.Pkg != nil && g.Pkg.Pkg.Path() == "net/http" && g.Name() == "ErrServerClosed"
}
