package explore

import (
	"cmp"
	"slices"

	"github.com/gojoincheck/gojoincheck/internal/event"
	"github.com/gojoincheck/gojoincheck/internal/link"
)

// leaks reads the verdicts off the explored states.
func (s *search) leaks() []Leak {
	var out []Leak
	seen := map[[2]int]bool{}
	finals, preds := s.finals(), s.predecessors()
	for _, key := range s.parkedIn(finals) {
		free := s.freed(key, preds)
		for _, i := range finals {
			st := s.states[i]
			k := st.find(key)
			if k < 0 || st.gs[k].status == running || st.gs[k].status == spinning {
				continue
			}
			// What leads here from beyond a limit cannot help either.
			if stuck := st.gs[k].status == forever; !stuck && free[i] {
				continue
			}
			l, ok := s.leak(st, k)
			id := [2]int{int(l.Pos), int(l.Op)}
			if !ok || seen[id] {
				continue
			}
			seen[id] = true
			out = append(out, l)
		}
	}
	slices.SortFunc(out, func(a, b Leak) int { return cmp.Or(cmp.Compare(a.Pos, b.Pos), cmp.Compare(a.Op, b.Op)) })
	return out
}

// finals numbers the states in which a run can end, or that it cannot leave any
// more: who is blocked there has been given all the chances that there are.
// Those in which nobody goes on come first, they tell best who is blocked.
func (s *search) finals() []int32 {
	var ends, others []int32
	for _, c := range components(len(s.states), func(i int32) []edge { return s.edges[i] }) {
		if len(c) == 1 && len(s.edges[c[0]]) == 0 {
			ends = append(ends, c[0])
			continue
		}
		if s.closed(c) {
			others = append(others, c...)
		}
	}
	slices.Sort(ends)
	slices.Sort(others)
	return append(ends, others...)
}

// closed reports whether no edge leaves a set of states.
func (s *search) closed(c []int32) bool {
	in := map[int32]bool{}
	for _, i := range c {
		in[i] = true
	}
	for _, i := range c {
		for _, e := range s.edges[i] {
			if !in[e.to] {
				return false
			}
		}
	}
	return true
}

// parkedIn lists the goroutines that are parked in some of the states.
func (s *search) parkedIn(states []int32) []int32 {
	seen := map[int32]bool{}
	var keys []int32
	for _, i := range states {
		for k := range s.states[i].gs {
			if g := &s.states[i].gs[k]; g.status != running && !seen[g.key] {
				seen[g.key] = true
				keys = append(keys, g.key)
			}
		}
	}
	slices.Sort(keys)
	return keys
}

func (s *search) predecessors() [][]int32 {
	preds := make([][]int32, len(s.states))
	for i := range s.states {
		for _, e := range s.edges[i] {
			preds[e.to] = append(preds[e.to], int32(i))
		}
	}
	return preds
}

// freed marks the states from which a goroutine may still go on.
func (s *search) freed(key int32, preds [][]int32) []bool {
	free := make([]bool, len(s.states))
	var stack []int32
	for i := range s.states {
		if s.bottom[i] || slices.ContainsFunc(s.edges[i], func(e edge) bool { return e.moved[0] == key || e.moved[1] == key }) {
			free[i] = true
			stack = append(stack, int32(i))
		}
	}
	for len(stack) > 0 {
		i := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		for _, p := range preds[i] {
			if !free[p] {
				free[p] = true
				stack = append(stack, p)
			}
		}
	}
	return free
}

// runsThrough reports whether a goroutine is that of a test itself, or one that the test
// starts and that is blocked in the test's own code, or while the test is, and what it waits
// for is a matter of what calls do; or one that other code starts, blocked in what the test
// has given to that. Whoever runs the test sees that it does not wait in vain, and has chosen
// the data with which it does not.
func (s *search) runsThrough(st *state, g *goroutine) bool {
	if !s.test {
		return false
	}
	if key := s.keys[g.key]; key.parent >= 0 {
		switch {
		case !s.InTest(key.pos):
			return s.InTest(s.operations(st, g)[0].pos) // as often as the test has called for
		case key.called, s.keys[key.parent].parent >= 0, st.returned != 0 && blockedInCall(g):
			return false
		}
	}
	through := false
	eachEvent(s.all, func(_ *link.Graph, e *event.Event) {
		through = through || e.Via != 0 && (visible(e) || e.Kind == event.Fork)
	})
	return through
}

// blockedInCall reports whether a parked goroutine is blocked in a function that it calls.
func blockedInCall(g *goroutine) bool {
	blocks := g.prog.g.Blocks
	b := &blocks[g.block]
	if int(g.idx) < len(b.Events) {
		return b.Events[g.idx].Via != 0
	}
	return slices.ContainsFunc(b.Succs, func(e event.Edge) bool { // the cases of a select
		events := blocks[e.To].Events
		return len(events) > 0 && events[0].Via != 0
	})
}

// leak describes a goroutine that is parked for ever.
func (s *search) leak(st *state, k int) (Leak, bool) {
	g := &st.gs[k]
	l := Leak{Fork: s.keys[g.key].pos}
	if g.status == forever {
		e := g.event()
		if !e.Stuck() {
			return l, false
		}
		l.Op, l.Pos, l.Name, l.stuck = e.Op, e.Pos, s.name(e.Loc), true
		l.Meant = e.Op == event.OpNoCase || e.Has(event.Implied)
	} else {
		ops := s.operations(st, g)
		if len(ops) == 0 { // a select of which no case can ever be ready
			l.Op, l.Select, l.Pos = event.OpRecv, true, g.prog.g.Blocks[g.block].SelPos
			return l, true
		}
		o := ops[0]
		l.Op, l.Pos, l.Name, l.Loc, l.Select = o.op, o.pos, s.name(o.loc), o.loc, len(ops) > 1
		l.objs = append(l.objs, o.obj)
		l.closes = g.prog.ranges(g.block, o.loc)
		if b := &g.prog.g.Blocks[g.block]; l.Select {
			l.Pos = b.SelPos
		}
	}
	if g.status != forever && (s.doubtful(st) || !isLock(l.Op) && s.runsThrough(st, g)) {
		return l, false
	}
	if st.returned != 0 {
		l.Return = st.returned
	}
	for i := range st.gs {
		h := &st.gs[i]
		if i == k || h.status != parked {
			continue
		}
		for _, o := range s.operations(st, h) {
			b := Blocked{Op: o.op, Pos: o.pos, Name: s.name(o.loc)}
			if l.Op == event.OpLock || l.Op == event.OpRLock {
				b.Holds = slices.Contains(h.held, s.operations(st, g)[0].obj)
			}
			l.Others = append(l.Others, b)
			if !h.prog.ranges(h.block, o.loc) {
				l.objs = append(l.objs, o.obj)
			}
			break
		}
	}
	slices.SortFunc(l.Others, func(a, b Blocked) int { return cmp.Compare(a.Pos, b.Pos) })
	return l, true
}
