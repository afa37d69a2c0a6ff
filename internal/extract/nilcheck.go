package extract

import (
	"go/token"

	"golang.org/x/tools/go/ssa"
)

// A variable that is set on one arm of a branch and tested for nil later tells
// which arm was taken:
//
//	if parallel {
//		done = make(chan struct{})
//		go func() { defer close(done); … }()
//	}
//	if done != nil { // the same question as parallel
//		<-done
//	}
//
// nilCheck returns the condition of the earlier branch, and whether it was
// false where the tested value is nil. Without it the path that skips both the
// fork and the join would look like one that forks and skips the join.
func (x *Extractor) nilCheck(test *ssa.BinOp) (cond ssa.Value, nilIfTrue, ok bool) {
	if test.Op != token.EQL && test.Op != token.NEQ || !isNil(test.Y) {
		return nil, false, false
	}
	var set *ssa.BasicBlock
	switch v := test.X.(type) {
	case *ssa.UnOp:
		set = x.setIn(v)
	case *ssa.Phi:
		set = setOn(v)
	}
	if set == nil || len(set.Preds) != 1 {
		return nil, false, false
	}
	at := set.Preds[0]
	iff, isIf := at.Instrs[len(at.Instrs)-1].(*ssa.If)
	if at == test.Block() { // "if x == nil { x = … }" asks for itself
		return nil, false, false
	}
	if !isIf || at.Succs[0] == at.Succs[1] || !at.Dominates(test.Block()) || inLoopWithout(set, test.Block()) {
		return nil, false, false
	}
	return iff.Cond, at.Succs[1] == set, true
}

// made reports whether the value is never nil.
func made(v ssa.Value) bool {
	switch v := v.(type) {
	case *ssa.MakeChan, *ssa.MakeClosure, *ssa.MakeMap, *ssa.MakeSlice, *ssa.Alloc, *ssa.Function:
		return true
	case *ssa.ChangeType:
		return made(v.X)
	}
	return false
}

// setIn returns the block with the one store to the variable that the load
// reads, a store of something made; until then the variable is nil.
func (x *Extractor) setIn(load *ssa.UnOp) *ssa.BasicBlock {
	if load.Op != token.MUL {
		return nil
	}
	c := x.cellOf(load.X)
	if only := c.onlyWhole(); only == nil || !made(only) || c.owner != load.Parent() {
		return nil
	}
	if st := c.stores[0]; st.Parent() == c.owner {
		return st.Block()
	}
	return nil
}

// setOn returns the block from which something made comes to the phi, if all
// else that comes is nil.
func setOn(phi *ssa.Phi) *ssa.BasicBlock {
	var set *ssa.BasicBlock
	for _, e := range phi.Edges {
		in, isMade := e.(ssa.Instruction)
		switch {
		case isNil(e):
		case isMade && made(e) && set == nil:
			set = in.Block()
		default:
			return nil
		}
	}
	for i, e := range phi.Edges {
		if set != nil && set.Dominates(phi.Block().Preds[i]) == isNil(e) {
			return nil
		}
	}
	return set
}

// inLoopWithout reports whether the block can run again without passing to the
// other: what was set in one round would be tested in another.
func inLoopWithout(set, test *ssa.BasicBlock) bool {
	seen := map[*ssa.BasicBlock]bool{test: true}
	stack := append([]*ssa.BasicBlock(nil), set.Succs...)
	for len(stack) > 0 {
		b := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		if seen[b] {
			continue
		}
		if b == set || b == set.Preds[0] {
			return true
		}
		seen[b] = true
		stack = append(stack, b.Succs...)
	}
	return false
}
