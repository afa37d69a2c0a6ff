package hb

import (
	"slices"

	"github.com/gojoincheck/gojoincheck/internal/event"
)

// What a Once runs happens once, in whichever goroutine comes there first: what it forks is
// one goroutine, and who does not run it has nothing to do with what it does.

// oncesHeld gives the Onces that are held, of which there are not several: none is made in
// a loop around the block.
func (a *analysis) oncesHeld(s *state, block int32) (onces []event.Loc) {
	for _, h := range s.locks {
		if a.ofSomeOnce(h) && !a.madeAround(a.Space.RootLoc(h.Loc), block) {
			onces = append(onces, h.Loc)
		}
	}
	return sortLocs(onces)
}

// madeAround reports whether each round of a loop around a block makes the root anew.
func (a *analysis) madeAround(root event.Loc, block int32) bool {
	return slices.ContainsFunc(a.c.within[block], func(k int) bool { return a.madeIn(root, k) })
}

// madeIn reports whether each round of a loop makes the root anew.
func (a *analysis) madeIn(root event.Loc, loop int) bool {
	made := false
	a.c.loops[loop].body.Each(func(b int) {
		made = made || slices.ContainsFunc(a.c.blocks[b].Events, func(e event.Event) bool { return e.Kind == event.Fresh && e.Loc == root })
	})
	return made && a.g.Own[root]
}

// onceOver reports whether an access under locks is part of what a Once runs that
// has run before a goroutine was started: it does not happen again.
func (r *recorder) onceOver(locks []Held, site int) bool {
	return slices.ContainsFunc(locks, func(h Held) bool {
		o, ok := r.objs[r.Space.Find(h.Loc, event.Done)]
		return ok && r.got[site] != nil && r.got[site].Has(o)
	})
}

// ranElse reports whether one effect is part of what a Once runs, and the goroutine of the
// other has been forked by that: it was then not for the first to run it.
func (r *recorder) ranElse(a, b instance) bool {
	return slices.ContainsFunc(a.Locks, func(h Held) bool {
		return a.site != b.site && r.ofSomeOnce(h) && r.underOnceOf(h.Loc, b)
	})
}

// underOnceOf reports whether the goroutine of an effect is forked by what a Once runs.
func (r *recorder) underOnceOf(once event.Loc, p instance) bool {
	return hasLoc(p.Once, once) || hasLoc(r.sites[p.site].onces, once)
}

// sameOnce reports whether the goroutines of two effects are forked under one Once: they are
// one and the same.
func (r *recorder) sameOnce(a, b instance) bool {
	too := func(once event.Loc) bool { return r.underOnceOf(once, b) }
	return slices.ContainsFunc(a.Once, too) || slices.ContainsFunc(r.sites[a.site].onces, too)
}

// lazily reports whether an effect is part of what a Once runs, and the other reads
// in a callee in a goroutine that goes through the Once, too: it is a variable that is
// made when it is needed first, which who uses it sees to, if only on the ways on which
// it is needed.
func (r *recorder) lazily(once, other *instance) bool {
	return other.Event.Via != 0 && !other.Event.Has(event.Write) && slices.ContainsFunc(once.Locks, func(h Held) bool {
		done := r.Space.Find(h.Loc, event.Done)
		return done != event.NoLoc && r.sites[other.site].sum.release(done) != nil
	})
}
