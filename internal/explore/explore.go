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
	// maxSteps bounds the blocks that a goroutine passes on its own.
	maxSteps = 10_000
	// maxNesting bounds goroutines that fork goroutines, when counts are gathered.
	maxNesting = 8
	// maxGoroutines bounds those that live at the same time.
	maxGoroutines = 10
)

// probes are when a search is asked whether it nears its end: it does not when too many
// states wait for each that was seen to. Of 4,358 searches of real code, these tell 710
// of the 902 that would have run into maxStates, which took six tenths of the time, and
// give up 70 that would not have; none of those had a leak to tell.
var probes = map[int]int{250: 375, 500: 600, 1000: 1200}

// An Explorer explores the graphs of one package.
type Explorer struct {
	// Program says that the graphs are those of a program, which ends soon after it has
	// shut its servers down, and its goroutines with it.
	Program bool

	// InTest tells whether a position is in the code of a test.
	InTest func(p event.Pos) bool

	Space *event.Space
	// GivenUp counts the searches that ran into a limit.
	GivenUp int

	total int
	loops map[*link.Graph][]loop
}

// New returns an explorer for graphs over the given space.
func New(sp *event.Space) *Explorer {
	return &Explorer{Space: sp, InTest: func(event.Pos) bool { return false }, loops: map[*link.Graph][]loop{}}
}

// Forget lets go of what is known of graphs.
func (x *Explorer) Forget() { clear(x.loops) }

// Spent reports whether the package has had all the states that it may have: nothing more
// is searched.
func (x *Explorer) Spent() bool { return x.total > maxTotal }

// A Leak is a goroutine that can block for ever.
type Leak struct {
	Op     event.Op // what it blocks on: a send, a receive, a wait, a lock, nothing (OpNil, OpNoCase)
	Select bool     // it blocks in a select
	Meant  bool     // it blocks by an operation that is a way to write that it shall
	Pos    event.Pos
	Name   string    // the channel, group or lock
	Loc    event.Loc // the same
	Fork   event.Pos // where the goroutine is forked, 0 for the function itself
	Return event.Pos // where the forking function had returned, 0 if it had not
	Others []Blocked // who else is blocked then, in the order of their positions
	objs   []obj     // what it and the others wait for
	closes bool      // only a close would do
	stuck  bool      // nothing would: it blocks by construction
}

// Blocked is another goroutine that is blocked in the same state.
type Blocked struct {
	Op    event.Op
	Pos   event.Pos
	Name  string
	Holds bool // it holds the lock that the leaking goroutine waits for
}

// Leaks explores a graph and returns its leaks, sorted by position. The code of
// a test is not asked about what comes after a failure: a test that hangs then,
// or leaves a goroutine behind, tells that it has failed as well.
func (x *Explorer) Leaks(g *link.Graph, root hb.Root, test bool) []Leak {
	if !x.worth(g) || x.Spent() {
		return nil
	}
	c := x.slicer(g, test)
	if !c.blocks() {
		return nil
	}
	one := c.search(root, 1)
	if !one.unsure {
		return one.leaks()
	}
	a := one.leaks()
	if one.over && len(a) == 0 {
		return nil // a second round only makes it longer
	}
	two := c.search(root, 2+c.room())
	b := two.leaks()
	var out []Leak
	for _, l := range b {
		i := slices.IndexFunc(a, func(m Leak) bool { return m.Pos == l.Pos && m.Op == l.Op })
		if i >= 0 && (l.closes || l.stuck || two.counted(l)) {
			out = append(out, a[i])
		} else if i < 0 && two.counted(l) {
			out = append(out, l)
		}
	}
	return out
}

