package extract

import (
	"go/constant"
	"go/token"
	"slices"

	"golang.org/x/tools/go/ssa"
)

// foldParam returns the constant that every call of a function passes for a
// parameter, or nil. All calls have to be in sight: those of a function that
// other packages can call, or that somebody may keep as a value, are not.
func (x *Extractor) foldParam(p *ssa.Parameter, depth int) constant.Value {
	fn := p.Parent()
	if fn.Parent() != nil || fn.Signature.Recv() != nil || fn.Object() == nil || fn.Object().Exported() && fn.Pkg.Pkg.Name() != "main" || fn.Origin() != nil {
		return nil
	}
	calls, ok := x.callsOf(fn)
	at := slices.Index(fn.Params, p)
	if !ok || len(calls) == 0 || at < 0 {
		return nil
	}
	var found constant.Value
	for _, c := range calls {
		v := x.fold(c.Common().Args[at], c, depth-1)
		if v == nil || found != nil && (v.Kind() != found.Kind() || !constant.Compare(v, token.EQL, found)) {
			return nil
		}
		found = v
	}
	return found
}

// callsOf lists the calls of a function of the package. It is not ok when the
// function is used in another way.
func (x *Extractor) callsOf(fn *ssa.Function) ([]ssa.CallInstruction, bool) {
	if x.callers == nil {
		x.callers, x.valued = map[*ssa.Function][]ssa.CallInstruction{}, map[*ssa.Function]bool{}
		for _, caller := range x.Functions {
			x.addCalls(caller)
		}
	}
	return x.callers[fn], !x.valued[fn]
}

func (x *Extractor) addCalls(caller *ssa.Function) {
	for _, b := range caller.Blocks {
		for _, in := range b.Instrs {
			c, _ := in.(ssa.CallInstruction)
			for i, op := range in.Operands(nil) {
				fn, ok := (*op).(*ssa.Function)
				switch {
				case !ok:
				case c != nil && i == 0 && c.Common().Value == ssa.Value(fn):
					x.callers[fn] = append(x.callers[fn], c)
				default:
					x.valued[fn] = true
				}
			}
		}
	}
}
