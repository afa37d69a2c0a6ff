package hb

import (
	"slices"

	"github.com/gojoincheck/gojoincheck/internal/event"
)

// This file tells which of two effects of tasks comes first.

// taskOrder reports whether p comes before q: p's task releases, after p, what
// q's task has acquired before q, directly, through others, or through the
// forker.
func (r *recorder) taskOrder(p, q int) bool {
	a, b := r.inst[p], r.inst[q]
	seen := map[event.Loc]bool{}
	var before func(locs []event.Loc, depth int) bool
	before = func(locs []event.Loc, depth int) bool {
		const maxChain = 4
		for _, l := range locs {
			if seen[l] {
				continue
			}
			seen[l] = true
			if r.worldly(l) || r.isMutex(l) || r.byOnce(l) && !holds(a.Locks, r.Space.Parent(l)) || r.countedLate(a.site, l, b.Before) || r.waitedBefore(a.site, l, b) {
				continue
			}
			if l == b.Event.Loc && b.Event.Has(event.Write) {
				continue // who finds a flag set does not set it again: q has not seen p's
			}
			if hasLoc(a.Settles, l) || hasLoc(a.Weak, l) || r.observed(l) && !r.rises(l) && hasLoc(a.After, l) || r.out(p, l) || r.forkerOrder(p, l) {
				if r.ops[l]&(1<<event.OpSend) != 0 || r.sendsBefore(a, l) {
					r.believed(a) // q may have the forker's message, or one from before p
				}
				return true
			}
			if depth == maxChain {
				continue
			}
			for i := range r.sites {
				if rel := r.sites[i].sum.release(l); rel != nil && before(rel.Before, depth+1) {
					return true
				}
			}
		}
		return false
	}
	return before(b.Before, 0) || slices.ContainsFunc(b.Watch, func(l event.Loc) bool {
		// what it saw there decides, and may be what p's task stored
		return hasLoc(a.Settles, l) || hasLoc(a.Weak, l) || hasLoc(a.After, l) && !r.rises(l)
	})
}

// sendsBefore reports whether a task sends on a channel before an effect, too.
func (r *recorder) sendsBefore(a instance, l event.Loc) bool {
	return r.sites[a.site].sum.sends(l) && !hasLoc(a.Settles, l)
}

// rises reports whether a variable is known to be set once: who has seen it set
// comes after what was before that, and after nothing else.
func (r *recorder) rises(l event.Loc) bool { return r.Space.Find(l, event.Done) != event.NoLoc }

// countedLate reports whether a task counts itself in a group when it already
// runs, and nobody else counts: who waits for the group may be through before,
// unless something else tells that the task has come so far.
func (r *recorder) countedLate(task int, group event.Loc, acquired []event.Loc) bool {
	if !r.taskAdds(task, group) || slices.ContainsFunc(r.sites, func(s site) bool { return s.Kind == event.Group && s.Handle == group }) {
		return false
	}
	if r.some(func(_ place, e *event.Event) bool { return e.Kind == event.Add && e.Loc == group }) {
		return false
	}
	return !slices.ContainsFunc(acquired, func(l event.Loc) bool { return l != group && r.sites[task].sum.release(l) != nil })
}

// waitedBefore reports whether the wait for a group that an instance comes after was over when
// the task was forked: the forker had been told so. A group that counts nothing is not waited for.
func (r *recorder) waitedBefore(task int, group event.Loc, b instance) bool {
	if done := r.sites[task].sum.release(group); done == nil || !done.has(event.OpDone) || b.Again || r.times(b.site, everywhere) > 1 {
		return false // it may have waited another time
	}
	return slices.ContainsFunc(r.sites[b.site].sum.Releases, func(rel Release) bool {
		later := slices.ContainsFunc(b.Before, func(l event.Loc) bool {
			return !hasLoc(rel.Before, l) && (len(r.relAt[l]) > 0 || r.releasedByOther(l, b.site))
		})
		return hasLoc(rel.Before, group) && !later && slices.ContainsFunc(r.acqAt[rel.Loc], func(at place) bool {
			return r.c.before(at, r.sites[task].at)
		})
	})
}

// isMutex reports whether the object is a mutex itself: that two goroutines
// have locked it orders nothing but what lies within.
func (a *analysis) isMutex(l event.Loc) bool { return a.Space.Find(l, event.Handoff) != event.NoLoc }

// isHandoff reports whether the object says that a mutex has been given back by one who had not
// taken it.
func (a *analysis) isHandoff(l event.Loc) bool {
	return !a.Space.IsRoot(l) && a.Space.Last(l).Kind == event.Handoff
}

// forkerOrder reports whether the forker releases l only when it has joined p, where
// it has forked it at all.
func (r *recorder) forkerOrder(p int, l event.Loc) bool {
	if len(r.relAt[l]) == 0 || r.relPend[l].Has(p) || r.releasedByOther(l, -1) {
		return false
	}
	fork, after := r.sites[r.inst[p].site].at, false
	for _, at := range r.relAt[l] {
		if r.c.before(at, fork) {
			return false
		}
		after = after || r.c.before(fork, at) // else the two do not both happen
	}
	return after
}
