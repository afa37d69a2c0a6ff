package link

import (
	"slices"

	"github.com/gojoincheck/gojoincheck/internal/event"
)

// Bounds of threading.
const (
	maxThreaded       = 32 // copies of blocks in one graph
	maxThreadedEvents = 8  // of a block that is copied
)

// thread lets control go straight on where a branch tests what a return has
// settled: a return of true, and then "if !wait(c)". The block of the branch is
// copied, with the one way that is left (jump threading, as compilers do it), so
// that what happened before is not mixed with what happened on the other way.
// Errors are left out: what who fails hands back is judged together with what it
// hands out otherwise.
func (j *joiner) thread() {
	copies := 0
	for i := range j.g.Blocks {
		succs := j.g.Blocks[i].Succs
		if len(succs) != 1 || succs[0].Cond == 0 || succs[0].Err || copies == maxThreaded {
			continue
		}
		e := succs[0]
		to := j.g.Blocks[e.To]
		if !threads(&to, e.Cond) {
			continue
		}
		to.Succs = slices.DeleteFunc(slices.Clone(to.Succs), func(s event.Edge) bool { return s.Neg != e.Neg })
		if len(to.Succs) != 1 {
			continue
		}
		to.Events = slices.Clone(to.Events)
		e.To = int32(len(j.g.Blocks))
		j.g.Blocks[i].Succs = []event.Edge{e}
		j.g.Blocks = append(j.g.Blocks, to)
		copies++
	}
}

// threads reports whether a block does nothing but little and a branch on the
// condition, so that it can be copied.
func threads(b *event.Block, cond int32) bool {
	if len(b.Succs) < 2 || b.Select || b.Return || b.Endless || b.Trip != event.Unknown || b.Key != 0 || len(b.Events) > maxThreadedEvents {
		return false
	}
	if slices.ContainsFunc(b.Succs, func(e event.Edge) bool { return e.Cond != cond }) {
		return false
	}
	return !slices.ContainsFunc(b.Events, func(e event.Event) bool { return e.Kind.HasSite() })
}
