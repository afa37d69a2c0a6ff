package extract

import (
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/gojoincheck/gojoincheck/internal/syncmodel"
)

// ownSource reports whether the package makes a random generator from a source of
// its own.
func (x *Extractor) ownSource() bool {
	if x.randSource == nil {
		own := slices.ContainsFunc(x.Functions, makesRandom)
		x.randSource = &own
	}
	return *x.randSource
}

// makesRandom reports whether a function does so.
func makesRandom(fn *ssa.Function) bool {
	for _, b := range fn.Blocks {
		for _, in := range b.Instrs {
			call, ok := in.(*ssa.Call)
			if !ok || len(call.Call.Args) != 1 || !syncmodel.MakesRandom(callee(&call.Call)) {
				continue
			}
			if source, ok := call.Call.Args[0].(*ssa.MakeInterface); ok && syncmodel.OwnSource(source.X.Type()) {
				return true
			}
		}
	}
	return false
}
