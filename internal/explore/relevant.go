package explore

import (
	"slices"

	"github.com/gojoincheck/gojoincheck/internal/event"
	"github.com/gojoincheck/gojoincheck/internal/link"
)

// A slicer cuts out of a graph and its tasks what the search cannot notice. Most
// of a function has nothing to do with whether somebody blocks for ever, and
// each branch in it would double the states.
//
// An object matters when a goroutine may have to wait for it, or when it leads
// to one that matters: a variable that refers to it, a channel that carries it.
// Whatever code out of sight can get at from the start is never waited for.
type slicer struct {
	*Explorer
	root      *link.Graph
	all       []*link.Graph // it and the tasks
	test      bool          // it is the code of a test
	programs  map[*link.Graph]*program
	bound     map[event.Loc]bool      // roots of which an environment may say what they stand for
	class     map[event.Loc]event.Loc // roots that lead to each other (union-find)
	waited    map[event.Loc]bool      // representatives of the classes in which one is waited for
	elements  bool                    // what matters is kept among elements
	inert     map[*link.Graph]bool    // those that do nothing
	mentioned map[*link.Graph]map[event.Loc]bool
	testers   map[int32]int      // how many graphs test a condition
	flags     flagSet            // those that branches test which matter
	shut      map[event.Loc]bool // servers that somebody shuts down
}

func (x *Explorer) slicer(root *link.Graph, test bool) *slicer {
	all := reachable(root)
	c := &slicer{
		Explorer: x, test: test, programs: map[*link.Graph]*program{}, root: root, all: all,
		bound: map[event.Loc]bool{}, class: map[event.Loc]event.Loc{}, waited: map[event.Loc]bool{}, inert: map[*link.Graph]bool{}, shut: map[event.Loc]bool{}, mentioned: map[*link.Graph]map[event.Loc]bool{}, testers: map[int32]int{},
	}
	for changed := true; changed; {
		changed = false
		eachEvent(all, func(_ *link.Graph, e *event.Event) {
			if receives(e) && e.Val != event.NoLoc && !c.free(e.Loc) && !c.bound[c.Space.RootLoc(e.Val)] {
				c.bound[c.Space.RootLoc(e.Val)] = true
				changed = true
			}
		})
	}
	for _, g := range all {
		for cond := range testedIn(g) {
			c.testers[cond]++
		}
	}
	var seeds []event.Loc
	eachEvent(all, func(g *link.Graph, e *event.Event) {
		if c.synchronizes(e) {
			seeds = append(seeds, e.Loc)
		}
		switch {
		case e.Kind == event.Release && e.Op == event.OpShutdown:
			c.shut[e.Loc] = true
		case e.Kind == event.Bind, e.Kind == event.Release && e.Op == event.OpSend, receives(e):
			c.unite(e.Loc, e.Val)
		case e.Kind == event.Fork && g.Sites[e.Call].Kind == event.Group:
			seeds = append(seeds, g.Sites[e.Call].Handle)
		}
	})
	for _, l := range seeds {
		if l != event.NoLoc && !c.outside(l) {
			c.waited[c.find(c.Space.RootLoc(l))] = true
		}
	}
	c.findElements()
	c.findFlags()
	return c
}

// lasts reports whether an event is a call that goes on for as long as the process, as
// far as is seen: one that serves, and that nobody shuts down.
func (c *slicer) lasts(e *event.Event) bool {
	return e.Kind == event.Forever && (c.Program || e.Op != event.OpServe || !c.shut[e.Loc])
}

// findElements finds whether what matters is kept among elements.
func (c *slicer) findElements() {
	eachEvent(c.all, func(_ *link.Graph, e *event.Event) {
		kept := e.Kind == event.Escape && e.Op == event.OpKept && c.matters(e.Loc)
		c.elements = c.elements || kept || e.Kind == event.Bind && c.indexed(e.Loc) && (c.matters(e.Loc) || c.matters(e.Val))
	})
}

// blocks reports whether somebody may have to wait for somebody.
func (c *slicer) blocks() bool {
	return slices.ContainsFunc(c.all, func(g *link.Graph) bool {
		return slices.ContainsFunc(g.Blocks, func(b event.Block) bool {
			return b.Select && len(b.Succs) == 0 || slices.ContainsFunc(b.Events, func(e event.Event) bool {
				return visible(&e) && !c.free(e.Loc) || e.Stuck()
			})
		})
	})
}

// reachable lists a graph and the tasks that it forks, each once.
func reachable(root *link.Graph) []*link.Graph {
	all := []*link.Graph{root}
	seen := map[*link.Graph]bool{root: true}
	for i := 0; i < len(all); i++ {
		for k := range all[i].Sites {
			if t := all[i].Sites[k].Task; t != nil && !seen[t] {
				seen[t] = true
				all = append(all, t)
			}
		}
	}
	return all
}

