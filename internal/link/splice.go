package link

import (
	"maps"
	"slices"

	"github.com/gojoincheck/gojoincheck/internal/event"
)

// splice copies g into this graph at the end of block at. Condition ok, if it is
// not 0, tells in this graph that g has returned without an error. The site is
// that of the call.
func (j *joiner) splice(at int32, g *Graph, env []*subst, call event.Event, ok, site int32) int32 {
	if j.ownCode(g, &call) {
		j.contain(g, env)
	}
	if len(g.Blocks) == 1 && g.Blocks[0].Return && (ok == 0 || g.Blocks[0].Ret == event.RetAnyhow) {
		return j.paste(at, &g.Blocks[0], g, env, call)
	}
	outer := j.copying
	defer func() { j.copying = outer }()
	j.copying = j.copyOf(g, ok, site)
	base := int32(len(j.g.Blocks))
	j.g.Blocks = slices.Grow(j.g.Blocks, len(g.Blocks)+1)
	for _, b := range g.Blocks {
		nb := event.Block{Trip: b.Trip, Key: j.keyHere(b.Key), Endless: b.Endless, AtEnd: b.AtEnd, Select: b.Select, SelPos: b.SelPos}
		nb.Succs = slices.Grow(nb.Succs, len(b.Succs))
		for _, s := range b.Succs {
			s.To += base
			c, neg := j.condHere(s.Cond)
			if c == event.Always && s.Neg != neg {
				continue
			}
			s.Cond, s.Neg = max(c, 0), s.Neg != neg
			s.Test = j.loc(s.Test, env)
			nb.Succs = append(nb.Succs, s)
		}
		j.g.Blocks = append(j.g.Blocks, nb)
	}
	next := int32(len(j.g.Blocks))
	j.g.Blocks = append(j.g.Blocks, event.Block{Trip: event.Unknown})
	meant := g.alwaysFails()
	for i := range g.Blocks {
		end := j.paste(base+int32(i), &g.Blocks[i], g, env, call)
		if g.Blocks[i].Return {
			e := returning(next, g.Blocks[i].Ret, ok)
			e.Err = e.Err && !meant
			j.g.Blocks[end].Succs = []event.Edge{e}
		}
	}
	j.g.Blocks[at].Succs = []event.Edge{{To: base}}
	j.g.Blocks[at].Return = false
	return next
}

// ownCode reports whether a call is of a literal that is written in the function itself,
// by the function itself: then what it does, and makes, the function does.
func (j *joiner) ownCode(g *Graph, call *event.Event) bool {
	return g.literal && g.within == j.g.Func && g.within != event.NoFunc && call.Via == 0
}

// contain notes that a literal is part of the function that it is written in.
func (j *joiner) contain(g *Graph, env []*subst) {
	for _, f := range append([]event.FuncID{g.Func}, g.parts...) {
		if !slices.Contains(j.g.parts, f) {
			j.g.parts = append(j.g.parts, f)
		}
	}
	for _, r := range g.Direct {
		j.g.Direct = append(j.g.Direct, j.loc(r, env))
	}
}

// alwaysFails reports whether a function returns with an error and in no other way,
// so that it is no failure when it does.
func (g *Graph) alwaysFails() bool {
	return g.returns() && !slices.ContainsFunc(g.Blocks, func(b event.Block) bool { return b.Return && b.Ret != event.RetFailed })
}

// copying tells how the conditions of a function are numbered in the copy of it
// that is being spliced.
type copying struct {
	site       int32          // of the call
	tells      bool           // it returns an error or a boolean
	activation int32          // 0 for the first copy, which keeps its numbers
	again      []event.FuncID // of what is copied with it: the functions whose conditions get new numbers; nil for all
	hands, ok  int32          // the condition on the error that it hands on, and what the caller calls it
}

// copyOf starts another copy of a function.
func (j *joiner) copyOf(g *Graph, ok, site int32) copying {
	c := copying{site: site}
	c.tells = slices.ContainsFunc(g.Blocks, func(b event.Block) bool { return b.Ret != event.RetAnyhow })
	there := func(f event.FuncID) bool { return j.g.spliced[f] || f == j.g.Func } // or it calls itself
	if !there(g.Func) {
		for f := range g.spliced {
			if there(f) {
				c.again = append(c.again, f)
			}
		}
		slices.Sort(c.again)
	}
	if there(g.Func) || len(c.again) > 0 {
		j.sites++
		c.activation = j.sites
	}
	if j.g.spliced == nil {
		j.g.spliced = map[event.FuncID]bool{}
	}
	j.g.spliced[g.Func] = true
	maps.Copy(j.g.spliced, g.spliced)
	if ok != 0 {
		c.hands, c.ok = g.handsOn(), ok
	}
	return c
}

