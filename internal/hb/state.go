package hb

import (
	"slices"

	"github.com/gojoincheck/gojoincheck/internal/flow"
)

// state is the solver's lattice element.
type state struct {
	pend  flow.Bits // may: instances pending
	rel   flow.Bits // may: site × object, released by the forker since the fork
	added flow.Bits // may: objects added to
	sent  tally     // sends by the forker, per object, at least
	fed   flow.Bits // may: channels on which the forker has sent
	acq   tally     // receives not yet matched with a sender, per object, at least; Often if no sender is left
	must  flow.Bits // must: objects acquired
	locks []Held    // must: locks held, sorted
	since flow.Bits // must: objects acquired since the last release
	rest  flow.Bits // must: the same of channels, or nothing has been released yet
	mine  flow.Bits // must: turns that are the forker's
	lost  flow.Bits // may: turns that were given away twice
	over  flow.Bits // must: sites whose tasks have been waited for since the fork
	ties  ties
	room  flow.Bits // holds the sets, but for those of the ties
}

// clone copies a state of the analysis, into one that is done with if there is one.
func (a *analysis) clone(s *state) *state {
	var c *state
	if n := len(a.spare); n > 0 {
		c, a.spare = a.spare[n-1], a.spare[:n-1]
	} else {
		c = new(state)
	}
	room := c.room
	*c = *s
	c.sent, c.acq, c.locks, c.ties = s.sent.share(), s.acq.share(), slices.Clone(s.locks), s.ties.clone()
	c.room = flow.CloneAll(room, &c.pend, &c.rel, &c.added, &c.must, &c.fed, &c.since, &c.rest, &c.mine, &c.lost, &c.over)
	return c
}

// done takes back a state that nothing refers to any more.
func (a *analysis) done(s *state) { a.spare = append(a.spare, s) }

// join keeps the laws of package flow: unions of the may parts, intersections
// and minima of the must parts.
func (s *state) join(o *state) bool {
	changed := s.pend.Union(o.pend)
	changed = s.rel.Union(o.rel) || changed
	changed = s.added.Union(o.added) || changed
	changed = s.fed.Union(o.fed) || changed
	changed = s.must.Intersect(o.must) || changed
	changed = s.since.Intersect(o.since) || changed
	changed = s.rest.Intersect(o.rest) || changed
	changed = s.mine.Intersect(o.mine) || changed
	changed = s.lost.Union(o.lost) || changed
	changed = s.over.Intersect(o.over) || changed
	changed = s.ties.join(o.ties) || changed
	changed = s.sent.minimum(o.sent) || changed
	changed = s.acq.minimum(o.acq) || changed
	kept := s.locks[:0:0]
	for _, h := range s.locks {
		if slices.Contains(o.locks, h) {
			kept = append(kept, h)
		}
	}
	if len(kept) != len(s.locks) {
		s.locks, changed = kept, true
	}
	return changed
}
