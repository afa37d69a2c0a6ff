package hb

import (
	"slices"

	"github.com/gojoincheck/gojoincheck/internal/event"
)

// deferredBeforeSubtest is a deferred write that runs when the parent test
// returns, which is before its parallel subtests go on.
func (r *recorder) deferredBeforeSubtest(i int, e *event.Event) {
	p := r.inst[i]
	r.findings = append(r.findings, Finding{
		Rule: "outlives-test", Pos: r.sites[p.site].pos, Name: r.Space.String(e.Loc),
		Steps: []Step{{Role: RoleTask, Pos: p.Event.Pos, Write: p.Event.Has(event.Write)}, {Role: RoleOther, Pos: e.Pos, Write: true}},
	})
}

// groupOf returns the group that the task of a site counts down when it ends.
func (r *recorder) groupOf(i int) (event.Loc, *Release) {
	for k := range r.sites[i].sum.Releases {
		rel := &r.sites[i].sum.Releases[k]
		if rel.has(event.OpDone) || rel.has(event.OpGroupGo) {
			return rel.Loc, rel
		}
	}
	return event.NoLoc, nil
}

// atFork checks what a fork does to a group that somebody may be waiting for.
func (r *recorder) atFork(s *state, at place, e *event.Event) {
	i := r.siteAt[at]
	st := &r.sites[i]
	if st.Kind == event.Group {
		r.addWhileWaiting(s, st.Handle, st.pos)
	}
	for _, x := range st.effects {
		p := r.inst[x]
		if p.Kind != Signal || p.Nested {
			continue
		}
		if o, ok := r.objs[p.Event.Loc]; ok && !s.added.Has(o) {
			r.late[x] = true
		}
	}
}

// atAdd checks an Add by the forker.
func (r *recorder) atAdd(s *state, at place, e *event.Event) {
	r.addWhileWaiting(s, e.Loc, e.Pos)
	s.pend.Each(func(i int) {
		p := r.inst[i]
		if p.Kind == Signal && p.Event.Loc == e.Loc && r.late[i] && r.local(e.Loc) && !r.taskAdds(p.site, e.Loc) {
			r.findings = append(r.findings, Finding{
				Rule: "add-after-fork", Pos: e.Pos, Name: r.Space.String(e.Loc),
				Steps: []Step{{Role: RoleFork, Pos: r.sites[p.site].pos}, {Role: RoleTask, Pos: p.Event.Pos, Op: event.OpDone}},
			})
		}
	})
}

// addWhileWaiting reports an Add that may come when the counter is zero while
// another goroutine waits for it.
func (r *recorder) addWhileWaiting(s *state, group event.Loc, pos event.Pos) {
	if !r.local(group) || r.forkerCountsDown(group) {
		return
	}
	s.pend.Each(func(i int) {
		p := r.inst[i]
		if p.Kind != Join || p.Event.Loc != group || r.taskAdds(p.site, group) {
			return
		}
		if r.waitsForForker(s, i) {
			return
		}
		r.findings = append(r.findings, Finding{
			Rule: "join-before-fork", Pos: pos, Name: r.Space.String(group),
			Steps: []Step{{Role: RoleFork, Pos: r.forkPos(&p)}, {Role: RoleJoin, Pos: p.Event.Pos, Op: event.OpWait, Name: r.Space.String(group)}},
		})
	})
}

// forkerCountsDown reports whether the forker itself calls Done, so that it may
// hold a count of its own.
func (r *recorder) forkerCountsDown(group event.Loc) bool { return r.ops[group]&(1<<event.OpDone) != 0 }

func (r *recorder) taskAdds(site int, group event.Loc) bool {
	return slices.ContainsFunc(r.sites[site].effects, func(x int) bool {
		return r.inst[x].Kind == Count && r.inst[x].Event.Loc == group
	})
}

// atAcquire checks a join by the forker.
func (r *recorder) atAcquire(s *state, at place, e *event.Event) {
	switch e.Op {
	case event.OpWait, event.OpCond:
		r.addInGoroutine(s, e)
		r.deadlock(s, at, e)
	case event.OpRangeEnd:
		r.neverClosed(at, e)
	}
}

