package hb

import (
	"slices"

	"github.com/gojoincheck/gojoincheck/internal/event"
)

// isTimer reports whether what a location names at a place is a timer, or what a variable
// refers to in which the function has stored that timer last.
func (a *analysis) isTimer(l event.Loc, at place, timer event.Loc) bool {
	if l == timer || l == event.NoLoc || a.Space.IsRoot(l) || a.Space.Last(l).Kind != event.Deref {
		return l == timer
	}
	var stored, others []place
	for b := range a.c.blocks {
		for k, e := range a.c.blocks[b].Events {
			switch p := (place{int32(b), int32(k)}); {
			case e.Kind != event.Bind || e.Loc != a.Space.Parent(l) || e.Val == event.NoLoc || !a.c.before(p, at):
			case e.Val == timer:
				stored = append(stored, p)
			default:
				others = append(others, p)
			}
		}
	}
	return slices.ContainsFunc(stored, func(p place) bool {
		return !slices.ContainsFunc(others, func(o place) bool { return a.c.before(p, o) })
	})
}
