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

// Locking finds what a function does wrong with locks that it takes with its own hands:
// it takes one that it holds, for which it then waits for ever, since nobody else can
// give it back; or it returns without having given one back, as it does on another way.
// A read lock may be taken twice, though one who waits for the lock in between makes that
// a deadlock, too.
//
// It is a forward must analysis of its own: it needs no goroutine, and so looks at
// functions that Solve is not asked about.
func (s *Solver) Locking(g *Graph) []Finding {
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
	var found, left []Finding
	forCaller := map[event.Loc]bool{} // locks that are given back for a caller, who has taken them
	for b := range a.c.blocks {
		if !reached[b] || !a.c.live[b] {
			continue
		}
		held := slices.Clone(in[b])
		for k := range a.c.blocks[b].Events {
			e := &a.c.blocks[b].Events[k]
			if e.Kind == event.Unlock && !slices.ContainsFunc(held, func(t taken) bool { return t.loc == e.Loc }) {
				forCaller[e.Loc] = true
			}
			if t := a.relocked(held, e); t != nil {
				found = append(found, a.relock(t, e))
			}
			held = a.take(held, e)
		}
		if a.c.blocks[b].Return {
			left = append(left, a.kept(held, int32(b))...)
		}
	}
	left = slices.DeleteFunc(left, func(f Finding) bool { return forCaller[f.Handles[0]] })
	return append(found, left...)
}

// takes reports whether a function takes a lock itself, and another one or the same, or
// gives one back before it returns.
func takes(g *Graph) bool {
	own, n := false, 0
	for i := range g.Blocks {
		for k := range g.Blocks[i].Events {
			switch e := &g.Blocks[i].Events[k]; {
			case e.Kind == event.Lock && !e.Has(event.Try):
				own = own || e.Via == 0
				n++
			case e.Kind == event.Unlock && !e.Has(event.Deferred):
				n++
			}
		}
	}
	return own && n > 1
}

// kept finds the locks that are still held at a return, and that the function gives back
// elsewhere. Who returns something else than an error may well hand the lock on with it.
func (a *analysis) kept(held []taken, b int32) []Finding {
	blk := &a.c.blocks[b]
	if blk.Ret != event.RetFailed && len(a.g.Results) > 0 {
		return nil
	}
	var found []Finding
	for _, t := range held {
		if t.at.Via != 0 || !a.ofCaller(t.loc) || a.handsOutWith(t.loc) {
			continue
		}
		if back := a.givesBackElsewhere(t); back != nil {
			found = append(found, Finding{
				Rule: "stuck-lock", Pos: t.at.Pos, Name: a.Space.String(t.loc), By: Left, Handles: []event.Loc{t.loc},
				Steps: []Step{{Role: RoleReturn, Pos: blk.RetPos}, {Role: RoleNeed, Pos: back.Pos, Op: t.at.Op, Name: a.Space.String(t.loc)}},
			})
		}
	}
	return found
}

// ofCaller reports whether a lock is that of an object which the function has been given,
// or of the package: one that the function has made, or that a literal shares with the
// function around it, is looked at with all who share it.
func (a *analysis) ofCaller(l event.Loc) bool {
	switch a.Space.Root(l).Kind {
	case event.Param, event.Global:
		return true
	}
	return false
}

// handsOutWith reports whether the function hands a lock to code out of sight, which may
// give it back.
func (a *analysis) handsOutWith(l event.Loc) bool {
	for b := range a.c.blocks {
		for k := range a.c.blocks[b].Events {
			if e := &a.c.blocks[b].Events[k]; a.c.live[b] && e.HandsOut() && a.Space.Within(l, e.Loc) {
				return true
			}
		}
	}
	return false
}

// givesBackElsewhere finds where the function itself gives a lock back before a return,
// nil if it never does.
func (a *analysis) givesBackElsewhere(t taken) *event.Event {
	for b := range a.c.blocks {
		if !a.c.live[b] {
			continue
		}
		for k := range a.c.blocks[b].Events {
			e := &a.c.blocks[b].Events[k]
			if e.Kind == event.Unlock && e.Loc == t.loc && e.Via == 0 && !e.Has(event.Try) && e.Has(event.Read) == t.at.Has(event.Read) {
				return e
			}
		}
	}
	return nil
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
	if e.Via == 0 && !a.ofCaller(e.Loc) {
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
