package hb

import (
	"slices"

	"github.com/gojoincheck/gojoincheck/internal/event"
	"github.com/gojoincheck/gojoincheck/internal/flow"
)

// A taken is what a function holds on every path, and where it took it: a lock, a slot of
// a semaphore (it has sent on a channel), or a count of a group (it has called Add).
type taken struct {
	loc event.Loc
	at  *event.Event
	in  int32 // the block
}

// heldAt is what is held at a return.
type heldAt struct {
	block int32
	held  []taken
}

// Locking finds what a function does wrong with locks that it takes with its own hands:
// it takes one that it holds, for which it then waits for ever, since nobody else can
// give it back; or it returns without having given one back, as it does on another way.
// The latter goes for the slots of semaphores and the counts of groups as well.
// A read lock may be taken twice as long as nobody waits for the lock in between: "if a
// goroutine holds a RWMutex for reading and another goroutine might call Lock, no
// goroutine should expect to be able to acquire a read lock until the initial read lock is
// released".
//
// It is a forward must analysis of its own: it needs no goroutine, and so looks at
// functions that Solve is not asked about. In the graph of a root, what a call does is looked
// at as well: there it is known which functions it has been given.
func (s *Solver) Locking(g *Graph, root Root) []Finding {
	if !takes(g, root) {
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
				held = a.take(held, int32(b), &a.c.blocks[b].Events[k])
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
	var returns []heldAt
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
			if t := a.relocked(held, e, root); t != nil {
				found = append(found, a.relock(t, e))
			}
			held = a.take(held, int32(b), e)
		}
		if a.c.blocks[b].Return {
			returns = append(returns, heldAt{int32(b), held})
		}
	}
	for _, r := range returns {
		left = append(left, a.kept(r.held, r.block, returns)...)
	}
	left = slices.DeleteFunc(left, func(f Finding) bool { return forCaller[f.Handles[0]] })
	return append(found, left...)
}

// takes reports whether a function takes a lock itself, and another one or the same, or
// gives one back before it returns.
func takes(g *Graph, root Root) bool {
	own, n := false, 0
	for i := range g.Blocks {
		for k := range g.Blocks[i].Events {
			switch e := &g.Blocks[i].Events[k]; {
			case e.Kind == event.Lock && !e.Has(event.Try):
				own = own || e.Via == 0 || root != NotRoot
				n++
			case e.Kind == event.Unlock && !e.Has(event.Deferred):
				n++
			case takesToken(e), givesToken(e):
				own = true
				n++
			case e.Kind == event.Fork: // which may give back
				n++
			}
		}
	}
	return own && n > 1
}

// kept finds the locks that are still held at a return, and that the function gives back
// elsewhere. Who returns something else than an error may well hand the lock on with it,
// unless it returns as much when it has given the lock back.
func (a *analysis) kept(held []taken, b int32, returns []heldAt) []Finding {
	blk := &a.c.blocks[b]
	var found []Finding
	for _, t := range held {
		if t.at.Kind == event.Lock && t.at.Via != 0 || !a.ofCaller(t.loc) || a.handsOutWith(t.loc) {
			continue
		}
		same := slices.ContainsFunc(returns, func(r heldAt) bool {
			return r.block != b && a.c.blocks[r.block].Ret == blk.Ret && blk.Ret != event.RetAnyhow && !slices.Contains(r.held, t) && a.c.before(place{t.in, 0}, place{r.block, 0})
		})
		if blk.Ret != event.RetFailed && len(a.g.Results) > 0 && !same {
			continue
		}
		if back := a.givesBackElsewhere(t); back != 0 {
			f := Finding{
				Rule: "stuck-lock", Pos: t.at.Pos, Name: a.Space.String(t.loc), By: Left, Handles: []event.Loc{t.loc},
				Steps: []Step{{Role: RoleReturn, Pos: blk.RetPos}, {Role: RoleNeed, Pos: back, Op: t.at.Op, Name: a.Space.String(t.loc)}},
			}
			if t.at.Kind == event.Add {
				f.Rule = "count-mismatch"
			}
			if t.at.Via != 0 {
				f.Pos = t.at.Via
			}
			found = append(found, f)
		}
	}
	return found
}

