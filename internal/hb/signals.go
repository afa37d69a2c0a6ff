package hb

import (
	"slices"

	"github.com/gojoincheck/gojoincheck/internal/event"
)

// This file tells what of all that a goroutine releases is a signal that others can wait for.

// signalling reports whether a goroutine signals anything that others can wait for.
func (r *recorder) signalling(p instance) bool { return slices.ContainsFunc(p.Settles, r.isSignal) }

// isSignal reports whether an object is one that others can wait for: that a message has
// been received, or a lock given back, is no signal, nor what the forker could look at and
// does not.
func (r *recorder) isSignal(l event.Loc) bool {
	if r.onlyLookedAt(l) && !r.some(func(_ place, e *event.Event) bool {
		return e.Loc == l && (e.Kind == event.Access || e.Kind == event.Acquire)
	}) {
		return false
	}
	return !r.isBack(l) && !r.isMutex(l) && (r.Space.IsRoot(l) || r.Space.Last(l).Kind != event.Handoff)
}

// onlyLookedAt reports whether tasks tell of an object by what others can look at alone.
func (r *recorder) onlyLookedAt(l event.Loc) bool {
	some := false
	for i := range r.sites {
		rel := r.sites[i].sum.release(l)
		if rel == nil {
			continue
		}
		if rel.Ops&^(1<<event.OpAtomic|1<<event.OpFlag) != 0 {
			return false
		}
		some = true
	}
	return some
}

// toldToEnd gives what the forker has told the goroutine to end by before it has come
// to its end by itself, if it has; the cancel function that is deferred for good
// measure tells nothing.
func (r *recorder) toldToEnd(s *state, p instance) event.Loc {
	for _, l := range p.Heeds {
		if r.releasedSince(s, p.site, l) && slices.ContainsFunc(r.relAt[l], func(at place) bool {
			e := r.eventAt(at)
			return e.Op == event.OpClose || e.Op == event.OpCancel && !e.Has(event.Deferred)
		}) {
			return l
		}
	}
	return event.NoLoc
}
