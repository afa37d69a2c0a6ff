package extract

import (
	"go/constant"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/gojoincheck/gojoincheck/internal/event"
)

// constDepth bounds how far constOf follows operands.
const constDepth = 8

// constOf returns the value that v always has when use runs, or nil.
func (x *Extractor) constOf(v ssa.Value, use ssa.Instruction) constant.Value {
	return x.fold(v, use, constDepth)
}

func (x *Extractor) fold(v ssa.Value, use ssa.Instruction, depth int) constant.Value {
	if depth == 0 {
		return nil
	}
	switch v := v.(type) {
	case *ssa.Const:
		return v.Value
	case *ssa.ChangeType:
		return x.fold(v.X, use, depth-1)
	case *ssa.Convert:
		c := x.fold(v.X, use, depth-1)
		if c != nil && c.Kind() == constant.Int && isInteger(v.Type()) {
			return c
		}
	case *ssa.UnOp:
		return x.foldUnary(v, use, depth)
	case *ssa.BinOp:
		return x.foldBinary(v, use, depth)
	case *ssa.Phi:
		return x.foldPhi(v, use, depth)
	case *ssa.Parameter:
		return x.foldParam(v, depth)
	case *ssa.Call:
		return x.foldLen(v, use, depth)
	}
	return nil
}

func isInteger(t types.Type) bool {
	b, ok := t.Underlying().(*types.Basic)
	return ok && b.Info()&types.IsInteger != 0
}

func (x *Extractor) foldUnary(v *ssa.UnOp, use ssa.Instruction, depth int) constant.Value {
	switch v.Op {
	case token.MUL:
		if a, ok := v.X.(*ssa.Alloc); ok && unset(a, v) {
			return zero(v.Type())
		}
		c := x.cellOf(v.X)
		if c == nil || c.escapes || c.parts || len(c.stores) != 1 {
			return nil
		}
		if st := c.stores[0]; x.stored(st, v) {
			return x.fold(st.Val, v, depth-1)
		}
	case token.NOT, token.SUB:
		if c := x.fold(v.X, use, depth-1); c != nil && c.Kind() != constant.Unknown {
			return constant.UnaryOp(v.Op, c, 0)
		}
	}
	return nil
}

// unset reports whether a variable is read right where it is declared, before
// anybody can have stored in it.
func unset(a *ssa.Alloc, load *ssa.UnOp) bool {
	if a.Block() != load.Block() {
		return false
	}
	for _, in := range a.Block().Instrs {
		if in == ssa.Instruction(load) {
			return true
		}
		switch in := in.(type) {
		case *ssa.FieldAddr, *ssa.IndexAddr: // a part may be stored to
			if *in.Operands(nil)[0] == ssa.Value(a) {
				return false
			}
		case *ssa.Store:
			if in.Addr == ssa.Value(a) {
				return false
			}
		}
		if tells(in, a) {
			return false
		}
	}
	return false
}

// zero is the zero value of a basic type, nil for any other.
func zero(t types.Type) constant.Value {
	b, ok := t.Underlying().(*types.Basic)
	switch {
	case !ok:
		return nil
	case b.Info()&types.IsBoolean != 0:
		return constant.MakeBool(false)
	case b.Info()&types.IsInteger != 0:
		return constant.MakeInt64(0)
	case b.Info()&types.IsString != 0:
		return constant.MakeString("")
	}
	return nil
}

func (x *Extractor) foldBinary(v *ssa.BinOp, use ssa.Instruction, depth int) constant.Value {
	if (v.Op == token.EQL || v.Op == token.NEQ) && isNil(v.Y) && x.alwaysNil(v.X) {
		return constant.MakeBool(v.Op == token.EQL)
	}
	a, b := x.fold(v.X, use, depth-1), x.fold(v.Y, use, depth-1)
	if a == nil || b == nil || a.Kind() != b.Kind() {
		return nil
	}
	switch v.Op {
	case token.EQL, token.NEQ, token.LSS, token.LEQ, token.GTR, token.GEQ:
		if a.Kind() == constant.Bool && v.Op != token.EQL && v.Op != token.NEQ {
			return nil
		}
		return constant.MakeBool(constant.Compare(a, v.Op, b))
	case token.ADD, token.SUB, token.MUL:
		if a.Kind() == constant.Int {
			return constant.BinaryOp(a, v.Op, b)
		}
	case token.QUO:
		if a.Kind() == constant.Int && constant.Sign(b) != 0 {
			return constant.BinaryOp(a, token.QUO_ASSIGN, b)
		}
	}
	return nil
}

