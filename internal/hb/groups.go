package hb

import (
	"slices"

	"github.com/gojoincheck/gojoincheck/internal/event"
)

// siteChecks judges forks and groups as a whole.
func (r *recorder) siteChecks() {
	for i := range r.sites {
		r.doneSkipped(i)
		r.leftOverDone(i)
		r.waitsForItself(i)
		r.sendsToItself(i)
		r.copiedHandle(i)
		r.skippedFork(i)
		r.waitInLoop(i)
		r.neverTold(i)
	}
	r.counts()
	r.miscounted()
}

// waited returns a place where the forker waits for a group after fork i.
func (r *recorder) waited(i int, group event.Loc) (Step, bool) {
	for _, at := range r.acqAt[group] {
		if r.c.before(r.sites[i].at, at) {
			return r.joinStep(at), true
		}
	}
	return Step{}, false
}

// doneSkipped reports a goroutine that can end without counting down.
func (r *recorder) doneSkipped(i int) {
	st := &r.sites[i]
	if st.Kind != event.GoStmt || st.sum.Forever {
		return
	}
	for k := range st.sum.Releases {
		rel := &st.sum.Releases[k]
		if !rel.has(event.OpDone) || rel.Always || !rel.Direct || rel.Times != 1 || !r.local(rel.Loc) {
			continue
		}
		join, ok := r.waited(i, rel.Loc)
		if !ok || r.nestedSignal(i, rel.Loc) {
			continue
		}
		r.findings = append(r.findings, Finding{
			Rule: "done-skipped", Pos: st.pos, Name: r.Space.String(rel.Loc),
			Steps: []Step{{Role: RoleTask, Pos: rel.Pos, Op: event.OpDone}, join},
		})
	}
}

// nestedSignal reports whether a goroutine forked by the task counts down.
func (r *recorder) nestedSignal(i int, group event.Loc) bool {
	return slices.ContainsFunc(r.sites[i].effects, func(x int) bool {
		p := r.inst[x]
		return p.Kind == Signal && p.Nested && p.Event.Loc == group
	})
}

// leftOverDone reports a Done in a task that its group counts down already.
func (r *recorder) leftOverDone(i int) {
	st := &r.sites[i]
	if st.Kind != event.Group || r.taskAdds(i, st.Handle) {
		return
	}
	for _, x := range st.effects {
		if p := r.inst[x]; p.Kind == Signal && p.Event.Loc == st.Handle && !p.Nested {
			r.findings = append(r.findings, Finding{
				Rule: "count-mismatch", Pos: p.Event.Pos, Name: r.Space.String(st.Handle),
				Steps: []Step{{Role: RoleFork, Pos: st.pos}},
			})
		}
	}
}

// copiedHandle reports a goroutine that signals a copy of what is waited for.
func (r *recorder) copiedHandle(i int) {
	for k := range r.sites[i].sum.Releases {
		rel := &r.sites[i].sum.Releases[k]
		orig := r.uncopied(rel.Loc)
		if orig == rel.Loc || !rel.has(event.OpDone) {
			continue
		}
		join, ok := r.waited(i, orig)
		if !ok {
			continue
		}
		r.findings = append(r.findings, Finding{
			Rule: "copied-handle", Pos: r.sites[i].pos, Name: r.Space.String(orig),
			Steps: []Step{{Role: RoleTask, Pos: rel.Pos, Op: event.OpDone}, join},
		})
	}
}

// uncopied takes the copies out of a path.
func (r *recorder) uncopied(l event.Loc) event.Loc {
	if l == event.NoLoc || r.Space.IsRoot(l) {
		return l
	}
	p := r.uncopied(r.Space.Parent(l))
	if s := r.Space.Last(l); s.Kind != event.Copy {
		return r.Space.Child(p, s)
	}
	return p
}

