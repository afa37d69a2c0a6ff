package hb

import (
	"slices"

	"github.com/gojoincheck/gojoincheck/internal/event"
	"github.com/gojoincheck/gojoincheck/internal/flow"
	"github.com/gojoincheck/gojoincheck/internal/link"
)

// Limits of one graph; what is over them is given up, counted, and silent.
const (
	// maxPending bounds the effects pending in one graph.
	maxPending = 3000
	// maxWork bounds the words of state handled for one package; it is what
	// keeps the time linear in the number of packages.
	maxWork = 4_000_000
	// maxEffects bounds the effects of one task.
	maxEffects = 400
	// maxVisits bounds the visits to a block; the lattice's chains are short.
	maxVisits = 60
)

// A site is a fork of the graph being solved.
type site struct {
	*link.Site
	at      place
	pos     event.Pos
	via     event.Pos
	effects []int // instances
	end     int   // of them, that of the end of the task itself, -1 if it has none
	sum     *Summary
	guards  []guard
	onces   []event.Loc // held at the fork: it happens in one of all the goroutines that come there
	raised  []event.Loc // flags that the forker has found not set, and has set; nil until asked
	demand  []event.Loc // the same, if it has done so under a lock
}

// many reports whether many instances of the goroutine run.
func (s *site) many() bool { return s.Kind == event.Many || s.Kind == event.Handler }

// An instance is an effect of the task of a site.
type instance struct {
	*Effect
	site int
}

// analysis solves one graph.
type analysis struct {
	*Solver
	g       *link.Graph
	c       *cfg
	objs    map[event.Loc]int
	list    []event.Loc // by object number
	sites   []site
	inst    []instance
	siteAt  map[place]int
	ops     map[event.Loc]uint32 // operations of the graph itself, by object
	servers map[event.Loc]bool   // servers that a task shuts down
	guarded []guardedLock        // places where locks are taken under conditions
	exits   [][]loopExit         // per loop: what is known when it is left
	skips   map[[2]int32]int     // by the ends of an edge: the loop that it skips
	in      []*state
	spare   []*state // that are done with
	reached []bool
	ok      bool
	locking bool // the graph locks
	turns   []turn
	ties    []tie
	note    *recorder // nil while solving

	strong, weak, inLoop map[int]flow.Bits // caches of settle
	lost                 bool              // a goroutine is over a limit: nothing is known of the others either
	guessed              map[int]bool      // by instance: it is over by a guess alone, see trust
	escapeOf             map[event.Loc]flow.Bits
	throughOf            map[event.Loc]*through // nil until asked
	pointed              []int                  // the instances reached through a pointer
	byTasks, byForker    map[event.Loc]bool     // what is stored to
	sends                map[event.Loc]int      // places where the graph itself sends
	drop                 flow.Bits
	outside              map[event.Loc]bool // see callback.go
	callback             flow.Bits          // see callback.go
	said                 flow.Bits          // see world.go
	escaped              []event.Loc        // what is handed out of sight, anywhere
	givenUp              []event.Loc        // groups that somebody stops without a wait
	escapesKnown         bool               // whether the two are
}

// some reports whether f says so of an event of the graph itself.
func (a *analysis) some(f func(at place, e *event.Event) bool) bool {
	for b := range a.c.blocks {
		for k := range a.c.blocks[b].Events {
			if f(place{int32(b), int32(k)}, &a.c.blocks[b].Events[k]) {
				return true
			}
		}
	}
	return false
}

func (a *analysis) eventAt(at place) *event.Event { return &a.c.blocks[at.block].Events[at.index] }

