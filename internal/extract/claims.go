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

// A variable that only ever goes from zero to something else tells two things to
// who tests it. Whoever finds something else comes after who set it. Whoever
// finds zero has seen nothing of what others did; if it is also who sets it, it
// is the first and only one.

// A test is a branch on such a variable.
type test struct {
	variable event.Loc
	zero     bool // the edge on which it is still zero: that of the true condition
	atomic   bool
	pos      token.Pos
	at       ssa.Instruction
}

// testOf tells which variable a condition tests.
func (b *builder) testOf(cond ssa.Value) (test, bool) {
	switch cond := cond.(type) {
	case *ssa.UnOp:
		return b.plainTest(cond, false)
	case *ssa.Call:
		if (b.compares(cond) || b.swaps(cond) && isBool(cond.Type())) && b.rises(cond.Call.Args[0]) {
			return test{b.Obj(cond.Call.Args[0]), b.compares(cond), true, cond.Pos(), cond}, true
		}
	case *ssa.BinOp:
		if cond.Op != token.EQL && cond.Op != token.NEQ {
			return test{}, false
		}
		equal := cond.Op == token.EQL
		if call, ok := cond.X.(*ssa.Call); ok {
			if b.swaps(call) && b.rises(call.Call.Args[0]) && isZeroConst(cond.Y) {
				return test{b.Obj(call.Call.Args[0]), equal, true, call.Pos(), call}, true
			}
			if n, ok := b.adds(call); ok && b.rises(call.Call.Args[0]) {
				if k, ok := constInt(b.constOf(cond.Y, cond)); ok && k == n {
					return test{b.Obj(call.Call.Args[0]), equal, true, call.Pos(), call}, true
				}
			}
		}
		if load, ok := cond.X.(*ssa.UnOp); ok && isZeroConst(cond.Y) {
			return b.plainTest(load, equal)
		}
	}
	return test{}, false
}

// plainTest is a test of a variable that is loaded.
func (b *builder) plainTest(load *ssa.UnOp, zero bool) (test, bool) {
	if load.Op != token.MUL {
		return test{}, false
	}
	a, c := b.variable(load.X), b.cellOf(load.X)
	if a == nil || c == nil || c.escapes || c.parts || !c.captured {
		return test{}, false
	}
	for _, st := range c.stores {
		if initial := st.Addr == ssa.Value(a) && b.initial(a, st); isZeroConst(st.Val) != initial {
			return test{}, false
		}
	}
	return test{b.Obj(load.X), zero, false, loadPos(load), load}, true
}

// tests reports whether a load, or the call of an atomic function, is tested by a
// branch right behind it, in a way that the branch itself deals with.
func (b *builder) tests(v ssa.Instruction) bool {
	instrs := v.Block().Instrs
	i := slices.Index(instrs, v)
	iff, ok := instrs[len(instrs)-1].(*ssa.If)
	if !ok {
		return false
	}
	for _, in := range instrs[i+1 : len(instrs)-1] {
		switch in.(type) {
		case *ssa.BinOp, *ssa.DebugRef:
		default:
			return false
		}
	}
	t, ok := b.testOf(iff.Cond)
	return ok && t.at == v
}

// outcomes are what happens on the edges of a branch on such a variable.
func (b *builder) outcomes(cond ssa.Value) (onYes, onNo func()) {
	t, ok := b.testOf(cond)
	if !ok || !b.tests(t.at) {
		return nil, nil
	}
	first := func() {
		claim := b.Space.Child(t.variable, event.Sel{Kind: event.Done})
		b.emit(event.Event{Kind: event.Lock, Op: event.OpFlag, Flags: event.Try, Loc: claim, Pos: event.Pos(t.pos)})
	}
	later := func() {
		if t.atomic {
			b.sync(event.Acquire, event.OpAtomic, t.variable, t.pos)
		} else {
			b.access(t.variable, event.Branch, t.pos)
		}
	}
	if t.zero {
		return first, later
	}
	return later, first
}

// compares reports whether a call sets an atomic if it is still zero.
func (b *builder) compares(call *ssa.Call) bool {
	row := b.row(&call.Call)
	c := newLibraryCall(&call.Call, call, call.Pos())
	if row == nil || row.Do != syncmodel.AtomicBoth || call.Call.IsInvoke() || len(call.Call.Args) != 3 {
		return false
	}
	return len(c.args) >= 2 && isZeroConst(call.Call.Args[1]) && !isZeroConst(call.Call.Args[2])
}

