package extract

import (
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"
)

// randomType names the type of math/rand that a type is, or points to, "" if it is
// none.
func randomType(t types.Type) string {
	if p, ok := t.Underlying().(*types.Pointer); ok {
		t = p.Elem()
	}
	n, ok := types.Unalias(t).(*types.Named)
	if !ok || n.Obj().Pkg() == nil || !isRand(n.Obj().Pkg().Path()) {
		return ""
	}
	return n.Obj().Name()
}

func isRand(path string) bool { return path == "math/rand" || path == "math/rand/v2" }

// ownSource reports whether the package makes a random generator from a source of
// its own, which is how one is made safe for concurrent use: with a lock within.
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
			if !ok || len(call.Call.Args) != 1 {
				continue
			}
			made := callee(&call.Call)
			if made == nil || made.Name() != "New" || made.Pkg() == nil || !isRand(made.Pkg().Path()) {
				continue
			}
			if source, ok := call.Call.Args[0].(*ssa.MakeInterface); ok && randomType(source.X.Type()) == "" {
				return true
			}
		}
	}
	return false
}
