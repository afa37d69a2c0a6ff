package link

import (
	"maps"
	"slices"

	"github.com/gojoincheck/gojoincheck/internal/event"
)

// subst replaces roots: by locations, and function-typed roots by functions. Or it
// gives every location another name.
type subst struct {
	locs map[event.Loc]event.Loc
	fns  map[event.Loc]fnVal
	name func(event.Loc) event.Loc // nil for one that replaces roots
	via  event.Pos
}

func newSubst(via event.Pos) *subst {
	return &subst{locs: map[event.Loc]event.Loc{}, fns: map[event.Loc]fnVal{}, via: via}
}

// loc applies substitutions in order.
func (l *Linker) loc(x event.Loc, env []*subst) event.Loc {
	for _, s := range env {
		x = l.renamed(x, s)
	}
	return x
}

func (l *Linker) renamed(x event.Loc, s *subst) event.Loc {
	if s.name != nil {
		return s.name(x)
	}
	return l.Space.Subst(x, s.locs)
}

// edges puts what branches test under substitutions; the edges given stay as
// they are.
func (l *Linker) edges(list []event.Edge, env []*subst) []event.Edge {
	copied := false
	for i := range list {
		test := l.loc(list[i].Test, env)
		if test == list[i].Test {
			continue
		}
		if !copied {
			list, copied = slices.Clone(list), true
		}
		list[i].Test = test
	}
	return list
}

// fnOf resolves a target under substitutions.
func (l *Linker) fnOf(t event.Target, env []*subst) fnVal {
	if t.Func != event.NoFunc {
		return fnVal{target: t, env: env}
	}
	p := t.Param
	for i, s := range env {
		if f, ok := s.fns[p]; ok && f.target.Known() {
			rest := env[i+1:]
			if f.target.Func != event.NoFunc {
				return fnVal{target: f.target, env: append(append([]*subst(nil), f.env...), rest...)}
			}
			return l.fnOf(f.target, append(append([]*subst(nil), f.env...), rest...))
		}
		if q := l.renamed(p, s); q != p {
			p = q
		}
	}
	if p == event.NoLoc {
		return noFn
	}
	if id := l.methodOf(p, l.Space.Parent(p)); id != event.NoFunc {
		return fnVal{target: event.Target{Func: id}}
	}
	return fnVal{target: event.Target{Func: event.NoFunc, Param: p}}
}

// under puts a function value under further substitutions.
func (l *Linker) under(f fnVal, env []*subst) fnVal {
	if f.target.Func != event.NoFunc {
		return fnVal{target: f.target, env: append(append([]*subst(nil), f.env...), env...)}
	}
	return l.fnOf(f.target, env)
}

// substSite puts a site under substitutions.
func (l *Linker) substSite(s *Site, env []*subst) {
	s.Handle = l.loc(s.Handle, env)
	args := make([]event.Arg, len(s.Args))
	for i, a := range s.Args {
		args[i] = event.Arg{Loc: l.loc(a.Loc, env), Fn: a.Fn}
		if a.Fn.Func == event.NoFunc && a.Fn.Param != event.NoLoc {
			args[i].Fn = l.fnOf(a.Fn, env).target
		}
	}
	s.Args = args
	results := make([]event.Loc, len(s.Results))
	for i, r := range s.Results {
		results[i] = l.loc(r, env)
	}
	s.Results = results
	effects := make([]event.Event, len(s.Effects))
	for i, e := range s.Effects {
		e.Loc = l.loc(e.Loc, env)
		effects[i] = e
	}
	s.Effects = effects
	s.fn = l.under(s.fn, env)
	if s.Task != nil {
		s.Task = l.instance(s.Task, l.apart(s.Task, env))
	}
}

// apart keeps what a task makes apart from what others have made of the same call or
// statement: that is what the substitutions are about, or what they put in its place.
func (l *Linker) apart(task *Graph, env []*subst) []*subst {
	if len(task.Own) == 0 {
		return env
	}
	others := map[event.Loc]bool{}
	for _, s := range env {
		if s.name == nil {
			for from, to := range s.locs {
				others[from], others[l.Space.RootLoc(to)] = true, true
			}
		}
	}
	var own []event.Loc
	for r := range task.Own {
		if others[r] {
			own = append(own, r)
		}
	}
	if len(own) == 0 {
		return env
	}
	slices.Sort(own)
	l.sites++
	sub := newSubst(0)
	for _, r := range own {
		sub.locs[r] = l.Space.Rename(r, l.sites)
	}
	return append([]*subst{sub}, env...)
}

