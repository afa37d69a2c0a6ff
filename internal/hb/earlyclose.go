package hb

import "github.com/gojoincheck/gojoincheck/internal/event"

// atClose reports a close of a channel on which a goroutine may still send: the
// send panics. A send that has been received is settled, and so is one that a
// group or another signal tells of; what is pending at the close may come after
// it. A task that first waits for something that only comes later sends later
// still.
func (r *recorder) atClose(s *state, e *event.Event) {
	if e.Op != event.OpClose || !r.local(e.Loc) || !r.Space.Root(e.Loc).Chan {
		return
	}
	s.pend.Each(func(i int) {
		p := r.inst[i]
		if p.Kind != Give || p.Event.Loc != e.Loc || len(p.Out) > 0 || p.Nested {
			return
		}
		r.findings = append(r.findings, Finding{
			Rule: "early-close", Pos: e.Pos, Name: r.objectName(e.Loc),
			Steps: []Step{{Role: RoleFork, Pos: r.forkPos(&p)}, {Role: RoleTask, Pos: p.Event.Pos, Op: event.OpSend}},
		})
	})
}

// ClosedEarly tells of files that are closed while goroutines use them which are waited for
// only afterwards.
func ClosedEarly(list []event.EarlyClose) []Finding {
	var found []Finding
	for _, c := range list {
		found = append(found, Finding{
			Rule: "early-close", Pos: c.Closed, Name: c.Name,
			Steps: []Step{{Role: RoleFork, Pos: c.Fork}, {Role: RoleJoin, Pos: c.Waited, Op: event.OpWait, Name: c.Group}},
		})
	}
	return found
}
