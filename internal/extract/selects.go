package extract

import (
	"go/token"

	"golang.org/x/tools/go/ssa"

	"github.com/gojoincheck/gojoincheck/internal/event"
)

// This file links a select to its cases.

// selectState returns the case that the condition "the select chose case k"
// is about, nil if the condition is another.
func selectState(cond ssa.Value) *ssa.SelectState {
	bin, ok := cond.(*ssa.BinOp)
	if !ok || bin.Op != token.EQL {
		return nil
	}
	ex, ok := bin.X.(*ssa.Extract)
	if !ok || ex.Index != 0 {
		return nil
	}
	sel, ok := ex.Tuple.(*ssa.Select)
	if !ok {
		return nil
	}
	k, ok := bin.Y.(*ssa.Const)
	if !ok || k.Int64() >= int64(len(sel.States)) {
		return nil
	}
	return sel.States[k.Int64()]
}

// cases links a select to its cases directly: the tests of which case was
// chosen, one after the other, are how SSA spells it. It returns false when
// the blocks do not look like that.
func (b *builder) cases(blk *ssa.BasicBlock, i int) bool {
	sel := selectOf(blk)
	if sel == nil {
		return false
	}
	at, before, n := blk, blk, 0
	for n < len(sel.States) { // a default that goes on at once leads back here
		iff, ok := at.Instrs[len(at.Instrs)-1].(*ssa.If)
		if !ok || selectState(iff.Cond) == nil || iff.Cond.(*ssa.BinOp).X.(*ssa.Extract).Tuple != ssa.Value(sel) {
			break
		}
		st := selectState(iff.Cond)
		if !b.neverReady(st.Chan, st.Dir == recvOnly) && !b.nilChan(st.Chan) {
			b.leave(i, event.Edge{}, at, 0, b.selectCase(iff.Cond))
		}
		before, at = at, at.Succs[1]
		n++
	}
	if n != len(sel.States) {
		b.out.Blocks[i].Succs = nil
		return false
	}
	if !sel.Blocking {
		b.leave(i, event.Edge{}, before, 1, nil)
	}
	b.out.Blocks[i].Select, b.out.Blocks[i].SelPos = true, event.Pos(sel.Pos())
	return true
}

// selectOf returns the select that decides where control goes from the block.
func selectOf(blk *ssa.BasicBlock) *ssa.Select {
	iff, ok := blk.Instrs[len(blk.Instrs)-1].(*ssa.If)
	if !ok || selectState(iff.Cond) == nil {
		return nil
	}
	sel := iff.Cond.(*ssa.BinOp).X.(*ssa.Extract).Tuple.(*ssa.Select)
	if sel.Block() != blk {
		return nil
	}
	return sel
}

// selectCase returns what happens when a select chooses a case.
func (b *builder) selectCase(cond ssa.Value) func() {
	st := selectState(cond)
	if st == nil {
		return nil
	}
	return b.caseOf(cond.(*ssa.BinOp).X.(*ssa.Extract).Tuple.(*ssa.Select), st)
}

func (b *builder) caseOf(sel *ssa.Select, st *ssa.SelectState) func() {
	flags := event.Select
	if !sel.Blocking {
		flags |= event.Try
	}
	return func() {
		b.flags |= flags
		if st.Dir == recvOnly {
			b.receive(st.Chan, extracted(sel, 2+receives(sel, st)), st.Pos)
		} else {
			b.send(st.Chan, st.Send, st.Pos)
		}
		b.flags &^= flags
	}
}

// receives counts the receives of a select before the given case.
func receives(sel *ssa.Select, before *ssa.SelectState) int {
	n := 0
	for _, st := range sel.States {
		if st == before {
			break
		}
		if st.Dir == recvOnly {
			n++
		}
	}
	return n
}
