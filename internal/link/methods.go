package link

import (
	"maps"
	"slices"

	"github.com/gojoincheck/gojoincheck/internal/event"
)

// known finds out the wanted functions: what a field holds, where the graph
// itself makes the object and stores one function in the field, and the methods
// of what an interface refers to, where it is one object of a known type.
func (l *Linker) known(g *Graph, wanted map[event.Loc]bool, out *subst) {
	r := newReferents(l, g)
	for _, p := range slices.Sorted(maps.Keys(wanted)) {
		holder := r.canonical(l.Space.Parent(p), maxHops)
		if l.isMethod(p) {
			if id := l.methodOf(p, holder); id != event.NoFunc {
				out.fns[p] = fnVal{target: event.Target{Func: id}}
			}
			continue
		}
		if f, ok := r.held[holder]; ok && r.vals[holder] != event.NoLoc && f.target.Known() {
			out.fns[p] = f
		}
	}
}

func (l *Linker) isMethod(p event.Loc) bool {
	return l.Method != nil && p != event.NoLoc && !l.Space.IsRoot(p) && l.Space.Last(p).Kind == event.Method
}

// maxHops bounds how many variables a reference is followed through.
const maxHops = 4

// referents knows what the variables of a graph and its tasks refer to, as far
// as each refers to one object only, and which functions they hold.
type referents struct {
	*Linker
	own  map[event.Loc]bool
	vals map[event.Loc]event.Loc // NoLoc when there are several
	held map[event.Loc]fnVal     // noFn when there are several
	next map[event.Loc]event.Loc // vals, being gathered

	stored map[event.Loc]bool // variables of others that the graph stores references in
}

func newReferents(l *Linker, g *Graph) *referents {
	r := &referents{Linker: l, own: map[event.Loc]bool{}, stored: map[event.Loc]bool{}}
	r.made(g, 0)
	for range maxHops { // what one variable refers to may take another to know
		before := r.vals
		r.next, r.held = map[event.Loc]event.Loc{}, map[event.Loc]fnVal{}
		r.gather(g, 0)
		if r.vals = r.next; maps.Equal(before, r.vals) {
			break
		}
	}
	return r
}

// made gathers what the graph and its tasks make.
func (r *referents) made(g *Graph, depth int) {
	if depth > maxTasks {
		return
	}
	for l := range g.Own {
		if r.Space.Root(l).Kind == event.Alloc {
			r.own[l] = true
		}
	}
	for i := range g.Sites {
		if t := g.Sites[i].Task; t != nil {
			r.made(t, depth+1)
		}
	}
}

// gather notes what is stored where.
func (r *referents) gather(g *Graph, depth int) {
	if depth > maxTasks {
		return
	}
	for i := range g.Blocks {
		for _, e := range g.Blocks[i].Events {
			cell := r.canonical(e.Loc, maxHops)
			if cell == event.NoLoc || !r.own[r.Space.RootLoc(cell)] {
				r.stored[cell] = r.stored[cell] || e.Kind == event.Bind
				continue
			}
			switch e.Kind {
			case event.Bind:
				if e.Val == event.NoLoc {
					continue // it refers to nothing then
				}
				val := r.canonical(e.Val, maxHops)
				if have, ok := r.next[cell]; ok && have != val {
					val = event.NoLoc
				}
				r.next[cell] = val
			case event.BindFunc:
				f := g.Sites[e.Call].fn
				if _, twice := r.held[cell]; twice {
					f = noFn
				}
				r.held[cell] = f
			}
		}
	}
	for i := range g.Sites {
		if t := g.Sites[i].Task; t != nil {
			r.gather(t, depth+1)
		}
	}
}

// canonical names an object by where it was made, as far as that is known.
func (r *referents) canonical(l event.Loc, hops int) event.Loc {
	if l == event.NoLoc || hops == 0 || r.Space.IsRoot(l) {
		return l
	}
	sel := r.Space.Last(l)
	p := r.canonical(r.Space.Parent(l), hops)
	if sel.Kind == event.Deref {
		if v := r.vals[p]; v != event.NoLoc && v != l {
			return r.canonical(v, hops-1)
		}
	}
	return r.Space.Child(p, sel)
}
