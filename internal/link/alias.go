package link

import (
	"slices"

	"github.com/gojoincheck/gojoincheck/internal/event"
)

// Unify gives an object that has two names in a complete graph, the variable that
// it was made in and a field that keeps it, the first only: who waits through one
// and signals through the other meet. It does so where the graph itself makes what
// has the field and stores one reference in it. Who follows references while the
// graph runs needs it not.
//
// With kept, storing a reference where the graph sees all that is done to it is not
// to hand it to code out of sight. A test is better not judged so: what it shares
// with a server, say, is ordered by requests and their answers, which are not seen.
func (l *Linker) Unify(g *Graph, kept bool) *Graph {
	if !g.has(event.Fork) || l.work > maxWork {
		return g
	}
	a := &aliases{referents: newReferents(l, g), direct: map[event.Loc]bool{}, names: map[event.Loc]event.Loc{}}
	a.messages = a.handedOver(g)
	if len(a.vals) == 0 && len(a.messages) == 0 {
		return g
	}
	a.uses(g, 0)
	named := *g
	if env := []*subst{{name: a.name}}; l.touches(g, env) {
		named = *l.spliceAgain(g, env)
	}
	if kept {
		a.keep(&named)
	}
	named.Made = a.root
	return &named
}

// aliases knows the objects of a graph that are used under two names.
type aliases struct {
	*referents
	direct map[event.Loc]bool      // what is used under a name that is not that of a field
	names  map[event.Loc]event.Loc // found so far

	messages map[event.Loc]event.Loc // what stands for what is received, and what that is
}

// uses gathers the names under which something is done to objects, and those of
// what holds them.
func (a *aliases) uses(g *Graph, depth int) {
	if depth > maxTasks {
		return
	}
	for i := range g.Blocks {
		for _, e := range g.Blocks[i].Events {
			switch e.Kind {
			case event.Bind, event.BindFunc, event.Fresh, event.Unmade, event.Escape, event.Uses:
				continue
			}
			a.use(e.Loc)
		}
	}
	for i := range g.Sites {
		a.use(g.Sites[i].Handle)
		if t := g.Sites[i].Task; t != nil {
			a.uses(t, depth+1)
		}
	}
}

func (a *aliases) use(l event.Loc) {
	for ; l != event.NoLoc && !a.direct[l]; l = a.Space.Parent(l) {
		a.direct[l] = true
	}
}

// name gives the name of a location that is kept.
func (a *aliases) name(l event.Loc) event.Loc {
	if m, ok := a.messages[l]; ok {
		return m
	}
	if l == event.NoLoc || a.Space.IsRoot(l) {
		return l
	}
	if n, ok := a.names[l]; ok {
		return n
	}
	a.names[l] = l // a variable can refer to what is reached through it
	p, sel := a.name(a.Space.Parent(l)), a.Space.Last(l)
	n := event.NoLoc
	if sel.Kind == event.Deref && a.Space.Single(p) {
		n = a.vals[p]
	}
	if n != event.NoLoc && (a.direct[n] || a.Space.IsRoot(n) && a.Space.Root(n).Var) && a.steady(n) {
		n = a.name(n)
	} else {
		n = a.Space.Child(p, sel)
	}
	a.names[l] = n
	return n
}

// root gives the root that a path leads to, NoLoc if that is not known.
func (a *aliases) root(l event.Loc) event.Loc {
	if l = a.canonical(l, maxHops); l != event.NoLoc && a.Space.IsRoot(l) {
		return l
	}
	return event.NoLoc
}

// steady reports whether a location is one object as long as the graph runs: the
// graph stores to no pointer on the way.
func (a *aliases) steady(l event.Loc) bool {
	if !a.Space.Single(l) {
		return false
	}
	for ; !a.Space.IsRoot(l); l = a.Space.Parent(l) {
		if a.Space.Last(l).Kind == event.Deref && a.stored[a.Space.Parent(l)] {
			return false
		}
	}
	return true
}

// keep leaves out that an object is handed to code out of sight where it is stored
// in what the graph makes itself, keeps to itself and stores nothing else in: all
// that is done to it there is in sight, under the name that it has.
func (a *aliases) keep(g *Graph) {
	handed := map[event.Loc]bool{event.NoLoc: true}
	for _, r := range g.Results {
		handed[a.Space.RootLoc(r)] = true
	}
	for n := -1; n != len(handed); {
		n = len(handed)
		a.hand(g, handed, 0)
	}
	g.Blocks = slices.Clone(g.Blocks)
	for i := range g.Blocks {
		b := &g.Blocks[i]
		b.Events = slices.DeleteFunc(slices.Clone(b.Events), func(e event.Event) bool {
			root := a.Space.RootLoc(e.Loc)
			return e.HandsOut() && e.Has(event.Implied) && a.own[root] && !handed[root]
		})
	}
}

// hand gathers the roots of what code out of sight can get at, and of what is in
// variables that the graph does not see all of.
func (a *aliases) hand(g *Graph, handed map[event.Loc]bool, depth int) {
	hand := func(l event.Loc) {
		if l != event.NoLoc {
			handed[a.Space.RootLoc(l)] = true
		}
	}
	for i := range g.Blocks {
		for _, e := range g.Blocks[i].Events {
			switch {
			case e.Kind == event.Escape && !e.Has(event.Implied):
				hand(e.Loc)
			case e.Kind == event.Release: // what is sent
				hand(e.Val)
			case e.Kind == event.Bind:
				cell := a.name(e.Loc)
				if cell == event.NoLoc || handed[a.Space.RootLoc(cell)] || !a.own[a.Space.RootLoc(cell)] || !a.Space.Single(cell) || a.name(a.vals[cell]) != a.name(e.Val) {
					hand(e.Val)
				}
			}
		}
	}
	for i := range g.Sites {
		s := &g.Sites[i]
		switch {
		case s.Task != nil && depth < maxTasks:
			a.hand(s.Task, handed, depth+1)
		case s.fn.target.Func == event.NoFunc && !s.Again:
			for _, arg := range s.Args {
				hand(arg.Loc)
			}
		}
	}
}
