package hb

import (
	"slices"

	"github.com/gojoincheck/gojoincheck/internal/event"
	"github.com/gojoincheck/gojoincheck/internal/flow"
)

func (r *recorder) gather(s *state, at place, e *event.Event) {
	switch e.Kind {
	case event.Fork:
		r.got[r.siteAt[at]] = s.must.Clone()
	case event.Acquire:
		r.acqAt[e.Loc] = append(r.acqAt[e.Loc], at)
	case event.Release, event.Unlock, event.Access:
		if e.Kind == event.Access && (!e.Has(event.Write) || !locked(s.locks)) {
			return
		}
		if _, ok := r.objs[e.Loc]; !ok {
			return
		}
		if r.relPend[e.Loc] == nil {
			r.relPend[e.Loc] = flow.NewBits(len(r.inst))
		}
		r.relPend[e.Loc].Union(s.pend)
		r.relAt[e.Loc] = append(r.relAt[e.Loc], at)
	}
}

// conflict reports whether two accesses need an order.
func (r *recorder) conflict(a, b *event.Event) bool {
	if !a.Has(event.Write) && !b.Has(event.Write) || a.Has(event.Atomic) && b.Has(event.Atomic) {
		return false
	}
	return r.Space.Overlap(a.Loc, b.Loc)
}

// protected reports whether a lock keeps two accesses apart. Locks of unknown
// identity on both sides may be the same one.
func (r *recorder) protected(a, b []Held) bool {
	doubtA, doubtB := false, false
	for _, x := range a {
		doubtA = doubtA || r.doubtful(x)
		for _, y := range b {
			if x.Loc == y.Loc && x.Via == y.Via && !(x.Read && y.Read) {
				return true
			}
		}
	}
	for _, y := range b {
		doubtB = doubtB || r.doubtful(y)
	}
	return doubtA && len(b) > 0 || doubtB && len(a) > 0
}

// shareLocks gives the locks of one effect that another may hold, too. Of two goroutines of one
// go statement each has its own of what each round of the innermost loop around it makes.
func (r *recorder) shareLocks(a, b instance) []Held {
	k := r.c.innermost(r.sites[a.site].at.block)
	if a.site != b.site || a.Nested || b.Nested || k < 0 || r.madeIn(r.Space.RootLoc(a.Event.Loc), k) {
		return a.Locks
	}
	return slices.DeleteFunc(slices.Clone(a.Locks), func(h Held) bool { return r.madeIn(r.Space.RootLoc(h.Loc), k) })
}

// doubtful reports whether it is not known which lock is held.
func (r *recorder) doubtful(h Held) bool {
	return r.throughVariable(h.Loc) || r.Space.Root(h.Loc).Kind == event.Opaque || r.amongMany(h.Loc) || r.behindField(h.Loc)
}

// behindField reports whether a path ends with what a field refers to: another field may
// refer to the same, or to a part of it.
func (r *recorder) behindField(l event.Loc) bool {
	return !r.Space.IsRoot(l) && r.Space.Last(l).Kind == event.Deref && !r.Space.IsRoot(r.Space.Parent(l))
}

// forkerAccess judges a pending access of a task against one of the forker.
func (r *recorder) forkerAccess(s *state, at place, i int, e *event.Event) {
	p := r.inst[i]
	if r.sites[p.site].Kind == event.Subtest && e.Has(event.Deferred) && e.Has(event.Write) && r.conflict(&p.Event, e) && r.waitsForForker(s, at, i) {
		r.deferredBeforeSubtest(i, e) // which no lock keeps from coming first
		return
	}
	locks := r.locksAt(s, at)
	task, other := side{e: &p.Event, locks: p.Locks}, side{e: e, locks: locks}
	if r.conflict(&p.Event, e) && r.protected(p.Locks, locks) && r.countedDownBefore(s, p) && !e.Has(event.Write) {
		r.race("write-after-release", i, other, nil)
		return
	}
	if !r.conflict(&p.Event, e) && !r.guardedElement(task, other) || r.protected(p.Locks, locks) || r.onceOver(locks, p.site) || r.otherRound(at, &p, e) {
		return
	}
	if r.setForLonger(p) || r.leftByCallee(p) || r.doneBefore(at, e, p.site) {
		r.believed(p)
		return
	}
	if r.waitsForForker(s, at, i) {
		return
	}
	if r.myTurn(s, i) || r.toldToStop(s, i) || r.neverComes(p) {
		return
	}
	if r.answeredToTest(p, at) {
		r.believed(p)
		return
	}
	if slices.ContainsFunc(s.locks, func(h Held) bool { return r.ofSomeOnce(h) && hasLoc(p.Once, h.Loc) }) {
		return // what the Once runs was run by the task
	}
	if r.knowsDemand(at, p) {
		r.believed(p)
		return
	}
	rule := r.raceRule("captured-race", task, other)
	if rule == "captured-race" || rule == "err-capture" {
		if p.Event.Has(event.Write) && slices.ContainsFunc(p.After, func(l event.Loc) bool { return r.heardAfter(s, l, p.site) }) {
			rule = "write-after-release"
		}
	}
	r.race(rule, i, other, nil)
}

