package extract

import (
	"go/constant"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/gojoincheck/gojoincheck/internal/event"
	"github.com/gojoincheck/gojoincheck/internal/syncmodel"
)

// Flags. An object often remembers what was done to it: started, stopped,
// closed, the channel that is there while it runs. Which way a branch on such a
// field goes is no chance: what is stored in the field is an event of its own, and
// the branch names the field, for the linker and the search to follow. Only fields that
// no other package can store to are followed, for there nothing is out of sight.

// flagField reports whether an address is that of a field that can be followed.
func (b *builder) flagField(addr ssa.Value) bool {
	fa, ok := addr.(*ssa.FieldAddr)
	if !ok {
		return false
	}
	f := FieldVar(fa)
	return f != nil && b.follows(f) && !b.private(fa.X) // what is nobody else's is stored to without an event
}

// flagCell reports whether an address is that of an error or a boolean which a
// closure tests, as what is deferred tests the error that is returned.
func (b *builder) flagCell(addr ssa.Value) bool {
	c := b.cellOf(addr)
	if c == nil || !c.tested || c.escapes || c.parts {
		return false
	}
	t := addr.Type().Underlying().(*types.Pointer).Elem()
	_, isChan := t.Underlying().(*types.Chan)
	return isError(t) || isBool(t) || isChan
}

// follows reports whether a field is one that can be followed.
func (b *builder) follows(f *types.Var) bool {
	if f.Exported() || f.Embedded() || f.Pkg() != b.pkg.Pkg {
		return false
	}
	return isFlag(f.Type()) || isAtomic(f.Type())
}

// isFlag reports whether a type is one whose values are followed: booleans, small
// numbers, and what tells by being nil that there is nothing to stop or to wait
// for.
func isFlag(t types.Type) bool {
	switch t := t.Underlying().(type) {
	case *types.Basic:
		return t.Info()&(types.IsBoolean|types.IsInteger) != 0
	case *types.Chan, *types.Pointer, *types.Signature:
		return true
	}
	return false
}

// isAtomic reports whether a type is an atomic boolean or number.
func isAtomic(t types.Type) bool {
	n, ok := t.(*types.Named)
	if !ok || n.Obj().Pkg() == nil || n.Obj().Pkg().Path() != "sync/atomic" {
		return false
	}
	switch n.Obj().Name() {
	case "Bool", "Int32", "Int64", "Uint32", "Uint64":
		return true
	}
	return false
}

// setFlag tells what a store puts into a field that is followed, or that it
// replaces a whole struct that has some.
func (b *builder) setFlag(in *ssa.Store) {
	if b.flagCell(in.Addr) {
		n := valueOf(in.Val)
		if isError(in.Val.Type()) && b.failed(in.Val, in.Block()) {
			n = event.NonZero
		}
		b.emit(event.Event{Kind: event.Set, Op: event.OpFlag, Loc: b.Obj(in.Addr), N: n, Pos: event.Pos(in.Pos())})
		return
	}
	if b.flagField(in.Addr) || throughParam(in) {
		b.emit(event.Event{Kind: event.Set, Loc: b.Obj(in.Addr), N: valueOf(in.Val), Pos: event.Pos(in.Pos())})
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
	return ok && isFlag(in.Val.Type())
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
		n = valueOf(c.Args[1])
	case v != nil && (b.compares(v) || b.swaps(v) && isBool(v.Type())) && branchedOn(v):
		return
	case v != nil && b.swaps(v):
		n = valueOf(c.Args[1])
	}
	b.emit(event.Event{Kind: event.Set, Loc: b.Obj(c.Args[0]), N: n, Pos: event.Pos(c.Pos())})
}

// branchedOn reports whether the branch at the end of a call's block tests
// nothing but what the call returns.
func branchedOn(v *ssa.Call) bool {
	cond, ok := branchOn(v.Block())
	if ok {
		cond, _ = unnegated(cond)
	}
	return ok && cond == ssa.Value(v) && justBefore(v, v.Block())
}

// valueOf is what is known of a stored value: a constant that is not negative,
// NonZero or Unknown.
func valueOf(v ssa.Value) int32 {
	switch v := v.(type) {
	case *ssa.Const:
		return constFlag(v)
	case *ssa.MakeChan, *ssa.MakeClosure, *ssa.Function, *ssa.Alloc, *ssa.FieldAddr, *ssa.IndexAddr:
		return event.NonZero
	case *ssa.ChangeType:
		return valueOf(v.X)
	case *ssa.Call: // what stops a timer, or the timer
		if fn := callee(&v.Call); fn != nil && (fn.Name() == "AfterFunc" || fn.Name() == "NewTimer" || fn.Name() == "NewTicker") && fn.Pkg() != nil {
			if p := fn.Pkg().Path(); p == "context" || p == "time" {
				return event.NonZero
			}
		}
	case *ssa.Extract: // the context and the cancel function that context.WithCancel returns
		if call, ok := v.Tuple.(*ssa.Call); ok {
			if fn := callee(&call.Call); fn != nil && fn.Pkg() != nil && fn.Pkg().Path() == "context" {
				return event.NonZero
			}
		}
	}
	return event.Unknown
}

