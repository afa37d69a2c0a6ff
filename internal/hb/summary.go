package hb

import (
	"slices"

	"github.com/gojoincheck/gojoincheck/internal/event"
	"github.com/gojoincheck/gojoincheck/internal/flow"
	"github.com/gojoincheck/gojoincheck/internal/link"
)

// summary summarizes a task's graph.
func (s *Solver) summary(g *link.Graph) *Summary {
	if sum, ok := s.summaries[g]; ok {
		return sum
	}
	if s.solving[g] {
		return &Summary{Forever: true}
	}
	s.solving[g] = true
	a := s.analyze(g)
	sum := &Summary{Forever: true, Lost: true}
	if a.ok {
		z := &summarizer{analysis: a, sum: &Summary{}, always: map[event.Loc]flow.Bits{}, forkAt: map[int]*state{}}
		sum = z.run()
	}
	delete(s.solving, g)
	s.summaries[g] = sum
	return sum
}

// summarizer reads a solved graph as a task.
type summarizer struct {
	*analysis
	sum      *Summary
	effects  []raised
	releases []released
	returns  []*state
	always   map[event.Loc]flow.Bits
	forkAt   map[int]*state // by site
	cuts     []cut
	watches  []watch
	closings []watch               // of channels seen closed
	clocks   flow.Bits             // see timed; nil until asked
	unseenAt []place               // see unseenCalls; nil until asked
	handed   map[event.Loc]bool    // see handsOut
	wakings  []place               // see woken; nil until asked
	zeroed   map[event.Loc][]int32 // see disabled; nil until asked
}

// raised is an effect and where it happens.
type raised struct {
	at place
	e  Effect
}

func (z *summarizer) run() *Summary {
	for b := range z.c.blocks {
		if !z.c.live[b] || !z.reached[b] {
			continue
		}
		s := z.clone(z.in[b])
		for k := range z.c.blocks[b].Events {
			at := place{int32(b), int32(k)}
			z.event(s, at, &z.c.blocks[b].Events[k])
			z.step(s, at)
		}
		if z.c.blocks[b].Return {
			z.returns = append(z.returns, s)
		} else {
			z.done(s)
		}
	}
	z.findCuts()
	z.finishOwn()
	z.finishNested()
	z.finishReleases()
	z.finishEnd()
	z.sum.Callback, z.sum.Lost = z.callsBack() || z.answersElse(), z.lost || len(z.unseenCalls()) > 0
	return z.sum
}

// callsBack reports whether the task, or one that it forks, calls a function
// value that is not known.
func (z *summarizer) callsBack() bool {
	for i := range z.sites {
		if z.sites[i].sum.Callback {
			return true
		}
	}
	for b := range z.c.blocks {
		for _, e := range z.c.blocks[b].Events {
			if s := z.g.Sites; e.Kind == event.Call && s[e.Call].Known() == event.NoFunc && s[e.Call].Callee() != event.NoLoc {
				return true
			}
		}
	}
	return false
}

// visible reports whether a forker can know the location.
func (z *summarizer) visible(l event.Loc) bool {
	return l != event.NoLoc && !z.g.Own[z.Space.RootLoc(l)]
}

func (z *summarizer) event(s *state, at place, e *event.Event) {
	kind := Touch
	switch e.Kind {
	case event.Access:
		z.flagRelease(s, at, e)
	case event.Add:
		kind = Count
	case event.Release:
		z.released(s, at, e.Loc, e)
		switch {
		case e.Op == event.OpDone:
			kind = Signal
		case e.Op == event.OpSend:
			kind = Give
		case e.Op == event.OpShutdown && e.N != event.Drained:
			kind = Shutting
		default:
			return
		}
	case event.Acquire:
		if e.Op == event.OpAtomic && z.visible(e.Loc) && !z.worldly(e.Loc) {
			z.watches = append(z.watches, watch{at, e.Loc})
		}
		if e.Op == event.OpClosed && z.visible(e.Loc) {
			z.closings = append(z.closings, watch{at, e.Loc})
		}
		if e.Op != event.OpWait && e.Op != event.OpCond {
			return
		}
		kind = Join
	case event.Unlock:
		if !e.Has(event.Try) && !slices.ContainsFunc(s.locks, func(h Held) bool { return h.Loc == e.Loc }) {
			z.released(s, at, z.handoff(e.Loc), e)
		}
		return
	case event.Escape:
		if e.HandsOut() {
			z.released(s, at, e.Loc, e)
		}
		return
	case event.Uses:
		kind = UseTest
	case event.Output:
		if n := len(z.effects) - 1; n >= 0 && z.effects[n].e.Kind == Output && z.effects[n].at.block == at.block {
			z.effects = z.effects[:n] // the last of a block is the one that counts
		}
		kind = Output
	default:
		return
	}
	if kind != Output && !z.visible(e.Loc) || len(z.effects) >= maxEffects || inOrder(kind) && z.afterUnseen(at) {
		return
	}
	z.effects = append(z.effects, raised{at, Effect{
		Kind: kind, Event: *e, Locks: z.visibleLocks(z.locksAt(s, at)), Before: z.acquired(s.must), Turn: z.acquired(s.since), Rest: z.acquired(s.rest), Task: z.g.Name, Sure: z.sure(at.block), Timed: z.timed(s), Alone: z.alone(at.block),
	}})
}

