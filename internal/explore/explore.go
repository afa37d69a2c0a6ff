// Package explore finds goroutines that block for ever, by going through the
// interleavings of a linked graph.
//
// The class of the analysis: explicit-state search of a small abstract program,
// as in a model checker. What is exact: channels with their capacities and
// closing, groups with their counters, mutexes, contexts that only their cancel
// function ends, and the order of operations within a goroutine. What is
// abstract: branches go either way unless they test the same condition again,
// loops of unknown length take one round or two, messages carry nothing but the
// objects they refer to, and what code out of sight can get at is never waited
// for. A goroutine leaks when it is blocked in a state from which no state can
// be reached in which it goes on.
//
// The obvious other way is to count sends and receives on each path; it needs a
// rule for each way to abandon a channel, and cannot see a circle of goroutines
// that wait for each other.
package explore

import (
	"cmp"
	"slices"

	"github.com/gojoincheck/gojoincheck/internal/event"
	"github.com/gojoincheck/gojoincheck/internal/hb"
	"github.com/gojoincheck/gojoincheck/internal/link"
)

// Limits. Beyond them the search stops, and nothing is said of what lies there.
const (
	// maxStates bounds the states of one search.
	maxStates = 3000
	// maxTotal bounds the states of all searches of a package, which keeps the
	// time linear in the number of packages.
	maxTotal = 150_000
	// maxNesting bounds goroutines that fork goroutines, when counts are gathered.
	maxNesting = 8
	// maxGoroutines bounds those that live at the same time.
	maxGoroutines = 10
)

// An Explorer explores the graphs of one package.
type Explorer struct {
	Space *event.Space
	// GivenUp counts the searches that ran into a limit.
	GivenUp int

	total    int
	programs map[*link.Graph]*program
}

// New returns an explorer for graphs over the given space.
func New(sp *event.Space) *Explorer {
	return &Explorer{Space: sp, programs: map[*link.Graph]*program{}}
}

// A Leak is a goroutine that can block for ever.
type Leak struct {
	Op     event.Op // what it blocks on: a send, a receive, a wait, a lock, nothing (OpNil, OpNoCase)
	Select bool     // it blocks in a select
	Pos    event.Pos
	Name   string    // the channel, group or lock
	Loc    event.Loc // the same
	Fork   event.Pos // where the goroutine is forked, 0 for the function itself
	Return event.Pos // where the forking function had returned, 0 if it had not
	Others []Blocked // who else is blocked then, in the order of their positions
	obj    obj
	closes bool // only a close would do
}

// Blocked is another goroutine that is blocked in the same state.
type Blocked struct {
	Op    event.Op
	Pos   event.Pos
	Name  string
	Holds bool // it holds the lock that the leaking goroutine waits for
}

// Leaks explores a graph and returns its leaks, sorted by position.
func (x *Explorer) Leaks(g *link.Graph, root hb.Root) []Leak {
	if !x.worth(g) || x.total > maxTotal {
		return nil
	}
	one := x.search(g, root, 1)
	if !one.unsure {
		return one.leaks()
	}
	two := x.search(g, root, 2)
	a, b := one.leaks(), two.leaks()
	var out []Leak
	for _, l := range b {
		i := slices.IndexFunc(a, func(m Leak) bool { return m.Pos == l.Pos && m.Op == l.Op })
		if i >= 0 && (l.closes || two.counted(l)) {
			out = append(out, a[i])
		} else if i < 0 && two.counted(l) {
			out = append(out, l)
		}
	}
	return out
}

// worth reports whether the graph forks, or blocks by construction.
func (x *Explorer) worth(g *link.Graph) bool {
	for i := range g.Blocks {
		for _, e := range g.Blocks[i].Events {
			if e.Kind == event.Fork || e.Stuck() {
				return true
			}
		}
	}
	return false
}

// search is one exploration.
type search struct {
	*Explorer
	root   hb.Root
	rounds int  // of a loop whose length is not known
	unsure bool // such a loop was met
	over   bool // a limit was hit

	objects []object
	byKey   map[objectKey]obj
	envs    []env
	byEnv   map[string]int32
	gkeys   map[gkey]int32
	keys    []gkey
	scales  map[int32]int32
	tests   map[int32]int // how many branches test a condition

	states []*state
	index  map[string]int32
	edges  [][]edge
	bottom []bool // anything may happen from here
	use    map[obj]*usage
	chains map[int32][]loopID // per goroutine

	escaped map[obj]bool // on any path, other than by the return of the function
}

// An edge leads to another state; moved are the goroutines that go on.
type edge struct {
	to    int32
	moved [2]int32
}

func (x *Explorer) search(g *link.Graph, root hb.Root, rounds int) *search {
	s := &search{
		Explorer: x, root: root, rounds: rounds,
		objects: []object{{open: true}}, byKey: map[objectKey]obj{},
		byEnv: map[string]int32{}, gkeys: map[gkey]int32{}, index: map[string]int32{}, tests: map[int32]int{}, use: map[obj]*usage{}, chains: map[int32][]loopID{}, escaped: map[obj]bool{},
	}
	s.envs = []env{nil}
	s.scale(g)
	s.countTests(g, 0)
	first := &state{}
	k := s.gkey(gkey{parent: -1})
	first.gs = []goroutine{{key: k, prog: s.program(g), rounds: make([]uint8, len(s.program(g).loops))}}
	s.add(first)
	for i := 0; i < len(s.states); i++ {
		if len(s.states) > maxStates {
			s.over = true
			s.bottom[i] = true
			continue
		}
		s.expand(int32(i))
	}
	x.total += len(s.states)
	if s.over {
		x.GivenUp++
	}
	return s
}

