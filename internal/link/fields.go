package link

import (
	"github.com/gojoincheck/gojoincheck/internal/event"
)

// maxResolve bounds how often calls of functions in fields lead to more such
// calls.
const maxResolve = 3

// resolveFields splices the calls of functions that are kept in fields, where
// the graph itself makes the object and stores one function in the field.
func (l *Linker) resolveFields(g *Graph) *Graph {
	for range maxResolve {
		held := newSubst(0)
		wanted := map[event.Loc]bool{}
		l.wanted(g, wanted, 0)
		if len(wanted) == 0 {
			return g
		}
		l.held(g, g, held, 0)
		for p, f := range held.fns {
			if !wanted[p] || !f.target.Known() {
				delete(held.fns, p)
			}
		}
		if len(held.fns) == 0 || l.work > maxWork {
			return g
		}
		g = l.instance(g, []*subst{held})
	}
	return g
}

// maxTasks bounds how deep tasks within tasks are looked into.
const maxTasks = 8

// wanted gathers the fields whose functions are called and not known.
func (l *Linker) wanted(g *Graph, out map[event.Loc]bool, depth int) {
	if depth > maxTasks {
		return
	}
	for i := range g.Sites {
		s := &g.Sites[i]
		if p := s.fn.target.Param; s.fn.target.Func == event.NoFunc && p != event.NoLoc && !l.Space.IsRoot(p) {
			out[p] = true
		}
		if s.Task != nil {
			l.wanted(s.Task, out, depth+1)
		}
	}
}

// held gathers what function each field holds; one that is stored to twice
// holds an unknown one.
func (l *Linker) held(top, g *Graph, out *subst, depth int) {
	if depth > maxTasks {
		return
	}
	for i := range g.Blocks {
		for _, e := range g.Blocks[i].Events {
			if e.Kind != event.BindFunc {
				continue
			}
			s := &g.Sites[e.Call]
			r := l.Space.RootLoc(s.Handle)
			if s.Handle == event.NoLoc || !top.Own[r] || l.Space.Root(r).Kind != event.Alloc {
				continue
			}
			p := l.Space.Child(s.Handle, event.Sel{Kind: event.Deref})
			if _, twice := out.fns[p]; twice {
				out.fns[p] = noFn
				continue
			}
			out.fns[p] = s.fn
		}
	}
	for i := range g.Sites {
		if t := g.Sites[i].Task; t != nil {
			l.held(top, t, out, depth+1)
		}
	}
}
