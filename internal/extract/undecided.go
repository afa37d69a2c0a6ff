package extract

import (
	"golang.org/x/tools/go/ssa"

	"github.com/gojoincheck/gojoincheck/internal/event"
)

// undecided lets a select choose that no branch asks which case it chose, since
// all its cases are empty: "select { case wake <- v: default: }". It ends the
// block; what comes next goes on in another.
func (b *builder) undecided(in *ssa.Select) {
	if len(in.States) == 0 || asked(in) {
		return
	}
	from := b.at
	next := b.newBlock()
	for _, st := range in.States {
		if !b.neverReady(st.Chan, st.Dir == recvOnly) && !b.nilChan(st.Chan) {
			b.link(from, event.Edge{To: int32(next)}, b.caseOf(in, st))
		}
	}
	if !in.Blocking {
		b.link(from, event.Edge{To: int32(next)}, nil)
	}
	b.out.Blocks[from].Select, b.out.Blocks[from].SelPos = true, event.Pos(in.Pos())
	b.at, b.cur = next, &b.out.Blocks[next].Events
}

// asked reports whether a branch depends on which case was chosen. The branches
// are asked, since the builder leaves the comparisons of those that it removes.
func asked(sel *ssa.Select) bool {
	for _, blk := range sel.Parent().Blocks {
		iff, ok := blk.Instrs[len(blk.Instrs)-1].(*ssa.If)
		if !ok || selectState(iff.Cond) == nil {
			continue
		}
		if iff.Cond.(*ssa.BinOp).X.(*ssa.Extract).Tuple == ssa.Value(sel) {
			return true
		}
	}
	return false
}
