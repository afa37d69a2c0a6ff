package extract

import (
	"go/types"

	"golang.org/x/tools/go/ssa"
)

// operandOf is the return, the assignment or the call that a variable is read for, as
// one of several operands; nil if the value is used otherwise.
//
//	return sum, g.Wait()
//
// "The order of those events compared to … evaluation of x … is not specified"
// (https://go.dev/ref/spec#Order_of_evaluation): SSA reads the variable first, and
// compilers read it last, after the calls among the operands. Doubt is silence, so
// the read happens with its user.
func operandOf(in *ssa.UnOp) ssa.Instruction {
	var v ssa.Value = in
	for range maxHops {
		user := onlyUser(v)
		switch u := user.(type) {
		case *ssa.MakeInterface:
			v = u
			continue
		case *ssa.ChangeType:
			v = u
			continue
		case *ssa.Convert:
			v = u
			continue
		case *ssa.BinOp:
			v = u
			continue
		case *ssa.Store: // a variable, or a result that deferred calls may still change
			if _, ok := u.Addr.(*ssa.Alloc); !ok || u.Val != v {
				return nil
			}
		}
		switch u := user.(type) {
		case *ssa.Return, *ssa.Call, *ssa.Store:
			if u.Block() == in.Block() && in.Pos().IsValid() && u.Pos().IsValid() && in.Pos() > u.Pos() {
				return u
			}
		}
		return nil
	}
	return nil
}

// onlyUser is the one instruction that uses a value, nil if there is another.
func onlyUser(v ssa.Value) ssa.Instruction {
	var user ssa.Instruction
	for _, ref := range *v.Referrers() {
		if _, debug := ref.(*ssa.DebugRef); debug {
			continue
		}
		if user != nil {
			return nil
		}
		user = ref
	}
	return user
}

// copied hands out what the functions in a struct have captured, when the struct
// is copied: who gets the copy may call them, and fields of copies are not
// followed.
func (b *builder) copied(in *ssa.UnOp) {
	if _, ok := in.Type().Underlying().(*types.Struct); !ok {
		return
	}
	a, ok := in.X.(*ssa.Alloc)
	if !ok {
		return
	}
	for _, ref := range *a.Referrers() {
		fa, ok := ref.(*ssa.FieldAddr)
		if !ok {
			continue
		}
		for _, use := range *fa.Referrers() {
			if st, ok := use.(*ssa.Store); ok && st.Addr == fa {
				b.escapeClosure(st.Val, in.Pos())
			}
		}
	}
}
