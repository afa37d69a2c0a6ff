package extract

import (
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ssa"
)

// Fields that are made when they are needed first are made in vain where whoever makes the
// object has done so:
//
//	func (n *node) context() context.Context {
//		if n.ctx == nil { // not what newNode returns
//			n.ctx = context.TODO()
//		}
//		return n.ctx
//	}
//
// The store would look like one that several goroutines come to.

// madeInVain reports whether a store is to a field that has been found to be nil, which it
// never is, as far as the package tells.
func (b *builder) madeInVain(in *ssa.Store) bool {
	fa, ok := in.Addr.(*ssa.FieldAddr)
	if !ok || FieldVar(fa) == nil || !foundNil(in.Block(), fa) {
		return false
	}
	f := FieldVar(fa).Origin()
	return b.seesAllOf(f) && b.alwaysMade(f)
}

// foundNil reports whether control comes to a block only where a field is nil.
func foundNil(block *ssa.BasicBlock, field *ssa.FieldAddr) bool {
	is := func(v ssa.Value) bool {
		load, ok := v.(*ssa.UnOp)
		if !ok || load.Op != token.MUL {
			return false
		}
		fa, ok := load.X.(*ssa.FieldAddr)
		return ok && fa.X == field.X && fa.Field == field.Field
	}
	for b := block; b.Idom() != nil; b = b.Idom() {
		if len(b.Preds) != 1 {
			continue
		}
		from := b.Preds[0]
		iff, ok := from.Instrs[len(from.Instrs)-1].(*ssa.If)
		if !ok {
			continue
		}
		cmp, ok := iff.Cond.(*ssa.BinOp)
		if !ok || !is(cmp.X) || !isNil(cmp.Y) {
			continue
		}
		if cmp.Op == token.EQL && from.Succs[0] == b || cmp.Op == token.NEQ && from.Succs[1] == b {
			return true
		}
	}
	return false
}

// alwaysMade reports whether a field is given something wherever an object that has it is
// made, and nil nowhere.
func (x *Extractor) alwaysMade(f *types.Var) bool {
	if x.madeFields == nil {
		x.madeFields = map[*types.Var]bool{}
		x.eachInstr(x.makesFields)
	}
	return x.madeFields[f]
}

// makesFields notes what an instruction tells of the fields of what is made.
func (x *Extractor) makesFields(in ssa.Instruction) {
	switch in := in.(type) {
	case *ssa.Alloc:
		st, ok := in.Type().Underlying().(*types.Pointer).Elem().Underlying().(*types.Struct)
		if !ok {
			return
		}
		given := map[int]bool{}
		for _, ref := range *in.Referrers() {
			switch ref := ref.(type) {
			case *ssa.Store:
				if ref.Addr == in { // a copy
					return
				}
			case *ssa.FieldAddr:
				given[ref.Field] = given[ref.Field] || storedAtOnce(ref, in.Block())
			}
		}
		for i := range st.NumFields() {
			x.notesField(st.Field(i), given[i])
		}
	case *ssa.Store:
		if fa, ok := in.Addr.(*ssa.FieldAddr); ok && isNil(in.Val) && FieldVar(fa) != nil {
			x.notesField(FieldVar(fa), false)
		}
	}
}

func (x *Extractor) notesField(f *types.Var, given bool) {
	if was, ok := x.madeFields[f.Origin()]; ok {
		given = given && was
	}
	x.madeFields[f.Origin()] = given
}

// storedAtOnce reports whether something that is not nil is stored at an address in a block.
func storedAtOnce(addr ssa.Value, block *ssa.BasicBlock) bool {
	for _, ref := range *addr.Referrers() {
		if st, ok := ref.(*ssa.Store); ok && st.Addr == addr && st.Block() == block && !isNil(st.Val) {
			return true
		}
	}
	return false
}
