package hb

import (
	"slices"

	"github.com/gojoincheck/gojoincheck/internal/event"
)

// This file finds joins that block for ever: what they wait for comes only after.

// deadlock reports a Wait for a goroutine that itself waits for something that
// only comes after the Wait.
func (r *recorder) deadlock(s *state, at place, e *event.Event) {
	if e.Has(event.Try) || !r.local(e.Loc) {
		return
	}
	if r.waitsForRange(at, e) {
		return
	}
	s.pend.Each(func(i int) {
		p := r.inst[i]
		if p.Nested {
			return
		}
		rel := r.sites[p.site].sum.release(e.Loc)
		if rel == nil || e.Op == event.OpWait && r.countsItself(p.site, e.Loc) {
			return
		}
		switch p.Kind {
		case End:
			r.waitsTooEarly(s, at, p, rel, e)
		case Give:
			r.sendsTooEarly(s, at, p, e)
		}
	})
}

// waitsTooEarly: the goroutine must acquire what the forker releases later.
func (r *recorder) waitsTooEarly(s *state, at place, p instance, rel *Release, e *event.Event) {
	if rel.has(event.OpFlag) {
		return
	}
	for _, l := range rel.Before {
		if l == e.Loc && !r.isMutex(l) {
			r.stuck(p, e, l, r.joinIn(p.site, l))
			return
		}
		if !r.onlyForker(s, p.site, l) || r.releasedBefore(l, at) {
			continue
		}
		r.stuck(p, e, l, 0)
		return
	}
}

// waitsForRange reports a Wait for a goroutine that works on what it receives until the
// channel is closed, which nobody has done by then.
func (r *recorder) waitsForRange(at place, e *event.Event) bool {
	for i := range r.sites {
		st := &r.sites[i]
		rel := st.sum.release(e.Loc)
		if rel == nil || !r.c.before(st.at, at) {
			continue
		}
		for _, l := range rel.Before {
			if r.rangesFor(i, l, e.Loc) && r.notClosed(l, at) {
				r.findings = append(r.findings, Finding{
					Rule: "join-deadlock", Pos: e.Pos, Name: r.objectName(e.Loc),
					Steps: []Step{{Role: RoleFork, Pos: st.pos}, {Role: RoleNeed, Pos: st.pos, Op: event.OpClose, Name: r.objectName(l)}},
				})
				return true
			}
		}
	}
	return false
}

// rangesFor reports whether the goroutine of a site counts a group down and returns only
// when it has seen that a channel is closed.
func (r *recorder) rangesFor(site int, ch, group event.Loc) bool {
	task := r.sites[site].Task
	if task == nil {
		return false
	}
	return !task.Reaches(func(b *event.Block) bool {
		return b.Return || slices.ContainsFunc(b.Events, func(e event.Event) bool { return e.Kind == event.Release && e.Loc == group })
	}, func(b int32) bool {
		return !slices.ContainsFunc(task.Blocks[b].Events, func(e event.Event) bool {
			return e.Kind == event.Acquire && (e.Op == event.OpRangeEnd || e.Op == event.OpClosed) && e.Loc == ch
		})
	}, nil)
}

// notClosed reports whether nobody can have closed a channel when the forker comes to a
// place, and no goroutine will.
func (r *recorder) notClosed(ch event.Loc, at place) bool {
	root := r.madeAt(ch)
	if root == event.NoLoc || !r.local(root) || r.isMutex(ch) {
		return false
	}
	return !slices.ContainsFunc([]event.Loc{ch, root}, func(l event.Loc) bool {
		return r.tasksMayClose(l) || r.handedOut(l) || r.calledBack(l) || r.closesBefore(l, at)
	})
}

// tasksMayClose reports whether a task closes a channel, or hands it to code out of sight.
func (r *recorder) tasksMayClose(ch event.Loc) bool {
	return slices.ContainsFunc(r.sites, func(s site) bool {
		rel := s.sum.release(ch)
		return rel != nil && (rel.has(event.OpClose) || rel.has(event.OpNone))
	})
}

func (r *recorder) joinIn(site int, l event.Loc) event.Pos {
	for _, x := range r.sites[site].effects {
		if r.inst[x].Kind == Join && r.inst[x].Event.Loc == l {
			return r.inst[x].Event.Pos
		}
	}
	return 0
}

// onlyForker reports whether nothing but a release by the forker that has not
// come yet can let a goroutine go on that acquires l.
func (r *recorder) onlyForker(s *state, site int, l event.Loc) bool {
	if r.isMutex(l) || r.observed(l) || r.releasedByOther(l, -1) {
		return false
	}
	root := r.Space.Root(l)
	if !root.Sealed && !r.local(l) || r.handedOut(l) || r.calledBack(l) {
		return false
	}
	if r.releasedSince(s, site, l) || r.maySent(s, l) {
		return false
	}
	if r.Space.IsRoot(l) {
		return root.Chan
	}
	switch r.Space.Last(l).Kind {
	case event.Done:
		return root.Sealed && r.Space.IsRoot(r.Space.Parent(l))
	case event.Back:
		return r.capacity(r.Space.Parent(l)) == 0 && r.local(r.Space.Parent(l)) && !r.receives(s, site, r.Space.Parent(l))
	}
	return false
}