// addForLoop finds an Add, outside the loop, that counts all its rounds.
func (r *recorder) addForLoop(group event.Loc, k int) (event.Event, bool) {
	l := &r.c.loops[k]
	for b := range r.c.blocks {
		if !r.c.live[b] || l.body.Has(b) || !r.c.dominates(int32(b), l.header) {
			continue
		}
		for _, e := range r.c.blocks[b].Events {
			if e.Kind != event.Add || e.Loc != group {
				continue
			}
			if e.N == event.Unknown && e.Key != 0 && e.Key == l.key || e.N > 1 && e.N == l.trip {
				return e, true
			}
		}
	}
	return event.Event{}, false
}

// skippedFork reports a round of a loop without the fork that was counted.
func (r *recorder) skippedFork(i int) {
	st := &r.sites[i]
	group, rel := r.groupOf(i)
	k := r.c.innermost(st.at.block)
	if rel == nil || k < 0 || !r.local(group) || r.forkerCountsDown(group) || r.otherFork(i, group) {
		return
	}
	add, ok := r.addForLoop(group, k)
	if !ok {
		return
	}
	if r.everyRound(k, st.at.block) {
		return
	}
	f := Finding{Rule: "count-mismatch", Pos: add.Pos, Name: r.Space.String(group), Steps: []Step{{Role: RoleFork, Pos: st.pos}}}
	if join, ok := r.waited(i, group); ok {
		f.Steps = append(f.Steps, join)
	}
	r.findings = append(r.findings, f)
}

func (r *recorder) otherFork(i int, group event.Loc) bool {
	for k := range r.sites {
		if k != i && r.sites[k].sum.release(group) != nil {
			return true
		}
	}
	return false
}

// waitInLoop reports a Wait within the loop whose rounds were all counted.
func (r *recorder) waitInLoop(i int) {
	group, rel := r.groupOf(i)
	k := r.c.innermost(r.sites[i].at.block)
	if rel == nil || k < 0 || !r.local(group) {
		return
	}
	if _, ok := r.addForLoop(group, k); !ok {
		return
	}
	for _, at := range r.acqAt[group] {
		if r.c.loops[k].body.Has(int(at.block)) {
			r.findings = append(r.findings, Finding{
				Rule: "join-before-fork", Pos: r.eventAt(at).Pos, Name: r.Space.String(group),
				Steps: []Step{{Role: RoleFork, Pos: r.sites[i].pos}},
			})
		}
	}
}

// counts compares how often each group is counted up and down, where both are
// constant.
func (r *recorder) counts() {
	added := map[event.Loc]bool{}
	r.some(func(_ place, e *event.Event) bool {
		if e.Kind == event.Add {
			added[e.Loc] = true
		}
		return false
	})
	for _, group := range r.list {
		if !added[group] {
			continue
		}
		up, pos, ok := r.addsOf(group)
		if !ok || up == 0 || !r.local(group) || r.forkerCountsDown(group) {
			continue
		}
		down, last, ok := r.donesOf(group)
		if !ok || up == down {
			continue
		}
		f := Finding{Rule: "count-mismatch", Pos: pos, Name: r.Space.String(group), Steps: []Step{{Role: RoleFork, Pos: last}}}
		if len(r.acqAt[group]) > 0 {
			f.Steps = append(f.Steps, r.joinStep(r.acqAt[group][0]))
		}
		r.findings = append(r.findings, f)
	}
}

// addsOf sums the constant Adds of a group that run exactly once.
func (r *recorder) addsOf(group event.Loc) (sum int, pos event.Pos, ok bool) {
	for b := range r.c.blocks {
		if !r.c.live[b] {
			continue
		}
		for _, e := range r.c.blocks[b].Events {
			if e.Kind != event.Add || e.Loc != group {
				continue
			}
			if e.N == event.Unknown || len(r.c.within[b]) > 0 || !r.always(int32(b)) {
				return 0, 0, false
			}
			sum, pos = sum+int(e.N), e.Pos
		}
	}
	return sum, pos, true
}