// visibleLocks keeps the locks that a forker can know; a lock of the task's
// own protects nothing, but one of unknown identity may.
func (z *summarizer) visibleLocks(locks []Held) []Held {
	var held []Held
	for _, h := range locks {
		if z.visible(h.Loc) || z.Space.Root(h.Loc).Kind == event.Opaque || z.throughVariable(h.Loc) {
			held = append(held, h)
		}
	}
	return held
}

// alone numbers the condition by which one instance of the task alone comes to a block, 0 if
// there is none.
func (z *summarizer) alone(block int32) (cond int32) {
	z.c.underEdge(block, func(e *event.Edge, _ int32) bool {
		if e.One {
			cond = e.Cond
		}
		return e.One
	})
	return cond
}

// timed reports whether the task has waited for a time to come, on every path.
func (z *summarizer) timed(s *state) bool {
	if z.clocks == nil {
		z.clocks = flow.NewBits(len(z.list))
		z.some(func(_ place, e *event.Event) bool {
			if o, reached := z.objs[e.Loc]; reached && e.Kind == event.Acquire && e.N == event.ByClock {
				z.clocks.Set(o)
			}
			return false
		})
	}
	return z.clocks.Meets(s.must)
}

func (z *summarizer) acquired(must flow.Bits) []event.Loc {
	var locs []event.Loc
	must.Each(func(i int) {
		if z.visible(z.list[i]) {
			locs = append(locs, z.list[i])
		}
	})
	slices.Sort(locs)
	return locs
}

// order tells which objects order something at a place: later(r) says whether
// it may still happen after release r.
func (z *summarizer) order(later func(r *released) bool, follows func(l event.Loc) bool, e *Effect) {
	bad := map[event.Loc]bool{}
	all := map[event.Loc]bool{}
	out := map[event.Loc]bool{}
	for i := range z.releases {
		r := &z.releases[i]
		if !z.visible(r.loc) || z.worldly(r.loc) && e.Kind != Touch {
			continue
		}
		if r.op == event.OpNone {
			out[r.loc] = true
			continue
		}
		all[r.loc] = true
		if later(r) {
			bad[r.loc] = true
		}
	}
	e.Out = sortedKeys(out)
	for _, l := range sortedKeys(all) {
		switch {
		case !bad[l]:
			e.Settles = append(e.Settles, l)
		case follows(l):
			e.Weak = append(e.Weak, l)
		default:
			e.After = append(e.After, l)
		}
	}
}

// finishOwn orders the task's own effects, also by what the goroutines that it starts
// release: "the go statement that starts a new goroutine is synchronized before the start
// of the goroutine's execution".
func (z *summarizer) finishOwn() {
	if inner := z.releasedByTasks(); len(inner) > 0 {
		own := z.releases
		z.releases = append(slices.Clone(own), inner...)
		defer func() {
			z.releases = own
			clear(z.always)
		}()
	}
	type key struct {
		kind  EffectKind
		loc   event.Loc
		flags event.Flags
		block int32
	}
	seen := map[key]bool{}
	var last raised // the last one that was ordered
	for _, r := range z.effects {
		k := key{r.e.Kind, r.e.Event.Loc, r.e.Event.Flags, r.at.block}
		if len(r.e.Locks) == 0 {
			if seen[k] && len(z.releases) == 0 {
				continue
			}
			seen[k] = true
		}
		e := r.e
		if z.sameOrder(last, r) {
			e.Out, e.Settles, e.Weak, e.After = slices.Clone(last.e.Out), last.e.Settles, last.e.Weak, last.e.After
		} else {
			z.order(
				func(rel *released) bool {
					return rel.at != r.at && z.c.before(rel.at, r.at) && !z.disabled(rel.at, r.at) && !z.inOneSection(rel, r.at, r.e.Locks)
				},
				func(l event.Loc) bool {
					return z.alwaysAfter(r.at, l) && !(z.worldly(l) && len(z.c.within[r.at.block]) > 0)
				}, &e)
			last = raised{r.at, e}
			last.e.Out = slices.Clone(e.Out)
		}
		e.Out = sortLocs(append(e.Out, z.afterServing(r.at)...))
		e.Watch = z.watched(r.at)
		z.sum.Effects = append(z.sum.Effects, e)
	}
}

