package hb

import (
	"slices"

	"github.com/gojoincheck/gojoincheck/internal/event"
)

// This file knows under which branches something happens: on the other sides of them it
// has not happened.

// A guard is a branch that was taken on every path to a place.
type guard struct {
	cond int32
	neg  bool
}

// findGuards finds, for each site, the branches taken on every path to it.
func (a *analysis) findGuards() {
	for i := range a.sites {
		if c := a.sites[i].If; c != 0 {
			a.sites[i].guards = append(a.sites[i].guards, guard{cond: c})
		}
		a.sites[i].guards = append(a.sites[i].guards, a.guardsOf(a.sites[i].at.block)...)
	}
}

// guardsOf gives the branches taken on every path to a block.
func (a *analysis) guardsOf(block int32) []guard {
	var guards []guard
	for b := block; b != -1; b = a.c.idom[b] {
		d := a.c.idom[b]
		if d == -1 || len(a.c.blocks[d].Succs) != 2 || !a.enteredFrom(b, d) || a.leaves(d, block) {
			continue
		}
		for _, s := range a.c.blocks[d].Succs {
			if s.To == b && s.Cond != 0 {
				guards = append(guards, guard{s.Cond, s.Neg})
			}
		}
	}
	return guards
}

// enteredFrom reports whether every path to block b comes from block d: but for
// another round, as in a range over an integer, which is tested before the loop.
func (a *analysis) enteredFrom(b, d int32) bool {
	entered := false
	for _, p := range a.c.preds[b] {
		if p != d && !a.c.dominates(b, p) {
			return false
		}
		entered = entered || p == d
	}
	return entered
}

// leaves reports whether a branch decides if a loop around the block b goes on:
// that it does not says nothing of the rounds before, unless it has been the same
// in all of them.
func (a *analysis) leaves(branch, b int32) bool {
	for _, l := range a.c.within[b] {
		body := a.c.loops[l].body
		if body.Has(int(branch)) && !a.sameInAll(branch, l) && slices.ContainsFunc(a.c.blocks[branch].Succs, func(e event.Edge) bool { return !body.Has(int(e.To)) }) {
			return true
		}
	}
	return false
}

// sameInAll reports whether the condition of a branch is the same in all rounds of a loop around it.
func (a *analysis) sameInAll(branch int32, loop int) bool {
	inner := 0
	for _, l := range a.c.within[branch] {
		if l != loop && a.c.loops[loop].body.Has(int(a.c.loops[l].header)) {
			inner++
		}
	}
	return slices.ContainsFunc(a.c.blocks[branch].Succs, func(e event.Edge) bool { return int(e.Steady) > inner })
}

// notForked takes away what is not forked on the side of a branch; it reports
// whether there is something.
func (a *analysis) notForked(s *state, e event.Edge) bool {
	some := false
	for i := range a.sites {
		if slices.Contains(a.sites[i].guards, guard{e.Cond, !e.Neg}) {
			for _, x := range a.sites[i].effects {
				some = some || s.pend.Has(x)
				s.pend.Clear(x)
			}
		}
	}
	return some
}
