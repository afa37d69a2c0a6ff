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

// groupOf returns the group that the task of a site counts down when it ends. A group
// that the task has counted up itself and waits for is its own affair.
func (r *recorder) groupOf(i int) (event.Loc, *Release) {
	for k := range r.sites[i].sum.Releases {
		rel := &r.sites[i].sum.Releases[k]
		if (rel.has(event.OpDone) || rel.has(event.OpGroupGo)) && !(r.taskAdds(i, rel.Loc) && r.joinIn(i, rel.Loc) != 0) {
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
		r.addWhileWaiting(s, st.at, st.Handle, st.pos)
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
	r.addWhileWaiting(s, at, e.Loc, e.Pos)
	s.pend.Each(func(i int) {
		p := r.inst[i]
		if p.Kind == Signal && p.Event.Loc == e.Loc && r.late[i] && r.local(e.Loc) && !r.taskAdds(p.site, e.Loc) && !r.givenAfter(at, p) {
			r.findings = append(r.findings, Finding{
				Rule: "add-after-fork", Pos: e.Pos, Name: r.Space.String(e.Loc),
				Steps: []Step{{Role: RoleFork, Pos: r.sites[p.site].pos}, {Role: RoleTask, Pos: p.Event.Pos, Op: event.OpDone}},
			})
		}
	})
}

// givenAfter reports whether what a goroutine waits for before an effect may be given to it
// after a place: a job that has been counted. Through a channel that others know of, anybody
// may give it.
func (r *recorder) givenAfter(at place, p instance) bool {
	return slices.ContainsFunc(p.Before, func(l event.Loc) bool {
		return !r.local(l) || slices.ContainsFunc(r.relAt[l], func(k place) bool {
			return r.eventAt(k).Op == event.OpSend && r.c.precedes(at, k)
		}) || slices.ContainsFunc(r.sites, func(st site) bool {
			return st.sum.sends(l) && r.c.precedes(at, st.at)
		})
	})
}

// addWhileWaiting reports an Add that may come when the counter is zero while
// another goroutine waits for it.
func (r *recorder) addWhileWaiting(s *state, at place, group event.Loc, pos event.Pos) {
	if !r.local(group) || r.forkerCountsDown(group) {
		return
	}
	s.pend.Each(func(i int) {
		p := r.inst[i]
		if p.Kind != Join || p.Event.Loc != group || r.taskAdds(p.site, group) {
			return
		}
		if r.waitsForForker(s, at, i) || r.agreed(s, &p) {
			return
		}
		r.findings = append(r.findings, Finding{
			Rule: "join-before-fork", Pos: pos, Name: r.Space.String(group),
			Steps: []Step{{Role: RoleFork, Pos: r.forkPos(&p)}, {Role: RoleJoin, Pos: p.Event.Pos, Op: event.OpWait, Name: r.Space.String(group)}},
		})
	})
}

// agreed reports whether the task that waits waits or sets something under a lock that the
// forker holds: there the one can find that the other has come first.
func (r *recorder) agreed(s *state, p *instance) bool {
	held := func(locks []Held) bool {
		return slices.ContainsFunc(locks, func(h Held) bool { return holds(s.locks, h.Loc) })
	}
	return held(p.Locks) || slices.ContainsFunc(r.sites[p.site].effects, func(x int) bool {
		q := r.inst[x]
		return q.Kind == Touch && q.Event.Has(event.Write) && held(q.Locks)
	})
}

// forkerCountsDown reports whether the forker itself calls Done, so that it may
// hold a count of its own.
func (r *recorder) forkerCountsDown(group event.Loc) bool { return r.ops[group]&(1<<event.OpDone) != 0 }

func (a *analysis) taskAdds(site int, group event.Loc) bool {
	return slices.ContainsFunc(a.sites[site].effects, func(x int) bool {
		return a.inst[x].Kind == Count && a.inst[x].Event.Loc == group
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
	if o, ok := r.objs[e.Loc]; !r.local(e.Loc) || ok && s.added.Has(o) {
		return
	}
	s.pend.Each(func(i int) {
		p := r.inst[i]
		if p.Kind == Count && p.Event.Loc == e.Loc && !p.Nested && !r.toldToStop(s, i) {
			r.findings = append(r.findings, Finding{
				Rule: "add-in-goroutine", Pos: p.Event.Pos, Name: r.Space.String(e.Loc),
				Steps: []Step{{Role: RoleFork, Pos: r.forkPos(&p)}, {Role: RoleJoin, Pos: e.Pos, Op: event.OpWait, Name: r.Space.String(e.Loc)}},
			})
		}
	})
}

// atExit reports an exit of the process that skips a join.
func (r *recorder) atExit(s *state, at place, e *event.Event) {
	if e.Via != 0 { // the decision of another function
		return
	}
	s.pend.Each(func(i int) {
		p := r.inst[i]
		if p.Nested {
			return
		}
		if p.Kind == Output {
			if join := r.drainDeferred(p, e.Pos); join != nil {
				r.findings = append(r.findings, Finding{
					Rule: "exit-before-join", Pos: e.Pos, Name: join.Name,
					Steps: []Step{{Role: RoleFork, Pos: r.forkPos(&p)}, *join},
				})
			}
			return
		}
		if p.Kind != End || !p.Finite || e.Op == event.OpFatal { // a failure
			return
		}
		join := r.joinAnywhere(p.Settles, r.sites[p.site].via)
		if join == nil || r.heard(s, p) {
			return
		}
		r.findings = append(r.findings, Finding{
			Rule: "exit-before-join", Pos: e.Pos, Name: join.Name,
			Steps: []Step{{Role: RoleFork, Pos: r.sites[p.site].pos}, *join},
		})
	})
}

// drainDeferred finds the deferred call, made before an exit, that closes the queue of a
// goroutine which writes something, and waits until it has worked off what is in there: os.Exit says that "the program
// terminates immediately; deferred functions are not run".
func (r *recorder) drainDeferred(p instance, exit event.Pos) *Step {
	end := r.sites[p.site].end
	if r.root != MainRoot || r.sites[p.site].Task == nil || end < 0 {
		return nil
	}
	deferred := func(e *event.Event) bool {
		at := r.where(e)
		return e.Has(event.Deferred) && r.forkPos(&p) < at && at < exit
	}
	queued := func(l event.Loc) bool {
		drains := slices.ContainsFunc(r.sites[p.site].Task.Blocks, func(b event.Block) bool {
			return slices.ContainsFunc(b.Events, func(e event.Event) bool {
				return e.Kind == event.Acquire && e.Op == event.OpRangeEnd && e.Loc == l
			})
		})
		return drains && r.ops[l]&(1<<event.OpSend) != 0
	}
	closes := r.some(func(_ place, e *event.Event) bool {
		return e.Kind == event.Release && e.Op == event.OpClose && deferred(e) && queued(e.Loc)
	})
	if !closes {
		return nil
	}
	for _, l := range r.inst[end].Settles {
		for _, at := range r.acqAt[l] {
			if e := r.eventAt(at); deferred(e) {
				st := r.joinStep(at)
				return &st
			}
		}
	}
	return nil
}

// heard reports whether the forker has received through the goroutine's handle
// on every path to here: who exits on the first of several answers means to.
func (r *recorder) heard(s *state, p instance) bool {
	return slices.ContainsFunc(p.Settles, func(l event.Loc) bool {
		o, ok := r.objs[l]
		return ok && s.must.Has(o)
	})
}

// joinAnywhere finds a join through one of the objects, even one that only a return would
// come to, but none within a call, if one is given, which starts the goroutine as well: how
// it goes on is for the callee to decide.
func (r *recorder) joinAnywhere(locs []event.Loc, call event.Pos) *Step {
	for i := range r.g.Blocks {
		for _, e := range r.g.Blocks[i].Events {
			if e.Kind == event.Acquire && hasLoc(locs, e.Loc) && (call == 0 || e.Via != call) {
				return &Step{Role: RoleJoin, Pos: e.Pos, Op: e.Op, Name: r.objectName(e.Loc)}
			}
		}
	}
	return nil
}

// joinAfter finds a join of the instance's goroutine after its fork.
func (r *recorder) joinAfter(p instance) *Step {
	for _, l := range p.Settles {
		if r.isBack(l) && (!p.Finite || r.capacity(r.Space.Parent(l)) != 0) {
			continue // that a message has been received says nothing of the end
		}
		for _, at := range r.acqAt[l] {
			if r.c.before(r.sites[p.site].at, at) {
				st := r.joinStep(at)
				return &st
			}
		}
	}
	return nil
}