// A Solver solves the graphs of one package.
type Solver struct {
	Space *event.Space
	// Program says that the graphs are those of a program: its own variables are not
	// set up by code out of sight.
	Program bool
	// Test says that the graphs to solve next are those of a test, or of what helps one.
	Test bool
	// InTest tells whether a position is in the code of a test.
	InTest func(p event.Pos) bool
	// TriedOut tells whether a call, at its position, is of code that is not a test's.
	TriedOut func(call event.Pos) bool
	// WriteLocked are the fields that somebody locks, not for reading alone.
	WriteLocked map[event.Sel]bool
	// GivenUp counts the graphs that were over a limit.
	GivenUp int

	work      int
	summaries map[*link.Graph]*Summary
	solving   map[*link.Graph]bool
}

// New returns a solver for locations of the given space.
func New(sp *event.Space) *Solver {
	no := func(event.Pos) bool { return false }
	return &Solver{Space: sp, InTest: no, TriedOut: no, summaries: map[*link.Graph]*Summary{}, solving: map[*link.Graph]bool{}}
}

// analyze solves a graph; the result is not ok when a limit was hit.
func (s *Solver) analyze(g *link.Graph) *analysis {
	a := &analysis{
		Solver: s, g: g,
		guessed: map[int]bool{}, strong: map[int]flow.Bits{}, weak: map[int]flow.Bits{}, inLoop: map[int]flow.Bits{}, escapeOf: map[event.Loc]flow.Bits{}, sends: map[event.Loc]int{}, outside: map[event.Loc]bool{},
		objs: map[event.Loc]int{}, siteAt: map[place]int{}, ops: map[event.Loc]uint32{}, servers: map[event.Loc]bool{},
	}
	a.findServers()
	a.c = newCFG(g.Blocks, func(e *event.Event) bool { return e.Op == event.OpServe && a.servers[e.Loc] })
	a.collectSites()
	s.work += len(a.c.blocks) * (1 + len(a.inst)/64) * (1 + len(a.sites))
	if len(a.inst) > maxPending || s.work > maxWork {
		s.GivenUp++
		return a
	}
	a.findPointed()
	a.collectObjects()
	a.findGuards()
	a.findGuardedLocks()
	a.findLoopExits()
	a.findSkips()
	a.findTurns()
	a.findTies()
	a.solve()
	if !a.ok || a.lost {
		s.GivenUp++
	}
	return a
}

// object numbers a synchronization object.
func (a *analysis) object(l event.Loc) int {
	i, ok := a.objs[l]
	if !ok {
		i = len(a.list)
		a.objs[l] = i
		a.list = append(a.list, l)
	}
	return i
}

// releasedSince reports whether the forker may have released an object since the fork of a
// site. What is only spoken of where nobody comes to has no number.
func (a *analysis) releasedSince(s *state, site int, l event.Loc) bool {
	o, ok := a.objs[l]
	return ok && s.rel.Has(site*len(a.list)+o)
}

// sentTo is how many messages the forker has sent on a channel, at least.
func (a *analysis) sentTo(s *state, ch event.Loc) int {
	o, ok := a.objs[ch]
	if !ok {
		return 0
	}
	return int(s.sent.of[o])
}

// maySent reports whether the forker may have sent on a channel.
func (a *analysis) maySent(s *state, ch event.Loc) bool {
	o, ok := a.objs[ch]
	return ok && s.fed.Has(o)
}

func (a *analysis) solve() {
	n := len(a.list)
	a.drop = flow.NewBits(len(a.inst))
	entry := &state{
		pend: flow.NewBits(len(a.inst)), rel: flow.NewBits(len(a.sites) * n), added: flow.NewBits(n),
		must: flow.NewBits(n), sent: newTally(n), fed: flow.NewBits(n), acq: newTally(n),
		since: flow.NewBits(n), rest: a.answerable(), mine: flow.NewBits(len(a.turns)), lost: flow.NewBits(len(a.turns)), over: flow.NewBits(len(a.sites)),
		ties: ties{zero: flow.NewBits(len(a.ties))},
	}
	for t := range a.ties {
		entry.ties.zero.Set(t)
		entry.ties.loose = append(entry.ties.loose, flow.NewBits(len(a.inst)))
	}
	for o := range entry.acq.of {
		entry.acq.of[o] = Often
	}
	p := flow.Problem[*state]{
		Blocks: len(a.c.blocks),
		Succs:  a.c.successors(),
		Entry:  entry,
		Clone:  a.clone,
		Done:   a.done,
		Join:   func(dst **state, src *state) bool { return (*dst).join(src) },
		Block:  a.block,
		Edge:   a.edge,
		Limit:  maxVisits,
	}
	a.in, a.reached, a.ok = p.Solve()
}

