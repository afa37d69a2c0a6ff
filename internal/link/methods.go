package link

import (
	"maps"
	"slices"

	"github.com/gojoincheck/gojoincheck/internal/event"
)

// methods resolves the wanted methods of what interfaces in variables refer to:
// where the graph itself makes the variable and one object is ever stored in it,
// it is that object's.
func (l *Linker) methods(g *Graph, own, wanted map[event.Loc]bool, out *subst) {
	if l.Method == nil || !slices.ContainsFunc(slices.Collect(maps.Keys(wanted)), l.isMethod) {
		return
	}
	r := &referents{Linker: l, own: own}
	for range maxHops { // what one variable refers to may take another to know
		before := r.vals
		r.next = map[event.Loc]event.Loc{}
		r.gather(g, 0)
		if r.vals = r.next; maps.Equal(before, r.vals) {
			break
		}
	}
	for _, p := range slices.Sorted(maps.Keys(wanted)) {
		if !l.isMethod(p) {
			continue
		}
		if id := l.methodOf(p, r.canonical(l.Space.Parent(p), maxHops)); id != event.NoFunc {
			out.fns[p] = fnVal{target: event.Target{Func: id}}
		}
	}
}

func (l *Linker) isMethod(p event.Loc) bool {
	return !l.Space.IsRoot(p) && l.Space.Last(p).Kind == event.Method
}

// maxHops bounds how many variables a reference is followed through.
const maxHops = 4

// referents knows what the variables of a graph refer to, as far as each refers
// to one object only.
type referents struct {
	*Linker
	own  map[event.Loc]bool
	vals map[event.Loc]event.Loc // NoLoc when there are several
	next map[event.Loc]event.Loc // the same, being gathered
}

// gather notes what is stored where.
func (r *referents) gather(g *Graph, depth int) {
	if depth > maxTasks {
		return
	}
	for i := range g.Blocks {
		for _, e := range g.Blocks[i].Events {
			if e.Kind == event.Bind {
				r.note(r.canonical(e.Loc, maxHops), r.canonical(e.Val, maxHops))
			}
		}
	}
	for i := range g.Sites {
		if t := g.Sites[i].Task; t != nil {
			r.gather(t, depth+1)
		}
	}
}

func (r *referents) note(cell, val event.Loc) {
	if cell == event.NoLoc {
		return
	}
	root := r.Space.RootLoc(cell)
	if !r.own[root] || r.Space.Root(root).Kind != event.Alloc {
		return
	}
	if have, ok := r.next[cell]; ok && have != val {
		val = event.NoLoc
	}
	r.next[cell] = val
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
