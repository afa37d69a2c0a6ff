package explore

import (
	"maps"
	"slices"

	"github.com/gojoincheck/gojoincheck/internal/event"
	"github.com/gojoincheck/gojoincheck/internal/hb"
	"github.com/gojoincheck/gojoincheck/internal/link"
)

// run lets a goroutine go on until its next visible operation or to where it
// has a choice. It is not ok when nothing can be said of what follows: the
// process ends, or a limit is hit.
func (s *search) run(st *state, k int) (next []*state, ok bool) {
	key := st.gs[k].key
	n := st.clone()
	for {
		edges, done, ok := s.runBlock(n, key)
		if !ok {
			return nil, false
		}
		if done {
			return []*state{n}, true
		}
		if len(edges) == 1 {
			if s.failing(edges[0]) {
				return nil, false
			}
			if n = s.follow(n, key, edges[0]); n == nil {
				return nil, false
			}
			if n.gs[n.find(key)].status != running {
				return []*state{n}, true
			}
			continue
		}
		return s.fan(n, key, edges)
	}
}

// fan lets a goroutine go along each of several edges.
func (s *search) fan(n *state, key int32, edges []event.Edge) (next []*state, ok bool) {
	g := &n.gs[n.find(key)]
	from, byData := g.block, g.prog.byData(g.block)
	ok = true
	for _, e := range edges {
		if s.failing(e) {
			ok = false
			continue
		}
		to := s.follow(n, key, e)
		if to == nil {
			continue
		}
		if byData {
			s.decided(to, key, from, e.To)
		}
		next = append(next, to)
	}
	return next, ok && len(next) > 0
}

// failing reports whether something in a test fails on an edge, and so the test.
func (s *search) failing(e event.Edge) bool { return s.test && e.Err && e.Neg }

// runBlock changes the state by what a goroutine does in the rest of its block.
// It is done when the goroutine stops there; otherwise it goes along one of the
// edges.
func (s *search) runBlock(n *state, key int32) (edges []event.Edge, done, ok bool) {
	g := &n.gs[n.find(key)]
	b := &g.prog.g.Blocks[g.block]
	for int(g.idx) < len(b.Events) {
		e := &b.Events[g.idx]
		if s.ofElement(e) {
			s.spill(n)
		}
		if e.Kind == event.Release || e.Kind == event.Unlock || visible(e) {
			s.blind = false
			if s.resolve(n, g, e.Loc) == 0 && s.blind {
				s.blur(n)
			}
		}
		if visible(e) {
			o := s.resolve(n, g, e.Loc)
			if o != 0 && !s.open(n, o) {
				s.park(n, g, e)
				return nil, true, true
			}
			s.pass(n, g, e)
			g.idx++
			continue
		}
		if !s.local(n, key, e) {
			return nil, false, false
		}
		g = &n.gs[n.find(key)]
		if g.status != running {
			return nil, true, true
		}
		g.idx++
	}
	switch {
	case b.Return:
		return nil, true, s.end(n, key, b.RetPos)
	case b.Select:
		g.status = parked
		return nil, true, true
	}
	edges = s.branches(n, g, b)
	return edges, false, len(edges) > 0
}

// pass does a visible operation on an object that code out of sight can get at:
// it may always go on.
func (s *search) pass(n *state, g *goroutine, e *event.Event) {
	g.last = either
	switch {
	case e.Val == event.NoLoc:
	case e.Kind == event.Acquire:
		g.env = s.with(g.env, e.Val, 0)
	default:
		s.escape(n, s.resolve(n, g, e.Val)) // sent to whoever receives
	}
}

// park stops a goroutine at a visible operation. A Cond's Wait unlocks first.
func (s *search) park(n *state, g *goroutine, e *event.Event) {
	g.status = parked
	if e.Kind == event.Acquire && e.Op == event.OpCond && g.phase == 0 {
		g.phase = 1
		if len(g.held) > 0 {
			s.unlock(n, g.held[len(g.held)-1], false)
		}
	}
}

func (s *search) unlock(n *state, o obj, read bool) {
	c := n.at(o)
	c.obj = o
	if read {
		c.n = max(c.n-1, 0)
	} else {
		c.set = false
	}
	n.put(c)
}

