package extract

import (
	"fmt"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/gojoincheck/gojoincheck/internal/event"
)

// testsError reports whether the condition compares an error with nil. One that
// came in a message is the sender's to know.
func testsError(cond ssa.Value) bool {
	bin, ok := cond.(*ssa.BinOp)
	if !ok {
		bin = asksOfError(cond)
		ok = bin != nil
	}
	if !ok || !isNil(bin.Y) || !isError(bin.X.Type()) {
		return false
	}
	return !fromMessage(bin.X, maxHops)
}

// asksOfError is the comparison that a call asks for, if what it calls does nothing
// but compare an error with nil: "return c.ctx.Err() != nil".
func asksOfError(v ssa.Value) *ssa.BinOp {
	call, ok := v.(*ssa.Call)
	if !ok {
		return nil
	}
	fn := call.Call.StaticCallee()
	if fn == nil || len(fn.Blocks) != 1 {
		return nil
	}
	ret, ok := fn.Blocks[0].Instrs[len(fn.Blocks[0].Instrs)-1].(*ssa.Return)
	if !ok || len(ret.Results) != 1 {
		return nil
	}
	bin, ok := ret.Results[0].(*ssa.BinOp)
	if !ok || !testsError(bin) {
		return nil
	}
	return bin
}

// succeeded numbers the condition that the error of a call is nil, or that its
// last result is true, 0 if there is neither.
func (b *builder) succeeded(call *ssa.Call) int32 {
	if call == nil {
		return 0
	}
	var err ssa.Value = call
	if t, ok := call.Type().(*types.Tuple); ok {
		if err = extracted(call, t.Len()-1); err == nil {
			return 0
		}
	}
	switch {
	case isError(err.Type()):
		return b.isNilCond(err)
	case isBool(err.Type()):
		if id, neg := b.cond(err); !neg {
			return id
		}
	}
	return 0
}

// isNilCond numbers the condition that an error is nil.
func (x *Extractor) isNilCond(err ssa.Value) int32 {
	return x.condNumber(fmt.Sprintf("(%s == %s)", x.condKey(err, 2), x.condKey(ssa.NewConst(nil, err.Type()), 2)))
}

// onlyError reports whether a return gives nil for all results but the last, which is an
// error.
func onlyError(ret *ssa.Return) bool {
	n := len(ret.Results) - 1
	return n > 0 && isError(ret.Results[n].Type()) && !isNil(ret.Results[n]) &&
		!slices.ContainsFunc(ret.Results[:n], func(v ssa.Value) bool { return !isNil(v) })
}

// returnsError tells with what error or boolean a function returns, and which
// condition tells, if it is the error of a call.
func (x *Extractor) returnsError(ret *ssa.Return) (event.Ret, int32) {
	if len(ret.Results) == 0 {
		return event.RetAnyhow, 0
	}
	err := justStored(ret.Results[len(ret.Results)-1])
	switch {
	case isBool(err.Type()):
		return returnsBool(err), 0
	case !isError(err.Type()):
		return event.RetAnyhow, 0
	case isNil(err):
		return event.RetOK, 0
	case x.failed(err, ret.Block()):
		return event.RetFailed, 0
	}
	switch err := err.(type) {
	case *ssa.Extract:
		if _, ok := err.Tuple.(*ssa.Call); ok {
			return event.RetAnyhow, x.isNilCond(err)
		}
	case *ssa.Call:
		return event.RetAnyhow, x.isNilCond(err)
	case *ssa.Phi: // of which the ways may tell, see settled; in a loop each round has another
		if !isHeader(err.Block()) {
			return event.RetAnyhow, x.isNilCond(err)
		}
	}
	return event.RetAnyhow, 0
}

// returnsBool tells whether a returned boolean is a constant.
func returnsBool(v ssa.Value) event.Ret {
	c, ok := v.(*ssa.Const)
	switch {
	case !ok:
		return event.RetAnyhow
	case isZeroConst(c):
		return event.RetFalse
	}
	return event.RetTrue
}

func isBool(t types.Type) bool {
	b, ok := t.Underlying().(*types.Basic)
	return ok && b.Info()&types.IsBoolean != 0
}

// justStored is what a variable holds that is read right after it was stored to.
func justStored(v ssa.Value) ssa.Value {
	load, ok := v.(*ssa.UnOp)
	if !ok || load.Op != token.MUL {
		return v
	}
	var last ssa.Value = v
	for _, in := range load.Block().Instrs {
		switch in := in.(type) {
		case *ssa.Store:
			if in.Addr == load.X {
				last = in.Val
			}
		case *ssa.Call, *ssa.RunDefers, *ssa.Go, *ssa.Select, *ssa.Send:
			if !private(load.X) {
				last = v // somebody else may have stored since
			}
		case *ssa.UnOp:
			if in == load {
				return last
			}
		}
	}
	return v
}

