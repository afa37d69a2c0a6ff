// Package flow solves forward dataflow problems over a graph of integers.
//
// The class of problem is given by its lattice: a may analysis joins by union,
// a must analysis by intersection, and one problem may do both in different
// parts of its state. The laws that a problem must keep: Join is associative,
// commutative and idempotent; Block and Edge are monotone; and every chain of
// Joins that change something is finite. The solver trusts the last one only
// up to Limit.
package flow

// A Problem is a forward dataflow problem with states of type S.
type Problem[S any] struct {
	Blocks int
	// Succs lists the successors of a block; the order is that of Edge.
	Succs func(block int) []int32
	// Entry is the state at the start of block 0.
	Entry S
	// Clone copies a state.
	Clone func(S) S
	// Done, if set, is told of a state that nothing refers to any more.
	Done func(S)
	// Join adds src to *dst and reports whether it changed.
	Join func(dst *S, src S) bool
	// Block transforms the state through a block; it may change its argument.
	Block func(block int, s S) S
	// Edge transforms the state along the k'th edge of a block; false means that
	// the edge cannot be taken. It may change its argument.
	Edge func(block, k int, s S) (S, bool)
	// Limit bounds the visits to each block.
	Limit int
}

// Solve returns the state at the start of each block and whether the block can
// be reached. It returns false when a block was visited more than Limit times:
// the states are then not a solution.
func (p *Problem[S]) Solve() (in []S, reached []bool, ok bool) {
	in = make([]S, p.Blocks)
	reached = make([]bool, p.Blocks)
	if p.Blocks == 0 {
		return in, reached, true
	}
	order := p.postorder()
	rank := make([]int, p.Blocks)
	for i, b := range order {
		rank[b] = len(order) - 1 - i
	}
	byRank := make([]int, len(order))
	for i, b := range order {
		byRank[len(order)-1-i] = b
	}
	visits := make([]int, p.Blocks)
	dirty := make([]bool, p.Blocks)
	in[0], reached[0], dirty[0] = p.Clone(p.Entry), true, true
	for again := true; again; {
		again = false
		for _, b := range byRank {
			if !dirty[b] {
				continue
			}
			dirty[b] = false
			if visits[b]++; visits[b] > p.Limit {
				return in, reached, false
			}
			out := p.Block(b, p.Clone(in[b]))
			succs := p.Succs(b)
			if len(succs) == 0 {
				p.done(out)
			}
			for k, t := range succs {
				s := out
				if k < len(succs)-1 { // the last edge can have it
					s = p.Clone(out)
				}
				s, live := p.Edge(b, k, s)
				if !live {
					p.done(s)
					continue
				}
				changed := true
				if reached[t] {
					changed = p.Join(&in[t], s)
					p.done(s)
				} else {
					in[t], reached[t] = s, true
				}
				if changed {
					dirty[t] = true
					if rank[int(t)] <= rank[b] {
						again = true
					}
				}
			}
		}
	}
	return in, reached, true
}

func (p *Problem[S]) done(s S) {
	if p.Done != nil {
		p.Done(s)
	}
}

// postorder lists the blocks reachable from block 0, successors first.
func (p *Problem[S]) postorder() []int {
	type frame struct{ block, next int }
	seen := make([]bool, p.Blocks)
	var order []int
	stack := []frame{{block: 0}}
	seen[0] = true
	for len(stack) > 0 {
		f := &stack[len(stack)-1]
		succs := p.Succs(f.block)
		if f.next == len(succs) {
			order = append(order, f.block)
			stack = stack[:len(stack)-1]
			continue
		}
		t := int(succs[f.next])
		f.next++
		if !seen[t] {
			seen[t] = true
			stack = append(stack, frame{block: t})
		}
	}
	return order
}