// handsOn is the one condition on an error of another call that the function
// returns as its own, 0 if there is none or several.
func (g *Graph) handsOn() int32 {
	var found int32
	for i := range g.Blocks {
		if c := g.Blocks[i].RetCond; g.Blocks[i].Return && c != 0 {
			if found != 0 && c != found {
				return 0
			}
			found = c
		}
	}
	return found
}

// condHere numbers a condition as the copy that is being spliced tests it, or its
// opposite.
func (j *joiner) condHere(c int32) (id int32, neg bool) {
	switch c {
	case 0:
		return 0, false
	case j.copying.hands:
		return j.copying.ok, false
	}
	if j.CondAt != nil {
		if id, neg := j.CondAt(c, j.copying.site); id != 0 {
			return id, neg
		}
	}
	if j.copying.activation != 0 && (len(j.copying.again) == 0 || slices.ContainsFunc(j.copying.again, func(f event.FuncID) bool { return j.tests(f, c) })) {
		return j.condOf(c, j.copying.activation), false
	}
	return c, false
}

// tests reports whether a condition is one of the function's own.
func (l *Linker) tests(f event.FuncID, cond int32) bool {
	own, ok := l.tested[f]
	if !ok {
		own = map[int32]bool{}
		if fn := l.Func(f); fn != nil {
			for _, b := range fn.Blocks {
				own[b.RetCond] = true
				for _, e := range b.Succs {
					own[e.Cond] = true
				}
			}
		}
		l.tested[f] = own
	}
	return own[cond]
}

// keyHere numbers an expression that counts something as the caller does.
func (j *joiner) keyHere(key int32) int32 {
	if key != 0 && j.CondAt != nil {
		if id, _ := j.CondAt(key, j.copying.site); id > 0 {
			return id
		}
	}
	return key
}

// returning is the edge from a return of a spliced function: with what error it
// returns decides the condition of whoever asks.
func returning(to int32, with event.Ret, ok int32) event.Edge {
	e := event.Edge{To: to}
	if with != event.RetAnyhow {
		failed := with == event.RetFailed || with == event.RetFalse
		e.Cond, e.Neg, e.Err = ok, ok != 0 && failed, ok != 0 && (with == event.RetOK || with == event.RetFailed)
	}
	return e
}

// condOf numbers a condition as the activation that is being spliced tests it.
func (l *Linker) condOf(c, activation int32) int32 {
	k := condKey{c, activation}
	if n, ok := l.conds[k]; ok {
		return n
	}
	n := firstCond + int32(len(l.conds))
	l.conds[k] = n
	return n
}

// paste appends the substituted events of a block of g to block at.
func (j *joiner) paste(at int32, b *event.Block, g *Graph, env []*subst, call event.Event) int32 {
	succs := j.g.Blocks[at].Succs
	start := at
	via := call.Via // of a call that became known only here
	if via == 0 {
		via = call.Pos
	}
	seen := call.At
	if seen == 0 {
		seen = call.Pos
	}
	own := j.ownCode(g, &call)
	j.g.Blocks[at].Events = slices.Grow(j.g.Blocks[at].Events, len(b.Events))
	for _, e := range b.Events {
		if j.standsFor(&e) {
			continue
		}
		if e.Pos == 0 { // what a function does that has no source, as that of a context's cancel
			e.Pos = call.Pos
		}
		if !own {
			e.Via = via
		}
		if !g.literal {
			e.At = seen
		}
		e.Flags |= call.Flags & event.Deferred
		at = j.carry(at, e, g, env)
	}
	if at != start { // the successors move to the last part
		j.g.Blocks[at].Succs = succs
	}
	j.moveSelect(start, at)
	return at
}

// carry adds an event of a graph, substituted, and returns the block to go on in.
func (j *joiner) carry(at int32, e event.Event, g *Graph, env []*subst) int32 {
	e.Loc = j.loc(e.Loc, env)
	e.Val = j.loc(e.Val, env)
	switch e.Kind {
	case event.Fork, event.Call, event.AtEnd, event.BindFunc:
		s := g.Sites[e.Call]
		j.substSite(&s, env)
		s.If, _ = j.condHere(s.If)
		s.If = max(s.If, 0)
		s.Told = j.copying.tells
		return j.again(at, e, s)
	}
	if e.Kind == event.Add {
		e.Key = j.keyHere(e.Key)
	}
	j.emit(at, e)
	return at
}

// again adds a site of a spliced graph, which may be resolved by now.
func (j *joiner) again(at int32, e event.Event, s Site) int32 {
	switch e.Kind {
	case event.Fork:
		if !s.done && s.fn.target.Func != event.NoFunc {
			s.Task, s.done = j.task(&s), true
			j.known = s.ID
		}
	case event.Call:
		if s.fn.target.Func != event.NoFunc {
			return j.call(at, e, s)
		}
	}
	j.site(at, e, s)
	return at
}

// standsFor reports whether an event stands for a call that is known.
func (j *joiner) standsFor(e *event.Event) bool {
	return e.Kind == event.Escape && e.Key != 0 && e.Key == j.known
}
