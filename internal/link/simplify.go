package link

import (
	"maps"
	"slices"

	"github.com/gojoincheck/gojoincheck/internal/event"
)

// subtest splices a subtest. One that calls t.Parallel goes on only when its
// parent has returned, so it is a fork that waits for the parent's end.
func (j *joiner) subtest(at int32, e event.Event, s Site) int32 {
	if s.fn.target.Func == event.NoFunc {
		return at
	}
	g := j.here(j.Closed(s.fn.target.Func), s.Pos)
	if g == nil || j.over() || j.g.events+g.events > maxEvents {
		return at
	}
	t := j.Space.NewRoot(event.Root{Kind: event.Opaque, Name: "t"})
	s.Args = []event.Arg{{Loc: t}}
	if len(g.Params) > 1 { // a method value has its receiver bound already
		s.Args = append(make([]event.Arg, len(g.Params)-1), event.Arg{Loc: t})
	}
	sub := j.arguments(g, &s)
	env := append(append([]*subst(nil), s.fn.env...), sub)
	if j.parallel(g, env, t) {
		task := j.copy(j.instance(g, env))
		j.pauseForParent(task, s.Handle, t)
		s.Task, s.done = task, true
		fork := e
		fork.Kind = event.Fork
		j.site(at, fork, s)
		return at
	}
	env, _ = j.environment(g, &s)
	next := j.splice(at, g, env, e, 0, s.ID)
	j.emit(next, event.Event{Kind: event.Release, Op: event.OpTestEnd, Loc: j.Space.Child(t, event.Sel{Kind: event.End}), Pos: s.Pos})
	j.emit(next, event.Event{Kind: event.Acquire, Op: event.OpTestEnd, Loc: j.Space.Child(t, event.Sel{Kind: event.Subtests}), Pos: s.Pos})
	return next
}

// parallel reports whether the graph calls t.Parallel on its own t.
func (j *joiner) parallel(g *Graph, env []*subst, t event.Loc) bool {
	for i := range g.Blocks {
		for _, e := range g.Blocks[i].Events {
			if e.Kind == event.Parallel && j.loc(e.Loc, env) == t {
				return true
			}
		}
	}
	return false
}

// pauseForParent makes the call of t.Parallel wait for the parent's end, and
// the end of the subtest count for its parent.
func (j *joiner) pauseForParent(task *Graph, parent, t event.Loc) {
	for i := range task.Blocks {
		b := &task.Blocks[i]
		for k := range b.Events {
			if b.Events[k].Kind == event.Parallel && b.Events[k].Loc == t {
				b.Events[k].Kind = event.Acquire
				b.Events[k].Op = event.OpTestEnd
				b.Events[k].Loc = j.Space.Child(parent, event.Sel{Kind: event.End})
			}
		}
		if b.Return {
			b.Events = append(b.Events, event.Event{Kind: event.Release, Op: event.OpTestEnd, Loc: j.Space.Child(parent, event.Sel{Kind: event.Subtests})})
		}
	}
}

// runAtEnd calls what was registered with t.Cleanup at each return, last
// registered first, when the parallel subtests have ended.
func (j *joiner) runAtEnd() {
	var cleanups []Site
	var pos []event.Event
	for i := range j.g.Blocks {
		kept := j.g.Blocks[i].Events[:0]
		for _, e := range j.g.Blocks[i].Events {
			if e.Kind == event.AtEnd {
				cleanups = append(cleanups, j.g.Sites[e.Call])
				pos = append(pos, e)
				continue
			}
			kept = append(kept, e)
		}
		j.g.Blocks[i].Events = kept
	}
	for i := range len(j.g.Blocks) {
		b := &j.g.Blocks[i]
		if !b.Return {
			continue
		}
		ret, at := b.RetPos, int32(i)
		b.Return = false
		j.endSubtests(at, cleanups, pos)
		for k := len(cleanups) - 1; k >= 0; k-- {
			e := pos[k]
			e.Kind = event.Call
			e.Flags |= event.Deferred
			at = j.call(at, e, cleanups[k])
		}
		j.g.Blocks[at].Return, j.g.Blocks[at].RetPos = true, ret
	}
}

// endSubtests lets the parallel subtests of the tests that have cleanups run, and
// waits for them.
func (j *joiner) endSubtests(at int32, cleanups []Site, pos []event.Event) {
	seen := map[event.Loc]bool{event.NoLoc: true}
	for k, s := range cleanups {
		if t := s.Handle; !seen[t] {
			seen[t] = true
			j.emit(at, event.Event{Kind: event.Release, Op: event.OpTestEnd, Loc: j.Space.Child(t, event.Sel{Kind: event.End}), Pos: pos[k].Pos})
			j.emit(at, event.Event{Kind: event.Acquire, Op: event.OpTestEnd, Loc: j.Space.Child(t, event.Sel{Kind: event.Subtests}), Pos: pos[k].Pos})
		}
	}
}

