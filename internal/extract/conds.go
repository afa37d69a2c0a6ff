package extract

import (
	"fmt"
	"go/constant"
	"go/token"
	"regexp"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/gojoincheck/gojoincheck/internal/event"
)

// cond numbers a branch condition so that two branches on the same condition
// can be told to go the same way. neg is set when the condition is the
// negation of the numbered one.
func (x *Extractor) cond(v ssa.Value) (id int32, neg bool) {
	v, neg = unnegated(v)
	if b, ok := v.(*ssa.BinOp); ok {
		switch b.Op {
		case token.NEQ, token.GEQ, token.LEQ: // of which the text says the opposite
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

// What stands in the text of a condition before the number of a parameter, of a
// variable that does not change, also for the literals that capture it, and of any
// other value.
const (
	ofParam = "\x01"
	ofCell  = "\x02"
	ofValue = "\x03"
)

var passedOn = regexp.MustCompile("[" + ofParam + ofCell + "][0-9]+")

// CondAt numbers a condition, or an expression, of a function that is called at a
// site as the caller would, and says whether it is the opposite of that: 0 if it
// is made of more than what the caller passes and what both can see, and
// [event.Always] if what the caller passes settles it.
func (x *Extractor) CondAt(cond, site int32) (id int32, neg bool) {
	in := x.callAt[site]
	if in == nil || cond <= 0 || int(cond) > len(x.texts) {
		return 0, false
	}
	call, text := in.Common(), x.texts[cond-1]
	fn := call.StaticCallee()
	if fn == nil || len(fn.Params) != len(call.Args) || strings.Contains(text, ofValue) {
		return 0, false
	}
	args := map[string]ssa.Value{}
	for i, p := range fn.Params {
		args[x.paramText(p)] = call.Args[i]
	}
	if arg := args[text]; arg != nil {
		if c, ok := arg.(*ssa.Const); ok && c.Value != nil && c.Value.Kind() == constant.Bool {
			return event.Always, !constant.BoolVal(c.Value)
		}
		return x.cond(arg)
	}
	if param, _, ok := strings.Cut(strings.TrimPrefix(text, "("), " == nil:"); ok && args[param] != nil {
		arg := args[param]
		if load, ok := arg.(*ssa.UnOp); ok && load.Op == token.MUL {
			if only := x.storedOnce(load.X); only != nil {
				arg = only
			}
		}
		switch arg := arg.(type) {
		case *ssa.Alloc, *ssa.MakeChan, *ssa.MakeClosure, *ssa.MakeMap, *ssa.MakeSlice, *ssa.MakeInterface, *ssa.FieldAddr, *ssa.Function:
			return event.Always, true
		case *ssa.Const:
			return event.Always, arg.Value != nil
		}
	}
	known, some := true, false
	text = passedOn.ReplaceAllStringFunc(text, func(token string) string {
		some = true
		if arg := args[token]; arg != nil {
			return x.condKey(arg, 2)
		}
		known = known && sees(in.Parent(), x.owners[token])
		return token
	})
	if !known || !some {
		return 0, false
	}
	return x.condNumber(text), false
}

// sees reports whether a function is another one or a literal within it.
func sees(fn, outer *ssa.Function) bool {
	for ; fn != nil; fn = fn.Parent() {
		if fn == outer {
			return true
		}
	}
	return false
}

// cellText is the text of what a variable holds.
func (x *Extractor) cellText(variable ssa.Value, c *cell) string {
	if len(c.stores) == 1 {
		if p, ok := c.stores[0].Val.(*ssa.Parameter); ok {
			return x.paramText(p)
		}
	}
	token := fmt.Sprintf("%s%d", ofCell, x.Obj(variable))
	x.owners[token] = variable.Parent()
	return token
}

func (x *Extractor) paramText(p *ssa.Parameter) string {
	token := fmt.Sprintf("%s%d", ofParam, x.valueID(p))
	x.owners[token] = p.Parent()
	return token
}

func (x *Extractor) condKey(v ssa.Value, depth int) string {
	switch v := v.(type) {
	case *ssa.Const:
		return v.String()
	case *ssa.Parameter:
		return x.paramText(v)
	case *ssa.BinOp:
		if depth > 0 {
			op, a, b := v.Op, v.X, v.Y
			switch op {
			case token.NEQ:
				op = token.EQL
			case token.GEQ:
				op = token.LSS
			case token.GTR, token.LEQ:
				op, a, b = token.LSS, b, a
			}
			return fmt.Sprintf("(%s %s %s)", x.condKey(a, depth-1), op, x.condKey(b, depth-1))
		}
	case *ssa.UnOp:
		if v.Op == token.MUL {
			if c := x.cellOf(v.X); c != nil && !c.escapes && len(c.stores) <= 1 {
				return x.cellText(x.variableOf(v.X), c)
			}
			if fa, ok := v.X.(*ssa.FieldAddr); ok && !x.fieldStored(fa) {
				return fmt.Sprintf("%sf%d", ofValue, x.Obj(fa))
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

// variableOf finds the variable that a literal has captured.
func (x *Extractor) variableOf(addr ssa.Value) ssa.Value {
	for range maxHops {
		v, ok := addr.(*ssa.FreeVar)
		if !ok {
			break
		}
		b := x.binding(v)
		if b == nil {
			break
		}
		addr = b
	}
	return addr
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
