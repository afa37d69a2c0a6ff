package hb

import (
	"slices"

	"github.com/gojoincheck/gojoincheck/internal/event"
	"github.com/gojoincheck/gojoincheck/internal/link"
)

// This file tells what each kind of fork starts, as its forker must know it.

// taskSummary summarizes what a fork starts.
func (s *Solver) taskSummary(st *link.Site) *Summary {
	switch {
	case st.Kind == event.Library:
		return librarySummary(st)
	case st.Task == nil:
		return &Summary{Forever: true, Lost: st.Lost}
	}
	sum := s.summary(st.Task)
	switch st.Kind {
	case event.Group:
		return grouped(sum, st.Handle)
	case event.Subtest:
		// What it does before it was resumed is part of the call that ran it.
		resumed := s.Space.Child(st.Handle, event.Sel{Kind: event.End})
		return sum.keeping(func(e Effect) bool { return hasLoc(e.Before, resumed) && e.Kind != End })
	case event.Handler:
		return sum.keeping(func(e Effect) bool { return e.Kind == Touch })
	case event.Timer, event.Finalizer, event.Many:
		return sum.keeping(func(e Effect) bool { return e.Kind != End })
	}
	return sum
}

// librarySummary is a goroutine inside a library: the handle joins it.
func librarySummary(st *link.Site) *Summary {
	sum := &Summary{}
	for _, e := range st.Effects {
		sum.Effects = append(sum.Effects, Effect{Kind: Touch, Event: e, Settles: []event.Loc{st.Handle}, Fork: st.Pos})
	}
	sum.Releases = []Release{{Loc: st.Handle, Ops: 1 << event.OpProcess, Times: 1, Always: true, Pos: st.Pos}}
	return sum
}

// grouped adds the Done that a group calls when its task returns.
func grouped(sum *Summary, group event.Loc) *Summary {
	out := *sum
	out.Effects = nil
	var before []event.Loc
	for _, e := range sum.Effects {
		if !e.Nested || e.Over {
			e.Settles = sortLocs(append(slices.Clone(e.Settles), group))
		}
		if e.Kind == End {
			before = e.Before
		}
		out.Effects = append(out.Effects, e)
	}
	out.Releases = append(slices.Clone(sum.Releases), Release{
		Loc: group, Before: before, Ops: 1 << event.OpGroupGo, Times: 1, Always: true,
	})
	return &out
}

// keeping is the summary with the effects alone of which something holds.
func (s *Summary) keeping(holds func(e Effect) bool) *Summary {
	out := *s
	out.Effects = slices.DeleteFunc(slices.Clone(s.Effects), func(e Effect) bool { return !holds(e) })
	return &out
}
