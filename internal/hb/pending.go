package hb

import (
	"slices"

	"github.com/gojoincheck/gojoincheck/internal/event"
)

// This file judges what is pending when a function returns.

// atReturn checks what is pending when the function returns.
func (r *recorder) atReturn(s *state, b int32) {
	if r.root == MainRoot {
		r.leftByHandlers(b)
	}
	s.pend.Each(func(i int) {
		p := r.inst[i]
		switch p.Kind {
		case End:
			r.endPending(s, p, b)
			r.notTold(s, p, b)
		case UseTest:
			if r.usesTest(p) && (p.Sure || r.assertsInVain(s, p, b)) {
				r.outlivesTest(p, r.c.blocks[b].RetPos)
			}
		case Shutting:
			r.shuttingDown(p, b)
		}
	})
	s.pend.Each(func(i int) {
		if p := r.inst[i]; p.Kind == Output {
			r.lostOutput(s, p, b)
		}
	})
}

// leftByHandlers reports what handlers of requests start, and leave, when the program ends
// once its server is shut down: "Shutdown works by first closing all open listeners, then
// closing all idle connections, and then waiting indefinitely for connections to return to
// idle", and for nothing else.
func (r *recorder) leftByHandlers(b int32) {
	shuts := func(e *event.Event) bool { return e.Kind == event.Release && e.Op == event.OpShutdown }
	if len(r.servers) == 0 && !r.some(func(_ place, e *event.Event) bool { return shuts(e) }) {
		return
	}
	heard := func(l event.Loc) bool { return !r.local(l) || len(r.acqAt[l]) > 0 || r.handedOut(l) }
	for i := range r.sites {
		if r.sites[i].Kind != event.Handler || r.sites[i].Task == nil {
			continue
		}
		task := r.sites[i].Task
		outside := func(l event.Loc) bool { return !slices.Contains(task.Params, r.Space.RootLoc(l)) } // and no part of the request
		for _, e := range r.summary(task).Effects {
			told := slices.ContainsFunc(r.findings, func(f Finding) bool { return f.Rule == "unjoined" && f.Pos == e.Fork })
			if e.Kind != End || !e.Nested || !e.Finite || e.Over || e.Guessed || told || slices.ContainsFunc(e.Out, outside) || slices.ContainsFunc(append(slices.Clone(e.Settles), e.Weak...), heard) {
				continue
			}
			r.findings = append(r.findings, Finding{Rule: "unjoined", Pos: e.Fork, Steps: []Step{{Role: RoleReturn, Pos: r.c.blocks[b].RetPos}}})
		}
	}
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
	if ownGroup && slices.Contains(r.givenUp, group) { // only the end of the program loses the work
		ownGroup = false
	}
	if ownGroup && r.ofCallee(p.site, group) || r.joinedByTask(s, p, b) || r.givesUp(p, b) {
		return
	}
	if r.root != MainRoot && !ownGroup {
		return
	}
	finite := r.comesToEnd(s, p) || r.waitsForFinite(s, p)
	if slices.ContainsFunc(p.Settles, r.inElement) {
		return // somebody may have taken it out by another way
	}
	if len(p.Out) > 0 && !r.unheard(p, b) || r.root == MainRoot && !ownGroup && (!finite || !r.allLocal(p.Settles)) {
		return
	}
	f := Finding{Pos: r.forkPos(&p), Name: r.Space.String(group), Handles: p.Settles}
	if group == event.NoLoc {
		f.Name = ""
	}
	ret := Step{Role: RoleReturn, Pos: r.c.blocks[b].RetPos}
	join := r.joinAfter(p)
	switch {
	case join != nil && r.firstAnswer(p, b):
		return // the first of several answers will do
	case join != nil && join.Op == event.OpCond:
		return // who does not wait has found that it need not
	case join != nil && r.tooFew(p, b):
		if !r.signalsAlways(p) {
			return // to count those that send is no way to wait for them
		}
		f.Rule = "count-mismatch"
		f.Name = join.Name
		f.Steps = []Step{*join, ret}
	case join != nil:
		f.Rule = "join-skipped"
		f.Name = join.Name
		f.Steps = []Step{ret, *join}
	case ownGroup && len(r.acqAt[group]) > 0:
		f.Rule = "join-skipped"
		waits := r.joinStep(r.acqAt[group][0])
		f.Steps = []Step{ret, waits}
		if i := slices.IndexFunc(r.acqAt[group], func(at place) bool { return r.c.before(at, r.sites[p.site].at) }); i >= 0 {
			f.Rule = "join-before-fork"
			f.Steps = []Step{r.joinStep(r.acqAt[group][i])}
		}
	case ownGroup && r.waitedByTask(p, group):
		return // if not on this way
	case ownGroup && r.objectOfTest(p, group, f.Pos):
		if !r.Test {
			return // an example, which shows how to begin
		}
		f.Rule, f.Pos = "group-not-waited", r.sites[p.site].via // there may be who waits, and it is the test that does not call it
		f.Steps = []Step{ret}
	case ownGroup:
		f.Rule = "group-not-waited"
		f.Steps = []Step{ret}
	case p.Finite && r.toldToEnd(s, p) != event.NoLoc:
		return
	default:
		f.Rule = "unjoined"
		if at, ok := r.sleeps(p, b); ok {
			f.Rule = "sleep-join"
			f.Steps = append(f.Steps, Step{Role: RoleJoin, Pos: r.eventAt(at).Pos})
		}
		f.Steps = append(f.Steps, ret)
	}
	if !finite && f.Rule != "group-not-waited" {
		return
	}
	r.findings = append(r.findings, f)
}

