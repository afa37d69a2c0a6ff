package link

import (
	"github.com/gojoincheck/gojoincheck/internal/event"
)

// maxResolve bounds how often calls of functions in fields lead to more such
// calls.
const maxResolve = 3

// resolve splices the calls that turn out to be known only when the graph is
// complete: of functions that are kept in fields, where the graph itself makes
// the object and stores one function in the field, and of methods of what
// interfaces in fields refer to.
func (l *Linker) resolve(g *Graph) *Graph {
	for range maxResolve {
		wanted := map[event.Loc]bool{}
		late := l.wanted(g, wanted, 0)
		if len(wanted) == 0 && !late {
			return g
		}
		held := newSubst(0)
		if len(wanted) > 0 {
			l.known(g, wanted, held)
		}
		if len(held.fns) == 0 && !late || l.work > maxWork {
			return g
		}
		g = l.spliceAgain(g, []*subst{held})
	}
	return g
}

// maxTasks bounds how deep tasks within tasks are looked into.
const maxTasks = 8

// wanted gathers the fields whose functions are called and not known, and the
// methods. It reports whether a call is known and still to be spliced.
func (l *Linker) wanted(g *Graph, out map[event.Loc]bool, depth int) (late bool) {
	if depth > maxTasks {
		return false
	}
	for i := range g.Blocks {
		for _, e := range g.Blocks[i].Events {
			if e.Kind == event.Call || e.Kind == event.Fork {
				s := &g.Sites[e.Call]
				late = late || s.fn.target.Func != event.NoFunc && !s.done
			}
		}
	}
	for i := range g.Sites {
		s := &g.Sites[i]
		if p := s.fn.target.Param; s.fn.target.Func == event.NoFunc && p != event.NoLoc && !l.Space.IsRoot(p) {
			out[p] = true
		}
		if s.Task != nil && l.wanted(s.Task, out, depth+1) {
			late = true
		}
	}
	return late
}
