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
//
// A condition that is a constant on some ways to where it comes about tells as much of what
// happens on these ways, as a flag does that is true only where a message has been received:
// "ready := false", and then "case ready = <-done". On the side of a branch where it has
// another value, nothing is pending that is so on these ways alone.

// A tie is a variable that may tell so, or a condition.
type tie struct {
	flag event.Loc
	own  bool // nobody but the graph gets at it

	cond  int32     // the condition, 0 if it is a variable
	neg   bool      // the side of the branch: the condition does not hold
	comes flow.Bits // the blocks where the condition comes about
}

// ties is the part of the state that is about them.
type ties struct {
	zero  flow.Bits   // may: ties whose variable is zero, or whose condition is on its side
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
	a.tieConditions()
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
				a.ties = append(a.ties, tie{flag: l, own: a.g.Own[a.Space.RootLoc(l)]})
			}
		}
	}
}

// tied is the number of the tie of a variable, -1 if it has none.
func (a *analysis) tied(l event.Loc) int {
	return slices.IndexFunc(a.ties, func(t tie) bool { return t.cond == 0 && t.flag == l })
}

// tieConditions looks for conditions that are a constant on some ways to where they come about,
// which one edge alone leads on from, and that a branch tests for the opposite.
func (a *analysis) tieConditions() {
	const most = 8
	comes := map[int32]flow.Bits{}
	type side struct {
		cond int32
		neg  bool
	}
	constant := map[side]bool{}
	for b := range a.c.blocks {
		if succs := a.c.blocks[b].Succs; a.c.live[b] && len(succs) == 1 && succs[0].Cond != 0 {
			e := succs[0]
			if comes[e.Cond] == nil {
				comes[e.Cond] = flow.NewBits(len(a.c.blocks))
			}
			comes[e.Cond].Set(int(e.To))
			constant[side{e.Cond, e.Neg}] = true
		}
	}
	if len(comes) == 0 {
		return
	}
	tied := map[side]bool{}
	for b := range a.c.blocks {
		if succs := a.c.blocks[b].Succs; a.c.live[b] && len(succs) > 1 {
			for _, e := range succs {
				k := side{e.Cond, e.Neg}
				if len(a.ties) < most && comes[e.Cond] != nil && constant[side{e.Cond, !e.Neg}] && !tied[k] {
					tied[k] = true
					a.ties = append(a.ties, tie{cond: e.Cond, neg: e.Neg, comes: comes[e.Cond]})
				}
			}
		}
	}
}

// tieCondition applies what an edge tells of the conditions: where one comes about, and which
// value it has.
func (a *analysis) tieCondition(s *state, at place, e *event.Edge) {
	branch := len(a.c.blocks[at.block].Succs) > 1
	for t := range a.ties {
		tied := &a.ties[t]
		switch {
		case tied.cond == 0:
		case e.Cond == tied.cond && e.Neg != tied.neg: // it is on the other side
			s.ties.zero.Clear(t)
			clear(s.ties.loose[t])
		case e.Cond == tied.cond && branch:
			a.trust(s, proven, func() { s.pend.Intersect(s.ties.loose[t]) })
			a.catchUp(s, at)
		case tied.comes.Has(int(e.To)):
			s.ties.zero.Set(t)
			copy(s.ties.loose[t], s.pend)
		}
	}
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
		case a.ties[t].cond != 0:
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
	a.tieCondition(s, at, e)
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
