package forkjoin

import (
	"slices"

	"github.com/gojoincheck/gojoincheck/internal/event"
	"github.com/gojoincheck/gojoincheck/internal/explore"
	"github.com/gojoincheck/gojoincheck/internal/hb"
)

// leakRules are the rules of goroutineleak, by what the goroutine blocks on.
var leakRules = map[event.Op]string{
	event.OpSend:       "abandoned-send",
	event.OpNoReceiver: "abandoned-send",
	event.OpNoSender:   "abandoned-receive",
	event.OpRecv:       "abandoned-receive",
	event.OpCtxDone:    "abandoned-receive",
	event.OpWait:       "stuck-join",
	event.OpCond:       "stuck-join",
	event.OpLock:       "stuck-lock",
	event.OpRLock:      "stuck-lock",
	event.OpNil:        "nil-channel",
	event.OpNoCase:     "empty-select",
}

// leakFinding turns a goroutine that blocks for ever into a finding.
func leakFinding(l explore.Leak) (hb.Finding, bool) {
	rule, ok := leakRules[l.Op]
	if !ok || l.Meant && l.Fork == 0 { // a goroutine is another matter
		return hb.Finding{}, false
	}
	f := hb.Finding{Rule: rule, Pos: l.Pos, Name: l.Name}
	if l.Loc != event.NoLoc {
		f.Handles = []event.Loc{l.Loc}
	}
	if l.Fork != 0 {
		f.Steps = append(f.Steps, hb.Step{Role: hb.RoleFork, Pos: l.Fork})
	}
	if l.Return > 1 {
		f.Steps = append(f.Steps, hb.Step{Role: hb.RoleReturn, Pos: l.Return})
	}
	for _, b := range l.Others {
		if b.Pos != l.Pos {
			f.Steps = append(f.Steps, hb.Step{Role: hb.RoleNeed, Pos: b.Pos, Op: b.Op, Name: b.Name})
		}
	}
	return f, true
}

// stuckRank orders the leaks of goroutines that block each other by how much
// they say; a rule of missingjoin says more than all of them.
var stuckRank = map[string]int{"stuck-lock": 1, "abandoned-send": 2, "abandoned-receive": 3, "stuck-join": 4}

// explains are the rules of missingjoin that tell why somebody is blocked.
var explains = map[string]bool{
	"join-deadlock": true, "done-skipped": true, "count-mismatch": true, "add-after-fork": true,
	"add-in-goroutine": true, "join-before-fork": true, "copied-handle": true,
}

// oneForEachDeadlock drops the leaks that another finding explains: several
// goroutines that wait for each other are one mistake.
func oneForEachDeadlock(all []hb.Finding) []hb.Finding {
	return slices.DeleteFunc(slices.Clone(all), func(f hb.Finding) bool {
		rank, leak := stuckRank[f.Rule]
		return leak && slices.ContainsFunc(all, func(g hb.Finding) bool {
			if r, ok := stuckRank[g.Rule]; ok {
				return blocked(f, g.Pos) && (g.By == hb.Itself || r < rank && blocked(g, f.Pos))
			}
			return explains[g.Rule] && (involves(g, f.Pos) || slices.ContainsFunc(f.Steps, func(s hb.Step) bool {
				return s.Role == hb.RoleNeed && involves(g, s.Pos)
			}))
		})
	})
}

// withStops joins what two searches tell of one goroutine: where it blocks, and
// which call would have ended it. The place where it blocks is the exact one,
// unless others do make the call: then its code is right, and who has started it
// is told.
func withStops(all []hb.Finding) []hb.Finding {
	stops := map[event.Pos]hb.Finding{}
	for _, f := range all {
		if at := forkOf(f); f.Rule == "never-stopped" && f.By != "" && stops[at].Rule == "" {
			stops[at] = f
		}
	}
	found := map[event.Pos]bool{}
	var out []hb.Finding
	for _, f := range all {
		at := forkOf(f)
		stop, ok := stops[at]
		switch _, leak := stuckRank[f.Rule]; {
		case !leak || at == 0 || !ok:
		case stop.Usual:
			continue
		default:
			f.By = stop.By
			f.Steps = append(slices.Clone(f.Steps), hb.Step{Role: hb.RoleStart, Pos: stop.Pos, Name: stop.By})
			found[at] = true
		}
		out = append(out, f)
	}
	return slices.DeleteFunc(out, func(f hb.Finding) bool { return f.Rule == "never-stopped" && found[forkOf(f)] })
}

// forkOf is where the goroutine of a finding is forked, 0 if it tells of none.
func forkOf(f hb.Finding) event.Pos {
	for _, s := range f.Steps {
		if s.Role == hb.RoleFork {
			return s.Pos
		}
	}
	return 0
}

// blocked reports whether somebody else is blocked at the place meanwhile.
func blocked(f hb.Finding, at event.Pos) bool {
	return slices.ContainsFunc(f.Steps, func(s hb.Step) bool { return s.Role == hb.RoleNeed && s.Pos == at })
}

func involves(f hb.Finding, at event.Pos) bool {
	return f.Pos == at || slices.ContainsFunc(f.Steps, func(s hb.Step) bool { return s.Pos == at })
}
