package link

import (
	"maps"
	"slices"

	"github.com/gojoincheck/gojoincheck/internal/event"
)

// A joiner builds one graph.
type joiner struct {
	*Linker
	g   *Graph
	res *subst // what the results of spliced calls turned out to be

	f     *event.Func
	named map[event.Loc]bool // the roots that f mentions, nil until asked

	// copying is how the function that is being spliced is copied.
	copying copying

	// known is the call site that was spliced last: what stands for code out of
	// sight there is left out.
	known int32
}

// close splices the callees of a function into it.
func (l *Linker) close(f *event.Func) *Graph {
	g := &Graph{Func: f.ID, Name: f.Name, Pos: f.Pos, Params: f.Params, Own: map[event.Loc]bool{}, foreign: f.Foreign, literal: f.Literal, within: f.Within}
	g.Direct = slices.Clip(f.Own)
	for _, r := range f.Own {
		g.Own[r] = true
	}
	j := &joiner{Linker: l, g: g, f: f, res: newSubst(0)}
	g.Blocks = make([]event.Block, len(f.Blocks))
	for i, b := range f.Blocks {
		b.Events = nil
		g.Blocks[i] = b
	}
	for i := range f.Blocks {
		j.block(int32(i), f.Blocks[i].Events, f.Calls, nil)
	}
	g.Results = append([]event.Loc(nil), f.Results...)
	for i := range f.Results {
		g.fns = append(g.fns, l.fnOf(l.ResultFunc(f.ID, i), nil))
	}
	j.finish()
	if f.Literal {
		g.inner = j.res.locs
	}
	return g
}

// finish applies what is known of results, and simplifies.
func (j *joiner) finish() {
	if j.res != nil && (len(j.res.locs) > 0 || len(j.res.fns) > 0) {
		env := []*subst{j.res, j.res} // a result may be that of another call
		for i := range j.g.Blocks {
			kept := j.g.Blocks[i].Events[:0]
			for _, e := range j.g.Blocks[i].Events {
				if _, known := j.res.locs[e.Loc]; known && e.Kind == event.Fresh {
					continue // made within the call, or before it
				}
				e.Loc = j.loc(e.Loc, env)
				e.Val = j.loc(e.Val, env)
				kept = append(kept, e)
			}
			j.g.Blocks[i].Events = kept
			j.g.Blocks[i].Succs = j.edges(j.g.Blocks[i].Succs, env)
		}
		for i := range j.g.Sites {
			j.substSite(&j.g.Sites[i], env)
		}
		for i := range j.g.Results {
			j.g.Results[i] = j.loc(j.g.Results[i], env)
		}
		for i, f := range j.g.fns {
			if f.target.Param != event.NoLoc {
				j.g.fns[i] = j.fnOf(f.target, env)
			} else {
				j.g.fns[i].env = append(append([]*subst(nil), f.env...), env...)
			}
		}
	}
	j.cutByFlags()
	j.thread()
	j.simplify()
}

// block fills block at with events, splicing calls; it returns the block in
// which the last event ended up.
func (j *joiner) block(at int32, events []event.Event, calls []event.CallSite, env []*subst) int32 {
	tail := j.g.Blocks[at] // successors and return, which move to the last part
	start := at
	j.g.Blocks[at].Events = slices.Grow(j.g.Blocks[at].Events, len(events))
	for _, e := range events {
		if j.standsFor(&e) {
			continue
		}
		switch e.Kind {
		case event.Call:
			site := Site{CallSite: calls[e.Call]}
			site.fn = j.callee(site.Target, j.andResults(env))
			at = j.call(at, e, site)
		case event.Fork:
			site := Site{CallSite: calls[e.Call]}
			site.fn = j.fnOf(site.Target, j.andResults(env))
			j.fork(at, e, site)
		case event.AtEnd, event.BindFunc:
			site := Site{CallSite: calls[e.Call]}
			site.fn = j.fnOf(site.Target, env)
			j.site(at, e, site)
		default:
			j.emit(at, e)
		}
	}
	if b := &j.g.Blocks[at]; b.Succs == nil {
		endLike(b, &tail)
	}
	j.moveSelect(start, at)
	return at
}

// endLike lets a block end as another one does.
func endLike(b, tail *event.Block) {
	b.Succs, b.Return, b.RetPos, b.Ret, b.RetCond = tail.Succs, tail.Return, tail.RetPos, tail.Ret, tail.RetCond
}

