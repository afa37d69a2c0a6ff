package hb

import (
	"slices"

	"github.com/gojoincheck/gojoincheck/internal/event"
	"github.com/gojoincheck/gojoincheck/internal/flow"
	"github.com/gojoincheck/gojoincheck/internal/link"
)

// This file judges what a goroutine must have waited for before it comes to an
// effect: what only the forker can still release, or code to which it still has to
// hand something, has not been there when the forker does its own.

// waitsForForker reports whether the task cannot come to the effect before a
// release that is still to come: by the forker, or by a task that it has not forked
// yet.
func (r *recorder) waitsForForker(s *state, at place, i int) bool {
	p := r.inst[i]
	return r.waitsFor(s, at, p.site, p.Before, false, map[waiting]bool{})
}

// waiting is the question whether the task of a site waits for the forker before it
// releases an object.
type waiting struct {
	site int
	loc  event.Loc
	self bool // it is what the task itself waits for
}

// waitsFor does so for the task of a site that has acquired some objects. Others who
// release one of them may wait for the forker themselves; those that wait for each
// other do. Each is asked once, so that many do not take for ever. If it is asked of the
// goroutines of the task, they may get messages of the task's own.
func (r *recorder) waitsFor(s *state, at place, site int, acquired []event.Loc, inner bool, waits map[waiting]bool) bool {
	comesTo := func(q waiting, before []event.Loc) bool {
		if _, asked := waits[q]; !asked {
			waits[q] = true
			waits[q] = r.waitsFor(s, at, q.site, before, q.self, waits)
		}
		return !waits[q]
	}
	releases := func(k int, rel *Release) bool {
		return k != site && r.c.before(r.sites[k].at, at) && comesTo(waiting{site: k, loc: rel.Loc}, rel.Before)
	}
	frees := func(l event.Loc) bool {
		before, ok := r.sites[site].sum.ownRelease(l)
		if sent := r.sites[site].sum.release(l); !ok && inner && sent != nil {
			before, ok = sent.Before, true
		}
		return ok && comesTo(waiting{site, l, true}, before)
	}
	for _, l := range acquired {
		if r.worldly(l) {
			if r.Space.Root(l).World == event.Heard && !r.releasedSince(s, site, l) && r.saysAfter(l, at) {
				return true
			}
			continue
		}
		if r.releasedSince(s, site, l) || r.releasedBy(l, releases) || frees(l) || r.overBefore(l, r.sites[site].at) {
			continue
		}
		if r.isHandoff(l) {
			continue
		}
		if back := r.Space.Find(l, event.Handoff); back != event.NoLoc { // a mutex: held since the fork
			if r.sites[site].sum.release(back) == nil && slices.ContainsFunc(s.locks, func(h Held) bool { return h.Loc == l && !h.Read }) {
				return true
			}
			continue
		}
		if r.observed(l) && len(r.relAt[l]) == 0 && !(r.foreign(l) && r.handsOutAfter(at)) {
			continue // a variable that is looked at, not waited for
		}
		if own := r.sites[site].sum.release(l); own != nil && own.has(event.OpOnce) && !holds(s.locks, r.Space.Parent(l)) {
			continue // a Once that the task may have run itself
		}
		if r.maySent(s, l) && r.capacity(l) != 0 {
			continue // there may be one from before the fork
		}
		if r.joinIn(site, l) != 0 && !r.countedUp(l) && !countsBeforeWaiting(r.sites[site].Task, l) {
			continue // a group for which there is nobody to wait
		}
		return true
	}
	return false
}

// countedUp reports whether the forker counts a group up.
func (r *recorder) countedUp(group event.Loc) bool {
	return slices.ContainsFunc(r.sites, func(s site) bool { return s.Kind == event.Group && s.Handle == group }) ||
		r.some(func(_ place, e *event.Event) bool { return e.Kind == event.Add && e.Loc == group })
}