// alwaysNil reports whether a value is read from a variable in which nothing but
// nil is ever stored.
func (x *Extractor) alwaysNil(v ssa.Value) bool {
	load, ok := v.(*ssa.UnOp)
	if !ok || load.Op != token.MUL {
		return false
	}
	c := x.cellOf(load.X)
	return c != nil && !c.escapes && !c.parts && !slices.ContainsFunc(c.stores, func(st *ssa.Store) bool {
		return !isNil(st.Val) && !selfStore(st)
	})
}

// foldPhi folds a phi whose edges are all the same constant or itself.
func (x *Extractor) foldPhi(v *ssa.Phi, use ssa.Instruction, depth int) constant.Value {
	var found constant.Value
	for _, e := range v.Edges {
		if e == v {
			continue
		}
		c := x.fold(e, use, min(depth-1, 2))
		if c == nil || found != nil && (c.Kind() != found.Kind() || !constant.Compare(c, token.EQL, found)) {
			return nil
		}
		found = c
	}
	return found
}

func (x *Extractor) foldLen(v *ssa.Call, use ssa.Instruction, depth int) constant.Value {
	b, ok := v.Call.Value.(*ssa.Builtin)
	if !ok || b.Name() != "len" && b.Name() != "cap" {
		return nil
	}
	if n := x.length(v.Call.Args[0], use, depth-1, b.Name() == "cap"); n >= 0 {
		return constant.MakeInt64(n)
	}
	return nil
}

// length is the constant length of a slice, array or channel value, or -1.
func (x *Extractor) length(v ssa.Value, use ssa.Instruction, depth int, capacity bool) int64 {
	if depth <= 0 {
		return -1
	}
	switch v := v.(type) {
	case *ssa.Slice:
		return x.sliced(v, use, depth, capacity)
	case *ssa.MakeSlice:
		n := v.Len
		if capacity {
			n = v.Cap
		}
		return intOf(x.fold(n, v, depth-1))
	case *ssa.MakeChan:
		if capacity {
			return intOf(x.fold(v.Size, v, depth-1))
		}
	case *ssa.UnOp:
		if v.Op == token.MUL {
			if only := x.storedOnce(v.X); only != nil {
				return x.length(only, use, depth-1, capacity)
			}
		}
	}
	return -1
}

// sliced is the length of what slicing yields; make of a constant length is one.
func (x *Extractor) sliced(v *ssa.Slice, use ssa.Instruction, depth int, capacity bool) int64 {
	low, high := int64(0), int64(-1)
	if v.Low != nil {
		low = intOf(x.fold(v.Low, v, depth-1))
	}
	end := v.High
	if capacity {
		end = v.Max
	}
	if end != nil {
		high = intOf(x.fold(end, v, depth-1))
	} else if p, ok := v.X.Type().Underlying().(*types.Pointer); ok {
		if a, ok := p.Elem().Underlying().(*types.Array); ok {
			high = a.Len()
		}
	} else {
		high = x.length(v.X, use, depth-1, capacity)
	}
	if low < 0 || high < low {
		return -1
	}
	return high - low
}

func intOf(c constant.Value) int64 {
	if c == nil || c.Kind() != constant.Int {
		return -1
	}
	n, ok := constant.Int64Val(c)
	if !ok || n < 0 {
		return -1
	}
	return n
}

func (x *Extractor) capacity(v *ssa.MakeChan) int {
	n := intOf(x.constOf(v.Size, v))
	if n < 0 || n > 1<<20 {
		return event.CapUnknown
	}
	return int(n)
}

func constInt(c constant.Value) (int64, bool) {
	if c == nil || c.Kind() != constant.Int {
		return 0, false
	}
	return constant.Int64Val(c)
}
