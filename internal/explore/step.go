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
	for range maxSteps {
		edges, done, ok := s.runBlock(n, key)
		if !ok {
			return nil, false
		}
		if done {
			return []*state{n}, true
		}
		if len(edges) == 1 {
			if s.fails(edges[0]) {
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
	s.over = true
	return nil, false
}

// fan lets a goroutine go along each of several edges.
func (s *search) fan(n *state, key int32, edges []event.Edge) (next []*state, ok bool) {
	g := &n.gs[n.find(key)]
	from, byData := g.block, g.prog.byData(g.block) || s.endsUnseen(g.prog, edges)
	ok = true
	for _, e := range edges {
		if s.fails(e) {
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
		if e.Fails() {
			s.failed(to, key, from, e.To)
		}
		next = append(next, to)
	}
	return next, ok && len(next) > 0
}

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
			s.pass(n, g, e, o)
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
func (s *search) pass(n *state, g *goroutine, e *event.Event, o obj) {
	g.last, g.from = s.heard(n, o), o
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
	case event.Set:
		if e.Op != event.OpFlag || s.flags.variables[e.Loc] {
			s.set(n, s.resolve(n, g, e.Loc), e.N)
		}
	case event.Escape:
		switch o := s.resolve(n, g, e.Loc); {
		case e.Op == event.OpKept:
			s.keep(n, o)
		case e.Op == event.OpFeed:
			s.fed[o] = o != 0
			s.escape(n, o)
		case !e.Has(event.Implied):
			s.escape(n, o)
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
		if g.prog.g.Sites[e.Call].Unfollowed() {
			return false
		}
		s.unknownCall(n, g, &g.prog.g.Sites[e.Call])
	case event.Exit, event.Stop:
		return false
	case event.Uses:
		return e.Op != event.OpFail // the test has failed: that it hangs is no news
	case event.Forever: // what a library does for long ends some time
		if !s.lasts(e) {
			return true
		}
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
	if o == 0 || s.open(n, o) && !s.fed[o] {
		return true
	}
	c := n.at(o)
	switch e.Op {
	case event.OpClose, event.OpCancel, event.OpPipe:
		s.signals(g, o)
		c.set = true
	case event.OpDone:
		s.signals(g, o)
		s.used(g, o, true)
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
		if e.Key != 0 {
			s.usage(o).added[loopID{-1, e.Key}] = true
		} else {
			s.usage(o).unknown++
		}
		c.n += int32(s.rounds)
	} else {
		s.usage(o).several = s.usage(o).several || e.N > 1
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
	at := gkey{parent: g.key, site: site.ID, pos: e.Pos, fn: site.Task.Func, called: e.Via != 0}
	for n.find(s.gkey(at)) >= 0 {
		at.nth++
	}
	child := goroutine{key: s.gkey(at), prog: s.program(site.Task), env: g.env}
	child.rounds = make([]uint8, len(child.prog.loops))
	if !s.recursive(g.key, site.Task.Func) { // whose conditions have the same numbers
		for _, c := range g.conds {
			child.conds = append(child.conds, cond{id: c.id, neg: c.neg, block: -1})
		}
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

// recursive reports whether a goroutine, or one that it comes from, runs the function.
func (s *search) recursive(key int32, fn event.FuncID) bool {
	for ; key >= 0; key = s.keys[key].parent {
		if s.keys[key].fn == fn {
			return true
		}
	}
	return false
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
		if s.role == hb.MainRoot {
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
