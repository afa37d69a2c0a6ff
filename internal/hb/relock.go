package hb

import (
	"slices"

	"github.com/gojoincheck/gojoincheck/internal/event"
	"github.com/gojoincheck/gojoincheck/internal/flow"
)

// A taken is a lock that a function holds on every path, and where it took it.
type taken struct {
	loc event.Loc
	at  *event.Event
}

// Relocks finds the locks that a function takes while it holds them itself, having
// taken them with its own hands. Nobody else can give them back, so it waits for ever:
// "mutexes are not reentrant". A read lock may be taken twice, though one who waits for
// the lock in between makes that a deadlock, too.
//
// It is a forward must analysis of its own: it needs no goroutine, and so looks at
// functions that Solve is not asked about.
func (s *Solver) Relocks(g *Graph) []Finding {
	if !takes(g) {
		return nil
	}
	a := &analysis{Solver: s, g: g, c: newCFG(g.Blocks, func(*event.Event) bool { return false })}
	p := flow.Problem[[]taken]{
		Blocks: len(a.c.blocks),
		Succs:  a.c.successors(),
		Clone:  slices.Clone[[]taken],
		Join: func(dst *[]taken, src []taken) bool {
			n := len(*dst)
			*dst = slices.DeleteFunc(*dst, func(t taken) bool { return !slices.Contains(src, t) })
			return len(*dst) != n
		},
		Block: func(b int, held []taken) []taken {
			for k := range a.c.blocks[b].Events {
				held = a.take(held, &a.c.blocks[b].Events[k])
			}
			return held
		},
		Edge:  func(_, _ int, held []taken) ([]taken, bool) { return held, true },
		Limit: maxVisits,
	}
	in, reached, ok := p.Solve()
	if !ok {
		return nil
	}
	var found []Finding
	for b := range a.c.blocks {
		if !reached[b] || !a.c.live[b] {
			continue
		}
		held := slices.Clone(in[b])
		for k := range a.c.blocks[b].Events {
			e := &a.c.blocks[b].Events[k]
			if t := a.relocked(held, e); t != nil {
				found = append(found, a.relock(t, e))
			}
			held = a.take(held, e)
		}
	}
	return found
}

// takes reports whether a function takes a lock itself, and another one or the same.
func takes(g *Graph) bool {
	own, n := false, 0
	for i := range g.Blocks {
		for k := range g.Blocks[i].Events {
			if e := &g.Blocks[i].Events[k]; e.Kind == event.Lock && !e.Has(event.Try) {
				own = own || e.Via == 0
				n++
			}
		}
	}
	return own && n > 1
}

// take is what is held after an event.
func (a *analysis) take(held []taken, e *event.Event) []taken {
	without := func(of func(event.Loc) bool) []taken {
		return slices.DeleteFunc(held, func(t taken) bool { return of(t.loc) })
	}
	switch e.Kind {
	case event.Lock:
		if !e.Has(event.Try) && a.oneLock(e.Loc) && a.relocked(held, e) == nil {
			return append(held, taken{e.Loc, e})
		}
	case event.Unlock:
		return without(func(l event.Loc) bool { return l == e.Loc })
	case event.Fresh:
		return without(func(l event.Loc) bool { return a.Space.RootLoc(l) == e.Loc })
	case event.Access:
		if e.Has(event.Write) { // a path through what is stored to names another lock
			return without(func(l event.Loc) bool { return a.leadsTo(e.Loc, l) })
		}
	case event.Call:
		if s := &a.g.Sites[e.Call]; s.Lost { // whatever it does
			return nil
		}
	case event.Fork:
		if t := a.g.Sites[e.Call].Task; t != nil {
			return without(func(l event.Loc) bool { return unlocksForOthers(t, l) })
		}
	}
	return held
}

// unlocksForOthers reports whether a goroutine unlocks what it has not locked.
func unlocksForOthers(task *Graph, l event.Loc) bool {
	n := 0
	for i := range task.Blocks {
		for _, e := range task.Blocks[i].Events {
			switch {
			case e.Loc != l:
			case e.Kind == event.Lock:
				n++
			case e.Kind == event.Unlock:
				n--
			}
		}
	}
	return n < 0
}

// oneLock reports whether a path names one lock as long as nothing is stored to what
// it leads through.
func (a *analysis) oneLock(l event.Loc) bool {
	return !a.throughVariable(l) && a.Space.Root(l).Kind != event.Opaque && a.Space.Single(l)
}

// relocked is the lock that is held when an event takes it again, nil for none.
func (a *analysis) relocked(held []taken, e *event.Event) *taken {
	if e.Kind != event.Lock || e.Has(event.Try) {
		return nil
	}
	i := slices.IndexFunc(held, func(t taken) bool { return t.loc == e.Loc && !(t.at.Has(event.Read) && e.Has(event.Read)) })
	if i < 0 {
		return nil
	}
	if held[i].at.Via != 0 { // a callee does both, or returns what gives the lock back under another name
		return nil
	}
	if held[i].at.Pos == e.Pos && e.Via != 0 {
		return nil // a function that comes back to itself, for which it must have been told not to lock
	}
	return &held[i]
}

func (a *analysis) relock(t *taken, e *event.Event) Finding {
	f := Finding{Rule: "stuck-lock", Pos: e.Pos, Name: a.Space.String(e.Loc), By: Itself, Handles: []event.Loc{e.Loc}}
	f.Steps = append(f.Steps, Step{Role: RoleNeed, Pos: t.at.Pos, Op: t.at.Op, Name: f.Name})
	if e.Via != 0 {
		f.Steps = append(f.Steps, Step{Role: RoleStart, Pos: e.Via})
	}
	return f
}
