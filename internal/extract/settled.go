package extract

import (
	"fmt"
	"go/constant"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/gojoincheck/gojoincheck/internal/event"
	"github.com/gojoincheck/gojoincheck/internal/syncmodel"
)

// A variable often remembers which way was taken: "done := false", and true in
// one case of a select. On each way to where the ways meet it is a constant, and
// so is the test of it further on: the edge of that way is taken only under the
// condition that the test will find.

// leave links an SSA block to its k'th successor.
func (b *builder) leave(i int, e event.Edge, from *ssa.BasicBlock, k int, happens func()) {
	to := from.Succs[k]
	e.To = b.first[to.Index]
	then := event.Edge{To: e.To}
	then.Cond, then.Neg = b.settled(from, to)
	switch {
	case then.Cond == 0:
		b.link(i, e, happens)
	case len(from.Succs) == 1:
		b.link(i, then, happens)
	default:
		b.linkBy(i, e, then, happens)
	}
}

// settled numbers the condition, of the first test that is decided on the way
// from one block to the next, 0 if there is none. neg is set when it is false.
func (b *builder) settled(from, to *ssa.BasicBlock) (cond int32, neg bool) {
	if len(to.Preds) < 2 || isHeader(to) {
		return 0, false
	}
	for _, in := range to.Instrs {
		phi, ok := in.(*ssa.Phi)
		if !ok {
			break
		}
		if id, failed := b.settledError(phi, from); id != 0 {
			return id, failed
		}
		c := edgeConst(phi, from)
		if c == nil {
			continue
		}
		for _, t := range b.testsOf(phi) {
			if holds, ok := t.holds(c); ok && to.Dominates(t.at) {
				return t.id, holds == t.neg
			}
		}
	}
	return 0, false
}

// settledError numbers the condition that an error is nil which the function returns, if that
// is decided when control comes from a block; 0 if it is not.
func (b *builder) settledError(phi *ssa.Phi, from *ssa.BasicBlock) (cond int32, failed bool) {
	if !isError(phi.Type()) || !returned(phi) || passesLoop(from, phi.Block()) {
		return 0, false
	}
	i := slices.Index(phi.Block().Preds, from)
	switch v := phi.Edges[i]; {
	case isNil(v), testedBefore(v, from, token.EQL):
		return b.isNilCond(phi), false
	case b.failed(v, from):
		return b.isNilCond(phi), true
	}
	return 0, false
}

// passesLoop reports whether control goes from one block to the next without a single round of
// a loop that others come there from: that it goes round is taken for granted.
func passesLoop(from, to *ssa.BasicBlock) bool {
	goesRound := func(b *ssa.BasicBlock) bool {
		return slices.ContainsFunc(b.Succs, func(s *ssa.BasicBlock) bool { return reaches(s, b) })
	}
	return !goesRound(from) && slices.ContainsFunc(to.Preds, goesRound)
}

// returned reports whether a function returns a variable as its last result.
func returned(phi *ssa.Phi) bool {
	return slices.ContainsFunc(*phi.Referrers(), func(in ssa.Instruction) bool {
		ret, ok := in.(*ssa.Return)
		return ok && ret.Results[len(ret.Results)-1] == phi
	})
}

// edgeConst is the constant that a phi is when control comes from a block, or nil.
func edgeConst(phi *ssa.Phi, from *ssa.BasicBlock) constant.Value {
	var found constant.Value
	for i, p := range phi.Block().Preds {
		if p != from {
			continue
		}
		c, ok := phi.Edges[i].(*ssa.Const)
		if !ok || c.Value == nil || found != nil && !constant.Compare(found, token.EQL, c.Value) {
			return nil
		}
		found = c.Value
	}
	return found
}

// A decision is a place where control depends on a variable and constants alone.
type decision struct {
	at    *ssa.BasicBlock
	id    int32 // number of the condition
	neg   bool  // what is demanded is that it is false
	holds func(c constant.Value) (holds, ok bool)
}

// testsOf lists the decisions that depend on a variable.
func (b *builder) testsOf(phi *ssa.Phi) []decision {
	var out []decision
	var visit func(v ssa.Value, hops int)
	visit = func(v ssa.Value, hops int) {
		if hops == 0 || v.Referrers() == nil {
			return
		}
		for _, ref := range *v.Referrers() {
			switch ref := ref.(type) {
			case *ssa.If:
				out = append(out, b.branchOf(v, phi, ref))
			case *ssa.UnOp, *ssa.BinOp, *ssa.MakeInterface:
				visit(ref.(ssa.Value), hops-1)
			case *ssa.Call:
				if d, of := b.assertion(ref); of == phi {
					out = append(out, d)
				}
			}
		}
	}
	visit(phi, 3)
	return out
}

func (b *builder) branchOf(v ssa.Value, phi *ssa.Phi, iff *ssa.If) decision {
	id, neg := b.cond(v)
	return decision{iff.Block(), id, neg, func(c constant.Value) (bool, bool) {
		is := evaluate(v, phi, c)
		if is == nil || is.Kind() != constant.Bool {
			return false, false
		}
		return constant.BoolVal(is), true
	}}
}

