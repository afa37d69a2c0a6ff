package hb

import (
	"slices"

	"github.com/gojoincheck/gojoincheck/internal/event"
	"github.com/gojoincheck/gojoincheck/internal/flow"
)

// A Fork is what one graph tells of one fork, for a map of the program. Unlike
// a Finding it is told of whether anything is wrong or not.
type Fork struct {
	Pos      event.Pos // of the fork
	Via      event.Pos // the call in the graph's function through which it happens, 0 if the function forks itself
	Nested   bool      // forked by a goroutine of the graph: only Task, Joins, Handed and Pending are told
	Kind     event.ForkKind
	Task     event.Pos    // the function that the fork starts, 0 if out of sight
	TaskFunc event.FuncID // the same, NoFunc if out of sight
	TaskName string       // its name, as far as the graph knows it
	Times    uint8        // how often it happens in one call of the graph's function, Often if not bounded
	Ending   Ending

	Joins   []Place     // where the graph joins it
	Handed  []Place     // where a handle of it is handed to code out of sight
	Ordered bool        // the graph knows of an order after its end that is no join: a lock, say
	Pending []event.Pos // the returns at which it may still run
	Waiters []Place     // where another goroutine of the graph waits for it
	Handles []event.Loc // what it releases at its end, if not Nested: who acquires one of them joins it
	Escapes bool        // it hands one of its handles to code out of sight itself
	Stops   []string    // what it waits for before it can end
	Shares  []Share
}

// An Ending says how a goroutine comes to its end.
type Ending uint8

// The endings.
const (
	EndsUnknown Ending = iota // what it runs is out of sight, or is no function of its own
	EndsBySelf
	EndsWhenTold // it waits for somebody first, on every path
	EndsNever
)

// A Place is where a goroutine waits for another one.
type Place struct {
	Pos  event.Pos
	Via  event.Pos // the call in the graph's function through which it happens
	Op   event.Op
	Name string // of the object waited for
	Loc  event.Loc

	Doubtful bool // it does not prove that the goroutine has come to its end
}

// A Share is a variable that a goroutine uses and that others can use.
type Share struct {
	Name  string
	Decl  event.Pos // of the variable that the path starts from
	Pos   event.Pos // the first access by the goroutine
	Write bool      // the goroutine writes it
	By    []Order   // what orders the goroutine's accesses and those of others
}

// An Order is a reason why two accesses are no race.
type Order struct {
	Kind  OrderKind
	Place // ByJoin: the join; ByLock, ByWait: the name
}

// OrderKind is the kind of an Order.
type OrderKind uint8

// The kinds of order, the strongest reason first.
const (
	ByNobody OrderKind = iota // nobody else uses it while the goroutine runs
	ByReads                   // it is only read while the goroutine runs
	ByAtomic                  // all its accesses are atomic
	ByLock                    // a lock is held at each of its accesses
	ByJoin                    // the others come after a join
	ByWait                    // the goroutine waits before it uses the variable
)

// Forks tells of every fork of a graph, in the order of the graph. It is false
// when the graph was over a limit.
func (s *Solver) Forks(g *Graph) ([]Fork, bool) {
	a := s.analyze(g)
	if !a.ok {
		return nil, false
	}
	m := &mapper{analysis: a, joins: map[int][]Place{}, handed: map[int][]Place{}, pending: map[int][]event.Pos{}}
	m.walk()
	var out []Fork
	for i := range a.sites {
		if a.sites[i].Kind != event.Handler {
			out = append(out, m.fork(i))
		}
	}
	return append(out, m.nested()...), true
}

// A mapper replays a solved graph and notes what takes effects away.
type mapper struct {
	*analysis
	joins, handed map[int][]Place     // by instance
	pending       map[int][]event.Pos // by instance: returns
}