// sameOrder reports whether what orders one effect orders a later one, too: they are in one
// block, and nothing is released from the one to the other.
func (z *summarizer) sameOrder(a, b raised) bool {
	return len(z.sum.Effects) > 0 && a.at.block == b.at.block && (a.e.Kind == Touch) == (b.e.Kind == Touch) &&
		!slices.ContainsFunc(z.releases, func(r released) bool {
			return r.at.block == a.at.block && a.at.index <= r.at.index && r.at.index <= b.at.index
		})
}

// finishNested lifts the effects of the goroutines that the task forks.
func (z *summarizer) finishNested() {
	for i := range z.inst {
		u := z.inst[i]
		if len(z.sum.Effects) >= maxEffects {
			break
		}
		if u.Kind != End && !z.visible(u.Event.Loc) || u.Kind == Touch && z.storedHere(u.Event.Loc) || u.Kind == End && z.mayGiveUp(u) {
			continue
		}
		st := &z.sites[u.site]
		at := z.atFork(u.site)
		if at == nil || inOrder(u.Kind) && z.afterUnseen(st.at) {
			continue
		}
		e := *u.Effect
		if !u.Nested {
			e.Fork = st.pos
		}
		e.Nested, e.Timed = true, e.Timed || z.timed(at)
		e.Over = !slices.ContainsFunc(z.returns, func(s *state) bool { return s.pend.Has(i) })
		e.Guessed = e.Guessed || z.guessed[i]
		e.Again = e.Again || z.times(u.site, everywhere) > 1
		e.Many = e.Many || z.times(u.site, everywhere) > 1 && (z.sites[u.site].many() || at.pend.Has(i)) // or each waits for the one before
		e.Once = z.onlyVisible(sortLocs(append(slices.Clone(u.Once), st.onces...)))
		e.Many = e.Many && len(e.Once) == 0
		e.Demand = z.onlyVisible(sortLocs(append(slices.Clone(u.Demand), st.demand...)))
		e.Before = sortLocs(append(z.acquired(at.must), z.onlyVisible(u.Before)...))
		e.Watch, e.Heeds = z.onlyVisible(u.Watch), z.onlyVisible(u.Heeds)
		own := z.onlyVisible(u.Settles)
		e.Settles, e.Weak, e.After, e.Turn, e.Rest = nil, nil, nil, nil, nil
		e.Weak = z.onlyVisible(u.Weak)
		z.order(
			func(r *released) bool { return r.pend.Has(i) || z.c.before(r.at, st.at) },
			func(event.Loc) bool { return false }, &e)
		e.Settles = sortLocs(append(e.Settles, own...))
		e.Out = sortLocs(append(append(e.Out, z.onlyVisible(u.Out)...), z.handedOn(u.Settles)...))
		z.sum.Effects = append(z.sum.Effects, e)
	}
}

// atFork is the state in which a site forks, nil if it never does.
func (z *summarizer) atFork(site int) *state {
	at, ok := z.forkAt[site]
	if !ok {
		at = z.stateAt(z.sites[site].at)
		z.forkAt[site] = at
	}
	return at
}

// handedOn lists those of the task's own objects that it hands to code out of sight,
// as the channel that is sent on another for the answer.
func (z *summarizer) handedOn(locs []event.Loc) []event.Loc {
	var out []event.Loc
	for _, l := range locs {
		if root := z.Space.RootLoc(l); z.g.Own[root] && z.handsOut()[root] {
			out = append(out, l)
		}
	}
	return out
}

// handsOut gives the roots that the task hands to code out of sight.
func (z *summarizer) handsOut() map[event.Loc]bool {
	if z.handed == nil {
		z.handed = map[event.Loc]bool{}
		for b := range z.c.blocks {
			for k := range z.c.blocks[b].Events {
				if e := &z.c.blocks[b].Events[k]; e.HandsOut() {
					z.handed[z.Space.RootLoc(e.Loc)] = true
				}
			}
		}
	}
	return z.handed
}

func (z *summarizer) onlyVisible(locs []event.Loc) []event.Loc {
	var out []event.Loc
	for _, l := range locs {
		if z.visible(l) {
			out = append(out, l)
		}
	}
	return out
}

// stateAt replays the block up to a place.
func (a *analysis) stateAt(at place) *state {
	if !a.reached[at.block] {
		return nil
	}
	s := a.clone(a.in[at.block])
	for k := range at.index {
		a.step(s, place{at.block, k})
	}
	return s
}
