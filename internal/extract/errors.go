package extract

import (
	"go/token"

	"golang.org/x/tools/go/ssa"

	"github.com/gojoincheck/gojoincheck/internal/syncmodel"
)

// This file tells which errors are surely none that are nil.

// failed reports whether an error is surely one in a block.
func (x *Extractor) failed(err ssa.Value, blk *ssa.BasicBlock) bool {
	if call, ok := err.(*ssa.Call); ok && wraps(&call.Call) {
		err = call.Call.Args[0]
	}
	return madeError(err) || x.keepsError(err) || testedBefore(err, blk, token.NEQ) || x.ended(err, blk) || x.sentError(err)
}

// wraps reports whether a call adds something to an error: "If err is nil, Wrap returns
// nil" (github.com/pkg/errors).
func wraps(c *ssa.CallCommon) bool {
	fn := callee(c)
	if fn == nil || fn.Pkg() == nil || fn.Pkg().Path() != "github.com/pkg/errors" {
		return false
	}
	switch fn.Name() {
	case "Wrap", "Wrapf", "WithStack", "WithMessage", "WithMessagef":
		return true
	}
	return false
}

// keepsError reports whether a value is that of a variable which is an error from its
// declaration on, and to which nothing else is ever stored.
func (x *Extractor) keepsError(v ssa.Value) bool {
	load, ok := v.(*ssa.UnOp)
	if !ok || load.Op != token.MUL {
		return false
	}
	a := x.variable(load.X)
	if a == nil {
		return false
	}
	c := x.cell(a)
	return !c.escapes && len(c.stores) == 1 && c.stores[0].Block() == a.Block() && madeError(c.stores[0].Val)
}

// madeError reports whether a value is an error that is made on the spot, or one
// of those that packages keep in variables.
func madeError(v ssa.Value) bool {
	switch v := v.(type) {
	case *ssa.MakeInterface:
		return true
	case *ssa.UnOp:
		_, global := v.X.(*ssa.Global)
		return v.Op == token.MUL && global
	case *ssa.Call:
		fn := callee(&v.Call)
		if fn == nil || fn.Pkg() == nil {
			return false
		}
		switch fn.Pkg().Path() {
		case "errors":
			return fn.Name() == "New"
		case "fmt":
			return fn.Name() == "Errorf"
		case "github.com/pkg/errors":
			return fn.Name() == "New" || fn.Name() == "Errorf"
		}
	}
	return false
}

// testedBefore reports whether control comes to a block only where the value was found not
// to be nil (token.NEQ), or to be (token.EQL).
func testedBefore(v ssa.Value, blk *ssa.BasicBlock, how token.Token) bool {
	for at := blk; len(at.Preds) == 1; at = at.Preds[0] {
		from := at.Preds[0]
		cond, ok := branchOn(from)
		bin, isBin := cond.(*ssa.BinOp)
		if !ok || !isBin || bin.X != v || !isNil(bin.Y) {
			continue
		}
		taken := 1
		if bin.Op == how {
			taken = 0
		}
		return from.Succs[taken] == at
	}
	return false
}

// ended reports whether a value is the error of a context in a block to which
// control comes only when that context has been seen to be done: "If Done is
// closed, Err returns a non-nil error", and Cause one, too (package context).
func (x *Extractor) ended(v ssa.Value, blk *ssa.BasicBlock) bool {
	call, ok := v.(*ssa.Call)
	if !ok {
		return false
	}
	ctx := call.Call.Value
	if fn := callee(&call.Call); fn != nil && syncmodel.KeyOf(fn) == (syncmodel.Key{Pkg: "context", Name: "Cause"}) {
		ctx = call.Call.Args[0]
	} else if !ofContext(&call.Call, "Err") {
		return false
	}
	isDone := func(ch ssa.Value) bool {
		done, ok := ch.(*ssa.Call)
		return ok && ofContext(&done.Call, "Done") && (done.Call.Value == ctx || x.Obj(done.Call.Value) == x.Obj(ctx))
	}
	for at := blk; ; at = at.Preds[0] {
		for _, in := range at.Instrs {
			if recv, ok := in.(*ssa.UnOp); ok && recv.Op == token.ARROW && isDone(recv.X) {
				return true
			}
			if in == call {
				break
			}
		}
		if len(at.Preds) != 1 {
			return false
		}
		from := at.Preds[0]
		cond, ok := branchOn(from)
		if !ok || from.Succs[0] != at {
			continue
		}
		if st := selectState(cond); st != nil && st.Dir == recvOnly {
			return isDone(st.Chan)
		}
	}
}

// ofContext reports whether a call is that of a method of a context.
func ofContext(c *ssa.CallCommon, name string) bool {
	return c.IsInvoke() && c.Method.Name() == name && c.Method.Pkg() != nil && c.Method.Pkg().Path() == "context"
}

// comparedError gives the error of a call that a branch compares with one that a package
// keeps in a variable, and the successor to which control goes if it is that: it is none
// that is nil then.
func comparedError(cond ssa.Value) (err ssa.Value, equal int) {
	ofCall := func(v ssa.Value) bool {
		_, isCall := v.(*ssa.Call)
		ex, isPart := v.(*ssa.Extract)
		if isPart {
			_, isCall = ex.Tuple.(*ssa.Call)
		}
		return isCall && isError(v.Type())
	}
	kept := func(v ssa.Value) bool {
		load, ok := v.(*ssa.UnOp)
		return ok && load.Op == token.MUL && madeError(load)
	}
	switch c := cond.(type) {
	case *ssa.BinOp:
		if c.Op != token.EQL && c.Op != token.NEQ || !ofCall(c.X) || !kept(c.Y) {
			return nil, 0
		}
		if c.Op == token.NEQ {
			equal = 1
		}
		return c.X, equal
	case *ssa.Call:
		if fn := callee(&c.Call); fn != nil && syncmodel.KeyOf(fn) == (syncmodel.Key{Pkg: "errors", Name: "Is"}) && ofCall(c.Call.Args[0]) && kept(c.Call.Args[1]) {
			return c.Call.Args[0], 0
		}
	}
	return nil, 0
}