func (m *mapper) walk() {
	for b := range m.c.blocks {
		if !m.c.live[b] || !m.reached[b] {
			continue
		}
		s := m.clone(m.in[b])
		for k := range m.c.blocks[b].Events {
			before := s.pend.Clone()
			m.step(s, place{int32(b), int32(k)})
			m.taken(before, s.pend, place{int32(b), int32(k)})
		}
		if m.c.blocks[b].Return {
			s.pend.Each(func(i int) { m.pending[i] = append(m.pending[i], m.c.blocks[b].RetPos) })
		}
		for k := range m.c.blocks[b].Succs {
			m.leave(b, k, s)
		}
	}
}

// taken notes what an event ended.
func (m *mapper) taken(before, after flow.Bits, at place) {
	e := m.eventAt(at)
	if e.Kind == event.Fresh || e.Kind == event.Fork {
		return
	}
	before.Minus(after)
	before.Each(func(i int) {
		if e.Kind == event.Escape {
			m.handed[i] = append(m.handed[i], m.placeOf(e))
		} else {
			p := m.placeOf(e)
			p.Doubtful = m.guessedAt(i, at)
			m.joins[i] = append(m.joins[i], p)
		}
	})
}

// leave notes what the end of a loop joined: all its rounds together have
// acquired as often as the goroutines release.
func (m *mapper) leave(b, k int, s *state) {
	edge := m.c.blocks[b].Succs[k]
	after, _ := m.edge(b, k, m.clone(s))
	gone := s.pend.Clone()
	gone.Minus(after.pend)
	gone.Each(func(i int) {
		if slices.Contains(m.sites[m.inst[i].site].guards, guard{edge.Cond, !edge.Neg}) {
			return // it was not forked on this path
		}
		for _, l := range m.c.within[b] {
			if m.c.loops[l].body.Has(int(edge.To)) {
				continue
			}
			if e := m.acquireIn(l, i); e != nil {
				p := m.placeOf(e)
				p.Doubtful = m.guessed[i]
				m.joins[i] = append(m.joins[i], p)
			}
		}
	})
}

// acquireIn finds the counted acquire of a loop that settles an instance, or
// any of them when it does so through another goroutine.
func (m *mapper) acquireIn(loop, i int) *event.Event {
	var first *event.Event
	for b := range m.c.blocks {
		if !m.c.loops[loop].body.Has(b) {
			continue
		}
		for k := range m.c.blocks[b].Events {
			e := &m.c.blocks[b].Events[k]
			if e.Kind != event.Acquire || e.Op != event.OpRecv && e.Op != event.OpSend {
				continue
			}
			if hasLoc(m.inst[i].Settles, e.Loc) || hasLoc(m.inst[i].Weak, e.Loc) {
				return e
			}
			if first == nil {
				first = e
			}
		}
	}
	return first
}

func (m *mapper) placeOf(e *event.Event) Place {
	op := e.Op
	if e.Kind == event.Access {
		op = event.OpFlag
	}
	return Place{Pos: e.Pos, Via: e.Via, Op: op, Name: m.nameOf(e.Loc), Loc: e.Loc}
}

// nameOf names the object that the source names, not the part of it that is
// released.
func (m *mapper) nameOf(l event.Loc) string {
	if l == event.NoLoc {
		return ""
	}
	return (&recorder{analysis: m.analysis}).objectName(l)
}

// fork tells of a fork of the graph itself.
func (m *mapper) fork(i int) Fork {
	st := &m.sites[i]
	f := Fork{
		Pos: st.pos, Via: st.via, Kind: st.Kind, TaskFunc: event.NoFunc,
		Times: m.times(i, everywhere), Shares: m.shares(i),
	}
	if st.Task != nil {
		f.Task, f.TaskFunc, f.TaskName, f.Ending = st.Task.Pos, st.Task.Func, st.Task.Name, endless(st.Task)
	}
	for _, x := range st.effects {
		if p := m.inst[x]; p.Kind == End && !p.Nested {
			m.end(&f, x)
			return f
		}
	}
	// No end of its own is known: what else is known of it must do.
	if st.Handle != event.NoLoc {
		f.Joins, f.Handles = m.acquiresOf(i), []event.Loc{st.Handle}
	}
	for _, x := range st.effects {
		if !m.inst[x].Nested {
			f.Joins = append(f.Joins, m.joins[x]...)
		}
	}
	f.Joins = uniquePlaces(f.Joins)
	return f
}