// calledBack reports whether a function that is kept as a value has captured an object,
// and some goroutine calls a function that is not known: it may be the one.
func (r *recorder) calledBack(l event.Loc) bool {
	root := r.Space.RootLoc(l)
	return slices.ContainsFunc(r.sites, func(s site) bool { return s.sum.Callback }) && r.some(func(_ place, e *event.Event) bool {
		return e.Kind == event.Bind && e.Val != event.NoLoc && r.Space.RootLoc(e.Val) == root && r.Space.Last(e.Loc).Kind == event.Captured
	})
}

// releasedBefore reports whether the forker may have released l by then, before
// the fork or in another round of a loop.
func (r *recorder) releasedBefore(l event.Loc, at place) bool {
	return slices.ContainsFunc(r.relAt[l], func(p place) bool { return r.c.before(p, at) })
}

// receivedBefore reports whether the forker may have received from the channel
// by then, if only before the fork, as who takes a token first.
func (r *recorder) receivedBefore(ch event.Loc, at place) bool {
	return r.releasedBefore(r.Space.Find(ch, event.Back), at)
}

// receives reports whether somebody may have received from the channel since
// the fork.
func (r *recorder) receives(s *state, site int, ch event.Loc) bool {
	back := r.Space.Find(ch, event.Back)
	if back == event.NoLoc {
		return false
	}
	return r.releasedSince(s, site, back) || r.releasedByOther(back, -1)
}

// roomy is a capacity that somebody has chosen for as many messages as there may
// be, when we do not know how many.
const roomy = 8

// sendsTooEarly: the goroutine sends more than fits before it signals, and the
// forker receives only after it has waited.
func (r *recorder) sendsTooEarly(s *state, at place, p instance, e *event.Event) {
	ch := p.Event.Loc
	if p.Event.Has(event.Select) || !hasLoc(p.Settles, e.Loc) && !hasLoc(p.Weak, e.Loc) {
		return
	}
	c := r.capacity(ch)
	if c == event.CapUnknown || r.amongMany(ch) || !r.local(ch) || r.receives(s, p.site, ch) || r.receivedBefore(ch, at) {
		return
	}
	n := int(r.times(p.site, everywhere))
	if rel := r.sites[p.site].sum.release(ch); rel != nil {
		n = min(n*int(rel.Times), Often)
	}
	if c > 0 && slices.ContainsFunc(p.Locks, func(h Held) bool { return h.Via == viaFirst }) {
		return // the first alone sends
	}
	if n > c && !(n == Often && c >= roomy) {
		r.stuck(p, e, ch, p.Event.Pos)
	}
}

// amongMany reports whether a path goes through an element that may be any: others may
// come to the same object through another one.
func (r *recorder) amongMany(l event.Loc) bool {
	for ; !r.Space.IsRoot(l); l = r.Space.Parent(l) {
		switch r.Space.Last(l).Kind {
		case event.AnyIndex, event.AllIndex, event.AnyKey, event.Sub:
			return true
		}
	}
	return false
}

func (r *recorder) stuck(p instance, e *event.Event, need event.Loc, at event.Pos) {
	f := Finding{Rule: "join-deadlock", Pos: e.Pos, Name: r.objectName(e.Loc), Steps: []Step{{Role: RoleFork, Pos: r.sites[p.site].pos}}}
	step := Step{Role: RoleNeed, Pos: at, Name: r.objectName(need)}
	if at == 0 {
		step.Pos = r.sites[p.site].pos
	}
	f.Steps = append(f.Steps, step)
	r.findings = append(r.findings, f)
}

// neverClosed reports a range over a channel that nobody closes.
func (r *recorder) neverClosed(at place, e *event.Event) {
	if !r.local(e.Loc) || !r.Space.Root(e.Loc).Chan || r.ops[e.Loc]&(1<<event.OpClose) != 0 {
		return
	}
	if r.tasksMayClose(e.Loc) {
		return
	}
	for _, p := range r.c.preds[at.block] {
		if !r.leftOnlyFrom(p) {
			return
		}
	}
	f := Finding{Rule: "join-deadlock", Pos: e.Pos, Name: r.objectName(e.Loc)}
	for i := range r.sites {
		if r.sites[i].sum.release(e.Loc) != nil {
			f.Steps = append(f.Steps, Step{Role: RoleFork, Pos: r.sites[i].pos})
		}
	}
	if len(f.Steps) > 0 {
		f.Steps = append(f.Steps, Step{Role: RoleNeed, Pos: e.Pos, Op: event.OpClose, Name: r.objectName(e.Loc)})
		r.findings = append(r.findings, f)
	}
}

// leftOnlyFrom reports whether the loop with the header is left only there.
func (r *recorder) leftOnlyFrom(header int32) bool {
	for i := range r.c.loops {
		l := &r.c.loops[i]
		if l.header != header {
			continue
		}
		only := true
		l.body.Each(func(b int) {
			if int32(b) == header {
				return
			}
			if r.c.blocks[b].Return || len(r.c.blocks[b].Succs) == 0 {
				only = false
			}
			for _, s := range r.c.blocks[b].Succs {
				only = only && l.body.Has(int(s.To))
			}
		})
		return only
	}
	return true
}
