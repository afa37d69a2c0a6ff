package extract

import (
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/gojoincheck/gojoincheck/internal/event"
	"github.com/gojoincheck/gojoincheck/internal/syncmodel"
)

// instr extracts the events of one instruction.
func (b *builder) instr(in ssa.Instruction) {
	for _, l := range b.late[in] {
		b.load(l)
	}
	switch in := in.(type) {
	case *ssa.Alloc:
		if !b.private(in) || refers(in) {
			b.fresh(in)
			b.unmade(in)
		}
	case *ssa.MakeChan, *ssa.MakeMap, *ssa.MakeSlice, *ssa.MakeInterface:
		b.fresh(in.(ssa.Value))
	case *ssa.Phi:
		b.merged(in)
		if pointerLike(in.Type()) && !b.renames(in) {
			b.fresh(in)
		}
	case *ssa.Extract:
		if pointerLike(in.Type()) && !b.madeByCall(in) {
			b.fresh(in)
		}
	case *ssa.UnOp:
		b.unary(in)
	case *ssa.Store:
		b.store(in)
	case *ssa.Lookup:
		if isMap(in.X.Type()) {
			b.access(b.Obj(in.X), event.MapOp, in.Pos())
		}
	case *ssa.Range:
		if isMap(in.X.Type()) {
			b.access(b.Obj(in.X), event.MapOp, in.Pos())
		}
	case *ssa.MapUpdate:
		b.access(b.Obj(in.Map), event.Write|event.MapOp, in.Pos())
		b.escape(in.Value, in.Pos())
		b.escape(in.Key, in.Pos())
	case *ssa.Convert:
		b.convert(in)
	case *ssa.Send:
		b.escapeSent(in.X, in.Pos())
		b.send(in.Chan, in.X, in.Pos())
	case *ssa.Select:
		b.selects(in)
	case *ssa.Go:
		if builtin, ok := in.Call.Value.(*ssa.Builtin); ok && builtin.Name() == "panic" { // that nobody can recover
			b.sync(event.Exit, event.OpFatal, b.opaqueHere(), in.Pos())
			break
		}
		b.goStmt(in)
	case *ssa.Call:
		if b.makes(in) { // a task that the call starts knows it already
			b.fresh(in)
			b.call(&in.Call, in)
			break
		}
		b.call(&in.Call, in)
		b.mayPanic(in)
		if pointerLike(in.Type()) && b.returns(in) != syncmodel.Receiver {
			b.fresh(in)
		}
	case *ssa.MakeClosure:
		b.closure(in)
	case *ssa.RunDefers:
		b.runDefers(in)
	case *ssa.Return:
		b.handBack(in)
	}
}

func (b *builder) unary(in *ssa.UnOp) {
	switch in.Op {
	case token.ARROW:
		was := b.flags
		if b.hasMessage(in) {
			b.flags |= event.Try
		}
		b.receive(in.X, received(in), in.Pos())
		b.flags = was
	case token.MUL:
		b.copied(in)
		if b.private(in.X) {
			return
		}
		if user := operandOf(in); user != nil {
			if b.late == nil {
				b.late = map[ssa.Instruction][]*ssa.UnOp{}
			}
			b.late[user] = append(b.late[user], in)
			return
		}
		b.load(in)
	}
}

// load emits the read of a variable.
func (b *builder) load(in *ssa.UnOp) {
	e := event.Event{Kind: event.Access, Loc: b.accessed(in.X), Pos: event.Pos(loadPos(in))}
	switch {
	case e.Loc == event.NoLoc:
		return
	case b.tests(in):
	case testsBranch(in):
		e.Flags = event.Branch
	case asks(in):
		e.Op = event.OpFlag
	}
	b.emit(e)
}

// loadPos is where a variable is read; SSA keeps no position for an implicit
// load, but its user is near.
func loadPos(in *ssa.UnOp) token.Pos {
	if in.Pos().IsValid() {
		return in.Pos()
	}
	for _, addr := range []ssa.Value{in.X} {
		switch addr.(type) {
		case *ssa.FieldAddr, *ssa.IndexAddr:
			if addr.Pos().IsValid() {
				return addr.Pos()
			}
		}
	}
	return nearPos(in)
}