// heardAfter reports whether the forker has acquired an object on all ways, since it has forked
// a goroutine, and this tells it of another one.
func (r *recorder) heardAfter(s *state, l event.Loc, site int) bool {
	o, ok := r.objs[l]
	return ok && s.must.Has(o) && !r.isMutex(l) && !r.isHandoff(l) && slices.ContainsFunc(r.acqAt[l], func(at place) bool {
		return r.c.before(r.sites[site].at, at)
	})
}

// countedDownBefore reports whether a goroutine that comes to an end has counted a group down
// before it writes, for the last time, and the forker has waited for the group: a lock keeps
// the two apart, but the forker may be first.
func (r *recorder) countedDownBefore(s *state, p instance) bool {
	end := r.sites[p.site].end
	if !p.Event.Has(event.Write) || p.Nested || end < 0 || !r.inst[end].Finite {
		return false
	}
	return slices.ContainsFunc(p.After, func(l event.Loc) bool {
		o, ok := r.objs[l]
		rel := r.sites[p.site].sum.release(l)
		return ok && s.must.Has(o) && rel != nil && rel.has(event.OpDone) && rel.Times == 1 && r.ops[l]&(1<<event.OpWait) != 0
	})
}

// toldToStop reports whether the task has looked at a variable under a lock that it
// still holds at the effect, and the forker has had the lock and set the variable since
// the fork: either the effect came before that, or the task has found that it is to
// stop.
func (r *recorder) toldToStop(s *state, i int) bool {
	p := r.inst[i]
	had := func(l event.Loc) bool { return r.releasedSince(s, p.site, l) }
	return slices.ContainsFunc(p.Locks, func(h Held) bool { return h.Via == viaMutex && had(h.Loc) }) &&
		slices.ContainsFunc(p.Before, func(l event.Loc) bool { return !r.isMutex(l) && r.observed(l) && had(l) })
}

// leftByCallee reports whether the goroutine is started by a call, which waits for
// it in a select that can choose something else. When it does so it must tell: by
// an error or a boolean, which is followed, or else in a way that is not, such as
// the end of a test. Then callers are not told of what they share with it.
func (r *recorder) leftByCallee(p instance) bool {
	st := &r.sites[p.site]
	return st.via != 0 && !st.Told && len(r.hears(p, func(e *event.Event) bool { return canChoose(e) && e.Via == st.via })) > 0
}

// leftForGood reports whether the forker waits for each goroutine of a go statement, or for a
// context to be done, which it stays: it may well start no other one then.
func (r *recorder) leftForGood(p instance) bool {
	return slices.ContainsFunc(r.hears(p, canChoose), func(at place) bool {
		done := func(s event.Edge) bool {
			return slices.ContainsFunc(r.c.blocks[s.To].Events, func(e event.Event) bool { return e.Kind == event.Acquire && e.Op == event.OpCtxDone && canChoose(&e) })
		}
		return slices.ContainsFunc(r.c.preds[at.block], func(choice int32) bool {
			succs := r.c.blocks[choice].Succs
			return len(succs) == 2 && slices.ContainsFunc(succs, done)
		})
	})
}

// otherRound reports whether the forker comes to all elements in a loop that forks in each
// round, and the task to one of which it is not known which: mostly that of its round.
func (r *recorder) otherRound(at place, p *instance, e *event.Event) bool {
	if !r.Space.AllOfOne(p.Event.Loc, e.Loc) {
		return false
	}
	fork := r.sites[p.site].at
	return slices.ContainsFunc(r.c.within[at.block], func(k int) bool { return r.c.loops[k].body.Has(int(fork.block)) })
}