// callee resolves what a call runs; it may be what a call before it returned.
func (j *joiner) callee(t event.Target, env []*subst) fnVal {
	f := j.fnOf(t, env)
	if f.target.Func == event.NoFunc && j.res != nil {
		if r, ok := j.res.fns[f.target.Param]; ok && r.target.Func != event.NoFunc {
			return j.under(r, []*subst{j.res})
		}
	}
	return f
}

// moveSelect takes the mark of a select along to the last part of a block; a
// splice within may have done so already.
func (j *joiner) moveSelect(from, to int32) {
	if from != to && j.g.Blocks[from].Select {
		j.g.Blocks[to].Select, j.g.Blocks[from].Select = j.g.Blocks[from].Select, false
		j.g.Blocks[to].SelPos = j.g.Blocks[from].SelPos
	}
}

func (j *joiner) emit(at int32, e event.Event) {
	j.g.Blocks[at].Events = append(j.g.Blocks[at].Events, e)
	j.g.events++
	j.work++
}

// over reports whether a limit is reached.
func (j *joiner) over() bool { return j.work > maxWork || j.depth > maxDepth }

// site appends an event that refers to a site.
func (j *joiner) site(at int32, e event.Event, s Site) {
	e.Call = int32(len(j.g.Sites))
	j.g.Sites = append(j.g.Sites, s)
	j.emit(at, e)
}

// fork appends a fork, its task closed and in the forker's terms.
func (j *joiner) fork(at int32, e event.Event, s Site) {
	switch {
	case s.fn.target.Func != event.NoFunc:
		s.Task, s.done = j.task(&s), true
		j.known = s.ID
	case s.Else != 0:
		s.Task = j.Closed(s.Else - 1)
	}
	j.site(at, e, s)
}

// task closes what a fork runs.
func (j *joiner) task(s *Site) *Graph {
	if j.over() {
		j.GivenUp++
		s.Lost = true
		return nil
	}
	j.depth++
	defer func() { j.depth-- }()
	g := j.here(j.Closed(s.fn.target.Func), s.Pos)
	if g == nil {
		s.Again = true
		return nil
	}
	sub := j.arguments(g, s)
	env := append(append([]*subst(nil), s.fn.env...), sub)
	return j.instance(g, j.apart(g, env))
}

// arguments maps the parameters of g to what the site passes.
func (j *joiner) arguments(g *Graph, s *Site) *subst {
	sub := newSubst(s.Pos)
	for i, p := range g.Params {
		if p == event.NoLoc || i >= len(s.Args) {
			continue
		}
		if s.Args[i].Loc != event.NoLoc {
			sub.locs[p] = s.Args[i].Loc
		}
		if s.Args[i].Fn.Known() {
			sub.fns[p] = fnVal{target: s.Args[i].Fn}
		}
	}
	return sub
}

// call splices a call into block at and returns the block to go on in.
func (j *joiner) call(at int32, e event.Event, s Site) int32 {
	if s.Kind == event.Subtest {
		return j.subtest(at, e, s)
	}
	if s.fn.target.Func == event.NoFunc {
		if s.fn.target.Param != event.NoLoc { // may be known to a caller
			j.site(at, e, s)
		}
		return at
	}
	j.depth++
	defer func() { j.depth-- }()
	g := j.here(j.Closed(s.fn.target.Func), s.Pos)
	if g == nil { // a recursive call is unfolded no further
		j.known, s.fn, s.Again = s.ID, noFn, true
		j.site(at, e, s)
		return at
	}
	if j.over() || j.g.events+g.events > maxEvents {
		s.Waits = j.giveUp(at, g, &s)
		j.lose(at, e, s)
		return at
	}
	env, own := j.environment(g, &s)
	j.name(g, &s, own)
	next := j.splice(at, g, env, e, s.If, s.ID)
	j.bindResults(g, &s, env)
	j.bindInner(next, g, env)
	j.known = s.ID
	return next
}

// andResults adds what is known of the results of calls so far.
func (j *joiner) andResults(env []*subst) []*subst {
	if j.res == nil || len(j.res.locs) == 0 {
		return env
	}
	return append(env[:len(env):len(env)], j.res)
}