// add numbers a state; it may be an old one.
func (s *search) add(st *state) int32 {
	k := st.encode()
	if i, ok := s.index[k]; ok {
		return i
	}
	i := int32(len(s.states))
	s.index[k] = i
	s.states = append(s.states, st)
	s.edges = append(s.edges, nil)
	s.bottom = append(s.bottom, false)
	return i
}

func (s *search) link(from int32, to *state, a, b int32) {
	i := s.add(to)
	s.edges[from] = append(s.edges[from], edge{i, [2]int32{a, b}})
}

// expand computes the successors of a state. A goroutine between two visible
// operations goes on alone: what it does commutes with what others do.
func (s *search) expand(i int32) {
	st := s.states[i]
	for k := range st.gs {
		if st.gs[k].status == running {
			next, ok := s.run(st, k)
			if !ok {
				s.bottom[i] = true
			}
			for _, n := range next {
				s.link(i, n, st.gs[k].key, st.gs[k].key)
			}
			return
		}
	}
	var all []move
	for k := range st.gs {
		all = append(all, s.moves(st, k)...)
	}
	for _, m := range all {
		if m.alone {
			all = []move{m}
			break
		}
	}
	for _, m := range all {
		if m.next == nil {
			s.bottom[i] = true
			continue
		}
		s.link(i, m.next, m.a, m.b)
	}
}

// leaks reads the verdicts off the explored states.
func (s *search) leaks() []Leak {
	var out []Leak
	seen := map[[2]int]bool{}
	for _, key := range s.parkedKeys() {
		free := s.freed(key)
		for _, i := range s.endsFirst() {
			st := s.states[i]
			k := st.find(key)
			if k < 0 || st.gs[k].status == running || st.gs[k].status == spinning {
				continue
			}
			// Beyond a limit, who knows who would have come.
			if stuck := st.gs[k].status == forever; !stuck && (free[i] || s.over) {
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

// endsFirst numbers the states, those in which nobody goes on any more first:
// they tell best who is blocked.
func (s *search) endsFirst() []int {
	var ends, others []int
	for i := range s.states {
		if len(s.edges[i]) == 0 {
			ends = append(ends, i)
		} else {
			others = append(others, i)
		}
	}
	return append(ends, others...)
}

// parkedKeys lists the goroutines that are parked somewhere.
func (s *search) parkedKeys() []int32 {
	seen := map[int32]bool{}
	var keys []int32
	for _, st := range s.states {
		for i := range st.gs {
			if g := &st.gs[i]; g.status != running && !seen[g.key] {
				seen[g.key] = true
				keys = append(keys, g.key)
			}
		}
	}
	slices.Sort(keys)
	return keys
}

// freed marks the states from which a goroutine may still go on.
func (s *search) freed(key int32) []bool {
	free := make([]bool, len(s.states))
	preds := make([][]int32, len(s.states))
	var stack []int32
	for i := range s.states {
		for _, e := range s.edges[i] {
			preds[e.to] = append(preds[e.to], int32(i))
			if e.moved[0] == key || e.moved[1] == key {
				if !free[i] {
					free[i] = true
					stack = append(stack, int32(i))
				}
			}
		}
		if s.bottom[i] && !free[i] {
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

// leak describes a goroutine that is parked for ever.
func (s *search) leak(st *state, k int) (Leak, bool) {
	g := &st.gs[k]
	l := Leak{Fork: s.keys[g.key].pos}
	if g.status == forever {
		e := g.event()
		if !e.Stuck() {
			return l, false
		}
		l.Op, l.Pos, l.Name = e.Op, e.Pos, s.name(e.Loc)
	} else {
		ops := s.operations(st, g)
		if len(ops) == 0 { // a select of which no case can ever be ready
			l.Op, l.Select, l.Pos = event.OpRecv, true, g.prog.g.Blocks[g.block].SelPos
			return l, true
		}
		o := ops[0]
		l.Op, l.Pos, l.Name, l.Loc, l.Select, l.obj = o.op, o.pos, s.name(o.loc), o.loc, len(ops) > 1, o.obj
		l.closes = g.prog.ranges(g.block, o.loc)
		if b := &g.prog.g.Blocks[g.block]; l.Select {
			l.Pos = b.SelPos
		}
	}
	if g.status != forever && s.doubtful(st) {
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
			break
		}
	}
	slices.SortFunc(l.Others, func(a, b Blocked) int { return cmp.Compare(a.Pos, b.Pos) })
	return l, true
}

// doubtful reports whether what some goroutine waits for in the state may come
// all the same, for a reason that we do not see; then others may go on, too.
func (s *search) doubtful(st *state) bool {
	for i := range st.gs {
		g := &st.gs[i]
		if g.status != parked {
			continue
		}
		ops := s.operations(st, g)
		if len(ops) == 0 {
			continue
		}
		if s.sequel(g, ops) || s.steered(g, ops) || s.skipped(st, g, ops) || slices.ContainsFunc(ops, func(o operation) bool { return s.everEscapes(o.obj) }) {
			return true
		}
	}
	return false
}