// private reports whether nobody but the function itself can store to a variable.
func private(addr ssa.Value) bool {
	a, ok := addr.(*ssa.Alloc)
	return ok && !slices.ContainsFunc(*a.Referrers(), func(ref ssa.Instruction) bool {
		switch ref := ref.(type) {
		case *ssa.DebugRef, *ssa.UnOp:
			return false
		case *ssa.Store:
			return ref.Val == addr
		}
		return true
	})
}

func isError(t types.Type) bool {
	return types.Identical(t, types.Universe.Lookup("error").Type())
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
	case *ssa.Extract:
		if call, ok := v.Tuple.(*ssa.Call); ok && toldOf(call, hops) {
			return true
		}
	case *ssa.Call:
		if tellsOf(&v.Call, hops) {
			return true
		}
	}
	return fromMessage(v, hops)
}

// tellsOf reports whether a call asks something of what the function was told, and
// of nothing else. Of what is shared by reference it may ask how that is by now.
func tellsOf(c *ssa.CallCommon, hops int) bool {
	if c.StaticCallee() == nil && !c.IsInvoke() {
		return false
	}
	args, asked := c.Args, false
	if c.IsInvoke() {
		args = append([]ssa.Value{c.Value}, args...)
	}
	for _, a := range args {
		if _, isConst := a.(*ssa.Const); isConst {
			continue
		}
		switch a.Type().Underlying().(type) {
		case *types.Basic, *types.Struct, *types.Array, *types.Interface:
		default:
			return false
		}
		if !toldOf(a, hops-1) {
			return false
		}
		asked = true
	}
	return asked
}

// heldIn reports whether a value depends on what a field or a global variable
// holds, or on the kind of an error.
func heldIn(v ssa.Value, hops int) bool {
	if hops == 0 {
		return false
	}
	switch v := v.(type) {
	case *ssa.BinOp:
		return heldIn(v.X, hops-1) || heldIn(v.Y, hops-1)
	case *ssa.Convert:
		return heldIn(v.X, hops-1)
	case *ssa.UnOp:
		if v.Op != token.MUL {
			return heldIn(v.X, hops-1)
		}
		switch addr := v.X.(type) {
		case *ssa.FieldAddr:
			return !ofLocal(addr)
		case *ssa.Global:
			return true
		}
	case *ssa.Extract:
		assert, ok := v.Tuple.(*ssa.TypeAssert)
		return ok && isError(assert.X.Type())
	case *ssa.Call:
		fn := callee(&v.Call)
		if fn == nil || fn.Pkg() == nil {
			return false
		}
		return fn.Pkg().Path() == "errors" || fn.Pkg().Path() == "sync/atomic"
	}
	return false
}

// ofLocal reports whether a field is that of a local variable, whose address nobody has:
// a copy of what was elsewhere.
func ofLocal(addr *ssa.FieldAddr) bool {
	for {
		switch x := addr.X.(type) {
		case *ssa.FieldAddr:
			addr = x
			continue
		case *ssa.Alloc:
			return !x.Heap
		}
		return false
	}
}

// turnOf reports whether a value depends on which round of a loop it is: on a
// variable that each round changes by a constant.
func (x *Extractor) turnOf(v ssa.Value, hops int) bool {
	if hops == 0 {
		return false
	}
	switch v := v.(type) {
	case *ssa.BinOp:
		if v.Op == token.ADD {
			if phi, ok := v.X.(*ssa.Phi); ok && counts(phi) {
				return true
			}
		}
		return x.turnOf(v.X, hops-1) || x.turnOf(v.Y, hops-1)
	case *ssa.Phi:
		return counts(v)
	case *ssa.Convert:
		return x.turnOf(v.X, hops-1)
	case *ssa.UnOp: // the variable of one round, which somebody has captured
		c := x.cellOf(v.X)
		return v.Op == token.MUL && c != nil && slices.ContainsFunc(c.stores, func(st *ssa.Store) bool { return x.turnOf(st.Val, hops-1) })
	case *ssa.Parameter:
		return slices.ContainsFunc(x.passedTo(v), func(arg ssa.Value) bool { return x.turnOf(arg, hops-1) })
	}
	return false
}

// passedTo lists what is passed as a parameter of a literal where that is called.
func (x *Extractor) passedTo(p *ssa.Parameter) (args []ssa.Value) {
	fn := p.Parent()
	if fn.Parent() == nil {
		return nil
	}
	x.scan(fn.Parent())
	var called ssa.Value = fn
	if mc := x.closures[fn]; mc != nil {
		called = mc
	}
	for _, ref := range *called.Referrers() {
		c, ok := ref.(ssa.CallInstruction)
		if i := slices.Index(fn.Params, p); ok && c.Common().Value == called && i < len(c.Common().Args) {
			args = append(args, c.Common().Args[i])
		}
	}
	return args
}

// counts reports whether a variable goes up or down by a constant.
func counts(phi *ssa.Phi) bool {
	return slices.ContainsFunc(phi.Edges, func(e ssa.Value) bool {
		b, ok := e.(*ssa.BinOp)
		if !ok || b.X != phi || b.Op != token.ADD && b.Op != token.SUB {
			return false
		}
		_, constant := b.Y.(*ssa.Const)
		return constant
	})
}
