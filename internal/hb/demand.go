package hb

import (
	"slices"

	"github.com/gojoincheck/gojoincheck/internal/event"
)

// Goroutines that are started on demand. Who needs one looks, under a lock, whether it has
// been started, by a flag, a channel or the like, and starts it if not; when it ends it says
// so under that lock. So there is one at most, and who finds that there is none comes after
// the last. Whether the goroutine ends in that way is believed, and not proven.

// demanded gives the flags that a forker which holds a lock has found to be zero on all ways
// to a fork, and has set since.
func (a *analysis) demanded(s *state, st *site) []event.Loc {
	if !locked(s.locks) {
		return nil
	}
	if st.raised == nil { // the same each time
		st.raised = []event.Loc{}
		a.c.underEdge(st.at.block, func(e *event.Edge, to int32) bool {
			if e.Test != event.NoLoc && !a.Space.IsSelf(e.Test) && !e.Allows(event.NonZero) && e.Allows(0) && a.setsOn(e.Test, to, st.at.block) {
				st.raised = append(st.raised, e.Test)
			}
			return false
		})
		st.raised = sortLocs(st.raised)
	}
	return st.raised
}

// setsOn reports whether one of the blocks between two, both included, stores to a flag.
func (a *analysis) setsOn(flag event.Loc, from, to int32) bool {
	return a.some(func(at place, e *event.Event) bool {
		return e.Kind == event.Access && e.Has(event.Write) && e.Loc == flag && a.c.dominates(from, at.block) && (at.block == to || a.c.before(at, place{to, 0}))
	})
}

// startedBy reports whether the goroutine of an effect is started on demand by a flag.
func (r *recorder) startedBy(flag event.Loc, p instance) bool {
	return hasLoc(p.Demand, flag) || hasLoc(r.sites[p.site].demand, flag)
}

// onDemand reports whether the goroutines of two effects are started on demand, by one flag:
// there are never two of them.
func (r *recorder) onDemand(a, b instance) bool {
	too := func(flag event.Loc) bool { return r.startedBy(flag, b) }
	return slices.ContainsFunc(a.Demand, too) || slices.ContainsFunc(r.sites[a.site].demand, too)
}

// knowsDemand reports whether the forker has read, under a lock and on all ways to a place, a
// flag by which the goroutine of an effect is started.
func (r *recorder) knowsDemand(at place, p instance) bool {
	if len(p.Demand) == 0 && len(r.sites[p.site].demand) == 0 {
		return false
	}
	fork := r.sites[p.site].at
	return r.some(func(k place, e *event.Event) bool {
		return e.Kind == event.Access && !e.Has(event.Write) && r.startedBy(e.Loc, p) && r.c.precedes(k, at) && r.c.before(fork, k)
	})
}
