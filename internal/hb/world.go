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
	x := slices.IndexFunc(a.list, func(l event.Loc) bool { return a.Space.Root(l).World == event.Said })
	if x < 0 || s.pend.Empty() {
		return
	}
	l := a.list[x]
	gone := flow.NewBits(len(a.inst))
	s.pend.Each(func(i int) {
		p := &a.inst[i]
		if p.Kind == Touch && (hasLoc(p.Settles, l) || hasLoc(p.Weak, l) || slices.ContainsFunc(p.Settles, a.handedOut)) {
			gone.Set(i)
		}
	})
	a.trust(s, guess, func() { a.takeAway(s, gone, at, -1) })
}

// handedOut reports whether code out of sight can get at an object.
func (a *analysis) handedOut(l event.Loc) bool {
	a.findEscapes()
	return slices.ContainsFunc(a.escaped, func(e event.Loc) bool { return a.Space.Within(l, e) })
}

// worldly reports whether an object stands for connections.
func (a *analysis) worldly(l event.Loc) bool { return a.Space.Root(l).World != event.NoWorld }
