package extract

import (
	"fmt"
	"go/token"

	"golang.org/x/tools/go/ssa"
)

// cond numbers a branch condition so that two branches on the same condition
// can be told to go the same way. neg is set when the condition is the
// negation of the numbered one.
func (x *Extractor) cond(v ssa.Value) (id int32, neg bool) {
	v, neg = unnegated(v)
	if b, ok := v.(*ssa.BinOp); ok {
		if b.Op == token.NEQ {
			neg = !neg
		}
		if cond, nilIfTrue, ok := x.nilCheck(b); ok {
			id, other := x.cond(cond)
			return id, neg != other != !nilIfTrue
		}
	}
	return x.condNumber(x.condKey(v, 3)), neg
}

// unnegated takes the negations off a condition, and reports whether what is left
// is its opposite.
func unnegated(v ssa.Value) (inner ssa.Value, neg bool) {
	for {
		u, ok := v.(*ssa.UnOp)
		if !ok || u.Op != token.NOT {
			return v, neg
		}
		v, neg = u.X, !neg
	}
}

func (x *Extractor) condNumber(key string) int32 {
	if _, ok := x.conds[key]; !ok {
		x.conds[key] = int32(len(x.conds) + 1)
	}
	return x.conds[key]
}

func (x *Extractor) condKey(v ssa.Value, depth int) string {
	switch v := v.(type) {
	case *ssa.Const:
		return v.String()
	case *ssa.BinOp:
		if depth > 0 {
			op := v.Op
			if op == token.NEQ {
				op = token.EQL
			}
			return fmt.Sprintf("(%s %s %s)", x.condKey(v.X, depth-1), op, x.condKey(v.Y, depth-1))
		}
	case *ssa.UnOp:
		if v.Op == token.MUL {
			if c := x.cellOf(v.X); c != nil && !c.escapes && len(c.stores) <= 1 {
				return fmt.Sprintf("*%d", x.Obj(v.X))
			}
			if fa, ok := v.X.(*ssa.FieldAddr); ok && !x.fieldStored(fa) {
				return fmt.Sprintf("*%d", x.Obj(fa))
			}
			if just := justStored(v); just != v && depth > 0 {
				return x.condKey(just, depth-1)
			}
		}
	case *ssa.Call:
		if b, ok := v.Call.Value.(*ssa.Builtin); ok && b.Name() == "len" && depth > 0 {
			return "len(" + x.condKey(v.Call.Args[0], depth-1) + ")"
		}
	}
	return fmt.Sprintf("v%d", x.valueID(v))
}

// fieldStored reports whether the function that reads the field also stores to
// it, so that two readings may differ.
func (x *Extractor) fieldStored(fa *ssa.FieldAddr) bool {
	l := x.Obj(fa)
	for _, b := range fa.Parent().Blocks {
		for _, in := range b.Instrs {
			if st, ok := in.(*ssa.Store); ok {
				if other, ok := st.Addr.(*ssa.FieldAddr); ok && other.Field == fa.Field && x.Obj(other) == l {
					return true
				}
			}
		}
	}
	return false
}

// valueID numbers a value.
func (x *Extractor) valueID(v ssa.Value) int32 {
	id, ok := x.values[v]
	if !ok {
		id = int32(len(x.values))
		x.values[v] = id
	}
	return id
}