// countsBeforeWaiting reports whether a task may count a group up before it waits for it.
func countsBeforeWaiting(g *link.Graph, group event.Loc) bool {
	if g == nil {
		return true
	}
	waits := func(e event.Event) bool { return e.Kind == event.Acquire && e.Op == event.OpWait && e.Loc == group }
	for b := range g.Blocks {
		k := slices.IndexFunc(g.Blocks[b].Events, func(e event.Event) bool {
			return e.Kind == event.Add && e.Loc == group || e.Kind == event.Fork && g.Sites[e.Call].Kind == event.Group && g.Sites[e.Call].Handle == group
		})
		if k < 0 {
			continue
		}
		found := slices.ContainsFunc(g.Blocks[b].Events[k:], waits)
		flow.Reach(len(g.Blocks), int32(b), func(x int32, goOn func(int32)) {
			for _, e := range g.Blocks[x].Succs {
				found = found || slices.ContainsFunc(g.Blocks[e.To].Events, waits)
				goOn(e.To)
			}
		})
		if found {
			return true
		}
	}
	return false
}

// saysAfter reports whether the forker may still say something after a place.
func (r *recorder) saysAfter(heard event.Loc, at place) bool {
	return slices.ContainsFunc(r.relAt[heard], func(p place) bool { return r.c.before(at, p) })
}

// foreign reports whether an object comes from code of which nothing is known, so
// that nobody knows who releases it.
func (r *recorder) foreign(l event.Loc) bool {
	d := r.Space.Root(l)
	return d.Kind == event.Opaque && !d.Known
}

// handsOutAfter reports whether the forker may still hand something to code out of
// sight after a place, which can be what an object from there waits for.
func (r *recorder) handsOutAfter(at place) bool {
	return r.some(func(p place, e *event.Event) bool { return e.HandsOut() && r.c.before(at, p) })
}

// overBefore reports whether the forker has closed or cancelled an object before a
// place for good, so that nobody waits for it from then on.
func (r *recorder) overBefore(l event.Loc, at place) bool {
	const forGood = 1<<event.OpClose | 1<<event.OpCancel
	return r.ops[l]&forGood != 0 && slices.ContainsFunc(r.relAt[l], func(p place) bool {
		return r.c.before(p, at) && !r.c.before(at, p)
	})
}

func holds(locks []Held, l event.Loc) bool {
	return slices.ContainsFunc(locks, func(h Held) bool { return h.Loc == l })
}

// observed reports whether an object is looked at rather than waited for: an
// atomic, or a variable tested under a lock.
func (r *recorder) observed(l event.Loc) bool {
	const blocking = 1<<event.OpSend | 1<<event.OpRecv | 1<<event.OpClose | 1<<event.OpDone | 1<<event.OpCancel | 1<<event.OpTestEnd | 1<<event.OpTimer | 1<<event.OpWait | 1<<event.OpCond
	if r.ops[l]&(1<<event.OpAtomic) != 0 {
		return true
	}
	ops := r.ops[l]
	for i := range r.sites {
		rel := r.sites[i].sum.release(l)
		if rel == nil {
			continue
		}
		if rel.has(event.OpAtomic) || rel.has(event.OpFlag) {
			return true
		}
		ops |= rel.Ops
	}
	if !r.Space.IsRoot(l) {
		switch r.Space.Last(l).Kind {
		case event.Done, event.End, event.Back:
			return false
		}
	}
	return ops&blocking == 0 && !r.Space.Root(l).Chan
}

// releasedByOther reports whether a task other than that of the site releases.
func (a *analysis) releasedByOther(l event.Loc, site int) bool {
	return a.releasedBy(l, func(i int, _ *Release) bool { return i != site })
}

// releasedBy reports whether a task releases whose site and release meet a condition.
func (a *analysis) releasedBy(l event.Loc, meets func(site int, rel *Release) bool) bool {
	for i := range a.sites {
		if rel := a.sites[i].sum.release(l); rel != nil && meets(i, rel) {
			return true
		}
	}
	return false
}
