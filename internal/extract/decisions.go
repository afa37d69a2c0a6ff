package extract

import (
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ssa"
)

// testsError reports whether the condition compares an error with nil. One that
// came in a message is the sender's to know.
func testsError(cond ssa.Value) bool {
	bin, ok := cond.(*ssa.BinOp)
	if !ok || !isNil(bin.Y) || !types.Identical(bin.X.Type(), types.Universe.Lookup("error").Type()) {
		return false
	}
	return !fromMessage(bin.X, maxHops)
}

// fromMessage reports whether a value was received, or is part of what was.
func fromMessage(v ssa.Value, hops int) bool {
	if hops == 0 {
		return false
	}
	switch v := v.(type) {
	case *ssa.UnOp:
		return v.Op == token.ARROW || fromMessage(v.X, hops-1)
	case *ssa.Extract:
		return fromMessage(v.Tuple, hops-1)
	case *ssa.Select:
		return true
	case *ssa.TypeAssert:
		return fromMessage(v.X, hops-1)
	case *ssa.Field:
		return fromMessage(v.X, hops-1)
	case *ssa.FieldAddr:
		return fromMessage(v.X, hops-1)
	case *ssa.Alloc: // a struct received into a variable
		for _, ref := range *v.Referrers() {
			if st, ok := ref.(*ssa.Store); ok && st.Addr == v && fromMessage(st.Val, hops-1) {
				return true
			}
		}
	}
	return false
}

// toldOf reports whether a value depends on nothing but what the function was
// told: parameters, captured variables, messages and constants. Whoever told it
// can know what it does then.
func toldOf(v ssa.Value, hops int) bool {
	if hops == 0 {
		return false
	}
	switch v := v.(type) {
	case *ssa.Const, *ssa.Parameter, *ssa.FreeVar:
		return true
	case *ssa.BinOp:
		return toldOf(v.X, hops-1) && toldOf(v.Y, hops-1)
	case *ssa.UnOp:
		if _, own := v.X.(*ssa.Alloc); !own {
			return v.Op == token.ARROW || toldOf(v.X, hops-1)
		}
	case *ssa.FieldAddr:
		return toldOf(v.X, hops-1)
	case *ssa.Field:
		return toldOf(v.X, hops-1)
	case *ssa.ChangeType:
		return toldOf(v.X, hops-1)
	}
	return fromMessage(v, hops)
}