// siblings judges what is pending against what a new task will do.
func (r *recorder) siblings(s *state, j int) {
	for _, q := range r.sites[j].effects {
		if r.inst[q].Kind != Touch || r.ownHandler(j, q) {
			continue
		}
		if r.sites[j].Kind == event.Handler {
			r.otherHandlers(j, q)
		} else {
			s.pend.Each(func(p int) {
				if r.inst[p].Kind == Touch {
					r.pair(p, q)
				}
			})
		}
		if r.sites[j].many() || r.inst[q].Many {
			for _, p := range r.sites[j].effects {
				if r.inst[p].Kind == Touch && (r.sites[j].many() || r.inst[p].Many && r.inst[p].Fork == r.inst[q].Fork) {
					r.pair(p, q)
				}
			}
		}
	}
}

// ownHandler reports whether an effect is that of a handler of requests on a variable of the
// test that has it served: its requests come one after the other, unless it says so.
func (r *recorder) ownHandler(site, effect int) bool {
	root := r.Space.RootLoc(r.inst[effect].Event.Loc)
	return r.Test && r.sites[site].Kind == event.Handler && r.g.Own[root] && r.Space.Root(root).Var
}

// otherHandlers judges an effect of a handler against those of the handlers before it:
// requests of all kinds are served at the same time.
func (r *recorder) otherHandlers(j, q int) {
	for k := range j {
		if r.sites[k].Kind != event.Handler {
			continue
		}
		for _, p := range r.sites[k].effects {
			if r.inst[p].Kind == Touch {
				r.pair(p, q)
			}
		}
	}
}

// pair judges two effects of tasks.
func (r *recorder) pair(p, q int) {
	a, b := r.inst[p], r.inst[q]
	sa, sb := side{e: &a.Event, locks: a.Locks}, side{e: &b.Event, locks: b.Locks}
	if !r.conflict(&a.Event, &b.Event) && !r.guardedElement(sa, sb) || r.protected(r.shareLocks(a, b), b.Locks) {
		return
	}
	if r.onceOver(a.Locks, b.site) || r.onceOver(b.Locks, a.site) || r.sameOnce(a, b) || r.ranElse(a, b) || r.ranElse(b, a) {
		return
	}
	if r.leftByCallee(a) || r.lazily(&a, &b) || r.lazily(&b, &a) {
		r.believed(a)
		return
	}
	if r.taskOrder(p, q) || r.taskOrder(q, p) || r.neverComes(a) || r.neverComes(b) {
		return
	}
	if a.site == b.site && a.Alone != 0 && a.Alone == b.Alone {
		return
	}
	if a.site == b.site && (r.asOftenAsGiven(a) || r.asOftenAsGiven(b) || r.calledBackInTest(a) && r.calledBackInTest(b)) {
		r.believed(a)
		return
	}
	if r.startedAgain(a.site, b.site) || r.onDemand(a, b) || a.site == b.site && r.leftForGood(a) {
		r.believed(a)
		return
	}
	rule := "sibling-race"
	if a.site == b.site {
		rule = "instance-race"
	}
	r.race(r.raceRule(rule, sa, sb), p, sb, &b)
}

// believed keeps notes from calling the memory of an effect ordered: that it is not raced for
// is believed, and not proven.
func (r *recorder) believed(p instance) { r.raced[r.Space.RootLoc(p.Event.Loc)] = true }

// startedAgain reports whether two calls come to the same go statement, and the second only
// if it does not find by some state of what it works on, or by an error, that the goroutine
// has been started: which of the ways it goes may depend on what is not followed.
func (r *recorder) startedAgain(first, second int) bool {
	a, b := &r.sites[first], &r.sites[second]
	return first != second && a.pos == b.pos && a.via != 0 && b.via != 0 && r.dependsOnState(b.at, b.via)
}

// doneBefore reports whether the call that has started a goroutine comes to the same access
// first, and the forker now, in another call, only if it does not find by some state that
// this has been done.
func (r *recorder) doneBefore(at place, e *event.Event, site int) bool {
	st := &r.sites[site]
	return st.via != 0 && e.Via != 0 && e.Via != st.via && r.dependsOnState(at, e.Via) && r.some(func(k place, x *event.Event) bool {
		return x.Kind == e.Kind && x.Pos == e.Pos && x.Via == st.via && r.c.before(k, st.at)
	})
}