// nearPos is the position of the nearest instruction that has one: a user of
// the value, else what comes after it in the block.
func nearPos(in ssa.Instruction) token.Pos {
	if v, ok := in.(ssa.Value); ok && v.Referrers() != nil {
		for _, ref := range *v.Referrers() {
			if ref.Pos().IsValid() && ref.Block() == in.Block() {
				return ref.Pos()
			}
		}
	}
	seen := false
	for _, other := range in.Block().Instrs {
		if other == in {
			seen = true
		}
		if seen && other.Pos().IsValid() {
			return other.Pos()
		}
	}
	for i := len(in.Block().Instrs) - 1; i >= 0; i-- {
		if p := in.Block().Instrs[i].Pos(); p.IsValid() {
			return p
		}
	}
	return in.Parent().Pos()
}

func (b *builder) convert(in *ssa.Convert) {
	if copiesText(in) {
		b.fresh(in)
	}
	if _, ok := in.X.Type().Underlying().(*types.Slice); ok {
		if bt, ok := in.Type().Underlying().(*types.Basic); ok && bt.Info()&types.IsString != 0 {
			b.access(b.all(in.X), 0, in.Pos())
		}
	}
}

// copiesText reports whether a conversion makes a slice of its own out of a
// string.
func copiesText(in *ssa.Convert) bool {
	_, slice := in.Type().Underlying().(*types.Slice)
	_, text := in.X.Type().Underlying().(*types.Basic)
	return slice && text
}

// all names every element of a slice at once.
func (b *builder) all(v ssa.Value) event.Loc {
	return b.Space.Child(b.Obj(v), event.Sel{Kind: event.AllIndex})
}

func (b *builder) runDefers(in *ssa.RunDefers) { b.deferred(in.Block()) }

// deferred runs the functions that have been deferred by the end of a block.
func (b *builder) deferred(blk *ssa.BasicBlock) {
	b.flags |= event.Deferred
	for i := len(b.defers) - 1; i >= 0; i-- {
		d := b.defers[i]
		sure := d.Block() == blk || d.Block().Dominates(blk)
		if !sure && !reaches(d.Block(), blk) {
			continue
		}
		if !sure && b.unlocks(&d.Call) { // what is not locked on the other ways is not given back there
			b.flags |= event.Try
		}
		b.call(&d.Call, d)
		b.flags &^= event.Try
	}
	b.flags &^= event.Deferred
}

// unlocks reports whether a call gives back a lock.
func (b *builder) unlocks(c *ssa.CallCommon) bool {
	row := b.row(c)
	return row != nil && (row.Do == syncmodel.Unlock || row.Do == syncmodel.RUnlock)
}

// reaches reports whether control can go from one block to another.
func reaches(from, to *ssa.BasicBlock) bool {
	seen := map[*ssa.BasicBlock]bool{}
	var visit func(*ssa.BasicBlock) bool
	visit = func(b *ssa.BasicBlock) bool {
		if b == to {
			return true
		}
		if seen[b] {
			return false
		}
		seen[b] = true
		for _, s := range b.Succs {
			if visit(s) {
				return true
			}
		}
		return false
	}
	return visit(from)
}

// goStmt forks.
func (b *builder) goStmt(in *ssa.Go) {
	site := event.CallSite{Kind: event.GoStmt, Pos: event.Pos(in.Pos())}
	if site.Target = b.target(&in.Call); site.Target.Known() {
		site.Args = b.args(&in.Call)
		b.callSite(event.Fork, site)
		return
	}
	unknown := b.row(&in.Call) == nil && !harmless(&in.Call)
	if t, ok := b.methodTarget(&in.Call); ok && unknown {
		site.Target, site.Args = t, append([]event.Arg{b.receiverArg(in.Call.Value)}, b.args(&in.Call)...)
		site.Else = b.id(in) + 1
		b.callSite(event.Fork, site)
		b.unlessKnown(func() { b.escapeArgs(&in.Call, in.Pos(), false) })
		return
	}
	if unknown {
		b.escapeArgs(&in.Call, in.Pos(), false)
	}
	site.Target = event.Target{Func: b.id(in)}
	b.callSite(event.Fork, site)
}

// callSite records a site and the event that uses it.
func (b *builder) callSite(k event.Kind, site event.CallSite) (id int32) {
	site.ID = b.site()
	b.out.Calls = append(b.out.Calls, site)
	b.emit(event.Event{Kind: k, Call: int32(len(b.out.Calls) - 1), Pos: site.Pos, Loc: site.Handle})
	return site.ID
}