// takenBefore reports whether the function may have received from a channel before it
// comes to a block, so that what it sends there gives something back.
func (a *analysis) takenBefore(ch event.Loc, b int32) bool {
	return a.some(func(at place, e *event.Event) bool {
		return e.Kind == event.Acquire && e.Loc == ch && (at.block == b || a.c.before(place{at.block, 0}, place{b, 0}))
	})
}

// takesToken reports whether an event takes a slot of a semaphore or a count of a group,
// if the function also gives such back.
func takesToken(e *event.Event) bool {
	return e.Kind == event.Release && e.Op == event.OpSend && !e.Has(event.Select|event.Try) || e.Kind == event.Add && e.N == 1
}

// givesToken reports whether an event gives one back.
func givesToken(e *event.Event) bool {
	return e.Kind == event.Acquire && e.Op == event.OpRecv && !e.Has(event.Select) || e.Kind == event.Release && e.Op == event.OpDone
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
	return a.some(func(at place, e *event.Event) bool {
		return a.c.live[at.block] && e.HandsOut() && a.Space.Within(l, e.Loc)
	})
}

// givesBackElsewhere finds where the function itself gives back what it has taken, or
// leaves that to a goroutine, afterwards; 0 if it never does.
func (a *analysis) givesBackElsewhere(t taken) event.Pos {
	from := place{t.in, int32(slices.IndexFunc(a.c.blocks[t.in].Events, func(e event.Event) bool { return e.Kind == t.at.Kind && e.Pos == t.at.Pos && e.Loc == t.loc }))}
	for b := range a.c.blocks {
		if !a.c.live[b] {
			continue
		}
		for k := range a.c.blocks[b].Events {
			if at := (place{int32(b), int32(k)}); !a.c.before(from, at) {
				continue
			}
			switch e := &a.c.blocks[b].Events[k]; {
			case e.Kind == event.Fork && t.at.Kind != event.Lock:
				if st := &a.g.Sites[e.Call]; st.Task != nil && givesForOthers(st.Task, t.loc) {
					return st.Pos
				}
			case e.Loc != t.loc:
			case e.Kind == event.Unlock && e.Via == 0 && !e.Has(event.Try) && e.Has(event.Read) == t.at.Has(event.Read), t.at.Kind != event.Lock && givesToken(e):
				return e.Pos
			}
		}
	}
	return 0
}

// take is what is held after an event.
func (a *analysis) take(held []taken, b int32, e *event.Event) []taken {
	without := func(of func(event.Loc) bool) []taken {
		return slices.DeleteFunc(held, func(t taken) bool { return of(t.loc) })
	}
	switch e.Kind {
	case event.Lock:
		if !e.Has(event.Try) && a.oneLock(e.Loc) {
			return append(held, taken{e.Loc, e, b})
		}
	case event.Unlock:
		if !slices.ContainsFunc(held, func(t taken) bool { return t.loc == e.Loc }) {
			return without(func(l event.Loc) bool { return a.mayBeSame(l, e.Loc) })
		}
		return gaveBack(held, e.Loc)
	case event.Release, event.Acquire, event.Add:
		switch {
		case givesToken(e):
			return gaveBack(held, e.Loc)
		case takesToken(e) && a.oneLock(e.Loc) && (e.Kind == event.Add || a.capacity(e.Loc) != 0 && !a.takenBefore(e.Loc, b)):
			return append(held, taken{e.Loc, e, b})
		}
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
			return without(func(l event.Loc) bool { return givesForOthers(t, l) })
		}
	}
	return held
}