// local does what needs nobody else. It is false when nothing can be said of
// what follows.
func (s *search) local(n *state, key int32, e *event.Event) bool {
	g := &n.gs[n.find(key)]
	switch e.Kind {
	case event.Fresh:
		if r := s.Space.Root(e.Loc); r.Kind == event.Alloc || r.Ends == event.ByParent || r.Ends == event.BySight {
			s.fresh(n, g, e.Loc)
		}
	case event.Bind:
		cell, val := s.resolve(n, g, e.Loc), s.resolve(n, g, e.Val)
		switch {
		case cell != 0 && s.Space.Last(e.Loc).Kind == event.Parent:
			n.store(cell, val) // as long as it is not known, the context is open
		case cell == 0 || s.open(n, cell):
			s.escape(n, val)
		default:
			n.store(cell, val)
		}
	case event.Escape:
		if e.Op == event.OpKept {
			s.keep(n, s.resolve(n, g, e.Loc))
		} else if !e.Has(event.Implied) {
			s.escape(n, s.resolve(n, g, e.Loc))
		}
	case event.Release:
		return s.release(n, g, e)
	case event.Lock: // TryLock: who knows
		if e.Op != event.OpFlag {
			s.escape(n, s.resolve(n, g, e.Loc))
		}
	case event.Unlock:
		if o := s.resolve(n, g, e.Loc); o != 0 {
			if c := n.at(o); !s.open(n, o) && !c.set && c.n == 0 {
				return false // nobody has locked it: it panics
			}
			s.unlock(n, o, e.Has(event.Read))
			if i := slices.Index(g.held, o); i >= 0 {
				g.held = slices.Delete(slices.Clone(g.held), i, i+1)
			}
		}
	case event.Add:
		s.count(n, g, e)
	case event.Fork:
		return s.fork(n, key, e)
	case event.Call: // of an unknown function
		if g.prog.g.Sites[e.Call].Lost {
			return false
		}
		s.unknownCall(n, g, &g.prog.g.Sites[e.Call])
	case event.Exit, event.Stop:
		return false
	case event.Uses:
		return e.Op != event.OpFail // the test has failed: that it hangs is no news
	case event.Forever: // what a library does for long ends some time
		g.status = forever
		return e.Stuck()
	}
	return true
}

// unknownCall hands out what a function that is not known gets: its arguments,
// and what it has captured.
func (s *search) unknownCall(n *state, g *goroutine, site *link.Site) {
	if s.element(site.Callee()) {
		s.spill(n)
	}
	s.escape(n, s.resolve(n, g, site.Callee()))
	for _, a := range site.Args {
		s.escape(n, s.resolve(n, g, a.Loc))
	}
}

// release closes, cancels, signals and counts down.
func (s *search) release(n *state, g *goroutine, e *event.Event) bool {
	o := s.resolve(n, g, e.Loc)
	if o == 0 || s.open(n, o) {
		return true
	}
	c := n.at(o)
	switch e.Op {
	case event.OpClose, event.OpCancel, event.OpPipe:
		s.signals(g, o)
		c.set = true
	case event.OpDone:
		s.signals(g, o)
		s.used(g, o, false)
		if c.n--; c.n < 0 {
			return false // it panics
		}
	default:
		return true
	}
	n.put(c)
	return true
}

func (s *search) count(n *state, g *goroutine, e *event.Event) {
	o := s.resolve(n, g, e.Loc)
	if o == 0 || s.open(n, o) {
		return
	}
	s.used(g, o, false)
	c := n.at(o)
	if e.N == event.Unknown {
		s.unsure = true
		s.usage(o).unknown++
		c.n += int32(s.rounds)
	} else {
		c.n += s.scaled(e.N)
	}
	n.put(c)
}