// room is the largest of the small capacities that channels are made with: a loop of
// unknown length must go round as often, and twice more, to fill such a channel.
func (c *slicer) room() int {
	room := 0
	eachEvent(c.all, func(_ *link.Graph, e *event.Event) {
		if e.Kind == event.Fresh {
			if r := c.Space.Root(e.Loc); r.Chan && r.Cap < exactly && c.matters(e.Loc) {
				room = max(room, int(r.Cap))
			}
		}
	})
	return room
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
	*slicer
	role   hb.Root
	rounds int  // of a loop whose length is not known
	unsure bool // such a loop was met
	over   bool // a limit was hit
	full   bool // there are too many states
	blind  bool // the last resolve met a variable that is stored to in a way that we do not follow

	objects []object
	byKey   map[objectKey]obj
	envs    []env
	byEnv   map[string]int32
	changed map[envChange]int32
	gkeys   map[gkey]int32
	keys    []gkey
	scales  map[int32]int32
	tests   map[int32]int // how many branches test a condition

	states []*state
	index  map[string]int32
	edges  [][]edge
	bottom []bool // anything may happen from here
	// deferred are the moves of a state that were left for later, since one of a goroutine
	// that needs nobody else was made first.
	deferred map[int32][]move
	use      map[obj]*usage
	chains   map[int32][]loopID // per goroutine
	bornIn   map[obj][]loopID   // the loops of unknown length in which an object is made

	fed     map[obj]bool // channels that code out of sight does nothing with but send
	escaped map[obj]bool // on any path, other than by the return of the function
}

// An edge leads to another state; moved are the goroutines that go on.
type edge struct {
	to    int32
	moved [2]int32
}

func (c *slicer) search(role hb.Root, rounds int) *search {
	g := c.root
	s := &search{
		slicer: c, role: role, rounds: rounds,
		objects: []object{{open: true}}, byKey: map[objectKey]obj{},
		byEnv: map[string]int32{}, changed: map[envChange]int32{}, gkeys: map[gkey]int32{}, index: map[string]int32{}, tests: map[int32]int{}, use: map[obj]*usage{}, chains: map[int32][]loopID{}, bornIn: map[obj][]loopID{}, escaped: map[obj]bool{}, fed: map[obj]bool{}, deferred: map[int32][]move{},
	}
	s.envs = []env{nil}
	s.scale(g)
	s.countTests(g, 0)
	first := &state{}
	k := s.gkey(gkey{parent: -1, fn: g.Func})
	first.gs = []goroutine{{key: k, prog: s.program(g), rounds: make([]uint8, len(s.program(g).loops))}}
	s.add(first)
	for i := 0; i < len(s.states); {
		for ; i < len(s.states); i++ {
			most, probe := probes[i]
			s.full = s.full || len(s.states) > maxStates || probe && len(s.states) > most
			if s.full {
				s.over = true
				s.bottom[i] = true
				continue
			}
			s.expand(int32(i))
		}
		s.expandRounds()
	}
	c.total += len(s.states)
	if s.over {
		c.GivenUp++
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
	if k := slices.IndexFunc(all, func(m move) bool { return m.alone }); k >= 0 && len(all) > 1 {
		s.deferred[i] = slices.Delete(slices.Clone(all), k, k+1)
		all = all[k : k+1]
	}
	s.goAlong(i, all)
}

// expandRounds lets others go on where goroutines that need nobody else could go round for
// ever: who waits there does not wait in vain.
func (s *search) expandRounds() {
	if s.full || len(s.deferred) == 0 {
		return
	}
	for _, c := range components(len(s.states), func(i int32) []edge { return s.edges[i] }) {
		if len(c) == 1 && len(s.edges[c[0]]) == 0 || !s.closed(c) {
			continue
		}
		slices.Sort(c)
		for _, i := range c {
			s.goAlong(i, s.deferred[i])
			delete(s.deferred, i)
		}
	}
}

// goAlong links a state to those that moves lead to.
func (s *search) goAlong(i int32, moves []move) {
	for _, m := range moves {
		if m.next == nil {
			s.bottom[i] = true
			continue
		}
		s.link(i, m.next, m.a, m.b)
	}
}
