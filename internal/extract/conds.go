package extract

import (
	"fmt"
	"go/constant"
	"go/token"
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
	if b := asksOfError(v); b != nil && b.Op == token.NEQ {
		neg = !neg
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

// withTokens returns a text in which f has replaced what names a parameter or a
// variable that does not change.
func withTokens(text string, f func(token string) string) string {
	var b strings.Builder
	for {
		i := strings.IndexAny(text, ofParam+ofCell)
		if i < 0 {
			b.WriteString(text)
			return b.String()
		}
		end := i + 1
		for end < len(text) && '0' <= text[end] && text[end] <= '9' {
			end++
		}
		b.WriteString(text[:i])
		b.WriteString(f(text[i:end]))
		text = text[end:]
	}
}

// A passing is a call of a function in sight, with what it passes by the text of
// the parameter; args is nil until somebody asks.
type passing struct {
	call ssa.CallInstruction
	args map[string]ssa.Value
}

// arguments finds what a call passes, nil if that cannot be told.
func (x *Extractor) arguments(p *passing) map[string]ssa.Value {
	call := p.call.Common()
	fn := call.StaticCallee()
	if p.args == nil && fn != nil && len(fn.Params) == len(call.Args) {
		p.args = make(map[string]ssa.Value, len(call.Args))
		for i, param := range fn.Params {
			p.args[x.paramText(param)] = call.Args[i]
		}
	}
	return p.args
}

// CondAt numbers a condition, or an expression, of a function that is called at a
// site as the caller would, and says whether it is the opposite of that: 0 if it
// is made of more than what the caller passes and what both can see, and
// [event.Always] if what the caller passes settles it.
func (x *Extractor) CondAt(cond, site int32) (id int32, neg bool) {
	at := x.callAt[site]
	if at == nil || cond <= 0 || int(cond) > len(x.texts) {
		return 0, false
	}
	text := x.texts[cond-1]
	if strings.Contains(text, ofValue) || !strings.ContainsAny(text, ofParam+ofCell) {
		return 0, false
	}
	args := x.arguments(at)
	if args == nil {
		return 0, false
	}
	if arg := args[text]; arg != nil {
		if c, ok := arg.(*ssa.Const); ok && c.Value != nil && c.Value.Kind() == constant.Bool {
			return event.Always, !constant.BoolVal(c.Value)
		}
		return x.cond(arg)
	}
	if param, _, ok := strings.Cut(strings.TrimPrefix(text, "("), " == nil:"); ok && args[param] != nil {
		switch arg := x.behind(args[param]).(type) {
		case *ssa.Alloc, *ssa.MakeChan, *ssa.MakeClosure, *ssa.MakeMap, *ssa.MakeSlice, *ssa.MakeInterface, *ssa.FieldAddr, *ssa.Function:
			return event.Always, true
		case *ssa.Const:
			return event.Always, arg.Value != nil
		}
		if madeError(args[param]) {
			return event.Always, true
		}
	}
	known := true
	text = withTokens(text, func(token string) string {
		if arg := args[token]; arg != nil {
			return x.condKey(arg, 2)
		}
		known = known && sees(at.call.Parent(), x.owners[token])
		return token
	})
	if !known {
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
				return x.cellText(x.variable(v.X), c)
			}
			if fa, ok := v.X.(*ssa.FieldAddr); ok && !x.fieldStored(fa) {
				return fmt.Sprintf("%sf%d", ofValue, x.Obj(fa))
			}
			if just := justStored(v); just != v && depth > 0 {
				return x.condKey(just, depth-1)
			}
		}
	case *ssa.Call:
		if isBuiltin(v, "len") && depth > 0 {
			return "len(" + x.condKey(v.Call.Args[0], depth-1) + ")"
		}
	}
	if a, c := x.keptIn(v); a != nil {
		return x.cellText(a, c)
	}
	return fmt.Sprintf("%sv%d", ofValue, x.valueID(v))
}

// keptIn finds the variable that a value is all that is ever stored to, by which
// others know it.
func (x *Extractor) keptIn(v ssa.Value) (*ssa.Alloc, *cell) {
	if v.Referrers() == nil {
		return nil, nil
	}
	for _, ref := range *v.Referrers() {
		st, ok := ref.(*ssa.Store)
		if !ok || st.Val != v {
			continue
		}
		if a, ok := st.Addr.(*ssa.Alloc); ok {
			if c := x.cell(a); !c.escapes && len(c.stores) == 1 {
				return a, c
			}
		}
	}
	return nil, nil
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
