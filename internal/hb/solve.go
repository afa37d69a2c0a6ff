package hb

import (
	"maps"
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
	sum     *Summary
	guards  []guard
}

// A guard is a branch that was taken on every path to a place.
type guard struct {
	cond int32
	neg  bool
}

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
	exits   [][]loopExit         // per block: what is known when a loop is left
	in      []*state
	reached []bool
	ok      bool
	locking bool // the graph locks
	turns   []turn
	note    *recorder // nil while solving

	strong, weak, inLoop map[int]flow.Bits // caches of settle
	escapeOf             map[event.Loc]flow.Bits
	throughOf            map[event.Loc]through
	pointed              []int              // the instances reached through a pointer
	byTasks, byForker    map[event.Loc]bool // what is stored to
	sends                map[event.Loc]int  // places where the graph itself sends
	drop                 flow.Bits
	outside              map[event.Loc]bool // see callback.go
	callback             flow.Bits          // see callback.go
}

// state is the solver's lattice element.
type state struct {
	pend  flow.Bits // may: instances pending
	rel   flow.Bits // may: site × object, released by the forker since the fork
	added flow.Bits // may: objects added to
	sent  tally     // sends by the forker, per object, at least
	acq   tally     // receives not yet matched with a sender, per object, at least; Often if no sender is left
	must  flow.Bits // must: objects acquired
	locks []Held    // must: locks held, sorted
	since flow.Bits // must: objects acquired since the last release
	mine  flow.Bits // must: turns that are the forker's
	lost  flow.Bits // may: turns that were given away twice
}

func (s *state) clone() *state {
	return &state{
		pend: s.pend.Clone(), rel: s.rel.Clone(), added: s.added.Clone(), must: s.must.Clone(),
		sent: s.sent.share(), acq: s.acq.share(), locks: slices.Clone(s.locks),
		since: s.since.Clone(), mine: s.mine.Clone(), lost: s.lost.Clone(),
	}
}

// join keeps the laws of package flow: unions of the may parts, intersections
// and minima of the must parts.
func (s *state) join(o *state) bool {
	changed := s.pend.Union(o.pend)
	changed = s.rel.Union(o.rel) || changed
	changed = s.added.Union(o.added) || changed
	changed = s.must.Intersect(o.must) || changed
	changed = s.since.Intersect(o.since) || changed
	changed = s.mine.Intersect(o.mine) || changed
	changed = s.lost.Union(o.lost) || changed
	changed = s.sent.minimum(o.sent) || changed
	changed = s.acq.minimum(o.acq) || changed
	kept := s.locks[:0:0]
	for _, h := range s.locks {
		if slices.Contains(o.locks, h) {
			kept = append(kept, h)
		}
	}
	if len(kept) != len(s.locks) {
		s.locks, changed = kept, true
	}
	return changed
}

// A Solver solves the graphs of one package.
type Solver struct {
	Space *event.Space
	// GivenUp counts the graphs that were over a limit.
	GivenUp int

	work      int
	summaries map[*link.Graph]*Summary
	solving   map[*link.Graph]bool
}

// New returns a solver for locations of the given space.
func New(sp *event.Space) *Solver {
	return &Solver{Space: sp, summaries: map[*link.Graph]*Summary{}, solving: map[*link.Graph]bool{}}
}

