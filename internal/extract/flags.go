package extract

import (
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/gojoincheck/gojoincheck/internal/event"
	"github.com/gojoincheck/gojoincheck/internal/syncmodel"
)

// Flags. An object often remembers what was done to it: started, stopped,
// closed, the channel that is there while it runs. Which way a branch on such a
// field goes is no chance, and the search follows it: what is stored in the
// field is an event of its own, and the branch names the field. Only fields that
// no other package can store to are followed, for there nothing is out of sight.

// flagField reports whether an address is that of a field that can be followed.
func (b *builder) flagField(addr ssa.Value) bool {
	fa, ok := addr.(*ssa.FieldAddr)
	if !ok {
		return false
	}
	f := fieldVar(fa)
	return f != nil && b.follows(f) && !b.private(fa.X) // what is nobody else's is stored to without an event
}

// follows reports whether a field is one that can be followed.
func (b *builder) follows(f *types.Var) bool {
	if f.Exported() || f.Embedded() || f.Pkg() != b.pkg.Pkg {
		return false
	}
	return isBool(f.Type()) || nilable(f.Type()) || isAtomicBool(f.Type())
}

// fieldVar is the field whose address is taken.
func fieldVar(fa *ssa.FieldAddr) *types.Var {
	p, ok := fa.X.Type().Underlying().(*types.Pointer)
	if !ok {
		return nil
	}
	st, ok := p.Elem().Underlying().(*types.Struct)
	if !ok {
		return nil
	}
	return st.Field(fa.Field)
}

func isBool(t types.Type) bool {
	b, ok := t.Underlying().(*types.Basic)
	return ok && b.Info()&types.IsBoolean != 0
}

// nilable reports whether a type is one of those whose variables tell by being
// nil that there is nothing to stop or to wait for.
func nilable(t types.Type) bool {
	switch t.Underlying().(type) {
	case *types.Chan, *types.Pointer, *types.Signature:
		return true
	}
	return false
}

func isAtomicBool(t types.Type) bool {
	n, ok := t.(*types.Named)
	return ok && n.Obj().Name() == "Bool" && n.Obj().Pkg() != nil && n.Obj().Pkg().Path() == "sync/atomic"
}

// setFlag tells what a store puts into a field that is followed, or that it
// replaces a whole struct that has some.
func (b *builder) setFlag(in *ssa.Store) {
	if b.flagField(in.Addr) || throughParam(in) {
		b.emit(event.Event{Kind: event.Set, Loc: b.Obj(in.Addr), N: zeroness(in.Val), Pos: event.Pos(in.Pos())})
		return
	}
	st, ok := in.Val.Type().Underlying().(*types.Struct)
	if !ok || !b.hasFlags(st) || b.private(in.Addr) {
		return
	}
	n := int32(event.Unknown)
	if isZeroConst(in.Val) {
		n = 0
	}
	b.emit(event.Event{Kind: event.Set, Loc: b.Obj(in.Addr), N: n, Pos: event.Pos(in.Pos())})
}

// throughParam reports whether a store is through a parameter, which may be the
// address of a field.
func throughParam(in *ssa.Store) bool {
	_, ok := in.Addr.(*ssa.Parameter)
	return ok && (isBool(in.Val.Type()) || nilable(in.Val.Type()))
}

// hasFlags reports whether a struct has fields that are followed.
func (b *builder) hasFlags(st *types.Struct) bool {
	for i := range st.NumFields() {
		if b.follows(st.Field(i)) {
			return true
		}
		if inner, ok := st.Field(i).Type().Underlying().(*types.Struct); ok && b.hasFlags(inner) {
			return true
		}
	}
	return false
}

// setAtomic is setFlag for the methods of an atomic. On which edge a
// CompareAndSwap has set it is for the branch to tell.
func (b *builder) setAtomic(row *syncmodel.Row, c *ssa.CallCommon, v *ssa.Call) {
	if row.Do != syncmodel.AtomicStore && row.Do != syncmodel.AtomicBoth || c.IsInvoke() || len(c.Args) == 0 || !b.flagField(c.Args[0]) {
		return
	}
	n := int32(event.Unknown)
	switch {
	case row.Do == syncmodel.AtomicStore && len(c.Args) == 2:
		n = zeroness(c.Args[1])
	case v != nil && b.compares(v) && branchedOn(v):
		return
	}
	b.emit(event.Event{Kind: event.Set, Loc: b.Obj(c.Args[0]), N: n, Pos: event.Pos(c.Pos())})
}

