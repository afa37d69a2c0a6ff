package extract

import (
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"
)

// This file tells which fields values and addresses are of.

// FieldVar is the field whose address is taken, nil if that is of a type parameter.
func FieldVar(fa *ssa.FieldAddr) *types.Var {
	st, ok := derefStruct(fa.X.Type())
	if !ok {
		return nil
	}
	return st.Field(fa.Field)
}

// derefStruct gives the struct that a type points to.
func derefStruct(t types.Type) (*types.Struct, bool) {
	if _, ok := t.Underlying().(*types.Pointer); !ok {
		return nil, false
	}
	s := structOf(t)
	return s, s != nil
}

// structOf gives the struct that a type is, or that it points to, nil if it is neither.
func structOf(t types.Type) *types.Struct {
	if p, ok := t.Underlying().(*types.Pointer); ok {
		t = p.Elem()
	}
	st, _ := t.Underlying().(*types.Struct)
	return st
}

// chanField is a field, if it holds a channel; nil otherwise.
func chanField(f *types.Var) *types.Var {
	if f == nil {
		return nil
	}
	if _, ok := f.Type().Underlying().(*types.Chan); !ok {
		return nil
	}
	return f.Origin()
}

// partOf is the field of a struct that a value is read from, nil of a type parameter.
func partOf(v *ssa.Field) *types.Var {
	st := structOf(v.X.Type())
	if st == nil {
		return nil
	}
	return st.Field(v.Field)
}

// fieldBehind is the field from which a value is loaded, nil if it is not.
func fieldBehind(v ssa.Value) *types.Var {
	load, ok := v.(*ssa.UnOp)
	if !ok || load.Op != token.MUL {
		return nil
	}
	fa, ok := load.X.(*ssa.FieldAddr)
	if !ok {
		return nil
	}
	return FieldVar(fa)
}

// fieldRead gives the field that a value is read from, or the address of, nil if it is
// none.
func fieldRead(v ssa.Value) *types.Var {
	f := fieldBehind(v)
	if fa, ok := v.(*ssa.FieldAddr); ok {
		f = FieldVar(fa)
	}
	if f == nil {
		return nil
	}
	return f.Origin()
}

// seesAllOf reports whether all that is done to a field is done in the functions of this
// package: it is not exported, they are all known, and no other field may be the same.
func (x *Extractor) seesAllOf(f *types.Var) bool {
	return !f.Exported() && f.Pkg() == x.pkg.Pkg && len(x.Functions) > 0 && !x.Partial && !x.spelledTwice(f)
}

// spelledTwice reports whether a field is of a struct type without a name that may be written
// out a second time, as with make or in a literal: the two are one type, but not one field.
func (x *Extractor) spelledTwice(f *types.Var) bool {
	if x.nameless == nil {
		x.nameless = map[string][]*types.Var{}
		x.eachInstr(func(in ssa.Instruction) {
			fa, ok := in.(*ssa.FieldAddr)
			if !ok {
				return
			}
			p, ok := types.Unalias(fa.X.Type()).(*types.Pointer)
			if !ok {
				return
			}
			if _, ok := types.Unalias(p.Elem()).(*types.Struct); ok {
				v := FieldVar(fa).Origin()
				if all := x.nameless[v.Name()]; !slices.Contains(all, v) {
					x.nameless[v.Name()] = append(all, v)
				}
			}
		})
	}
	all := x.nameless[f.Name()]
	return len(all) > 1 && slices.Contains(all, f.Origin())
}

// eachInstr calls see for each instruction of the package.
func (x *Extractor) eachInstr(see func(ssa.Instruction)) {
	for _, fn := range x.Functions {
		for _, b := range fn.Blocks {
			for _, in := range b.Instrs {
				see(in)
			}
		}
	}
}
