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

// thread lets control go straight on where a branch tests what a return, or a
// constant, has settled: a return of true, and then "if !wait(c)". The blocks up to
// the branch are copied, with the one way that is left (jump threading, as
// compilers do it), so that what happened before is not mixed with what happened
// on the other way.
func (j *joiner) thread() {
	copies := 0
	for i := range j.g.Blocks {
		succs := j.g.Blocks[i].Succs
		if len(succs) != 1 || succs[0].Cond == 0 || copies == maxThreaded {
			continue
		}
		way := j.straight(succs[0])
		if way == nil {
			continue
		}
		e := succs[0]
		e.To = int32(len(j.g.Blocks))
		j.g.Blocks[i].Succs = []event.Edge{e}
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

// straight is the way from an edge through the branch that the edge settles: its
// blocks, of which the last has only one way left. It is nil if the branch does
// not follow at once.
func (j *joiner) straight(e event.Edge) []event.Block {
	var way []event.Block
	for at := e.To; len(way) < maxStraight; at = j.g.Blocks[at].Succs[0].To {
		to := j.g.Blocks[at]
		if !small(&to) {
			return nil
		}
		if len(to.Succs) == 1 && to.Succs[0].Cond == 0 {
			way = append(way, to)
			continue
		}
		if !threads(&to, e.Cond) {
			return nil
		}
		to.Succs = slices.DeleteFunc(slices.Clone(to.Succs), func(s event.Edge) bool { return s.Neg != e.Neg })
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
	if b.Select || b.Return || b.Endless || b.Trip != event.Unknown || b.Key != 0 || len(b.Events) > maxThreadedEvents {
		return false
	}
	return !slices.ContainsFunc(b.Events, func(e event.Event) bool { return e.Kind.HasSite() })
}