// simplify flattens a graph that only accesses memory to one block: without
// synchronization the order does not matter.
func (j *joiner) simplify() {
	g := j.g
	n, only := 0, true
	for i := range g.Blocks {
		n += len(g.Blocks[i].Events)
		for _, e := range g.Blocks[i].Events {
			switch e.Kind {
			case event.Access, event.Fresh, event.Unmade, event.Escape, event.Uses, event.Bind, event.BindFunc, event.Set, event.Output:
			default:
				only = false
			}
		}
		only = only && !slices.ContainsFunc(g.Blocks[i].Succs, func(e event.Edge) bool { return e.One }) // which keeps instances apart
	}
	g.events = n
	if !only || !g.returns() {
		return
	}
	flat := g.onlyReturn()
	type key struct {
		loc   event.Loc
		kind  event.Kind
		flags event.Flags
		val   event.Loc
	}
	seen := map[key]bool{}
	keep := map[event.Loc]bool{}
	for _, r := range g.Results {
		if r != event.NoLoc {
			keep[j.Space.RootLoc(r)] = true
		}
	}
	if j.handsFunctions() { // which have captured some of it
		maps.Copy(keep, g.Own)
	}
	j.keepBound(keep)
	private := func(l event.Loc) bool { r := j.Space.RootLoc(l); return g.Own[r] && !keep[r] }
	lead := j.leads(private)
	handed := map[event.Loc]bool{}
	j.Space.Handed(handed, g.Blocks)
	sets := g.stores()
	for i := range g.Blocks {
		if g.Blocks[i].Return && flat.RetPos == 0 {
			flat.RetPos = g.Blocks[i].RetPos
		}
		for _, e := range g.Blocks[i].Events {
			if e.Kind == event.Set {
				if len(g.Blocks) > 1 && (i > 0 || sets[e.Loc] > 1) { // the order is lost
					e.N = event.Unknown
				}
				if !private(e.Loc) {
					flat.Events = append(flat.Events, e)
				}
				continue
			}
			if e.Kind == event.Unmade {
				continue
			}
			if e.Kind == event.BindFunc {
				flat.Events = append(flat.Events, e)
				continue
			}
			if e.Kind == event.Bind && e.Val != event.NoLoc && private(e.Loc) && handed[j.Space.RootLoc(e.Loc)] {
				e = e.AsEscape()
			}
			if e.Kind == event.Access && lead != nil && private(e.Loc) {
				e.Loc = lead.canonical(e.Loc, maxHops)
			}
			k := key{e.Loc, e.Kind, e.Flags, e.Val}
			if private(e.Loc) && j.element(&e) && !private(e.Val) {
				// what becomes of the elements nobody knows any more
				flat.Events = append(flat.Events, event.Event{Kind: event.Escape, Op: event.OpServe, Loc: e.Val, Pos: e.Pos, Via: e.Via})
			}
			if seen[k] || private(e.Loc) || len(flat.Events) >= maxFlat {
				continue
			}
			seen[k] = true
			flat.Events = append(flat.Events, e)
		}
	}
	own := map[event.Loc]bool{}
	for r := range g.Own {
		if keep[r] {
			own[r] = true
		}
	}
	g.Own = own
	g.Blocks = []event.Block{flat}
	g.events = len(flat.Events)
}

// stores counts the stores of what branches test, for each location.
func (g *Graph) stores() map[event.Loc]int {
	n := map[event.Loc]int{}
	for i := range g.Blocks {
		for _, e := range g.Blocks[i].Events {
			if e.Kind == event.Set {
				n[e.Loc]++
			}
		}
	}
	return n
}

// leads knows where the pointers lead that the graph keeps in what is its own, nil if it
// keeps none to anything that others know: what is done through them is done to that.
func (j *joiner) leads(private func(event.Loc) bool) *referents {
	for i := range j.g.Blocks {
		for _, e := range j.g.Blocks[i].Events {
			if e.Kind == event.Bind && e.Val != event.NoLoc && private(e.Loc) && !private(e.Val) && !j.element(&e) {
				return newReferents(j.Linker, j.g)
			}
		}
	}
	return nil
}

// onlyReturn is a block that returns as the whole graph does: with an error if all
// returns do, or with that of another call. One that always succeeds has an error for
// a reason, such as that it stands for something else in an example.
func (g *Graph) onlyReturn() event.Block {
	flat, some := event.Block{Return: true, Trip: event.Unknown}, false
	for i := range g.Blocks {
		switch b := &g.Blocks[i]; {
		case !b.Return:
		case !some:
			flat.Ret, flat.RetCond, some = b.Ret, b.RetCond, true
		case b.Ret != flat.Ret || b.RetCond != flat.RetCond:
			flat.Ret, flat.RetCond = event.RetAnyhow, 0
			return flat
		}
	}
	if flat.Ret != event.RetFailed {
		flat.Ret = event.RetAnyhow
	}
	return flat
}

// handsFunctions reports whether the function returns a function that is made here, or
// puts one into something.
func (j *joiner) handsFunctions() bool {
	return slices.ContainsFunc(j.g.fns, func(f fnVal) bool { return f.target.Func != event.NoFunc }) || j.g.has(event.BindFunc)
}

// element reports whether the event stores a reference in an array or a slice,
// such as that of the arguments of an append.
func (j *joiner) element(e *event.Event) bool {
	return e.Kind == event.Bind && e.Val != event.NoLoc && !j.Space.IsRoot(e.Loc) && j.Space.Last(e.Loc).Kind != event.Field
}

// keepBound adds to the roots kept those that something kept refers to, or
// something that existed before the call.
func (j *joiner) keepBound(keep map[event.Loc]bool) {
	for changed := true; changed; {
		changed = false
		for i := range j.g.Blocks {
			for _, e := range j.g.Blocks[i].Events {
				if e.Kind != event.Bind || e.Val == event.NoLoc {
					continue
				}
				to, from := j.Space.RootLoc(e.Loc), j.Space.RootLoc(e.Val)
				if (keep[to] || !j.g.Own[to]) && !keep[from] {
					keep[from], changed = true, true
				}
			}
		}
	}
}