// addInGoroutine reports a Wait that may pass before the goroutine has added.
func (r *recorder) addInGoroutine(s *state, e *event.Event) {
	if !r.local(e.Loc) || s.added.Has(r.objs[e.Loc]) {
		return
	}
	s.pend.Each(func(i int) {
		p := r.inst[i]
		if p.Kind == Count && p.Event.Loc == e.Loc && !p.Nested {
			r.findings = append(r.findings, Finding{
				Rule: "add-in-goroutine", Pos: p.Event.Pos, Name: r.Space.String(e.Loc),
				Steps: []Step{{Role: RoleFork, Pos: r.forkPos(&p)}, {Role: RoleJoin, Pos: e.Pos, Op: event.OpWait, Name: r.Space.String(e.Loc)}},
			})
		}
	})
}

// deadlock reports a Wait for a goroutine that itself waits for something that
// only comes after the Wait.
func (r *recorder) deadlock(s *state, at place, e *event.Event) {
	if e.Has(event.Try) || !r.local(e.Loc) {
		return
	}
	s.pend.Each(func(i int) {
		p := r.inst[i]
		if p.Nested {
			return
		}
		rel := r.sites[p.site].sum.release(e.Loc)
		if rel == nil {
			return
		}
		switch p.Kind {
		case End:
			r.waitsTooEarly(s, at, p, rel, e)
		case Give:
			r.sendsTooEarly(s, p, e)
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
		if !r.onlyForker(s, p.site, l) || r.sentBefore(l, at) {
			continue
		}
		r.stuck(p, e, l, 0)
		return
	}
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
	if !root.Sealed && !r.local(l) || slices.ContainsFunc(r.escaped, func(e event.Loc) bool { return r.Space.Within(l, e) }) {
		return false
	}
	if o := r.objs[l]; s.rel.Has(site*len(r.list)+o) || s.sent[o] > 0 {
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

// sentBefore reports whether the forker may have sent on the channel by then,
// before the fork or in another round of a loop.
func (r *recorder) sentBefore(l event.Loc, at place) bool {
	return slices.ContainsFunc(r.relAt[r.objs[l]], func(p place) bool {
		return r.c.blocks[p.block].Events[p.index].Op == event.OpSend && r.c.before(p, at)
	})
}

// receives reports whether somebody may have received from the channel since
// the fork.
func (r *recorder) receives(s *state, site int, ch event.Loc) bool {
	back := r.Space.Find(ch, event.Back)
	if back == event.NoLoc {
		return false
	}
	if o, ok := r.objs[back]; ok && s.rel.Has(site*len(r.list)+o) {
		return true
	}
	return r.releasedByOther(back, -1)
}

// sendsTooEarly: the goroutine sends more than fits before it signals, and the
// forker receives only after it has waited.
func (r *recorder) sendsTooEarly(s *state, p instance, e *event.Event) {
	ch := p.Event.Loc
	if p.Event.Has(event.Select) || !hasLoc(p.Settles, e.Loc) && !hasLoc(p.Weak, e.Loc) {
		return
	}
	c := r.capacity(ch)
	if c == event.CapUnknown || !r.local(ch) || r.receives(s, p.site, ch) {
		return
	}
	n := int(r.times(p.site, everywhere))
	if rel := r.sites[p.site].sum.release(ch); rel != nil {
		n = min(n*int(rel.Times), Often)
	}
	if n > c {
		r.stuck(p, e, ch, p.Event.Pos)
	}
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
	for i := range r.sites {
		if rel := r.sites[i].sum.release(e.Loc); rel != nil && (rel.has(event.OpClose) || rel.has(event.OpNone)) {
			return
		}
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

// atExit reports an exit of the process that skips a join.
func (r *recorder) atExit(s *state, at place, e *event.Event) {
	if e.Op == event.OpFatal || e.Via != 0 { // a failure, or the decision of another function
		return
	}
	s.pend.Each(func(i int) {
		p := r.inst[i]
		if p.Kind != End || !p.Finite || p.Nested {
			return
		}
		join := r.joinAnywhere(p)
		if join == nil {
			return
		}
		r.findings = append(r.findings, Finding{
			Rule: "exit-before-join", Pos: e.Pos, Name: join.Name,
			Steps: []Step{{Role: RoleFork, Pos: r.sites[p.site].pos}, *join},
		})
	})
}

// joinAnywhere finds a join of the instance's goroutine, even one that only a
// return would come to.
func (r *recorder) joinAnywhere(p instance) *Step {
	for i := range r.g.Blocks {
		for _, e := range r.g.Blocks[i].Events {
			if e.Kind == event.Acquire && hasLoc(p.Settles, e.Loc) {
				return &Step{Role: RoleJoin, Pos: e.Pos, Op: e.Op, Name: r.objectName(e.Loc)}
			}
		}
	}
	return nil
}

// joinAfter finds a join of the instance's goroutine after its fork.
func (r *recorder) joinAfter(p instance) *Step {
	for _, l := range p.Settles {
		for _, at := range r.acqAt[l] {
			if r.c.before(r.sites[p.site].at, at) {
				st := r.joinStep(at)
				return &st
			}
		}
	}
	return nil
}

// onlyOffered reports whether each join of the instance's goroutine after its
// fork is one case of a select: the others are ways to go on without it, such
// as a timeout.
func (r *recorder) onlyOffered(p instance) bool {
	for _, l := range p.Settles {
		for _, at := range r.acqAt[l] {
			if r.c.before(r.sites[p.site].at, at) && !r.c.blocks[at.block].Events[at.index].Has(event.Select) {
				return false
			}
		}
	}
	return true
}

// atReturn checks what is pending when the function returns.
func (r *recorder) atReturn(s *state, b int32) {
	s.pend.Each(func(i int) {
		p := r.inst[i]
		switch p.Kind {
		case End:
			r.endPending(s, p, b)
		case UseTest:
			if k := r.sites[p.site].Kind; r.root == TestRoot && p.Sure && !p.Nested && (k == event.GoStmt || k == event.Group) {
				r.outlivesTest(p, b)
			}
		case Shutting:
			r.shuttingDown(p, b)
		}
	})
}

func (r *recorder) outlivesTest(p instance, b int32) {
	if len(p.Out) > 0 {
		return
	}
	r.findings = append(r.findings, Finding{
		Rule: "outlives-test", Pos: r.forkPos(&p), Name: r.Space.String(p.Event.Loc),
		Steps: []Step{{Role: RoleTask, Pos: p.Event.Pos}, {Role: RoleReturn, Pos: r.c.blocks[b].RetPos}},
	})
}

// shuttingDown reports a return after Serve while a Shutdown may be under way.
func (r *recorder) shuttingDown(p instance, b int32) {
	if len(p.Out) > 0 || r.root != MainRoot && slices.ContainsFunc(p.Settles, func(l event.Loc) bool { return !r.local(l) }) {
		return
	}
	for k := range r.c.blocks {
		for x, e := range r.c.blocks[k].Events {
			at := place{int32(k), int32(x)}
			if e.Kind == event.Forever && e.Op == event.OpServe && e.Loc == p.Event.Loc && r.c.live[k] && (at.block == b || r.c.before(at, place{b, 0})) {
				r.findings = append(r.findings, Finding{
					Rule: "shutdown-not-awaited", Pos: p.Event.Pos, Name: r.Space.String(p.Event.Loc),
					Steps: []Step{{Role: RoleFork, Pos: r.forkPos(&p)}, {Role: RoleNeed, Pos: e.Pos, Op: event.OpServe}, {Role: RoleReturn, Pos: r.c.blocks[b].RetPos}},
				})
				return
			}
		}
	}
}

// endPending judges a goroutine that may still run when the function returns.
func (r *recorder) endPending(s *state, p instance, b int32) {
	r.notes(s, p)
	group := event.NoLoc
	if !p.Nested {
		group, _ = r.groupOf(p.site)
	}
	ownGroup := group != event.NoLoc && r.local(group) && hasLoc(p.Settles, group)
	if r.joinedByTask(p) {
		return
	}
	if r.root != MainRoot && !ownGroup {
		return
	}
	if len(p.Out) > 0 || r.root == MainRoot && !ownGroup && (!p.Finite || !r.allLocal(p.Settles)) {
		return
	}
	f := Finding{Pos: r.forkPos(&p), Name: r.Space.String(group), Handles: p.Settles}
	if group == event.NoLoc {
		f.Name = ""
	}
	ret := Step{Role: RoleReturn, Pos: r.c.blocks[b].RetPos}
	join := r.joinAfter(p)
	switch {
	case join != nil && r.tooFew(p, b):
		f.Rule = "count-mismatch"
		f.Name = join.Name
		f.Steps = []Step{*join, ret}
	case join != nil && r.onlyOffered(p):
		return // whoever selects what else to go on with gives it up on purpose
	case join != nil:
		f.Rule = "join-skipped"
		f.Name = join.Name
		f.Steps = []Step{ret, *join}
	case ownGroup && len(r.acqAt[group]) > 0:
		f.Rule = "join-before-fork"
		f.Steps = []Step{r.joinStep(r.acqAt[group][0])}
	case ownGroup:
		f.Rule = "group-not-waited"
		f.Steps = []Step{ret}
	default:
		f.Rule = "unjoined"
		if at, ok := r.sleeps(p, b); ok {
			f.Rule = "sleep-join"
			f.Steps = append(f.Steps, Step{Role: RoleJoin, Pos: r.c.blocks[at.block].Events[at.index].Pos})
		}
		f.Steps = append(f.Steps, ret)
	}
	if !p.Finite && f.Rule != "group-not-waited" {
		return
	}
	r.findings = append(r.findings, f)
}

// notes tells of goroutines that are unjoined, but may be so on purpose.
func (r *recorder) notes(s *state, p instance) {
	signals := slices.ContainsFunc(p.Settles, func(l event.Loc) bool {
		return r.Space.IsRoot(l) || r.Space.Last(l).Kind != event.Back // a receive is no signal
	})
	if len(p.Out) > 0 || signals || p.Nested {
		return
	}
	f := Finding{Pos: r.sites[p.site].pos, Name: p.Task}
	switch {
	case r.root == MainRoot && !p.Finite:
		for _, l := range p.Before {
			if o := r.objs[l]; s.rel.Has(p.site*len(r.list)+o) && !r.isMutex(l) && !r.observed(l) {
				f.Rule, f.Name = "cancelled-not-awaited", r.objectName(l)
			}
		}
	case r.root == NotRoot && p.Finite && len(p.Before) == 0:
		f.Rule = "detached"
	}
	if f.Rule != "" {
		r.findings = append(r.findings, f)
	}
}

// joinedByTask reports whether another goroutine waits for this one: when that
// one was given up on, it was on purpose.
func (r *recorder) joinedByTask(p instance) bool {
	for _, l := range p.Settles {
		for i := range r.inst {
			if q := r.inst[i]; q.Kind == Join && q.Event.Loc == l && q.site != p.site {
				return true
			}
		}
	}
	return false
}

func (r *recorder) allLocal(locs []event.Loc) bool {
	return !slices.ContainsFunc(locs, func(l event.Loc) bool {
		return slices.ContainsFunc(r.escaped, func(e event.Loc) bool { return r.Space.Within(l, e) })
	})
}

// tooFew reports whether every path to the return receives, but not often
// enough for all instances.
func (r *recorder) tooFew(p instance, b int32) bool {
	for _, l := range p.Settles {
		for _, at := range r.acqAt[l] {
			e := r.c.blocks[at.block].Events[at.index]
			if e.Op == event.OpRecv && !e.Has(event.Select) && r.c.dominates(at.block, b) && r.c.before(r.sites[p.site].at, at) {
				return true
			}
		}
	}
	return false
}

// sleeps finds a sleep between the fork and the return.
func (r *recorder) sleeps(p instance, b int32) (place, bool) {
	for k := range r.c.blocks {
		for x, e := range r.c.blocks[k].Events {
			at := place{int32(k), int32(x)}
			if e.Kind == event.Sleep && r.c.live[k] && r.c.before(r.sites[p.site].at, at) && (at.block == b || r.c.before(at, place{b, 0})) {
				return at, true
			}
		}
	}
	return place{}, false
}