// donesOf sums the Dones of a group's goroutines, where each surely counts
// down a known number of times.
func (r *recorder) donesOf(group event.Loc) (sum int, last event.Pos, ok bool) {
	for i := range r.sites {
		st := &r.sites[i]
		rel := st.sum.release(group)
		if rel == nil {
			continue
		}
		n := int(r.times(i, everywhere))
		if st.Kind != event.GoStmt || !rel.has(event.OpDone) || !rel.Always || rel.Times != 1 || n == Often || !r.always(st.at.block) || r.taskAdds(i, group) || st.sum.Forever {
			return 0, 0, false
		}
		for _, k := range r.c.within[st.at.block] {
			for _, latch := range r.c.loops[k].latches {
				if !r.c.dominates(st.at.block, latch) {
					return 0, 0, false
				}
			}
		}
		sum, last = sum+n, st.pos
	}
	return sum, last, last != 0
}

// always reports whether every return is reached through the block, or the
// header of the outermost loop around it.
func (r *recorder) always(b int32) bool {
	for _, i := range r.c.within[b] {
		if r.c.dominates(r.c.loops[i].header, b) {
			b = r.c.loops[i].header
		}
	}
	for k := range r.c.blocks {
		if r.c.live[k] && r.c.blocks[k].Return && !r.c.dominates(b, int32(k)) {
			return false
		}
	}
	return true
}

// orderedNotes tells of each captured variable that a goroutine changes, and
// that nobody races on, what orders it.
func (r *recorder) orderedNotes() {
	for i := range r.inst {
		p := r.inst[i]
		root := r.Space.RootLoc(p.Event.Loc)
		if p.Kind != Touch || !p.Event.Has(event.Write) || p.Event.Has(event.Atomic) || p.Nested || r.raced[root] {
			continue
		}
		if d := r.Space.Root(root); d.Kind != event.Alloc || !d.Var || !r.g.Own[root] {
			continue
		}
		if r.nestedConflict(&p) {
			continue // that is between the goroutine and one that it forks itself
		}
		if r.guessedConflict(&p) {
			continue // only a guess says that the other is over
		}
		f := Finding{Rule: "ordered", Pos: p.Event.Pos, Name: r.Space.String(p.Event.Loc), Write: true, Steps: []Step{{Role: RoleFork, Pos: r.forkPos(&p)}}}
		if at, ok := r.joinedAt[i]; ok {
			if r.guessedAt(i, at) {
				continue
			}
			f.Steps = append(f.Steps, r.joinStep(at))
			f.By = "join"
		} else if len(p.Locks) > 0 {
			f.By = "lock"
			f.Steps = append(f.Steps, Step{Role: RoleJoin, Name: r.objectName(p.Locks[0].Loc)})
		} else {
			f.By = "none"
		}
		r.findings = append(r.findings, f)
	}
}

// guessedAt reports whether what the place takes away is over by a guess alone.
func (a *analysis) guessedAt(i int, at place) bool { return a.guessed[i] || a.looksOnce(at) }

// looksOnce reports whether the place looks at a flag, and no loop does so until
// the flag says what is hoped for.
func (a *analysis) looksOnce(at place) bool {
	if at.index < 0 || int(at.index) >= len(a.c.blocks[at.block].Events) || len(a.c.within[at.block]) > 0 {
		return false
	}
	e := a.eventAt(at)
	return e.Kind == event.Access || e.Op == event.OpAtomic
}

// guessedConflict reports whether another goroutine uses what the instance is about,
// and that it is over by then may be by a guess alone.
func (r *recorder) guessedConflict(p *instance) bool {
	for x, q := range r.inst {
		if q.site != p.site && r.guessed[x] && q.Kind == Touch && r.conflict(&p.Event, &q.Event) {
			return true
		}
	}
	return false
}

// nestedConflict reports whether a goroutine that the task forks uses what the
// instance is about.
func (r *recorder) nestedConflict(p *instance) bool {
	return slices.ContainsFunc(r.sites[p.site].effects, func(x int) bool {
		q := r.inst[x]
		return q.Nested && q.Kind == Touch && r.conflict(&p.Event, &q.Event) && !r.protected(p.Locks, q.Locks)
	})
}
