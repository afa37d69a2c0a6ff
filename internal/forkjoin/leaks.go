package forkjoin

import (
	"github.com/gojoincheck/gojoincheck/internal/event"
	"github.com/gojoincheck/gojoincheck/internal/explore"
	"github.com/gojoincheck/gojoincheck/internal/hb"
)

// leakRules are the rules of goroutineleak, by what the goroutine blocks on.
var leakRules = map[event.Op]string{
	event.OpSend:    "abandoned-send",
	event.OpRecv:    "abandoned-receive",
	event.OpCtxDone: "abandoned-receive",
	event.OpWait:    "stuck-join",
	event.OpCond:    "stuck-join",
	event.OpLock:    "stuck-lock",
	event.OpRLock:   "stuck-lock",
	event.OpNil:     "nil-channel",
	event.OpNoCase:  "empty-select",
}

// leakFinding turns a goroutine that blocks for ever into a finding.
func leakFinding(l explore.Leak) (hb.Finding, bool) {
	rule, ok := leakRules[l.Op]
	if !ok || l.Op == event.OpNoCase && l.Fork == 0 { // a function may block on purpose
		return hb.Finding{}, false
	}
	f := hb.Finding{Rule: rule, Pos: l.Pos, Name: l.Name}
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