// fork starts a goroutine.
func (s *search) fork(n *state, key int32, e *event.Event) bool {
	g := n.gs[n.find(key)]
	site := &g.prog.g.Sites[e.Call]
	switch site.Kind {
	case event.Library, event.Finalizer, event.Many:
		return false
	}
	if site.Task == nil { // it may do anything to what it has captured
		return false
	}
	if len(n.gs) >= maxGoroutines {
		s.over = true
		return false
	}
	at := gkey{parent: g.key, site: site.ID, pos: e.Pos}
	for n.find(s.gkey(at)) >= 0 {
		at.nth++
	}
	child := goroutine{key: s.gkey(at), prog: s.program(site.Task), env: g.env}
	child.rounds = make([]uint8, len(child.prog.loops))
	for _, c := range g.conds {
		child.conds = append(child.conds, cond{id: c.id, neg: c.neg, block: -1})
	}
	s.chain(child.key, &g)
	if site.Kind == event.Group {
		if o := s.resolve(n, &g, site.Handle); o != 0 && !s.open(n, o) {
			s.used(&g, o, false)
			c := n.at(o)
			c.n++
			n.put(c)
			child.group = o
		}
	}
	i, _ := slices.BinarySearchFunc(n.gs, child.key, func(g goroutine, k int32) int { return int(g.key) - int(k) })
	n.gs = slices.Insert(n.gs, i, child)
	return true
}

// end is the return of a goroutine's function.
func (s *search) end(n *state, key int32, ret event.Pos) bool {
	i := n.find(key)
	g := n.gs[i]
	if g.group != 0 {
		c := n.at(g.group)
		c.n = max(c.n-1, 0)
		n.put(c)
	}
	if s.keys[key].parent < 0 {
		if s.root == hb.MainRoot {
			return false // the program ends, and all that waits with it
		}
		n.returned = max(ret, 1)
		before := maps.Clone(s.escaped)
		for _, l := range g.prog.g.Results {
			s.escape(n, s.resolve(n, &g, l))
		}
		s.escaped = before
	}
	n.gs = slices.Delete(slices.Clone(n.gs), i, i+1)
	return true
}

// branches lists the edges that a goroutine can take at the end of a block.
func (s *search) branches(n *state, g *goroutine, b *event.Block) []event.Edge {
	var out []event.Edge
	for _, e := range b.Succs {
		if e.Cond != 0 {
			if i := slices.IndexFunc(g.conds, func(c cond) bool { return c.id == e.Cond }); i >= 0 && g.conds[i].neg != e.Neg {
				continue
			}
		}
		out = append(out, e)
	}
	out = s.byOutcome(n, g, out)
	return s.byRounds(g, out)
}

// byOutcome keeps the edges that agree with what the last receive saw.
func (s *search) byOutcome(n *state, g *goroutine, edges []event.Edge) []event.Edge {
	if g.last == either {
		return edges
	}
	isClosed := func(e event.Edge) bool {
		l, ok := sawClosed(&g.prog.g.Blocks[e.To])
		return ok && s.resolve(n, g, l) == g.from
	}
	if !slices.ContainsFunc(edges, isClosed) {
		return edges
	}
	return slices.DeleteFunc(edges, func(e event.Edge) bool { return isClosed(e) != (g.last == closed) })
}

// byRounds keeps the edges into the next round of a loop, or out of it.
func (s *search) byRounds(g *goroutine, edges []event.Edge) []event.Edge {
	i := g.prog.deciding(g.block)
	if i < 0 || !g.prog.counted(i) {
		return edges
	}
	l := &g.prog.loops[i]
	limit := s.rounds
	if l.Trip >= 0 {
		limit = int(s.scaled(l.Trip))
	} else {
		s.unsure = true
	}
	if g.prog.testsAtEnd(l) {
		limit--
	}
	again := int(g.rounds[i]) < limit
	g.rounds = slices.Clone(g.rounds)
	if again {
		g.rounds[i]++
	} else {
		g.rounds[i] = 0
	}
	kept := slices.DeleteFunc(slices.Clone(edges), func(e event.Edge) bool { return l.Body.Has(int(e.To)) != again })
	if len(kept) == 0 {
		return edges
	}
	return kept
}

// testsAtEnd reports whether the body of a loop has run once when its condition
// is first tested there, as in a range over an integer.
func (p *program) testsAtEnd(l *hb.Loop) bool {
	return slices.ContainsFunc(p.g.Blocks[l.Decides].Succs, func(e event.Edge) bool { return e.To == l.Header })
}