// gaveBack is what is held once the lock is given back that was taken last.
func gaveBack(held []taken, l event.Loc) []taken {
	for i := len(held) - 1; i >= 0; i-- {
		if held[i].loc == l {
			return slices.Delete(held, i, i+1)
		}
	}
	return held
}

// givesForOthers reports whether a goroutine gives back what it has not taken: more than
// it takes or, of a lock, before it takes any. Who receives a message and sends one in its
// place has not taken back a slot; who leaves that to a goroutine of its own has.
func givesForOthers(task *Graph, l event.Loc) bool { return givesDeep(task, l, 0) }

func givesDeep(task *Graph, l event.Loc, depth int) bool {
	const maxNesting = 4
	n, first := 0, false
	for i := range task.Blocks {
		for k := range task.Blocks[i].Events {
			switch e := &task.Blocks[i].Events[k]; {
			case e.Kind == event.Fork && depth < maxNesting:
				if t := task.Sites[e.Call].Task; t != nil && givesDeep(t, l, depth+1) {
					n--
				}
			case e.Loc != l:
			case e.Kind == event.Lock, takesToken(e):
				n++
			case e.Kind == event.Unlock, givesToken(e):
				first = first || n == 0 && e.Kind == event.Unlock
				n--
			}
		}
	}
	return n < 0 || first
}

// mayBeSame reports whether two paths lead to the same field of objects that may be one: one of
// them through what a field refers to.
func (a *analysis) mayBeSame(l, m event.Loc) bool {
	if a.Space.IsRoot(l) || a.Space.IsRoot(m) || a.Space.Last(l) != a.Space.Last(m) {
		return false
	}
	return !a.Space.IsRoot(a.Space.Parent(l)) || !a.Space.IsRoot(a.Space.Parent(m))
}

// oneLock reports whether a path names one lock as long as nothing is stored to what
// it leads through.
func (a *analysis) oneLock(l event.Loc) bool {
	return !a.throughVariable(l) && a.Space.Root(l).Kind != event.Opaque && a.Space.Single(l)
}

// relocked is the lock that is held when an event takes it again, nil for none.
func (a *analysis) relocked(held []taken, e *event.Event, root Root) *taken {
	if e.Kind != event.Lock || e.Has(event.Try) {
		return nil
	}
	i := slices.IndexFunc(held, func(t taken) bool {
		return t.loc == e.Loc && (!t.at.Has(event.Read) || !e.Has(event.Read) || a.writerWaits(e.Loc))
	})
	if i < 0 {
		return nil
	}
	if e.Via == 0 && !a.ofCaller(e.Loc) {
		return nil
	}
	if via := held[i].at.Via; via != 0 && (root == NotRoot || via != e.Via) {
		return nil // a callee does both, or returns what gives the lock back under another name
	}
	if held[i].at.Pos == e.Pos && e.Via != 0 {
		return nil // a function that comes back to itself, for which it must have been told not to lock
	}
	return &held[i]
}

// writerWaits reports whether somebody takes a lock for writing, and may wait for it
// between two read locks of one goroutine: the second then waits for the writer.
func (a *analysis) writerWaits(l event.Loc) bool {
	return !a.Space.IsRoot(l) && a.WriteLocked[a.Space.Last(l)]
}

func (a *analysis) relock(t *taken, e *event.Event) Finding {
	f := Finding{Rule: "stuck-lock", Pos: e.Pos, Name: a.Space.String(e.Loc), By: Itself, Handles: []event.Loc{e.Loc}}
	f.Steps = append(f.Steps, Step{Role: RoleNeed, Pos: t.at.Pos, Op: t.at.Op, Name: f.Name})
	if t.at.Has(event.Read) && e.Has(event.Read) {
		f.By = ReadTwice
	}
	if e.Via != 0 {
		f.Steps = append(f.Steps, Step{Role: RoleStart, Pos: e.Via})
	}
	return f
}
