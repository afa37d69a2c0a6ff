package extract

import (
	"fmt"
	"go/token"
	"regexp"
	"strings"

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
		x.texts = append(x.texts, key)
		x.conds[key] = int32(len(x.texts))
	}
	return x.conds[key]
}

// What the text of a condition says where it names a parameter by number, and any
// other value.
const (
	ofParam = "\x01"
	ofValue = "\x02"
)

var paramNumber = regexp.MustCompile(ofParam + "[0-9]+")

// CondAt numbers a condition, or an expression, of a function that is called at a
// site as the caller would, and says whether it is the opposite of that: 0 if it
// is made of more than what the caller passes.
func (x *Extractor) CondAt(cond, site int32) (id int32, neg bool) {
	call := x.callAt[site]
	if call == nil || cond <= 0 || int(cond) > len(x.texts) {
		return 0, false
	}
	text := x.texts[cond-1]
	if !strings.Contains(text, ofParam) || strings.Contains(text, ofValue) {
		return 0, false
	}
	fn := call.StaticCallee()
	if fn == nil || len(fn.Params) != len(call.Args) {
		return 0, false
	}
	args := map[string]ssa.Value{}
	for i, p := range fn.Params {
		args[x.paramText(p)] = call.Args[i]
	}
	if arg := args[text]; arg != nil {
		return x.cond(arg)
	}
	known := true
	text = paramNumber.ReplaceAllStringFunc(text, func(p string) string {
		if args[p] == nil {
			known = false // of a function around a literal
			return p
		}
		return x.condKey(args[p], 2)
	})
	if !known {
		return 0, false
	}
	return x.condNumber(text), false
}

func (x *Extractor) paramText(p *ssa.Parameter) string {
	return fmt.Sprintf("%s%d", ofParam, x.valueID(p))
}

func (x *Extractor) condKey(v ssa.Value, depth int) string {
	switch v := v.(type) {
	case *ssa.Const:
		return v.String()
	case *ssa.Parameter:
		return x.paramText(v)
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
				return fmt.Sprintf("%s*%d", ofValue, x.Obj(v.X))
			}
			if fa, ok := v.X.(*ssa.FieldAddr); ok && !x.fieldStored(fa) {
				return fmt.Sprintf("%s*%d", ofValue, x.Obj(fa))
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
	return fmt.Sprintf("%sv%d", ofValue, x.valueID(v))
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