// leaves reports whether a loop has a way out.
func (p *program) leaves(i int) bool {
	out := false
	p.loops[i].Body.Each(func(b int) {
		out = out || p.g.Blocks[b].Return
		for _, e := range p.g.Blocks[b].Succs {
			out = out || !p.loops[i].Body.Has(int(e.To))
		}
	})
	return out
}

// avoidable reports whether a return can be reached without the block.
func (p *program) avoidable(block int32) bool {
	seen := make([]bool, len(p.g.Blocks))
	seen[block] = true
	stack := []int32{0}
	for len(stack) > 0 {
		b := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		if seen[b] {
			continue
		}
		seen[b] = true
		if p.g.Blocks[b].Return {
			return true
		}
		for _, e := range p.g.Blocks[b].Succs {
			stack = append(stack, e.To)
		}
	}
	return false
}

// counted reports whether a loop's rounds are counted: those of a range over a
// channel are not, they end with the channel.
func (p *program) counted(i int) bool {
	d := p.loops[i].Decides
	if d < 0 {
		return false
	}
	for _, e := range p.g.Blocks[d].Succs {
		if _, ok := sawClosed(&p.g.Blocks[e.To]); ok {
			return false
		}
	}
	return true
}

// follow takes a goroutine along an edge.
func (s *search) follow(n *state, key int32, e event.Edge) *state {
	n = n.clone()
	g := &n.gs[n.find(key)]
	from := g.block
	g.block, g.idx = e.To, 0
	if e.Cond != 0 && s.retested(e.Cond) && !slices.ContainsFunc(g.conds, func(c cond) bool { return c.id == e.Cond }) {
		g.conds = withCond(g.conds, cond{e.Cond, e.Neg, from})
		if !g.prog.inLoop(from) {
			n.tell(key, cond{e.Cond, e.Neg, -1})
		}
	}
	g.rounds = slices.Clone(g.rounds)
	for i := range g.prog.loops {
		l := &g.prog.loops[i]
		if !l.Body.Has(int(from)) {
			continue
		}
		if !l.Body.Has(int(e.To)) {
			g.rounds[i] = 0
			g.conds = untested(g.conds, l)
		} else if l.Header == e.To { // another round: its conditions are tested anew
			g.conds = untested(g.conds, l)
			if g.prog.counted(i) {
				continue
			}
			if slices.Contains(g.backs, l.Header) {
				if g.prog.leaves(i) {
					return nil // it leaves some time, and may well have left before
				}
				g.status = spinning
			}
			g.backs = append(slices.Clone(g.backs), l.Header)
		}
	}
	return n
}

// untested forgets the conditions that were tested in a loop.
func untested(conds []cond, l *hb.Loop) []cond {
	return slices.DeleteFunc(slices.Clone(conds), func(c cond) bool { return c.block >= 0 && l.Body.Has(int(c.block)) })
}

// tell lets the other goroutines know how a condition turned out that holds for
// all of them.
func (st *state) tell(key int32, c cond) {
	for i := range st.gs {
		if g := &st.gs[i]; g.key != key && !slices.ContainsFunc(g.conds, func(x cond) bool { return x.id == c.id }) {
			g.conds = withCond(g.conds, c)
		}
	}
}

// withCond adds a condition, those that states share left as they are.
func withCond(conds []cond, c cond) []cond {
	conds = append(slices.Clone(conds), c)
	slices.SortFunc(conds, func(a, b cond) int { return int(a.id) - int(b.id) })
	return conds
}

// retested reports whether remembering a condition can matter: it is tested
// again, by this goroutine or by another.
func (s *search) retested(id int32) bool { return s.tests[id] > 1 }

// countTests counts the branches on each condition, those of tasks included.
func (s *search) countTests(g *link.Graph, depth int) {
	if depth > maxNesting {
		return
	}
	for id, n := range s.program(g).tested {
		s.tests[id] += n
	}
	for i := range g.Sites {
		if t := g.Sites[i].Task; t != nil {
			s.countTests(t, depth+1)
		}
	}
}