// constFlag is the value of a constant: 1 for true, Unknown for a negative or a
// large number.
func constFlag(c *ssa.Const) int32 {
	if isZeroConst(c) {
		return 0
	}
	if c.Value != nil && c.Value.Kind() == constant.Bool {
		return 1
	}
	if n, ok := constInt(c.Value); ok && n > 0 && n < maxTrip {
		return int32(n)
	}
	return event.Unknown
}

// A flagTest says how a branch tests a field that is followed.
type flagTest struct {
	field event.Loc // or, of a parameter, what it refers to; NoLoc if it does not
	is    int32     // the constant that it is compared with
	same  bool      // the true edge is taken when they are equal
}

// flagTest tells which field a branch tests.
func (b *builder) flagTest(cond ssa.Value, at *ssa.BasicBlock) flagTest {
	if inner, neg := unnegated(cond); inner != cond {
		t := b.flagTest(inner, at)
		t.same = t.same != neg
		return t
	}
	switch c := cond.(type) {
	case *ssa.BinOp:
		k, ok := c.Y.(*ssa.Const)
		if !ok || c.Op != token.EQL && c.Op != token.NEQ {
			return flagTest{}
		}
		if t := b.flagTest(c.X, at); t.field != event.NoLoc { // a boolean compared with a constant
			t.same = t.same == (isZeroConst(k) != (c.Op == token.EQL))
			return t
		}
		if isNil(k) && b.comesFromCall(c.X) && b.Obj(c.X) != event.NoLoc {
			return flagTest{b.Space.Child(b.Obj(c.X), event.Sel{Kind: event.Self}), 0, c.Op == token.EQL}
		}
		if n := constFlag(k); n >= 0 {
			return flagTest{b.flagRead(c.X, at), n, c.Op == token.EQL}
		}
		return flagTest{}
	case *ssa.Call:
		if b.compares(c) && b.flagField(c.Call.Args[0]) && justBefore(c, at) {
			return flagTest{b.Obj(c.Call.Args[0]), 0, true}
		}
		if b.swaps(c) && isBool(c.Type()) && b.flagField(c.Call.Args[0]) && justBefore(c, at) {
			return flagTest{b.Obj(c.Call.Args[0]), 0, false}
		}
	}
	if isBool(cond.Type()) {
		return flagTest{b.flagRead(cond, at), 0, false}
	}
	return flagTest{}
}

// comesFromCall reports whether a value is a parameter, or a channel that a call returns:
// where that leads, linking may know.
func (b *builder) comesFromCall(v ssa.Value) bool {
	switch v := v.(type) {
	case *ssa.Parameter:
		return true
	case *ssa.Call:
		_, isChan := v.Type().Underlying().(*types.Chan)
		return isChan && b.row(&v.Call) == nil
	}
	return false
}

// flagRead tells which field that is followed a value was read from just before.
func (b *builder) flagRead(v ssa.Value, at *ssa.BasicBlock) event.Loc {
	switch v := v.(type) {
	case *ssa.UnOp:
		if v.Op == token.MUL && (b.flagField(v.X) || b.flagCell(v.X)) && justBefore(v, at) {
			return b.Obj(v.X)
		}
	case *ssa.Call:
		if row := b.row(&v.Call); row != nil && row.Do == syncmodel.AtomicLoad && !v.Call.IsInvoke() && len(v.Call.Args) > 0 && b.flagField(v.Call.Args[0]) && justBefore(v, at) {
			return b.Obj(v.Call.Args[0])
		}
	}
	return event.NoLoc
}

// raises returns what happens on the edges of a branch on a CompareAndSwap, or a Swap, of
// a field that is followed: on one of them it has set the field.
func (b *builder) raises(cond ssa.Value) (onYes, onNo func()) {
	cond, neg := unnegated(cond)
	c, ok := cond.(*ssa.Call)
	if !ok || !b.compares(c) && !b.swaps(c) || !isBool(c.Type()) || !b.flagField(c.Call.Args[0]) || !branchedOn(c) {
		return nil, nil
	}
	neg = neg != b.swaps(c) // which says what it was before
	set := func() {
		b.emit(event.Event{Kind: event.Set, Loc: b.Obj(c.Call.Args[0]), N: 1, Pos: event.Pos(c.Pos())})
	}
	if neg {
		return nil, set
	}
	return set, nil
}

// justBefore reports whether a value is read before the branch at the end of a
// block, with nothing in between that could change it or wait: in the block
// itself, or before other comparisons, as a switch makes them.
func justBefore(v ssa.Instruction, at *ssa.BasicBlock) bool {
	for range maxHops {
		from := 0
		if v.Block() == at {
			from = slices.Index(at.Instrs, v) + 1
		}
		if slices.ContainsFunc(at.Instrs[from:], changes) {
			return false
		}
		if v.Block() == at {
			return true
		}
		if len(at.Preds) != 1 {
			return false
		}
		at = at.Preds[0]
	}
	return false
}

// changes reports whether an instruction may change memory, or wait.
func changes(in ssa.Instruction) bool {
	switch in.(type) {
	case *ssa.BinOp, *ssa.UnOp, *ssa.DebugRef, *ssa.If, *ssa.FieldAddr:
		return false
	}
	return true
}