// block runs the state through the events of a block.
func (a *analysis) block(b int, s *state) *state {
	for k := range a.c.blocks[b].Events {
		a.step(s, place{int32(b), int32(k)})
	}
	for t := range s.ties.loose {
		s.ties.loose[t].Intersect(s.pend)
	}
	return s
}

// edge applies what a branch and the end of a loop tell.
func (a *analysis) edge(b, k int, s *state) (*state, bool) {
	e := a.c.blocks[b].Succs[k]
	if e.Cond != 0 && a.notForked(s, e) {
		a.catchUp(s, place{int32(b), -1})
	}
	a.tieEdge(s, place{int32(b), -1}, &e)
	if l, ok := a.skips[[2]int32{int32(b), e.To}]; ok { // that it goes round at all is believed
		for _, x := range a.exits[l] {
			a.trust(s, guess, func() { a.acquire(s, x.obj, Often, x.op, place{int32(b), -1}, l) })
		}
	}
	for _, l := range a.c.within[b] {
		if a.c.loops[l].body.Has(int(e.To)) {
			continue
		}
		for _, x := range a.exits[l] {
			if x.op == event.OpClosed {
				if a.conditionOf(l, int32(b)) { // which says that all are closed
					a.trust(s, guess, func() { a.acquire(s, x.obj, Often, x.op, place{int32(b), -1}, l) })
				}
				continue
			}
			n := a.counted(x)
			switch loop := &a.c.loops[l]; {
			case loop.header != int32(b) && !a.onlyExit(l, b):
				n = Often // left early: how many rounds is not known
			case n != Often && loop.trip > 0 && slices.Contains(loop.latches, int32(b)):
				n -= int(x.n) / int(loop.trip) // the state has those of the last round
			}
			if n <= 0 {
				continue
			}
			a.trust(s, a.doubtsOfRounds(x, n), func() {
				a.acquire(s, x.obj, uint8(n), x.op, place{int32(b), -1}, l)
			})
			if a.toDo(l, b) {
				a.trust(s, guess, func() { a.acquire(s, x.obj, uint8(n), x.op, place{int32(b), -1}, -1) })
			}
		}
	}
	return s, true
}

// step runs the state through one event.
func (a *analysis) step(s *state, at place) {
	e := a.eventAt(at)
	if a.note != nil {
		a.note.event(s, at, e)
	}
	switch e.Kind {
	case event.Fresh:
		a.fresh(s, e.Loc)
	case event.Unmade:
		if a.Space.IsRoot(e.Loc) {
			a.fresh(s, e.Loc)
		}
	case event.Access:
		a.flagAccess(s, at, e)
		if e.Has(event.Write) {
			a.rebind(s, e.Loc)
		}
	case event.Set:
		a.set(s, e.Loc, e.N)
	case event.Fork:
		a.fork(s, a.siteAt[at])
	case event.Acquire:
		a.acquireEvent(s, at, e)
	case event.Defused:
		if e.Op == event.OpShutdown {
			s.pend.Each(func(i int) {
				if a.inst[i].Kind == Shutting {
					s.pend.Clear(i)
				}
			})
		}
		for i := range a.sites {
			if st := &a.sites[i]; st.Kind == event.Timer && a.isTimer(e.Loc, at, st.Handle) {
				for _, x := range st.effects {
					s.pend.Clear(x)
				}
			}
		}
	case event.Rearmed:
		for i := range a.sites {
			if st := &a.sites[i]; st.Kind == event.Timer && a.isTimer(e.Loc, at, st.Handle) {
				a.fork(s, i)
			}
		}
	case event.Peek:
		a.peek(s, a.object(e.Loc), at)
	case event.Release:
		a.release(s, e)
		if e.Op == event.OpSend && e.Val != event.NoLoc {
			a.handOver(s, e)
		}
	case event.Lock:
		a.lock(s, at, e)
	case event.Unlock:
		a.unlock(s, e)
	case event.Add:
		s.added.Set(a.object(e.Loc))
	case event.Escape:
		if e.HandsOut() {
			a.escape(s, at, e.Loc)
		}
	case event.JoinAll:
		s.pend.Each(func(i int) { a.settled(i, at) })
		clear(s.pend)
	}
}

