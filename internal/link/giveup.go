package link

import (
	"slices"

	"github.com/gojoincheck/gojoincheck/internal/event"
)

// This file makes a call over the limit one of code out of sight. Such a call may do anything
// to what it gets, and to what it waits for or signals: a closure has captured that.

// A lostCall is a call that is not followed.
type lostCall struct {
	*joiner
	at    int32 // the block that the call is in
	site  *Site
	given map[event.Loc]bool // what it has been handed so far
	seen  map[event.FuncID]bool
	waits bool // for anything
}

// giveUp hands a call of g all that it may have to do with. It reports whether the call waits
// for anything.
func (j *joiner) giveUp(at int32, g *Graph, s *Site) (waits bool) {
	j.GivenUp++
	c := &lostCall{joiner: j, at: at, site: s, given: map[event.Loc]bool{event.NoLoc: true}, seen: map[event.FuncID]bool{}}
	env := append(slices.Clip(s.fn.env), j.arguments(g, s))
	c.meets(g.Blocks, func(l event.Loc) bool { return g.Own[l] }, env)
	for i := range g.Sites {
		fn := j.under(g.Sites[i].fn, env)
		c.calls(fn.target, fn.env)
	}
	for _, a := range s.Args {
		c.hand(a.Loc)
		c.calls(a.Fn, nil)
	}
	return c.waits
}

// hand hands an object to the call.
func (c *lostCall) hand(l event.Loc) {
	if !c.given[l] {
		c.given[l] = true
		c.emit(c.at, event.Event{Kind: event.Escape, Loc: l, Pos: c.site.Pos, Via: c.site.Pos})
	}
}

// meets hands it what some blocks wait for and signal, but for what is made there.
func (c *lostCall) meets(blocks []event.Block, own func(root event.Loc) bool, env []*subst) {
	for i := range blocks {
		for _, e := range blocks[i].Events {
			if (e.Kind == event.Acquire || e.Kind == event.Release) && !own(c.Space.RootLoc(e.Loc)) {
				c.waits = c.waits || e.Kind == event.Acquire
				c.hand(c.loc(e.Loc, env))
			}
		}
	}
}

// calls hands it what is written in a function, if it is known: not what that calls in turn,
// which may be as large.
func (c *lostCall) calls(t event.Target, env []*subst) {
	if t.Func == event.NoFunc || c.seen[t.Func] || len(c.seen) == maxMentions {
		return
	}
	c.seen[t.Func] = true
	f := c.Func(t.Func)
	c.meets(f.Blocks, func(l event.Loc) bool { return slices.Contains(f.Own, l) }, env)
}
