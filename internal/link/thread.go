package link

import (
	"slices"

	"github.com/gojoincheck/gojoincheck/internal/event"
)

// Bounds of threading.
const (
	maxThreaded       = 32 // copies of blocks in one graph
	maxThreadedEvents = 8  // of a block that is copied
	maxStraight       = 4  // blocks from where a condition is settled to its branch
)

// thread lets control go straight on where a branch tests what is settled: by a
// return of true, and then "if !wait(c)", by a constant, or by an earlier branch
// on the same condition. The blocks up to the branch are copied, with the one way
// that is left (jump threading, as compilers do it), so that what happened before
// is not mixed with what happened on the other way.
func (j *joiner) thread() {
	t := threader{joiner: j, tested: j.tested()}
	if len(t.tested) == 0 {
		return
	}
	t.known, t.heads = t.holding(), j.loopHeads()
	t.prune()
	copies := 0
	for i := range j.g.Blocks {
		for k, e := range j.g.Blocks[i].Succs {
			if copies >= maxThreaded {
				return
			}
			way := t.straight(e, t.and(t.known[i], e))
			if way == nil {
				continue
			}
			succs := slices.Clone(j.g.Blocks[i].Succs)
			succs[k].To = int32(len(j.g.Blocks))
			j.g.Blocks[i].Succs = succs
			for k, to := range way {
				to.Events = slices.Clone(to.Events)
				if k < len(way)-1 {
					to.Succs = slices.Clone(to.Succs)
					to.Succs[0].To = int32(len(j.g.Blocks) + 1)
				}
				j.g.Blocks = append(j.g.Blocks, to)
				copies++
			}
		}
	}
}

// A threader is what threading knows of a graph, as it was before.
type threader struct {
	*joiner
	tested map[int32]int // the conditions that matter, numbered
	known  []facts       // by block: what holds in it
	heads  []bool        // by block: a loop starts with it
}

// facts are which conditions hold, and which do not, by their numbers among those
// that branches test.
type facts struct{ yes, no uint64 }

// and adds what an edge says.
func (t *threader) and(f facts, e event.Edge) facts {
	if n, ok := t.tested[e.Cond]; ok && e.Neg {
		f.no |= 1 << n
	} else if ok {
		f.yes |= 1 << n
	}
	return f
}

// settles tells which way a branch on a condition goes.
func (f facts) settles(n int) (neg, ok bool) {
	yes, no := f.yes&(1<<n) != 0, f.no&(1<<n) != 0
	return no, yes != no
}

// tested numbers the conditions that more than one edge source names, and that a
// branch tests: up to 64 of them.
func (j *joiner) tested() map[int32]int {
	named, branch := map[int32]int{}, map[int32]bool{}
	var order []int32
	for i := range j.g.Blocks {
		succs := j.g.Blocks[i].Succs
		if len(succs) == 0 || succs[0].Cond == 0 {
			continue
		}
		c := succs[0].Cond
		if named[c]++; named[c] == 2 {
			order = append(order, c)
		}
		branch[c] = branch[c] || threads(&j.g.Blocks[i], c)
	}
	tested := map[int32]int{}
	for _, c := range order {
		if branch[c] && len(tested) < 64 {
			tested[c] = len(tested)
		}
	}
	return tested
}

// holding tells what holds in each block, because it does on all ways there. A
// condition is a value, and does not change until control comes by the place again
// where it is computed. The place of one that is a constant on some way in is the
// end of that way: what held of it before says nothing. Other conditions are not
// known where a loop is entered, and so nowhere where they are yet to be computed.
func (t *threader) holding() []facts {
	set := map[int32]facts{} // by block: the conditions that ways into it set
	for i := range t.g.Blocks {
		for _, e := range t.g.Blocks[i].Succs {
			if len(t.g.Blocks[i].Succs) == 1 {
				set[e.To] = t.and(set[e.To], e)
			}
		}
	}
	in := make([]facts, len(t.g.Blocks))
	for i := range in {
		in[i] = facts{^uint64(0), ^uint64(0)}
	}
	in[0] = facts{}
	todo := []int32{0}
	for len(todo) > 0 {
		b := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		for _, e := range t.g.Blocks[b].Succs {
			f, new := in[b], set[e.To].yes|set[e.To].no
			f = t.and(facts{f.yes &^ new, f.no &^ new}, e)
			if old := in[e.To]; f.yes&old.yes != old.yes || f.no&old.no != old.no {
				in[e.To] = facts{f.yes & old.yes, f.no & old.no}
				todo = append(todo, e.To)
			}
		}
	}
	return in
}

