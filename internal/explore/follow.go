package explore

import (
	"slices"

	"github.com/gojoincheck/gojoincheck/internal/event"
	"github.com/gojoincheck/gojoincheck/internal/link"
)

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
	out = s.byOutcome(n, g, s.byFlag(n, g, out))
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
	if i := g.prog.entry(g.block); i >= 0 {
		s.unsure = s.unsure || g.prog.loops[i].Trip < 0
		return slices.DeleteFunc(slices.Clone(edges), func(e event.Edge) bool { return e.To != g.prog.loops[i].Header })
	}
	i := g.prog.deciding(g.block)
	if i < 0 || !g.prog.counted[i] {
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
			if g.prog.counted[i] {
				continue
			}
			if slices.Contains(g.backs, l.Header) {
				if l.Left {
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
func untested(conds []cond, l *loop) []cond {
	return slices.DeleteFunc(slices.Clone(conds), func(c cond) bool { return c.block >= 0 && l.Body.Has(int(c.block)) })
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