// analyze solves a graph; the result is not ok when a limit was hit.
func (s *Solver) analyze(g *link.Graph) *analysis {
	a := &analysis{
		Solver: s, g: g,
		strong: map[int]flow.Bits{}, weak: map[int]flow.Bits{}, inLoop: map[int]flow.Bits{}, escapeOf: map[event.Loc]flow.Bits{}, throughOf: map[event.Loc]through{}, sends: map[event.Loc]int{}, outside: map[event.Loc]bool{},
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
	a.findLoopExits()
	a.findTurns()
	a.solve()
	if !a.ok {
		s.GivenUp++
	}
	return a
}

// findServers finds the servers that some task shuts down: their Serve returns.
func (a *analysis) findServers() {
	for i := range a.g.Sites {
		if t := a.g.Sites[i].Task; t != nil {
			for _, b := range t.Blocks {
				for _, e := range b.Events {
					if e.Kind == event.Release && e.Op == event.OpShutdown {
						a.servers[e.Loc] = true
					}
				}
			}
		}
	}
}

// collectSites numbers the forks and the effects of their tasks.
func (a *analysis) collectSites() {
	serial := a.serialized()
	for b := range a.c.blocks {
		if !a.c.live[b] {
			continue
		}
		for k, e := range a.c.blocks[b].Events {
			if e.Kind != event.Fork {
				continue
			}
			st := site{Site: &a.g.Sites[e.Call], at: place{int32(b), int32(k)}, pos: e.Pos, via: e.Via}
			st.sum = a.taskSummary(st.Site)
			n := len(a.sites)
			for i := range st.sum.Effects {
				e := &st.sum.Effects[i]
				if st.Kind == event.Group && serial[st.Handle] {
					one := *e
					one.Locks = append(slices.Clone(e.Locks), Held{Loc: st.Handle, Via: viaGroup})
					e = &one
				}
				st.effects = append(st.effects, len(a.inst))
				a.inst = append(a.inst, instance{e, n})
			}
			a.siteAt[st.at] = n
			a.sites = append(a.sites, st)
		}
	}
}

// serialized finds the groups that run their tasks one at a time.
func (a *analysis) serialized() map[event.Loc]bool {
	m := map[event.Loc]bool{}
	for b := range a.c.blocks {
		for _, e := range a.c.blocks[b].Events {
			if e.Kind == event.Serialize {
				m[e.Loc] = true
			}
		}
	}
	return m
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

// collectObjects numbers every object that is synchronized on.
func (a *analysis) collectObjects() {
	for b := range a.c.blocks {
		if !a.c.live[b] {
			continue
		}
		for _, e := range a.c.blocks[b].Events {
			switch e.Kind {
			case event.Acquire, event.Release, event.Add, event.Serialize, event.Peek:
				a.object(e.Loc)
				a.ops[e.Loc] |= 1 << e.Op
				if e.Kind == event.Release && e.Op == event.OpSend {
					a.sends[e.Loc]++
				}
			case event.Lock, event.Unlock:
				if e.Op == event.OpFlag {
					continue
				}
				a.object(e.Loc)
				a.object(a.handoff(e.Loc))
				a.locking = true
			}
		}
	}
	if a.locking { // variables tested under a lock publish what came before
		for b := range a.c.blocks {
			for _, e := range a.c.blocks[b].Events {
				if e.Kind == event.Access && (e.Has(event.Branch) || e.Has(event.Write)) && !e.Has(event.Atomic) {
					a.object(e.Loc)
				}
			}
		}
	}
	for i := range a.sites {
		for _, r := range a.sites[i].sum.Releases {
			a.object(r.Loc)
		}
		for _, e := range a.sites[i].effects {
			for _, l := range a.inst[e].Before {
				a.object(l)
			}
		}
	}
}

func (a *analysis) handoff(mutex event.Loc) event.Loc {
	return a.Space.Child(mutex, event.Sel{Kind: event.Handoff})
}

// findGuards finds, for each site, the branches taken on every path to it.
func (a *analysis) findGuards() {
	for i := range a.sites {
		if c := a.sites[i].If; c != 0 {
			a.sites[i].guards = append(a.sites[i].guards, guard{cond: c})
		}
		b := a.sites[i].at.block
		for b != -1 {
			d := a.c.idom[b]
			if d != -1 && a.enteredFrom(b, d) && !a.leaves(d, a.sites[i].at.block) {
				for _, s := range a.c.blocks[d].Succs {
					if s.To == b && s.Cond != 0 && len(a.c.blocks[d].Succs) == 2 {
						a.sites[i].guards = append(a.sites[i].guards, guard{s.Cond, s.Neg})
					}
				}
			}
			b = d
		}
	}
}

// enteredFrom reports whether every path to block b comes from block d: but for
// another round, as in a range over an integer, which is tested before the loop.
func (a *analysis) enteredFrom(b, d int32) bool {
	entered := false
	for _, p := range a.c.preds[b] {
		if p != d && !a.c.dominates(b, p) {
			return false
		}
		entered = entered || p == d
	}
	return entered
}

// leaves reports whether a branch decides if a loop around the block b goes on:
// that it does not says nothing of the rounds before.
func (a *analysis) leaves(branch, b int32) bool {
	for _, l := range a.c.within[b] {
		body := a.c.loops[l].body
		if body.Has(int(branch)) && slices.ContainsFunc(a.c.blocks[branch].Succs, func(e event.Edge) bool { return !body.Has(int(e.To)) }) {
			return true
		}
	}
	return false
}

// A loopExit says what all rounds of a loop together have acquired.
type loopExit struct {
	loop int
	obj  int
	n    uint8
	op   event.Op
	at   int32 // the block of the acquire
}

// findLoopExits finds the counted acquires within each loop.
func (a *analysis) findLoopExits() {
	a.exits = make([][]loopExit, len(a.c.loops))
	for i := range a.c.loops {
		l := &a.c.loops[i]
		seen := map[int]int{}
		l.body.Each(func(b int) {
			for _, e := range a.c.blocks[b].Events {
				if e.Kind != event.Acquire || e.Op != event.OpRecv && e.Op != event.OpSend {
					continue
				}
				n := a.rounds(i, int32(b))
				o := a.object(e.Loc)
				if k, ok := seen[o]; ok {
					a.exits[i][k].n = Often
					continue
				}
				seen[o] = len(a.exits[i])
				a.exits[i] = append(a.exits[i], loopExit{i, o, n, e.Op, int32(b)})
			}
		})
	}
}

// rounds is how often block b runs in all rounds of the loop, Often if that is
// not known: doubt is silence.
func (a *analysis) rounds(loop int, b int32) uint8 {
	n := 1
	for _, i := range a.c.within[b] {
		l := &a.c.loops[i]
		if i != loop && !a.c.loops[loop].body.Has(int(l.header)) {
			continue // an outer loop
		}
		if l.trip < 0 {
			return Often
		}
		for _, latch := range l.latches {
			if !a.c.dominates(b, latch) {
				return Often
			}
		}
		n *= int(l.trip)
		if n >= Often {
			return Often
		}
	}
	return uint8(n)
}

// times is how often the fork of site i runs between two visits to block b:
// the rounds of the loops around the fork that do not also hold b; with
// everywhere for b, how often it runs in all.
const everywhere = -1

func (a *analysis) times(i int, b int32) uint8 {
	if a.sites[i].Kind == event.Many {
		return Often
	}
	n := 1
	for _, k := range a.c.within[a.sites[i].at.block] {
		l := &a.c.loops[k]
		if b >= 0 && l.body.Has(int(b)) {
			continue
		}
		if l.trip < 0 {
			return Often
		}
		n *= int(l.trip)
		if n >= Often {
			return Often
		}
	}
	return uint8(n)
}

func (a *analysis) solve() {
	n := len(a.list)
	a.drop = flow.NewBits(len(a.inst))
	entry := &state{
		pend: flow.NewBits(len(a.inst)), rel: flow.NewBits(len(a.sites) * n), added: flow.NewBits(n),
		must: flow.NewBits(n), sent: newTally(n), acq: newTally(n),
		since: flow.NewBits(n), mine: flow.NewBits(len(a.turns)), lost: flow.NewBits(len(a.turns)),
	}
	for o := range entry.acq.of {
		entry.acq.of[o] = Often
	}
	succs := make([][]int32, len(a.c.blocks))
	for i, b := range a.c.blocks {
		for _, s := range b.Succs {
			succs[i] = append(succs[i], s.To)
		}
	}
	p := flow.Problem[*state]{
		Blocks: len(a.c.blocks),
		Succs:  func(b int) []int32 { return succs[b] },
		Entry:  entry,
		Clone:  (*state).clone,
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
	return s
}

// edge applies what a branch and the end of a loop tell.
func (a *analysis) edge(b, k int, s *state) (*state, bool) {
	e := a.c.blocks[b].Succs[k]
	if e.Cond != 0 && a.notForked(s, e) {
		a.catchUp(s, place{int32(b), -1})
	}
	for _, l := range a.c.within[b] {
		if a.c.loops[l].body.Has(int(e.To)) {
			continue
		}
		for _, x := range a.exits[l] {
			n := x.n
			switch loop := &a.c.loops[l]; {
			case loop.header != int32(b) && !a.onlyExit(l, b):
				n = Often // left early: how many rounds is not known
			case n != Often && loop.trip > 0 && slices.Contains(loop.latches, int32(b)):
				if n -= n / uint8(loop.trip); n == 0 { // the state has those of the last round
					continue
				}
			}
			a.acquire(s, x.obj, n, x.op, place{int32(b), -1}, l)
		}
	}
	return s, true
}

// onlyExit reports whether a loop is left from block b alone, as a range over an
// integer is from its end.
func (a *analysis) onlyExit(loop, b int) bool {
	body, only := a.c.loops[loop].body, true
	body.Each(func(x int) {
		if x == b {
			return
		}
		only = only && !a.c.blocks[x].Return
		for _, e := range a.c.blocks[x].Succs {
			only = only && body.Has(int(e.To))
		}
	})
	return only
}

// notForked takes away what is not forked on the side of a branch; it reports
// whether there is something.
func (a *analysis) notForked(s *state, e event.Edge) bool {
	some := false
	for i := range a.sites {
		if slices.Contains(a.sites[i].guards, guard{e.Cond, !e.Neg}) {
			for _, x := range a.sites[i].effects {
				some = some || s.pend.Has(x)
				s.pend.Clear(x)
			}
		}
	}
	return some
}

// catchUp settles what the acquires so far are enough for, now that less is
// pending.
func (a *analysis) catchUp(s *state, at place) {
	for o := range s.acq.of {
		n := s.acq.of[o]
		if n == 0 || n == Often {
			continue
		}
		if need, some := a.need(s, o, at.block, -1); some && int(n) >= need {
			s.acq.set(o, Often)
			a.settle(s, o, false, at, -1)
			a.follow(s, o, at, -1, 0)
		}
	}
}

// step runs the state through one event.
func (a *analysis) step(s *state, at place) {
	e := &a.c.blocks[at.block].Events[at.index]
	if a.note != nil {
		a.note.event(s, at, e)
	}
	switch e.Kind {
	case event.Fresh:
		a.fresh(s, e.Loc)
	case event.Access:
		a.flagAccess(s, at, e)
		if e.Has(event.Write) {
			a.rebind(s, e.Loc)
		}
	case event.Fork:
		a.fork(s, a.siteAt[at])
	case event.Acquire:
		a.acquireEvent(s, at, e)
	case event.Defused:
		for i := range a.sites {
			if st := &a.sites[i]; st.Kind == event.Timer && st.Handle == e.Loc {
				for _, x := range st.effects {
					s.pend.Clear(x)
				}
			}
		}
	case event.Rearmed:
		for i := range a.sites {
			if st := &a.sites[i]; st.Kind == event.Timer && st.Handle == e.Loc {
				a.fork(s, i)
			}
		}
	case event.Peek:
		a.peek(s, a.object(e.Loc), at)
	case event.Release:
		a.release(s, e)
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

// forget takes away what is known of an object, for it is another one now.
func (a *analysis) forget(s *state, object int) {
	s.acq.set(object, Often)
	s.sent.set(object, 0)
	s.added.Clear(object)
	s.must.Clear(object)
	s.since.Clear(object)
	for k := range a.sites {
		s.rel.Clear(k*len(a.list) + object)
	}
}

func (a *analysis) fork(s *state, i int) {
	for _, x := range a.sites[i].effects {
		s.pend.Set(x)
	}
	for o := range a.list {
		s.rel.Clear(i*len(a.list) + o)
	}
	a.firstTurn(s, i)
	for _, r := range a.sites[i].sum.Releases {
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

// acquireEvent is an acquire in the graph itself.
func (a *analysis) acquireEvent(s *state, at place, e *event.Event) {
	o := a.object(e.Loc)
	n := uint8(1)
	if e.Op == event.OpSend { // the completion of a send
		ch := a.Space.Parent(e.Loc)
		switch c := a.capacity(ch); {
		case c == event.CapUnknown:
			n = Often
		case c > 0:
			if k, ok := a.objs[ch]; !ok || int(s.sent.of[k]) <= c {
				return // the send may have found room
			}
		}
	}
	s.must.Set(o)
	s.since.Set(o)
	a.takeTurn(s, o)
	a.acquire(s, o, n, e.Op, at, -1)
	if a.wokenFromOutside(e) {
		a.takeAway(s, a.callingBack(), at, -1)
	}
}

// acquire settles what the n'th acquire of object o orders. outside limits it
// to the forks outside of a loop that is being left, -1 for none.
func (a *analysis) acquire(s *state, o int, n uint8, op event.Op, at place, outside int) {
	if op == event.OpOnce {
		a.takeAway(s, a.underOnce(o), at, outside)
		return
	}
	counted := op == event.OpRecv || op == event.OpSend
	if counted && a.closedByTask(o) {
		counted = false
	}
	if op == event.OpSend && a.sends[a.Space.Parent(a.list[o])] > 1 {
		counted = false // one message may be there to see that the other is dealt with
	}
	if counted && n != Often {
		need, some := a.need(s, o, at.block, outside)
		if !some {
			s.acq.set(o, Often)
			return
		}
		total := int(n)
		if s.acq.of[o] != Often {
			total += int(s.acq.of[o])
		}
		if total < need {
			s.acq.set(o, uint8(total))
			return
		}
		s.acq.set(o, Often)
	}
	a.settle(s, o, n == Often || !counted, at, outside)
	a.follow(s, o, at, outside, 0)
}

// byOnce reports whether the object says that a Once has run.
func (a *analysis) byOnce(l event.Loc) bool {
	return a.ops[l]&(1<<event.OpOnce) != 0 || slices.ContainsFunc(a.sites, func(s site) bool {
		r := s.sum.release(l)
		return r != nil && r.has(event.OpOnce)
	})
}

// underOnce gives the instances that run within a Once. What a task did before
// it came to the Once is not ordered by it: who ran it is not known.
func (a *analysis) underOnce(o int) flow.Bits {
	b, once := a.weakly(o).Clone(), a.Space.Parent(a.list[o])
	for i := range a.inst {
		if !holds(a.inst[i].Locks, once) {
			b.Clear(i)
		}
	}
	return b
}

// settle takes away what an acquire of o orders before.
func (a *analysis) settle(s *state, o int, all bool, at place, outside int) {
	gone := a.strongly(o)
	if all {
		gone = a.weakly(o)
	}
	a.takeAway(s, gone, at, outside)
}

// takeAway ends that the instances are pending, but for those forked within
// the loop outside.
func (a *analysis) takeAway(s *state, gone flow.Bits, at place, outside int) {
	if outside >= 0 {
		gone = gone.Clone()
		gone.Minus(a.forkedIn(outside))
	}
	if a.note != nil {
		for w := range gone {
			if gone[w]&s.pend[w] != 0 {
				one := flow.NewBits(len(gone) * 64)
				one[w] = gone[w] & s.pend[w]
				one.Each(func(i int) { a.settled(i, at) })
			}
		}
	}
	s.pend.Minus(gone)
}

// strongly gives the instances that one acquire of o settles.
func (a *analysis) strongly(o int) flow.Bits {
	b, ok := a.strong[o]
	if !ok {
		b = a.having(o, false)
		a.strong[o] = b
	}
	return b
}

// weakly gives those that all releases of o together settle.
func (a *analysis) weakly(o int) flow.Bits {
	b, ok := a.weak[o]
	if !ok {
		b = a.having(o, true)
		a.weak[o] = b
	}
	return b
}

func (a *analysis) having(o int, weak bool) flow.Bits {
	b, l := flow.NewBits(len(a.inst)), a.list[o]
	for i := range a.inst {
		if hasLoc(a.inst[i].Settles, l) || weak && hasLoc(a.inst[i].Weak, l) && !a.lastMessage(i, l) || a.out(i, l) {
			b.Set(i)
		}
	}
	return b
}

// forkedIn gives the instances of the forks within a loop.
func (a *analysis) forkedIn(loop int) flow.Bits {
	b, ok := a.inLoop[loop]
	if !ok {
		b = flow.NewBits(len(a.inst))
		for i := range a.inst {
			if a.c.loops[loop].body.Has(int(a.sites[a.inst[i].site].at.block)) {
				b.Set(i)
			}
		}
		a.inLoop[loop] = b
	}
	return b
}

// out reports whether the task of an instance hands l to code out of sight.
func (a *analysis) out(i int, l event.Loc) bool {
	for _, o := range a.inst[i].Out {
		if a.Space.Within(l, o) {
			return true
		}
	}
	return false
}

// follow applies what the releasing tasks had acquired before they released.
func (a *analysis) follow(s *state, o int, at place, outside, depth int) {
	const maxFollow = 4 // chains of goroutines that join goroutines are short
	if depth > maxFollow {
		return
	}
	for i := range a.sites {
		r := a.sites[i].sum.release(a.list[o])
		if r == nil {
			continue
		}
		for _, l := range r.Before {
			if x, ok := a.objs[l]; ok && x != o {
				if a.byOnce(l) {
					a.takeAway(s, a.underOnce(x), at, outside)
					continue
				}
				a.settle(s, x, true, at, outside)
				a.follow(s, x, at, outside, depth+1)
			}
		}
	}
}

// need is how many releases of o may still come: as many acquires surely have
// them all. It is false when nothing pending would be settled.
func (a *analysis) need(s *state, o int, block int32, outside int) (int, bool) {
	l := a.list[o]
	seen := map[int]bool{}
	total := 0
	settles := s.pend.Clone()
	if settles.Intersect(a.weakly(o)); settles.Empty() {
		return 0, false
	}
	s.pend.Each(func(i int) {
		k := a.inst[i].site
		if seen[k] || a.sites[k].sum.release(l) == nil && !settles.Has(i) {
			return
		}
		if outside >= 0 && a.c.loops[outside].body.Has(int(a.sites[k].at.block)) {
			return
		}
		seen[k] = true
		times := int(a.times(k, block))
		if r := a.sites[k].sum.release(l); r != nil {
			times = min(times*int(r.Times), Often)
		}
		total = min(total+times, Often)
	})
	return total, total > 0
}

// settled tells the recorder that an acquire ordered an effect.
func (a *analysis) settled(i int, at place) {
	if a.note != nil {
		a.note.settled(i, at)
	}
}

// release notes what the forker has released since each fork.
func (a *analysis) release(s *state, e *event.Event) {
	o := a.object(e.Loc)
	if e.Op == event.OpSend && s.sent.of[o] < Often-1 {
		s.sent.set(o, s.sent.of[o]+1)
	}
	clear(s.since)
	a.giveTurn(s, o)
	a.released(s, o)
	a.channelLock(s, e)
}

func (a *analysis) lock(s *state, at place, e *event.Event) {
	if e.Op == event.OpFlag { // whoever is the first has it for ever, and has seen nobody
		if h := (Held{Loc: e.Loc, Via: viaFirst}); !slices.Contains(s.locks, h) {
			s.locks = sortHeld(append(s.locks, h))
		}
		return
	}
	h := Held{Loc: e.Loc, Read: e.Has(event.Read)}
	if !slices.Contains(s.locks, h) {
		s.locks = sortHeld(append(s.locks, h))
	}
	s.must.Set(a.object(e.Loc))
	a.released(s, a.object(e.Loc)) // it was free: a task may have had it since its fork
	o := a.object(a.handoff(e.Loc))
	if h.Read && a.readersOnly(o) {
		return
	}
	s.must.Set(o)
	a.acquire(s, o, Often, event.OpLock, at, -1)
}

// readersOnly reports whether tasks give back a read lock only, which a read
// lock does not wait for.
func (a *analysis) readersOnly(o int) bool {
	read := false
	for i := range a.sites {
		if r := a.sites[i].sum.release(a.list[o]); r != nil {
			if r.has(event.OpLock) {
				return false
			}
			read = read || r.has(event.OpRLock)
		}
	}
	return read
}

func (a *analysis) unlock(s *state, e *event.Event) {
	o := a.object(e.Loc)
	s.locks = slices.DeleteFunc(s.locks, func(h Held) bool { return h.Loc == e.Loc && h.Via == viaMutex })
	a.released(s, o)
}

// released notes a release by the forker since every fork.
func (a *analysis) released(s *state, o int) {
	for i := range a.sites {
		s.rel.Set(i*len(a.list) + o)
	}
}

// locked reports whether one of the locks is one that is given back.
func locked(held []Held) bool {
	return slices.ContainsFunc(held, func(h Held) bool { return h.Via != viaFirst })
}

// flagAccess is the order that a variable tested under a lock gives.
func (a *analysis) flagAccess(s *state, at place, e *event.Event) {
	if !locked(s.locks) || e.Has(event.Atomic) {
		return
	}
	o, ok := a.objs[e.Loc]
	if !ok {
		return
	}
	if e.Has(event.Write) {
		a.released(s, o)
	} else if e.Has(event.Branch) {
		s.must.Set(o)
		a.acquire(s, o, Often, event.OpFlag, at, -1)
	}
}

// escape hands an object to code out of sight, which may join through it.
func (a *analysis) escape(s *state, at place, l event.Loc) {
	gone, ok := a.escapeOf[l]
	if !ok {
		gone = flow.NewBits(len(a.inst))
		for o, obj := range a.list {
			if a.Space.Within(obj, l) {
				gone.Union(a.weakly(o))
			}
		}
		a.escapeOf[l] = gone
	}
	a.takeAway(s, gone, at, -1)
}

// sortedKeys lists the keys of a set of locations.
func sortedKeys(m map[event.Loc]bool) []event.Loc { return slices.Sorted(maps.Keys(m)) }