// instance copies a graph under substitutions; it shares the graph when
// nothing changes.
func (l *Linker) instance(g *Graph, env []*subst) *Graph {
	if !l.touches(g, env) {
		return g
	}
	return l.spliceAgain(g, env)
}

// spliceAgain copies a graph under substitutions, and splices the calls that are
// known by then.
func (l *Linker) spliceAgain(g *Graph, env []*subst) *Graph {
	j := &joiner{Linker: l, res: newSubst(0), g: &Graph{
		Func: g.Func, Name: g.Name, Pos: g.Pos, Own: map[event.Loc]bool{}, Params: g.Params, foreign: g.foreign, literal: g.literal, within: g.within, spliced: maps.Clone(g.spliced), parts: slices.Clip(g.parts),
	}}
	for r := range g.Own {
		if !isAnother(r, env) {
			j.g.Own[l.loc(r, env)] = true
		}
	}
	rename := func(roots []event.Loc) (to []event.Loc) {
		for _, r := range roots {
			if !isAnother(r, env) {
				to = append(to, l.loc(r, env))
			}
		}
		return to
	}
	j.g.Direct, j.g.Given = rename(g.Direct), rename(g.Given)
	j.g.Blocks = make([]event.Block, len(g.Blocks))
	for i, b := range g.Blocks {
		b.Events, b.Succs = nil, l.edges(b.Succs, env)
		j.g.Blocks[i] = b
	}
	for i := range g.Blocks {
		j.copyBlock(int32(i), &g.Blocks[i], g, env)
	}
	for i, r := range g.Results {
		j.g.Results = append(j.g.Results, l.loc(r, env))
		j.g.fns = append(j.g.fns, l.under(g.fns[i], env))
	}
	j.finish()
	return j.g
}

// isAnother reports whether a root turns out to be an object that has been made
// elsewhere.
func isAnother(root event.Loc, env []*subst) bool {
	return slices.ContainsFunc(env, func(s *subst) bool { return s.name != nil && s.name(root) != root })
}

// copyBlock is paste for a copy, which keeps the way events are reached.
func (j *joiner) copyBlock(at int32, b *event.Block, g *Graph, env []*subst) {
	tail := j.g.Blocks[at]
	start := at
	for _, e := range b.Events {
		if j.standsFor(&e) || e.Kind == event.Fresh && isAnother(e.Loc, env) {
			continue
		}
		at = j.carry(at, e, g, env)
	}
	if at != start {
		endLike(&j.g.Blocks[at], &tail)
	}
	j.moveSelect(start, at)
}

// touches reports whether a substitution changes anything in g.
func (l *Linker) touches(g *Graph, env []*subst) bool {
	hit := func(x event.Loc) bool {
		if x == event.NoLoc {
			return false
		}
		root := l.Space.RootLoc(x)
		for _, s := range env {
			if s.name != nil && s.name(x) != x {
				return true
			}
			if _, ok := s.fns[x]; ok {
				return true
			}
			if _, ok := s.locs[root]; ok {
				return true
			}
			if _, ok := s.fns[root]; ok {
				return true
			}
		}
		return false
	}
	for i := range g.Blocks {
		for _, e := range g.Blocks[i].Events {
			if hit(e.Loc) || hit(e.Val) {
				return true
			}
		}
	}
	for i := range g.Sites {
		s := &g.Sites[i]
		if hit(s.Handle) || hit(s.fn.target.Param) {
			return true
		}
		for _, a := range s.Args {
			if hit(a.Loc) || hit(a.Fn.Param) {
				return true
			}
		}
		for _, e := range s.Effects {
			if hit(e.Loc) || hit(e.Val) {
				return true
			}
		}
		if s.Task != nil && l.touches(s.Task, env) {
			return true
		}
	}
	return false
}
