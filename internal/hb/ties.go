package hb

import (
	"slices"

	"github.com/gojoincheck/gojoincheck/internal/event"
	"github.com/gojoincheck/gojoincheck/internal/flow"
)

// Ties. A variable often tells whether a goroutine runs: it is set where the goroutine is
// started, and made zero where it has been waited for. An effect is tied to the variable
// while it can be pending only if the variable is not zero: that is so where it is forked
// while the variable is not zero, and until zero is stored while it is pending. Where a
// branch finds the variable zero, nothing that is tied to it is pending.

// A tie is a variable that may tell so.
type tie struct {
	flag event.Loc
	own  bool // nobody but the graph gets at it
}

// ties is the part of the state that is about them.
type ties struct {
	zero  flow.Bits   // may: ties whose variable is zero
	loose []flow.Bits // may, by tie: the instances that can be pending while it is
}

func (t ties) clone() ties {
	c := ties{zero: t.zero.Clone(), loose: make([]flow.Bits, len(t.loose))}
	for i := range t.loose {
		c.loose[i] = t.loose[i].Clone()
	}
	return c
}

func (t ties) join(o ties) bool {
	changed := t.zero.Union(o.zero)
	for i := range t.loose {
		changed = t.loose[i].Union(o.loose[i]) || changed
	}
	return changed
}

// findTies looks for variables that the graph stores something to which is not zero, that a
// branch finds zero, and that no goroutine stores to.
func (a *analysis) findTies() {
	if len(a.sites) == 0 {
		return
	}
	set := map[event.Loc]bool{}
	a.some(func(_ place, e *event.Event) bool {
		if e.Kind == event.Set && notZero(e.N) && a.fieldsOnly(e.Loc) {
			set[e.Loc] = true
		}
		return false
	})
	if len(set) == 0 {
		return
	}
	for b := range a.c.blocks {
		for i := range a.c.blocks[b].Succs {
			l := a.c.blocks[b].Succs[i].Test
			if l == event.NoLoc || !set[l] || a.c.blocks[b].Succs[i].Tells() != 0 || a.tied(l) >= 0 {
				continue
			}
			if !slices.ContainsFunc(a.inst, func(p instance) bool {
				return p.Kind == Touch && p.Event.Has(event.Write) && (p.Event.Loc == l || a.Space.Within(l, p.Event.Loc))
			}) {
				a.ties = append(a.ties, tie{l, a.g.Own[a.Space.RootLoc(l)]})
			}
		}
	}
}

// tied is the number of the tie of a variable, -1 if it has none.
func (a *analysis) tied(l event.Loc) int {
	return slices.IndexFunc(a.ties, func(t tie) bool { return t.flag == l })
}

// fieldsOnly reports whether a path is a variable or a field of one, behind no pointer but
// one that never changes.
func (a *analysis) fieldsOnly(l event.Loc) bool {
	for !a.Space.IsRoot(l) {
		if a.Space.Last(l).Kind != event.Field {
			return false
		}
		l = a.Space.Parent(l)
	}
	return true
}

func notZero(n int32) bool { return n > 0 || n == event.NonZero }

// set stores something to a variable, or to what it is a field of.
func (a *analysis) set(s *state, l event.Loc, n int32) {
	for t := range a.ties {
		switch flag := a.ties[t].flag; {
		case flag == l && notZero(n):
			s.ties.zero.Clear(t)
		case flag == l || a.Space.Within(flag, l):
			s.ties.zero.Set(t)
			s.ties.loose[t].Union(s.pend)
		}
	}
}

// tieFork ties what is about to be forked to the variables that are not zero.
func (a *analysis) tieFork(s *state, site int) {
	for t := range a.ties {
		for _, x := range a.sites[site].effects {
			if s.ties.zero.Has(t) {
				s.ties.loose[t].Set(x)
			} else if !s.pend.Has(x) {
				s.ties.loose[t].Clear(x)
			}
		}
	}
}

// tieEdge takes away what is tied to a variable on the edge where that is zero.
func (a *analysis) tieEdge(s *state, at place, e *event.Edge) {
	if e.Test == event.NoLoc || len(a.ties) == 0 {
		return
	}
	t := a.tied(e.Test)
	if t < 0 {
		return
	}
	if e.Tells() == event.NonZero {
		s.ties.zero.Clear(t)
	}
	if e.Tells() != 0 {
		return
	}
	doubts := guess
	if a.ties[t].own {
		doubts = proven
	}
	a.trust(s, doubts, func() { s.pend.Intersect(s.ties.loose[t]) })
	a.catchUp(s, at)
	s.ties.zero.Set(t)
}