// ofCallee reports whether an object belongs to the function of another package that has
// started a goroutine, and to nobody else: what is wrong about it is told there.
func (r *recorder) ofCallee(site int, l event.Loc) bool {
	root := r.Space.RootLoc(l)
	return r.sites[site].Foreign && !slices.Contains(r.g.Given, root) && !slices.Contains(r.g.Direct, root)
}

// unheard reports whether nobody can wait for what a goroutine hands to code out of
// sight: between the fork and the return the forker calls none itself, and acquires
// nothing of it, and no other goroutine hands it out.
func (r *recorder) unheard(p instance, b int32) bool {
	return r.unheardBy(p, b, func(e *event.Event) bool { return e.HandsOut() || e.Kind == event.Call })
}

// unheardBy is unheard for forkers that may hear of it by certain events, besides what
// they acquire.
func (r *recorder) unheardBy(p instance, b int32, hear func(e *event.Event) bool) bool {
	overlaps := func(l event.Loc) bool {
		return slices.ContainsFunc(p.Out, func(o event.Loc) bool { return r.Space.Within(l, o) || r.Space.Within(o, l) })
	}
	for k := range r.sites {
		if k != p.site && slices.ContainsFunc(r.sites[k].sum.Releases, func(rel Release) bool { return overlaps(rel.Loc) }) {
			return false
		}
	}
	fork := r.sites[p.site].at
	return !r.some(func(at place, e *event.Event) bool {
		hears := hear(e) || overlaps(e.Loc) && (e.Kind == event.Acquire || e.HandsOut())
		return hears && r.c.before(fork, at) && (at.block == b || r.c.before(at, place{b, 0}))
	})
}

// givesUp reports whether all ways from the fork to the return wait for the goroutine
// in a select that can choose something else: then it is given up on purpose.
func (r *recorder) givesUp(p instance, b int32) bool {
	var selects []int32
	for _, at := range r.hears(p, canChoose) {
		for _, sel := range r.c.preds[at.block] {
			if r.c.blocks[sel].Select {
				selects = append(selects, sel)
			}
		}
	}
	return len(selects) > 0 && !r.c.avoids(r.sites[p.site].at, b, selects)
}

// hears lists the places after the fork where the forker acquires, in a certain manner,
// what a goroutine signals.
func (r *recorder) hears(p instance, manner func(*event.Event) bool) []place {
	var heard []place
	for _, l := range p.Settles {
		for _, at := range r.acqAt[l] {
			if manner(r.eventAt(at)) && r.c.before(r.sites[p.site].at, at) {
				heard = append(heard, at)
			}
		}
	}
	return heard
}

// canChoose reports whether an event is a case of a select that waits, but not for it
// alone.
func canChoose(e *event.Event) bool { return e.Has(event.Select) && !e.Has(event.Try) }

// drains reports whether the goroutine works on what it receives until the
// channels are closed, and the forker has sent on them and closed them: then it
// comes to its end by itself, when the work is done.
func (r *recorder) drains(s *state, p instance) bool {
	const both = 1<<event.OpSend | 1<<event.OpClose
	return r.waitsOnlyFor(p, func(l event.Loc) bool {
		return r.ops[l]&both == both && r.releasedSince(s, p.site, l)
	})
}

// waitsOnlyFor reports whether a goroutine waits for something, locks and Onces aside, and what
// is asked holds for all of that.
func (r *recorder) waitsOnlyFor(p instance, holds func(event.Loc) bool) bool {
	some := false
	for _, l := range p.Before {
		if r.isMutex(l) || r.ofOnce(l) || r.isHandoff(l) {
			continue
		}
		if !holds(l) {
			return false
		}
		some = true
	}
	return some
}

// ofOnce reports whether an object is a Once, or says that one has run.
func (a *analysis) ofOnce(l event.Loc) bool {
	done := a.Space.Find(l, event.Done)
	return a.byOnce(l) || done != event.NoLoc && a.byOnce(done)
}