// evaluate is what a value is when a variable is a constant, nil if that does not
// say.
func evaluate(v ssa.Value, phi *ssa.Phi, is constant.Value) constant.Value {
	switch v := v.(type) {
	case *ssa.Phi:
		if v == phi {
			return is
		}
	case *ssa.Const:
		return v.Value
	case *ssa.UnOp:
		if x := evaluate(v.X, phi, is); x != nil && v.Op == token.NOT {
			return constant.UnaryOp(token.NOT, x, 0)
		}
	case *ssa.BinOp:
		x, y := evaluate(v.X, phi, is), evaluate(v.Y, phi, is)
		if x == nil || y == nil || !exact(x) || !exact(y) {
			return nil
		}
		switch v.Op {
		case token.EQL, token.NEQ, token.LSS, token.LEQ, token.GTR, token.GEQ:
			return constant.MakeBool(constant.Compare(x, v.Op, y))
		}
	}
	return nil
}

// exact reports whether a constant is of a kind that is compared exactly.
func exact(c constant.Value) bool {
	return c.Kind() == constant.Bool || c.Kind() == constant.Int || c.Kind() == constant.String
}

// assertion tells what a call demands of a variable that is a constant on some
// way: it ends the test if that does not hold.
func (b *builder) assertion(call *ssa.Call) (decision, *ssa.Phi) {
	c := &call.Call
	how := asserts(c)
	if how == syncmodel.AssertsNothing || c.IsInvoke() {
		return decision{}, nil
	}
	phi, ok := demanded(c, 1).(*ssa.Phi)
	var with *ssa.Const
	d := decision{at: call.Block()}
	switch how {
	case syncmodel.AssertsNil, syncmodel.AssertsNotNil:
		return d, nil
	case syncmodel.AssertsTrue, syncmodel.AssertsFalse:
		if !ok {
			return d, nil
		}
		d.id, d.neg, _ = b.demands(how, phi)
		with = ssa.NewConst(constant.MakeBool(how == syncmodel.AssertsTrue), phi.Type())
	default:
		if ok {
			with, _ = demanded(c, 2).(*ssa.Const)
		} else if phi, ok = demanded(c, 2).(*ssa.Phi); ok {
			with, _ = demanded(c, 1).(*ssa.Const)
		}
		if !ok || with == nil || with.Value == nil || !exact(with.Value) || !types.Identical(with.Type(), phi.Type()) {
			return d, nil
		}
		d.id = b.condNumber(fmt.Sprintf("(%s %s %s)", b.condKey(phi, 2), token.EQL, b.condKey(with, 2)))
		d.neg = how == syncmodel.AssertsNotEqual
	}
	if !slices.ContainsFunc(phi.Edges, func(v ssa.Value) bool { c, ok := v.(*ssa.Const); return ok && c.Value != nil }) {
		return d, nil
	}
	d.holds = func(c constant.Value) (bool, bool) {
		return constant.Compare(c, token.EQL, with.Value) != (how == syncmodel.AssertsNotEqual), true
	}
	return d, phi
}

// asserts is what a call demands: of an error to be one that is nil, that it is nil.
func asserts(c *ssa.CallCommon) syncmodel.Assertion {
	how := syncmodel.Asserts(callee(c))
	switch {
	case how != syncmodel.AssertsIs:
		return how
	case len(c.Args) > 2 && isNil(c.Args[2]):
		return syncmodel.AssertsNil
	}
	return syncmodel.AssertsNotNil
}

// demanded is an operand of an assertion: the test, or what was made from it, is
// number 0.
func demanded(c *ssa.CallCommon, i int) ssa.Value {
	if mi, ok := c.Args[i].(*ssa.MakeInterface); ok {
		return mi.X
	}
	return c.Args[i]
}

// assertedResult tells what a call demands of the error or the boolean that a
// function in sight has returned. It is false if it demands nothing of the kind.
func (b *builder) assertedResult(call *ssa.Call) (decision, bool) {
	d := decision{at: call.Block()}
	how := asserts(&call.Call)
	if how == syncmodel.AssertsNothing || call.Call.IsInvoke() {
		return d, false
	}
	v := demanded(&call.Call, 1)
	from, ok := v.(*ssa.Call)
	if e, is := v.(*ssa.Extract); is {
		from, ok = e.Tuple.(*ssa.Call)
	}
	if !ok || !b.target(&from.Call).Known() {
		return d, false
	}
	d.id, d.neg, ok = b.demands(how, v)
	return d, ok
}

// demands numbers the condition that an assertion demands of an error or a boolean,
// or its opposite. It is false for other assertions and values.
func (b *builder) demands(how syncmodel.Assertion, v ssa.Value) (id int32, neg, ok bool) {
	switch {
	case isError(v.Type()) && (how == syncmodel.AssertsNil || how == syncmodel.AssertsNotNil):
		return b.isNilCond(v), how == syncmodel.AssertsNotNil, true
	case isBool(v.Type()) && (how == syncmodel.AssertsTrue || how == syncmodel.AssertsFalse):
		id, neg = b.cond(v)
		return id, neg != (how == syncmodel.AssertsFalse), true
	}
	return 0, false, false
}

// asserts ends the block where a call ends the test unless a condition holds;
// what comes next goes on in another.
func (b *builder) asserts(call *ssa.Call) {
	d, phi := b.assertion(call)
	if phi == nil {
		var ok bool
		if d, ok = b.assertedResult(call); !ok {
			return
		}
	}
	from := b.at
	next := b.newBlock()
	b.link(from, event.Edge{To: int32(next), Cond: d.id, Neg: d.neg}, nil)
	b.link(from, event.Edge{To: int32(next), Cond: d.id, Neg: !d.neg}, func() {
		b.sync(event.Stop, event.OpFatal, b.opaqueHere(), call.Pos())
	})
	b.at, b.cur = next, &b.out.Blocks[next].Events
}