// dependsOnState reports whether a call comes to a place only by a branch on some state of
// what it works on, or on an error.
func (r *recorder) dependsOnState(at place, via event.Pos) bool {
	inCall := func(d int32) bool {
		events := r.c.blocks[d].Events
		return len(events) == 0 || slices.ContainsFunc(events, func(e event.Event) bool { return e.Via == via })
	}
	for d := r.c.idom[at.block]; d >= 0 && inCall(d); d = r.c.idom[d] {
		for _, s := range r.c.blocks[d].Succs {
			if len(r.c.blocks[d].Succs) > 1 && (s.Held || s.Test != event.NoLoc || s.Fails()) {
				return true
			}
		}
	}
	return false
}

// side is one of two conflicting accesses.
type side struct {
	e     *event.Event
	locks []Held
}

// raceRule chooses the rule that says most.
func (r *recorder) raceRule(plain string, a, b side) string {
	both := a.e.Flags & b.e.Flags
	either := a.e.Flags | b.e.Flags
	wr := a.e
	if !wr.Has(event.Write) {
		wr = b.e
	}
	switch {
	case either&event.LoopVar != 0:
		return "loop-variable"
	case locked(a.locks) && locked(b.locks):
		return "wrong-lock"
	case both&event.MapOp != 0:
		return "map-race"
	case both&event.Write != 0 && both&event.AppendOp != 0:
		return "append-race"
	case wr.Flags&(event.ErrVar|event.Result) != 0:
		return "err-capture"
	}
	return plain
}

// race records a race of instance i with the other side, which belongs to
// another task if inst is given.
func (r *recorder) race(rule string, i int, other side, inst *instance) {
	p := r.inst[i]
	if inst == nil && (r.withinCall(&p, other.e) || r.eitherWay(&p)) {
		return
	}
	if r.conflict(&p.Event, other.e) {
		if !r.shared(&p, other.e, inst) || !r.steady(p.Event.Loc) || !r.steady(other.e.Loc) {
			return
		}
	} else if m := r.Space.Map(p.Event.Loc); r.Space.Root(r.Space.RootLoc(m)).Kind != event.Alloc || !r.steady(m) { // see guardedElement
		return
	}
	at, also := r.where(&p.Event), r.where(other.e)
	if inst == nil && r.readElsewhere(&p, at, also) {
		return
	}
	k := [2]event.Pos{at, also}
	if k[0] > k[1] {
		k[0], k[1] = k[1], k[0]
	}
	r.raced[r.Space.RootLoc(p.Event.Loc)] = true
	known, ok := r.pairs[k]
	if ok && !(Plain[r.findings[known].Rule] && !Plain[rule]) {
		return
	}
	f := Finding{Rule: rule, Pos: at, Name: r.Space.String(p.Event.Loc), Write: p.Event.Has(event.Write)}
	if !f.Write && len(r.Space.String(other.e.Loc)) > 0 {
		f.Name = r.Space.String(other.e.Loc)
	}
	if rule == "write-after-release" && r.protected(p.Locks, other.locks) {
		f.By = Locked
	}
	f.Steps = append(f.Steps, Step{Role: RoleFork, Pos: r.forkPos(&p)})
	if at != p.Event.Pos {
		f.Steps = append(f.Steps, Step{Role: RoleInner, Pos: p.Event.Pos, Write: f.Write})
	}
	f.Steps = append(f.Steps, Step{Role: RoleOther, Pos: also, Write: other.e.Has(event.Write), Locks: other.locks})
	if also != other.e.Pos && other.e.Pos != p.Event.Pos {
		f.Steps = append(f.Steps, Step{Role: RoleInner, Pos: other.e.Pos, Write: other.e.Has(event.Write)})
	}
	if inst != nil && inst.site != p.site {
		f.Steps = append(f.Steps, Step{Role: RoleFork, Pos: r.forkPos(inst)})
	}
	if inst == nil {
		f.Guarded = r.root == NotRoot && slices.ContainsFunc(p.Locks, func(h Held) bool { return !r.g.Own[r.Space.RootLoc(h.Loc)] })
		if at, ok := r.joinedAt[i]; ok {
			f.Steps = append(f.Steps, r.joinStep(at))
		}
	}
	if ok { // in one call of a callee, say: the rule that tells more
		r.findings[known] = f
		return
	}
	r.pairs[k] = len(r.findings)
	r.findings = append(r.findings, f)
}

// Plain are the rules that say least of a race: where another rule tells of the
// same variable on the same line, it says it all.
var Plain = map[string]bool{"captured-race": true, "sibling-race": true, "instance-race": true}