// branchedOn reports whether the branch at the end of a call's block tests
// nothing but what the call returns.
func branchedOn(v *ssa.Call) bool {
	cond, ok := branchOn(v.Block())
	for ok {
		not, isNot := cond.(*ssa.UnOp)
		if !isNot || not.Op != token.NOT {
			break
		}
		cond = not.X
	}
	return ok && cond == ssa.Value(v) && justBefore(v, v.Block())
}

// zeroness is 0 for a value that is the zero value, 1 for one that is not, or
// Unknown.
func zeroness(v ssa.Value) int32 {
	switch v := v.(type) {
	case *ssa.Const:
		if isZeroConst(v) {
			return 0
		}
		return 1
	case *ssa.MakeChan, *ssa.MakeClosure, *ssa.Function, *ssa.Alloc, *ssa.FieldAddr, *ssa.IndexAddr:
		return 1
	case *ssa.ChangeType:
		return zeroness(v.X)
	}
	return event.Unknown
}

// flagTest tells which field a branch tests that is followed, and whether the
// true edge is the one on which it is zero.
func (b *builder) flagTest(cond ssa.Value, at *ssa.BasicBlock) (field event.Loc, zero bool) {
	switch c := cond.(type) {
	case *ssa.UnOp:
		switch c.Op {
		case token.NOT:
			field, zero = b.flagTest(c.X, at)
			return field, !zero
		case token.MUL:
			if b.flagField(c.X) && justBefore(c, at) {
				return b.Obj(c.X), false
			}
		}
	case *ssa.BinOp:
		if k, ok := c.Y.(*ssa.Const); ok && (c.Op == token.EQL || c.Op == token.NEQ) && (isZeroConst(k) || isBool(k.Type())) {
			field, zero = b.flagTest(c.X, at)
			return field, zero != (isZeroConst(k) == (c.Op == token.EQL))
		}
	case *ssa.Call:
		if row := b.row(&c.Call); row != nil && !c.Call.IsInvoke() && len(c.Call.Args) > 0 && b.flagField(c.Call.Args[0]) && justBefore(c, at) {
			switch {
			case row.Do == syncmodel.AtomicLoad:
				return b.Obj(c.Call.Args[0]), false
			case b.compares(c):
				return b.Obj(c.Call.Args[0]), true
			}
		}
	}
	return event.NoLoc, false
}

// raises returns what happens on the edges of a branch on a CompareAndSwap of a
// field that is followed: on one of them it has set the field.
func (b *builder) raises(cond ssa.Value) (onYes, onNo func()) {
	not, ok := cond.(*ssa.UnOp)
	if ok && not.Op == token.NOT {
		onNo, onYes = b.raises(not.X)
		return onYes, onNo
	}
	c, ok := cond.(*ssa.Call)
	if !ok || !b.compares(c) || !b.flagField(c.Call.Args[0]) || !branchedOn(c) {
		return nil, nil
	}
	return func() {
		b.emit(event.Event{Kind: event.Set, Loc: b.Obj(c.Call.Args[0]), N: 1, Pos: event.Pos(c.Pos())})
	}, nil
}

// justBefore reports whether a value is read at the end of a block, with nothing
// behind it that could change it or wait.
func justBefore(v ssa.Instruction, at *ssa.BasicBlock) bool {
	if v.Block() != at {
		return false
	}
	i := slices.Index(at.Instrs, v)
	return !slices.ContainsFunc(at.Instrs[i+1:], func(in ssa.Instruction) bool {
		switch in.(type) {
		case *ssa.BinOp, *ssa.UnOp, *ssa.DebugRef, *ssa.If, *ssa.FieldAddr:
			return false
		}
		return true
	})
}