// givesBack reports whether all that a goroutine waits for are tokens that the forker
// has put into channels with room before it forks, as that of a semaphore is: then it
// comes to its end by itself.
func (r *recorder) givesBack(p instance) bool {
	return r.waitsOnlyFor(p, func(l event.Loc) bool { return r.capacity(l) != 0 && r.didBeforeFork(p, event.OpSend, l) })
}

// closedBefore reports whether all that a goroutine waits for are channels that the
// forker has closed before it forks: then it comes to its end by itself.
func (r *recorder) closedBefore(p instance) bool {
	return r.waitsOnlyFor(p, func(l event.Loc) bool { return r.didBeforeFork(p, event.OpClose, l) })
}

// didBeforeFork reports whether the forker has released an object in a certain way, on
// all ways to the fork of a goroutine.
func (r *recorder) didBeforeFork(p instance, op event.Op, l event.Loc) bool {
	fork := r.sites[p.site].at
	return slices.ContainsFunc(r.relAt[l], func(at place) bool {
		return r.eventAt(at).Op == op && r.c.before(at, fork) && r.c.dominates(at.block, fork.block)
	})
}

// comesToEnd reports whether a goroutine ends without being told to any more.
func (r *recorder) comesToEnd(s *state, p instance) bool {
	return p.Finite || r.drains(s, p) || r.givesBack(p) || r.closedBefore(p)
}

// waitsForFinite reports whether all that a goroutine waits for comes from others that
// end by themselves, as does one that closes a channel when the senders are through.
func (r *recorder) waitsForFinite(s *state, p instance) bool {
	return r.waitsOnlyFor(p, func(l event.Loc) bool {
		return slices.ContainsFunc(r.inst, func(q instance) bool {
			return q.Kind == End && q.site != p.site && hasLoc(q.Settles, l) && r.comesToEnd(s, q)
		})
	})
}

// notes tells of goroutines that are unjoined, but may be so on purpose.
func (r *recorder) notes(s *state, p instance) {
	if len(p.Out) > 0 || r.signalling(p) || p.Nested {
		return
	}
	f := Finding{Pos: r.sites[p.site].pos, Name: p.Task}
	switch {
	case r.root == MainRoot && p.Finite:
		if l := r.toldToEnd(s, p); l != event.NoLoc {
			f.Rule, f.Name = "cancelled-not-awaited", r.objectName(l)
		}
	case r.root == MainRoot:
		for _, l := range p.Before {
			if r.releasedSince(s, p.site, l) && !r.isMutex(l) && !r.observed(l) {
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

// joinedByTask reports whether another goroutine waits for this one, on the ways to a
// return: when that one was given up on, it was on purpose.
func (r *recorder) joinedByTask(s *state, p instance, b int32) bool {
	if r.heededByTask(p) {
		return true
	}
	for _, l := range p.Settles {
		for i := range r.inst {
			q := r.inst[i]
			waits := q.Kind == Join && q.Event.Loc == l || q.Kind == End && !r.isBack(l) && hasLoc(q.Before, l)
			if waits && q.site != p.site && (s.pend.Has(i) || r.forkedToo(p, q, b)) {
				return true
			}
		}
	}
	return false
}

// waitedByTask reports whether another goroutine waits for a group, wherever it is forked.
func (r *recorder) waitedByTask(p instance, group event.Loc) bool {
	return slices.ContainsFunc(r.inst, func(q instance) bool {
		return q.Kind == Join && q.Event.Loc == group && q.site != p.site
	})
}

// forkedToo reports whether one goroutine is forked wherever another is, on the ways to a
// return.
func (r *recorder) forkedToo(p, q instance, b int32) bool {
	from, other := r.sites[p.site].at, r.sites[q.site].at
	return from.block == other.block || r.c.dominates(other.block, from.block) || !r.c.avoids(from, b, []int32{other.block})
}

// heededByTask reports whether another goroutine waits for this one in a select.
func (a *analysis) heededByTask(p instance) bool {
	return slices.ContainsFunc(a.inst, func(q instance) bool {
		return q.Kind == End && q.site != p.site && slices.ContainsFunc(q.Heeds, func(l event.Loc) bool { return hasLoc(p.Settles, l) })
	})
}

// inElement reports whether an object is what an element refers to that may be
// any: the same object may have been put there from elsewhere, and be waited for
// there.
func (r *recorder) inElement(l event.Loc) bool {
	through := false
	for ; l != event.NoLoc && !r.Space.IsRoot(l); l = r.Space.Parent(l) {
		switch r.Space.Last(l).Kind {
		case event.Deref:
			through = true
		case event.AnyIndex, event.AllIndex, event.AnyKey, event.Key, event.Sub:
			if through {
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

func (r *recorder) allLocal(locs []event.Loc) bool { return !slices.ContainsFunc(locs, r.handedOut) }