func eachEvent(graphs []*link.Graph, f func(*link.Graph, *event.Event)) {
	for _, g := range graphs {
		for b := range g.Blocks {
			for i := range g.Blocks[b].Events {
				f(g, &g.Blocks[b].Events[i])
			}
		}
	}
}

func receives(e *event.Event) bool { return e.Kind == event.Acquire && e.Op == event.OpRecv }

// synchronizes reports whether an event waits for an object, or changes what
// others wait for.
func (c *slicer) synchronizes(e *event.Event) bool {
	if visible(e) {
		return !c.free(e.Loc)
	}
	switch e.Kind {
	case event.Release:
		return (e.Op == event.OpClose || e.Op == event.OpCancel || e.Op == event.OpPipe || e.Op == event.OpDone) && !c.outside(e.Loc)
	case event.Unlock, event.Add:
		return !c.outside(e.Loc)
	}
	return false
}

// outside reports whether code out of sight can get at all that starts from the
// root of a path, from the start and whatever happens.
func (c *slicer) outside(l event.Loc) bool {
	if l == event.NoLoc {
		return true
	}
	r := c.Space.Root(l)
	return r.Kind != event.Alloc && r.Ends == event.Anyhow && !c.bound[c.Space.RootLoc(l)]
}

// free reports whether nobody ever waits for what a path names: see outside; nor
// for an element, of which is not known which one it is.
func (c *slicer) free(l event.Loc) bool {
	if c.outside(l) {
		return true
	}
	for ; !c.Space.IsRoot(l); l = c.Space.Parent(l) {
		if anyElement(c.Space.Last(l).Kind) {
			return true
		}
	}
	return false
}

func (c *slicer) find(root event.Loc) event.Loc {
	for {
		p, ok := c.class[root]
		if !ok {
			return root
		}
		root = p
	}
}

func (c *slicer) unite(a, b event.Loc) {
	if c.outside(a) || c.outside(b) {
		return
	}
	if x, y := c.find(c.Space.RootLoc(a)), c.find(c.Space.RootLoc(b)); x != y {
		c.class[max(x, y)] = min(x, y)
	}
}

// matters reports whether an object may be waited for, or leads to one that is.
func (c *slicer) matters(l event.Loc) bool {
	return !c.outside(l) && c.waited[c.find(c.Space.RootLoc(l))]
}

// notices reports whether the search can notice an event.
func (c *slicer) notices(g *link.Graph, e *event.Event) bool {
	if c.elements && c.ofElement(e) {
		return true
	}
	if c.synchronizes(e) {
		return true
	}
	switch e.Kind {
	case event.Release:
		return e.Op == event.OpSend && c.matters(e.Val)
	case event.Fresh:
		return c.matters(e.Loc)
	case event.Lock: // one that may fail lets go of what it locks
		return c.matters(e.Loc)
	case event.Bind:
		return c.matters(e.Loc) || c.matters(e.Val)
	case event.Escape:
		return c.elements || c.matters(e.Loc)
	case event.Call:
		s := &g.Sites[e.Call]
		if s.Unfollowed() || c.elements || c.matters(s.Callee()) {
			return true
		}
		for _, a := range s.Args {
			if c.matters(a.Loc) {
				return true
			}
		}
	case event.Fork:
		s := &g.Sites[e.Call]
		return s.Kind == event.Group && c.matters(s.Handle) || !c.idle(s)
	case event.Set:
		return c.setsFlag(e)
	case event.Forever, event.Exit, event.Stop:
		return true
	case event.Uses:
		return e.Op == event.OpFail
	}
	return false
}

// mentions lists the classes of the objects that a graph and the tasks that it
// forks do something to.
func (c *slicer) mentions(g *link.Graph) map[event.Loc]bool {
	m, ok := c.mentioned[g]
	if ok {
		return m
	}
	m = map[event.Loc]bool{}
	c.mentioned[g] = m
	add := func(l event.Loc) {
		if l != event.NoLoc {
			m[c.find(c.Space.RootLoc(l))] = true
		}
	}
	eachEvent(reachable(g), func(g *link.Graph, e *event.Event) {
		if !c.notices(g, e) {
			return
		}
		add(e.Loc)
		add(e.Val)
		if e.Kind == event.Call || e.Kind == event.Fork {
			site := &g.Sites[e.Call]
			add(site.Handle)
			add(site.Callee())
			for _, a := range site.Args {
				add(a.Loc)
			}
		}
	})
	return m
}
