package hb

import (
	"slices"

	"github.com/gojoincheck/gojoincheck/internal/event"
)

// This file judges work that is lost, though its goroutine has signalled or was told to
// end: what it has still to write.

// lostOutput reports that a goroutine may still have to write something when the program
// ends, or the function that must wait for it: after it has signalled, or because it was
// told to end, which it hears of before.
func (r *recorder) lostOutput(s *state, p instance, b int32) {
	if p.Nested || len(p.Out) > 0 && !r.unheardBy(p, b, func(*event.Event) bool { return false }) {
		return
	}
	end := r.sites[p.site].end
	if end < 0 {
		return
	}
	group, _ := r.groupOf(p.site)
	if r.root != MainRoot && (group == event.NoLoc || !r.local(group) || !hasLoc(r.inst[end].Settles, group)) {
		return
	}
	f := Finding{Rule: "lost-output"}
	ret := Step{Role: RoleReturn, Pos: r.c.blocks[b].RetPos}
	put := Step{Role: RoleOutput, Pos: p.Event.Pos}
	if signal, join := r.signalledBefore(p); signal != nil && !s.pend.Has(end) {
		f.Pos, f.Name = signal.Pos, r.objectName(signal.Loc)
		f.Steps = []Step{{Role: RoleFork, Pos: r.forkPos(&p)}, put, *join}
	} else {
		if r.root != MainRoot || slices.ContainsFunc(r.inst[end].Settles, func(l event.Loc) bool { return r.isSignal(l) && r.handedOut(l) }) || r.joinedByTask(s, r.inst[end], b) {
			return
		}
		told := r.toldBefore(s, p)
		if told == nil || slices.ContainsFunc(r.findings, func(f Finding) bool { return f.Rule == "unjoined" && f.Pos == r.forkPos(&p) }) {
			return
		}
		f.Pos, f.Name = r.forkPos(&p), told.Name
		f.Steps = []Step{*told, put, ret}
	}
	r.findings = append(r.findings, f)
}

// toldBefore finds what has told a goroutine to end that hears of it before an instance.
func (r *recorder) toldBefore(s *state, p instance) *Step {
	for _, l := range p.Before {
		if !r.releasedSince(s, p.site, l) {
			continue
		}
		for _, at := range r.relAt[l] {
			if e := r.eventAt(at); e.Op == event.OpClose || e.Op == event.OpCancel {
				pos := e.Pos
				if pos == event.Elsewhere {
					pos = r.where(e)
				}
				return &Step{Role: RoleTold, Pos: pos, Op: e.Op, Name: r.objectName(l)}
			}
		}
	}
	return nil
}