// loopHeads finds the blocks that loops start with. A second way into a loop would
// make it none.
func (j *joiner) loopHeads() []bool {
	const (
		open = iota + 1
		done
	)
	heads, seen := make([]bool, len(j.g.Blocks)), make([]uint8, len(j.g.Blocks))
	type visit struct{ block, next int32 }
	stack := []visit{{}}
	seen[0] = open
	for len(stack) > 0 {
		top := &stack[len(stack)-1]
		succs := j.g.Blocks[top.block].Succs
		if int(top.next) == len(succs) {
			seen[top.block] = done
			stack = stack[:len(stack)-1]
			continue
		}
		to := succs[top.next].To
		top.next++
		switch seen[to] {
		case 0:
			seen[to] = open
			stack = append(stack, visit{block: to})
		case open:
			heads[to] = true
		}
	}
	return heads
}

// prune leaves out the ways that what holds in a block rules out.
func (t *threader) prune() {
	for i := range t.g.Blocks {
		b := &t.g.Blocks[i]
		if len(b.Succs) < 2 || !threads(b, b.Succs[0].Cond) {
			continue
		}
		n, ok := t.tested[b.Succs[0].Cond]
		if neg, settled := t.known[i].settles(n); ok && settled {
			if kept := only(b.Succs, neg); len(kept) > 0 {
				b.Succs = kept
			}
		}
	}
}

// only gives the ways on which a condition holds, or does not. Where there is no other,
// nothing fails there: that something does has been said before.
func only(succs []event.Edge, neg bool) []event.Edge {
	kept := slices.DeleteFunc(slices.Clone(succs), func(e event.Edge) bool { return e.Neg != neg })
	if len(kept) == 1 {
		kept[0].Err = false
	}
	return kept
}

// straight is the way from an edge through a branch that is settled: its blocks,
// of which the last has only one way left. It is nil if the branch does not follow
// at once.
func (t *threader) straight(e event.Edge, known facts) []event.Block {
	var way []event.Block
	for at := e.To; len(way) < maxStraight; at = t.g.Blocks[at].Succs[0].To {
		to := t.g.Blocks[at]
		if !small(&to) || int(at) < len(t.heads) && t.heads[at] { // a copy is none
			return nil
		}
		if len(to.Succs) == 1 && to.Succs[0].Cond == 0 {
			way = append(way, to)
			continue
		}
		if len(to.Succs) == 0 || !threads(&to, to.Succs[0].Cond) {
			return nil
		}
		n, ok := t.tested[to.Succs[0].Cond]
		neg, settled := known.settles(n)
		if !ok || !settled {
			return nil
		}
		to.Succs = only(to.Succs, neg)
		if len(to.Succs) != 1 {
			return nil
		}
		return append(way, to)
	}
	return nil
}

// threads reports whether a block ends in a branch on the condition.
func threads(b *event.Block, cond int32) bool {
	return len(b.Succs) > 1 && !slices.ContainsFunc(b.Succs, func(e event.Edge) bool { return e.Cond != cond })
}

// small reports whether a block does so little that it can be copied.
func small(b *event.Block) bool {
	if b.Select || b.Return || b.Endless || b.AtEnd || b.Trip != event.Unknown || b.Key != 0 || len(b.Events) > maxThreadedEvents {
		return false
	}
	return !slices.ContainsFunc(b.Events, func(e event.Event) bool { return e.Kind.HasSite() })
}