// swaps reports whether a call sets an atomic, and returns what it was before.
func (b *builder) swaps(call *ssa.Call) bool {
	row := b.row(&call.Call)
	return row != nil && row.Do == syncmodel.AtomicBoth && !call.Call.IsInvoke() && len(call.Call.Args) == 2 &&
		syncmodel.Swaps(callee(&call.Call)) && setsNonZero(call.Call.Args[1])
}

func setsNonZero(v ssa.Value) bool {
	c, ok := v.(*ssa.Const)
	return ok && !isZeroConst(c)
}

// adds tells what a call adds to an atomic, if that is a positive constant.
func (b *builder) adds(call *ssa.Call) (int64, bool) {
	row := b.row(&call.Call)
	if row == nil || row.Do != syncmodel.AtomicBoth || call.Call.IsInvoke() || len(call.Call.Args) != 2 || !syncmodel.Adds(callee(&call.Call)) {
		return 0, false
	}
	n, ok := constInt(b.constOf(call.Call.Args[1], call))
	return n, ok && n > 0
}

// rises reports whether an atomic variable is zero at first, and nobody ever
// makes it zero again.
func (b *builder) rises(addr ssa.Value) bool {
	if fa, ok := addr.(*ssa.FieldAddr); ok {
		return b.risingField(fa)
	}
	a := b.variable(addr)
	if a == nil {
		return false
	}
	c := b.cell(a)
	for _, st := range c.stores {
		if st.Addr != ssa.Value(a) || !isZeroConst(st.Val) || !b.initial(a, st) {
			return false
		}
	}
	return !c.parts && b.onlyRises(a, maxHops)
}

// risingField is rises for a field that only this package knows, of whatever object.
func (b *builder) risingField(fa *ssa.FieldAddr) bool {
	field := FieldVar(fa)
	if field == nil || !b.seesAllOf(field) {
		return false
	}
	if b.falling == nil {
		b.falling = map[*types.Var]bool{}
		b.eachInstr(b.fallsIn)
	}
	return !b.falling[field.Origin()]
}

// fallsIn notes the fields that an instruction may set to zero, or hand to who may.
func (b *builder) fallsIn(in ssa.Instruction) {
	switch in := in.(type) {
	case *ssa.FieldAddr:
		if field := FieldVar(in); field != nil && isAtomic(field.Type()) && !b.onlyRises(in, maxHops) {
			b.falling[field.Origin()] = true
		}
	case *ssa.Store: // of a struct as a whole
		st := structOf(in.Val.Type())
		if _, fresh := in.Addr.(*ssa.Alloc); st == nil || fresh || pointerLike(in.Val.Type()) {
			return
		}
		for f := range st.Fields() {
			b.falling[f.Origin()] = true
		}
	}
}

func (b *builder) onlyRises(addr ssa.Value, depth int) bool {
	if depth == 0 {
		return false
	}
	for _, ref := range *addr.Referrers() {
		switch ref := ref.(type) {
		case *ssa.DebugRef, *ssa.UnOp, *ssa.Store:
		case *ssa.MakeClosure:
			fn := ref.Fn.(*ssa.Function)
			if fn.Parent() == nil {
				return false
			}
			for i, bind := range ref.Bindings {
				if bind == addr && !b.onlyRises(fn.FreeVars[i], depth-1) {
					return false
				}
			}
		case *ssa.Call:
			if len(ref.Call.Args) == 0 || ref.Call.Args[0] != addr || !b.raisesAtomic(ref) {
				return false
			}
		default:
			return false
		}
	}
	return true
}

// raisesAtomic reports whether a call of an atomic's method makes it no zero.
func (b *builder) raisesAtomic(call *ssa.Call) bool {
	row := b.row(&call.Call)
	if row == nil {
		return false
	}
	_, adds := b.adds(call)
	stores := row.Do == syncmodel.AtomicStore && len(call.Call.Args) == 2 && setsNonZero(call.Call.Args[1])
	return row.Do == syncmodel.AtomicLoad || stores || adds || b.compares(call) || b.swaps(call)
}

// isZeroConst reports whether a value is the zero value of its type.
func isZeroConst(v ssa.Value) bool {
	c, ok := v.(*ssa.Const)
	if !ok {
		return false
	}
	if c.Value == nil {
		return true
	}
	switch c.Value.Kind() {
	case constant.Bool:
		return !constant.BoolVal(c.Value)
	case constant.String:
		return constant.StringVal(c.Value) == ""
	case constant.Int, constant.Float:
		return constant.Sign(c.Value) == 0
	}
	return false
}