// endless tells how a task ends of whose end the solver knows nothing: never,
// if no path leads to a return, and else it was over a limit or calls what is
// out of sight.
func endless(g *Graph) Ending {
	seen := make([]bool, len(g.Blocks))
	stack := []int32{0}
	ending := EndsNever
	for len(stack) > 0 {
		b := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		if seen[b] {
			continue
		}
		seen[b] = true
		stops := false
		for _, e := range g.Blocks[b].Events {
			if stops = e.Kind == event.Forever || e.Kind == event.Exit || e.Kind == event.Stop; stops {
				if e.Kind != event.Forever || e.Op == event.OpNone { // a call out of sight
					ending = EndsUnknown
				}
				break
			}
		}
		if stops {
			continue
		}
		if g.Blocks[b].Return {
			return EndsUnknown
		}
		for _, s := range g.Blocks[b].Succs {
			stack = append(stack, s.To)
		}
	}
	return ending
}

// acquiresOf finds where the handle of a fork is acquired after it.
func (m *mapper) acquiresOf(i int) []Place {
	var out []Place
	for b := range m.c.blocks {
		for k := range m.c.blocks[b].Events {
			e := &m.c.blocks[b].Events[k]
			if e.Kind == event.Acquire && e.Loc == m.sites[i].Handle && m.c.live[b] && m.c.before(m.sites[i].at, place{int32(b), int32(k)}) {
				out = append(out, m.placeOf(e))
			}
		}
	}
	return uniquePlaces(out)
}

// end tells what becomes of the goroutine whose end is instance x.
func (m *mapper) end(f *Fork, x int) {
	p := m.inst[x]
	f.Ending = EndsBySelf
	if !p.Finite {
		f.Ending = EndsWhenTold
	}
	f.Pending = slices.Clone(m.pending[x])
	slices.Sort(f.Pending)
	f.Pending = slices.Compact(f.Pending)
	f.Joins, f.Handed = uniquePlaces(m.waits(p, m.joins[x])), uniquePlaces(m.handed[x])
	if len(f.Joins) == 0 && len(f.Pending) == 0 && !p.Nested {
		f.Joins = m.sureWaits(p)
	}
	f.Ordered = len(f.Joins) < len(uniquePlaces(m.joins[x]))
	f.Handles, f.Escapes = m.handles(p), len(p.Out) > 0
	f.Waiters = m.waiters(p)
	for _, l := range p.Before {
		if name := m.nameOf(l); !slices.Contains(f.Stops, name) && !m.isMutex(l) {
			f.Stops = append(f.Stops, name)
		}
	}
}

// waits keeps those of the places that order a goroutine's end before what
// follows at which somebody waits for that end. A goroutine that ends only when
// told to also releases things meanwhile: of that one, only what it releases at
// its end counts, and what a goroutine that waits for that releases.
func (m *mapper) waits(p instance, places []Place) []Place {
	handles := m.handles(p)
	var out []Place
	for _, at := range places {
		if at.Doubtful || m.byOthers(p, at.Loc) {
			continue
		}
		switch at.Op {
		case event.OpLock, event.OpRLock, event.OpOnce:
			continue // it was released once, and may be again
		case event.OpRangeEnd, event.OpClosed:
		default:
			if !p.Finite && !p.Nested && !slices.Contains(handles, at.Loc) && !m.relayed(handles, at.Loc) {
				continue
			}
		}
		out = append(out, at)
	}
	return out
}

