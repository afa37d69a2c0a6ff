package extract

import (
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ssa"
)

// neverSet reports whether a value is read from a field that holds a channel and in which
// no function of the package stores anything, or asks whether somebody has: nobody else
// can, as the field is not exported.
func (x *Extractor) neverSet(v ssa.Value) bool {
	var field *types.Var
	if dir, ok := v.(*ssa.ChangeType); ok { // of its directions
		v = dir.X
	}
	switch v := v.(type) {
	case *ssa.UnOp:
		if fa, ok := v.X.(*ssa.FieldAddr); ok && v.Op == token.MUL {
			field = chanField(FieldVar(fa))
		}
	case *ssa.Field:
		field = chanField(partOf(v))
	}
	if field == nil || !x.seesAllOf(field) {
		return false
	}
	if x.setFields == nil {
		x.setFields = map[*types.Var]bool{}
		x.eachInstr(x.setsField)
	}
	return !x.setFields[field]
}

// setsField notes the channel fields that an instruction may store in, or by which a
// branch asks whether they have been.
func (x *Extractor) setsField(in ssa.Instruction) {
	switch in := in.(type) {
	case *ssa.FieldAddr:
		field := chanField(FieldVar(in))
		if field == nil {
			return
		}
		for _, ref := range *in.Referrers() {
			load, ok := ref.(*ssa.UnOp)
			if !ok || load.Op != token.MUL || comparedWithNil(load) {
				x.setFields[field] = true
			}
		}
	case *ssa.Field:
		if field := chanField(partOf(in)); field != nil && comparedWithNil(in) {
			x.setFields[field] = true
		}
	case *ssa.ChangeType: // from a struct of another type, whose fields are stored to
		for _, t := range []types.Type{in.Type(), in.X.Type()} {
			if st := structOf(t); st != nil {
				for f := range st.Fields() {
					x.setFields[f.Origin()] = true
				}
			}
		}
	}
}

func comparedWithNil(v ssa.Value) bool {
	for _, ref := range *v.Referrers() {
		if bin, ok := ref.(*ssa.BinOp); ok && (isNil(bin.X) || isNil(bin.Y)) {
			return true
		}
	}
	return false
}