// bindInner records what the calls in a literal returned: it may have stored
// that in a variable of this function. Such a variable stands for what the first
// call of the literal stored, so that what another one stores is lost sight of.
func (j *joiner) bindInner(at int32, g *Graph, env []*subst) {
	for _, root := range slices.Sorted(maps.Keys(g.inner)) {
		l := j.loc(g.inner[root], env)
		switch known, ok := j.res.locs[root]; {
		case !ok:
			j.res.locs[root] = l
		case known != l:
			j.emit(at, event.Event{Kind: event.Escape, Op: event.OpServe, Loc: l, Pos: j.g.Pos, Via: j.g.Pos})
		}
	}
}

// lose leaves a mark where a call was not followed.
func (j *joiner) lose(at int32, e event.Event, s Site) {
	s.fn, s.Lost = noFn, true
	j.site(at, e, s)
}

// environment is what a graph that is spliced at a call is put under: what the literal has
// captured, and the arguments. Its own roots get new names where this graph has them
// already: two calls of one function make two objects, and a literal that calls the
// function it is written in has captured those of another call. So has one whose
// function has been renamed since: own is what renames them.
func (j *joiner) environment(g *Graph, s *Site) (env []*subst, own *subst) {
	sub := j.arguments(g, s)
	env = append(append([]*subst(nil), s.fn.env...), sub)
	roots := slices.Sorted(maps.Keys(g.Own))
	captured := slices.ContainsFunc(roots, func(r event.Loc) bool { return j.loc(r, s.fn.env) != r })
	if captured {
		own = newSubst(s.Pos)
		env = append([]*subst{own}, env...)
	} else {
		own = sub
	}
	if !captured && !slices.ContainsFunc(roots, func(r event.Loc) bool { return j.g.Own[r] || j.mentions(r) }) {
		for _, r := range roots {
			j.g.Own[r] = true
		}
		return env, own
	}
	j.sites++
	for _, r := range roots {
		to := j.Space.Rename(r, j.sites)
		own.locs[r] = to
		j.g.Own[to] = true
	}
	return env, own
}

// mentions reports whether the function itself, a literal, has to do with a root.
func (j *joiner) mentions(root event.Loc) bool {
	if j.f == nil || !j.f.Literal {
		return false
	}
	if j.named == nil {
		j.named = map[event.Loc]bool{}
		for i := range j.f.Blocks {
			for k := range j.f.Blocks[i].Events {
				e := &j.f.Blocks[i].Events[k]
				j.named[j.Space.RootLoc(e.Loc)], j.named[j.Space.RootLoc(e.Val)] = true, true
			}
		}
		for i := range j.f.Calls {
			for _, a := range j.f.Calls[i].Args {
				j.named[j.Space.RootLoc(a.Loc)] = true
			}
		}
	}
	return j.named[root]
}

// name gives an object that the callee made and returns, and that has no name of
// its own, the name of what the caller calls it.
func (j *joiner) name(g *Graph, s *Site, sub *subst) {
	for i, root := range s.Results {
		if root == event.NoLoc || i >= len(g.Results) || !g.Own[g.Results[i]] {
			continue
		}
		made, name := g.Results[i], j.Space.Root(root).Name
		if name == "" || j.Space.Root(made).Name != "" {
			continue
		}
		to, renamed := sub.locs[made]
		if !renamed {
			j.sites++
			to = j.Space.Rename(made, j.sites)
			sub.locs[made] = to
			delete(j.g.Own, made)
			j.g.Own[to] = true
		}
		j.Space.Name(to, name)
	}
}

// bindResults records what the results of a spliced call are. One that the callee
// was given may be the result of a call before it, and that of one before that.
func (j *joiner) bindResults(g *Graph, s *Site, env []*subst) {
	if j.res == nil {
		j.res = newSubst(0)
	}
	known := j.andResults(env)
	for i, root := range s.Results {
		if root == event.NoLoc || i >= len(g.Results) {
			continue
		}
		if l := j.loc(g.Results[i], known); l != event.NoLoc && l != root {
			j.res.locs[root] = l
			j.given(l)
		}
		if f := g.fns[i]; f.target.Known() {
			j.res.fns[root] = j.under(f, env)
			for _, own := range slices.Sorted(maps.Keys(g.Own)) { // the function may have captured it
				j.given(j.loc(own, env))
			}
		}
	}
}

// given notes that a callee has returned what it, or one that it calls, has created.
func (j *joiner) given(l event.Loc) {
	if made := j.Space.RootLoc(l); j.g.Own[made] && !slices.Contains(j.g.Given, made) {
		j.g.Given = append(j.g.Given, made)
	}
}