// byOthers reports whether a goroutine does not release an object itself, but goroutines do
// that it has forked: it may still run when they are through.
func (m *mapper) byOthers(p instance, l event.Loc) bool {
	rel := m.sites[p.site].sum.release(l)
	return !p.Nested && rel != nil && !rel.Own
}

// sureWaits finds the waits for a goroutine through which every return after its
// fork goes. The solver does not ask for them when the goroutine and its forker
// hand one object to code out of sight, which it takes for a join already.
func (m *mapper) sureWaits(p instance) []Place {
	st := &m.sites[p.site]
	handles := m.handles(p)
	var out []Place
	for b := range m.c.blocks {
		for k := range m.c.blocks[b].Events {
			e, at := &m.c.blocks[b].Events[k], place{int32(b), int32(k)}
			if e.Kind != event.Acquire || e.Has(event.Select) || e.Has(event.Try) || !slices.Contains(handles, e.Loc) || !m.c.live[b] || !m.c.before(st.at, at) {
				continue
			}
			if doubtful := m.doubtsAt(e, at); doubtful != nil && doubtful(p.site) || e.Op == event.OpRecv && m.times(p.site, everywhere) > 1 || !m.onEveryReturn(st.at, at) {
				continue
			}
			out = append(out, m.placeOf(e))
		}
	}
	return uniquePlaces(out)
}

// onEveryReturn reports whether each return that control can reach from one
// place goes through the other.
func (m *mapper) onEveryReturn(from, through place) bool {
	for b := range m.c.blocks {
		ret := place{int32(b), int32(len(m.c.blocks[b].Events))}
		if m.c.live[b] && m.c.blocks[b].Return && m.c.before(from, ret) && !m.c.dominates(through.block, int32(b)) {
			return false
		}
	}
	return true
}

// relayed reports whether some goroutine releases l when it has acquired one of
// the handles.
func (m *mapper) relayed(handles []event.Loc, l event.Loc) bool {
	for i := range m.sites {
		if rel := m.sites[i].sum.release(l); rel != nil && slices.ContainsFunc(handles, func(h event.Loc) bool { return hasLoc(rel.Before, h) }) {
			return true
		}
	}
	return false
}

// handles are the objects that the goroutine releases once and at its end: who
// acquires one of them waits for it, and does not only take what it hands out.
func (m *mapper) handles(p instance) []event.Loc {
	if p.Nested {
		return nil
	}
	const last = 1<<event.OpDone | 1<<event.OpGroupGo | 1<<event.OpClose | 1<<event.OpCancel | 1<<event.OpProcess
	var out []event.Loc
	for _, rel := range m.sites[p.site].sum.Releases {
		if rel.Ops&last != 0 || rel.has(event.OpSend) && rel.Always && rel.Times == 1 {
			out = append(out, rel.Loc)
		}
	}
	return out
}

// waiters finds where other goroutines wait for the one of instance p.
func (m *mapper) waiters(p instance) []Place {
	var out []Place
	for i := range m.inst {
		q := m.inst[i]
		if q.Kind == Join && q.site != p.site && hasLoc(p.Settles, q.Event.Loc) {
			out = append(out, m.placeOf(&q.Event))
		}
	}
	return uniquePlaces(out)
}

// nested tells of the goroutines that the graph's goroutines fork: who waits
// for them may be the graph's function.
func (m *mapper) nested() []Fork {
	var out []Fork
	for x := range m.inst {
		p := m.inst[x]
		if p.Kind != End || !p.Nested {
			continue
		}
		f := Fork{Pos: p.Fork, Nested: true, Task: p.Event.Pos, TaskFunc: event.NoFunc}
		m.end(&f, x)
		out = append(out, f)
	}
	return out
}

func uniquePlaces(ps []Place) []Place {
	ps = slices.Clone(ps)
	slices.SortStableFunc(ps, func(a, b Place) int { return int(a.Pos - b.Pos) })
	return slices.CompactFunc(ps, func(a, b Place) bool { return a.Pos == b.Pos && a.Via == b.Via })
}
