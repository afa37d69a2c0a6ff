package hb

import (
	"slices"

	"github.com/gojoincheck/gojoincheck/internal/event"
	"github.com/gojoincheck/gojoincheck/internal/flow"
)

// Connections. Who writes to one publishes to who reads at the other end, which may be
// a goroutine of the same program: a test and its server. Which connection is whose is
// not known, so that anything said after an access may have been heard by now. That
// keeps findings about shared memory back, and proves nothing.

// hear takes away what a task did before it said something, or before it released what
// code out of sight can wait for.
func (a *analysis) hear(s *state, at place) {
	a.trust(s, guess, func() { a.takeAway(s, a.sayings(), at, -1) })
}

// sayings gives what hear takes away: nothing where nobody says anything.
func (a *analysis) sayings() flow.Bits {
	if a.said != nil {
		return a.said
	}
	a.said = flow.NewBits(len(a.inst))
	x := slices.IndexFunc(a.list, func(l event.Loc) bool { return a.Space.Root(l).World == event.Said })
	if x < 0 {
		return a.said
	}
	said := a.list[x]
	for i := range a.inst {
		p := &a.inst[i]
		if p.Kind == Touch && (hasLoc(p.Settles, said) || hasLoc(p.Weak, said) || slices.ContainsFunc(p.Settles, a.handedOut)) {
			a.said.Set(i)
		}
	}
	return a.said
}

// handedOut reports whether code out of sight can get at an object.
func (a *analysis) handedOut(l event.Loc) bool {
	a.findEscapes()
	return slices.ContainsFunc(a.escaped, func(e event.Loc) bool { return a.Space.Within(l, e) })
}

// worldly reports whether an object stands for connections.
func (a *analysis) worldly(l event.Loc) bool { return a.Space.Root(l).World != event.NoWorld }
