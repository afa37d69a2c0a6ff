package forkjoin

import (
	"slices"

	"github.com/gojoincheck/gojoincheck/internal/event"
	"github.com/gojoincheck/gojoincheck/internal/hb"
)

// judge decides what becomes of a fork.
func (m *forkMapper) judge(f *Fork) {
	f.Joins = uniqueJoins(f.Joins)
	f.Findings = m.about(f)
	f.Verdict, f.Why = m.verdict(f)
	if slices.ContainsFunc(f.Findings, func(x hb.Finding) bool { return missing[x.Rule] || stuckRank[x.Rule] > 0 }) {
		f.Verdict, f.Why = Missing, "" // also of a goroutine that never gets to its end
	}
}

// missing are the rules that say of a fork that it is not joined, or that its
// join does not wait for it.
var missing = map[string]bool{
	"unjoined": true, "join-skipped": true, "sleep-join": true, "group-not-waited": true,
	"count-mismatch": true, "join-before-fork": true, "done-skipped": true, "copied-handle": true,
	"add-in-goroutine": true, "add-after-fork": true, "outlives-test": true, "shutdown-not-awaited": true, "lost-output": true,
}

// about lists the findings that stand at the fork or name it.
func (m *forkMapper) about(f *Fork) []hb.Finding {
	var out []hb.Finding
	for _, x := range m.res.Findings {
		if x.Rule == "ordered" {
			continue // the shares tell that
		}
		if x.Pos == f.Pos || slices.ContainsFunc(x.Steps, func(s hb.Step) bool { return s.Role == hb.RoleFork && s.Pos == f.Pos }) {
			out = append(out, x)
		}
	}
	return out
}

// verdict follows from what the functions tell, the rules aside.
func (m *forkMapper) verdict(f *Fork) (Verdict, Why) {
	byOthers := slices.ContainsFunc(f.Joins, func(j Join) bool { return j.By != "" })
	byItself := slices.ContainsFunc(f.Joins, func(j Join) bool { return j.By == "" })
	switch f.Kind {
	case event.Many, event.Subtest:
		return Joined, WhyLibrary
	case event.Finalizer:
		return Detached, WhyFinal
	case event.Timer:
		if !byItself && !byOthers {
			return Detached, WhyTimer
		}
		return Joined, ""
	}
	switch {
	case byItself && len(f.Pending) == 0 && f.Ending != hb.EndsNever:
		return Joined, ""
	case byOthers:
		return Owned, ""
	case len(f.Waiters) > 0:
		return Owned, WhyTask
	case f.Ending == hb.EndsNever:
		return Daemon, WhyNever
	case byItself:
		return Partial, ""
	case f.Ending == hb.EndsWhenTold:
		return Daemon, WhyTold
	case len(f.Handed) > 0 || f.Escapes:
		return Owned, WhyHanded
	case len(m.keys[f.pos()]) > 0:
		return Owned, WhyHandle
	case f.TaskFunc == event.NoFunc, f.Ending == hb.EndsUnknown:
		return Unknown, WhyUnseen
	case f.Ordered:
		return Unknown, WhyOrder
	case len(f.Pending) == 0:
		return Detached, WhyForever
	}
	return Detached, WhyNoHandle
}

// uniqueJoins keeps one join of each place, that of the closest function.
func uniqueJoins(js []Join) []Join {
	slices.SortStableFunc(js, func(a, b Join) int { return int(a.Pos - b.Pos) })
	return slices.CompactFunc(js, func(a, b Join) bool { return a.Pos == b.Pos })
}
