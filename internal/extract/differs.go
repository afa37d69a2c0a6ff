package extract

import (
	"go/constant"
	"go/token"
	"slices"

	"golang.org/x/tools/go/ssa"
)

// oneOf reports whether a branch compares what differs from round to round of a loop with a
// constant, and on which edge the two are equal: of the goroutines that the loop starts, one
// alone goes there.
func (b *builder) oneOf(cond ssa.Value) (equal int, ok bool) {
	bin, isBin := cond.(*ssa.BinOp)
	if !isBin || bin.Op != token.EQL && bin.Op != token.NEQ {
		return 0, false
	}
	if _, isConst := bin.Y.(*ssa.Const); !isConst || !b.differs(bin.X, maxHops) {
		return 0, false
	}
	if bin.Op == token.NEQ {
		equal = 1
	}
	return equal, true
}

// differs reports whether a value is another one in each round of a loop: its counter, or an
// element of a list of different constants that the loop goes through; here or, as captured
// or passed, in a literal.
func (x *Extractor) differs(v ssa.Value, hops int) bool {
	if hops == 0 {
		return false
	}
	switch v := v.(type) {
	case *ssa.Phi:
		return counts(v)
	case *ssa.BinOp:
		_, isConst := v.Y.(*ssa.Const)
		return isConst && (v.Op == token.ADD || v.Op == token.SUB) && x.differs(v.X, hops-1)
	case *ssa.Convert:
		return x.differs(v.X, hops-1)
	case *ssa.UnOp:
		if v.Op != token.MUL {
			return false
		}
		if el, ok := v.X.(*ssa.IndexAddr); ok {
			return x.differs(el.Index, hops-1) && distinct(el.X)
		}
		c := x.cellOf(v.X)
		return c != nil && c.only() != nil && x.differs(c.only(), hops-1)
	case *ssa.Parameter:
		args := x.passedTo(v)
		return len(args) == 1 && x.differs(args[0], hops-1)
	}
	return false
}

// distinct reports whether a list is written out, of constants no two of which are equal.
func distinct(list ssa.Value) bool {
	if s, ok := list.(*ssa.Slice); ok {
		list = s.X
	}
	a, ok := list.(*ssa.Alloc)
	if !ok {
		return false
	}
	var seen []constant.Value
	for _, ref := range *a.Referrers() {
		el, ok := ref.(*ssa.IndexAddr)
		if !ok {
			continue
		}
		for _, use := range *el.Referrers() {
			st, ok := use.(*ssa.Store)
			if !ok || st.Addr != el {
				continue
			}
			c, ok := st.Val.(*ssa.Const)
			if !ok || c.Value == nil || !exact(c.Value) {
				return false
			}
			if slices.ContainsFunc(seen, func(other constant.Value) bool {
				return other.Kind() == c.Value.Kind() && constant.Compare(other, token.EQL, c.Value)
			}) {
				return false
			}
			seen = append(seen, c.Value)
		}
	}
	return len(seen) > 0
}
