package link

import (
	"slices"

	"github.com/gojoincheck/gojoincheck/internal/event"
)

// asForked cuts, in what a graph forks, the edges that a flag rules out which has its value
// when the goroutine is started, and keeps it: nobody stores to it any more, neither the
// function, nor another goroutine, nor a caller, for nothing is returned.
func (l *Linker) asForked(g *Graph) *Graph {
	if len(g.Results) > 0 || !slices.ContainsFunc(g.Sites, func(s Site) bool { return s.Task != nil }) {
		return g
	}
	j := &joiner{Linker: l, g: g}
	p := &propagation{joiner: j, tasks: map[*Graph]*storing{}}
	eachTask(g, p.follow)
	if len(p.flags) == 0 || len(p.flags) > maxFlags {
		return g
	}
	p.solve()
	copied := false
	for b := range g.Blocks {
		if p.in[b] == nil {
			continue
		}
		v := slices.Clone(p.in[b])
		for k := range g.Blocks[b].Events {
			e := &g.Blocks[b].Events[k]
			p.step(v, e)
			if e.Kind != event.Fork || g.Sites[e.Call].Task == nil {
				continue
			}
			known := slices.Clone(v)
			for i := range known {
				if known[i] < 0 && known[i] != event.NonZero || !p.keeps(i, v, b, k+1) {
					known[i] = event.Unknown
				}
			}
			task := p.under(g.Sites[e.Call].Task, known, map[*Graph]*Graph{})
			if task == g.Sites[e.Call].Task {
				continue
			}
			if !copied {
				g, copied = l.copy(g), true
				p.g = g
			}
			g.Sites[e.Call].Task = task
		}
	}
	return g
}

// eachTask calls f for each task of a graph, and for those that they fork, once.
func eachTask(g *Graph, f func(*Graph)) {
	seen := map[*Graph]bool{}
	var visit func(g *Graph)
	visit = func(g *Graph) {
		for i := range g.Sites {
			if t := g.Sites[i].Task; t != nil && !seen[t] {
				seen[t] = true
				f(t)
				visit(t)
			}
		}
	}
	visit(g)
}

// follow adds the flags that a task tests.
func (p *propagation) follow(t *Graph) {
	for k := range t.Blocks {
		for _, e := range t.Blocks[k].Succs {
			if e.Test != event.NoLoc && p.isFlag(e.Test) && !slices.Contains(p.flags, e.Test) {
				p.flags = append(p.flags, e.Test)
			}
		}
	}
}

// isFlag reports whether what is tested is a variable that the graph makes, or a field of one.
// A Once is none: a goroutine that may have run it itself waits for nobody there.
func (p *propagation) isFlag(l event.Loc) bool {
	return !p.Space.IsSelf(l) && !p.ran(l) && p.makes(l) && (p.Space.IsRoot(l) || p.direct(p.Space.Parent(l)))
}

// keeps reports whether a flag keeps its value from a place on, where v is what is known,
// wherever control comes to from there, as long as its object is the same.
func (p *propagation) keeps(flag int, v []int32, block, index int) bool {
	value, seen := v[flag], map[int32]bool{}
	var from func(v []int32, b int32, k int) bool
	from = func(v []int32, b int32, k int) bool {
		v = slices.Clone(v)
		for i := k; i < len(p.g.Blocks[b].Events); i++ {
			e := &p.g.Blocks[b].Events[i]
			if e.Kind == event.Fresh && e.Loc == p.Space.RootLoc(p.flags[flag]) {
				return true
			}
			if p.step(v, e); v[flag] != value {
				return false
			}
		}
		for _, e := range p.g.Blocks[b].Succs {
			if p.in[e.To] == nil || seen[e.To] {
				continue
			}
			seen[e.To] = true
			if p.in[e.To][flag] != value || !from(p.in[e.To], e.To, 0) {
				return false
			}
		}
		return true
	}
	return from(v, int32(block), index)
}

// under is a task without the edges that what is known of the flags rules out.
func (p *propagation) under(t *Graph, known []int32, done map[*Graph]*Graph) *Graph {
	if c, ok := done[t]; ok {
		return c
	}
	done[t] = t // for one that forks itself
	c := t
	change := func() {
		if c == t {
			c = p.copy(t)
		}
	}
	for i := range t.Blocks {
		never := func(e event.Edge) bool { return e.Test != event.NoLoc && p.against(known, e) }
		if slices.ContainsFunc(t.Blocks[i].Succs, never) {
			change()
			c.Blocks[i].Succs = slices.DeleteFunc(c.Blocks[i].Succs, never)
		}
	}
	for i := range t.Sites {
		if u := t.Sites[i].Task; u != nil {
			if w := p.under(u, known, done); w != u {
				change()
				c.Sites[i].Task = w
			}
		}
	}
	done[t] = c
	return c
}
