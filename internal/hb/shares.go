package hb

import (
	"slices"

	"github.com/gojoincheck/gojoincheck/internal/event"
)

// shares lists the named variables that the goroutine of a site uses and that
// its forker can name, in the order of their first use.
func (m *mapper) shares(site int) []Share {
	byName := map[string][]int{}
	var names []string
	for _, x := range m.sites[site].effects {
		p := m.inst[x]
		if p.Kind != Touch || p.Nested || !m.named(p.Event.Loc) {
			continue
		}
		name := m.Space.String(p.Event.Loc)
		if byName[name] == nil {
			names = append(names, name)
		}
		byName[name] = append(byName[name], x)
	}
	var out []Share
	for _, name := range names {
		s := m.share(name, byName[name])
		if m.Space.Root(m.inst[byName[name][0]].Event.Loc).Kind == event.Global && s.idle() {
			continue // as good as a constant, as far as the graph sees
		}
		out = append(out, s)
	}
	slices.SortStableFunc(out, func(a, b Share) int { return int(a.Pos - b.Pos) })
	return out
}

// named reports whether a reader finds the path's variable in the source.
func (m *mapper) named(l event.Loc) bool {
	r := m.Space.Root(l)
	return r.Name != "" && r.Kind != event.Opaque && (r.Kind != event.Alloc || r.Var || r.Elem)
}

// share says of the accesses of one variable by one goroutine what orders them.
func (m *mapper) share(name string, accesses []int) Share {
	first := m.inst[accesses[0]]
	s := Share{Name: name, Decl: m.Space.Root(first.Event.Loc).Pos, Pos: first.Event.Pos}
	atomic := true
	for _, x := range accesses {
		e := &m.inst[x].Event
		s.Pos = min(s.Pos, e.Pos)
		s.Write = s.Write || e.Has(event.Write)
		atomic = atomic && e.Has(event.Atomic)
	}
	used, written := m.usedByOthers(accesses)
	switch {
	case !used:
		if s.By = m.commonLocks(accesses); len(s.By) == 0 { // callers may use it under the same lock
			s.By = []Order{{Kind: ByNobody}}
		}
	case !s.Write && !written:
		s.By = []Order{{Kind: ByReads}}
	case atomic:
		s.By = []Order{{Kind: ByAtomic}}
	default:
		s.By = slices.Concat(m.commonLocks(accesses), m.joinsOf(accesses))
		if len(s.By) == 0 {
			s.By = m.waitsOf(accesses)
		}
	}
	return s
}

// usedByOthers reports whether somebody else uses, or writes, what the accesses
// of one goroutine use: its forker after the fork, another goroutine, or another
// instance of it.
func (m *mapper) usedByOthers(accesses []int) (used, written bool) {
	st := m.inst[accesses[0]].site
	note := func(e *event.Event) {
		for _, x := range accesses {
			if l := m.inst[x].Event.Loc; m.Space.Overlap(l, e.Loc) || m.sameElements(l, e.Loc) {
				used = true
				written = written || e.Has(event.Write)
			}
		}
	}
	for b := range m.c.blocks {
		for k := range m.c.blocks[b].Events {
			e := &m.c.blocks[b].Events[k]
			if e.Kind == event.Access && m.c.live[b] && m.c.before(m.sites[st].at, place{int32(b), int32(k)}) {
				note(e)
			}
		}
	}
	many := m.times(st, everywhere) > 1
	for x := range m.inst {
		if p := m.inst[x]; p.Kind == Touch && (p.site != st || many || p.Nested) {
			note(&p.Event)
		}
	}
	return used, written
}

// sameElements reports whether two paths lead to some element of one slice or
// map, which may be the same one. That is too little for a race, and enough to
// ask what orders the accesses.
func (m *mapper) sameElements(a, b event.Loc) bool {
	return m.Space.RootLoc(a) == m.Space.RootLoc(b) && !m.Space.IsRoot(a) && m.Space.String(a) == m.Space.String(b)
}

// commonLocks are the locks held at all of the accesses.
func (m *mapper) commonLocks(accesses []int) []Order {
	var out []Order
	for _, h := range m.inst[accesses[0]].Locks {
		held := func(x int) bool {
			return slices.ContainsFunc(m.inst[x].Locks, func(o Held) bool { return o.Loc == h.Loc && o.Via == h.Via })
		}
		if !slices.ContainsFunc(accesses, func(x int) bool { return !held(x) }) {
			out = append(out, Order{ByLock, Place{Op: event.OpLock, Name: m.nameOf(h.Loc)}})
		}
	}
	return out
}

// joinsOf are the joins that come after the accesses.
func (m *mapper) joinsOf(accesses []int) []Order {
	var all []Place
	for _, x := range accesses {
		all = append(all, m.joins[x]...)
	}
	var out []Order
	for _, p := range uniquePlaces(all) {
		out = append(out, Order{ByJoin, p})
	}
	return out
}

// waitsOf are what the goroutine has waited for before every access.
func (m *mapper) waitsOf(accesses []int) []Order {
	before := m.inst[accesses[0]].Before
	for _, x := range accesses[1:] {
		before = intersect(before, m.inst[x].Before)
	}
	var out []Order
	for _, l := range before {
		if o := (Order{ByWait, Place{Name: m.nameOf(l)}}); !m.isMutex(l) && !slices.Contains(out, o) {
			out = append(out, o)
		}
	}
	return out
}

// idle reports whether nobody writes the variable while the goroutine runs.
func (s *Share) idle() bool {
	return !s.Write && len(s.By) == 1 && (s.By[0].Kind == ByNobody || s.By[0].Kind == ByReads)
}