// fresh forgets what older instances of a root were about.
func (a *analysis) fresh(s *state, root event.Loc) {
	a.set(s, root, 0)
	s.pend.Each(func(i int) {
		switch a.inst[i].Kind {
		case Touch, Join, Signal, Count:
			if a.Space.RootLoc(a.inst[i].Event.Loc) == root {
				s.pend.Clear(i)
			}
		}
	})
	for i, l := range a.list {
		if a.Space.RootLoc(l) == root {
			a.forget(s, i)
		}
	}
}

// handOver lets what a goroutine does to the object that it is sent be pending from then
// on: it may have been made after the fork.
func (a *analysis) handOver(s *state, e *event.Event) {
	root := a.Space.RootLoc(e.Val)
	defer func() {
		for t := range a.ties { // they may have been for long
			s.ties.loose[t].Union(s.pend)
		}
	}()
	for i := range a.sites {
		for _, x := range a.sites[i].effects {
			p := &a.inst[x]
			if p.Kind == Touch && a.Space.RootLoc(p.Event.Loc) == root && hasLoc(p.Before, e.Loc) && slices.ContainsFunc(a.sites[i].effects, func(y int) bool { return a.inst[y].Kind == End && s.pend.Has(y) }) {
				s.pend.Set(x)
			}
		}
	}
}

// forget takes away what is known of an object, for it is another one now.
func (a *analysis) forget(s *state, object int) {
	s.acq.set(object, Often)
	s.sent.set(object, 0)
	s.fed.Clear(object)
	s.added.Clear(object)
	s.must.Clear(object)
	s.since.Clear(object)
	s.rest.Clear(object)
	for k := range a.sites {
		s.rel.Clear(k*len(a.list) + object)
	}
}

func (a *analysis) fork(s *state, i int) {
	if a.sites[i].Kind == event.Handler { // from when on it runs, and until when, nobody knows
		return
	}
	a.sites[i].onces = a.oncesHeld(s, a.sites[i].at.block)
	a.sites[i].demand = a.demanded(s, &a.sites[i])
	a.tieFork(s, i)
	for _, x := range a.sites[i].effects {
		s.pend.Set(x)
	}
	s.over.Clear(i)
	for o := range a.list {
		s.rel.Clear(i*len(a.list) + o)
	}
	a.firstTurn(s, i)
	for _, r := range a.sites[i].sum.Releases {
		if a.isHandoff(r.Loc) { // it may give back what the forker has taken
			s.locks = slices.DeleteFunc(s.locks, func(h Held) bool { return h.Loc == a.Space.Parent(r.Loc) })
		}
		if o := a.objs[r.Loc]; s.acq.of[o] == Often {
			s.acq.set(o, 0)
		}
	}
	if st := &a.sites[i]; st.Kind == event.Many { // the call itself joins
		for _, x := range st.effects {
			a.settled(x, st.at)
			s.pend.Clear(x)
		}
	} else if st.Kind == event.Group {
		if o, ok := a.objs[st.Handle]; ok {
			s.added.Set(o)
		}
	}
}
