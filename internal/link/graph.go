// Package link puts the functions of a package together: the events of a
// callee are spliced into the graph of its caller, with the caller's arguments
// in place of the callee's parameters, until only forks, accesses and
// synchronization are left.
//
// It sees plain events only. A splice is context-sensitive, so that a helper
// that forks the function it is given, or waits for the group it is given, is
// understood at each call; recursion and size are bounded, and what is over the
// bound is code out of sight: it may do anything, so nothing is said about it.
package link

import (
	"maps"
	"slices"

	"github.com/gojoincheck/gojoincheck/internal/event"
)

// A Graph is what a function does, its callees included.
type Graph struct {
	Func    event.FuncID
	Name    string
	Pos     event.Pos
	Blocks  []event.Block // no event.Call is left but of unresolved parameters
	Sites   []Site        // what Fork, Call and AtEnd events refer to
	Own     map[event.Loc]bool
	Direct  []event.Loc // those of Own that the function itself creates
	Given   []event.Loc // those of Own that callees have created and returned to it
	Params  []event.Loc
	Results []event.Loc
	Made    func(event.Loc) event.Loc // the root that a path leads to, where all of the way is known; nil if nobody has asked
	fns     []fnVal                   // the functions among the results
	events  int
	literal bool                    // written within another function
	within  event.FuncID            // of a literal: the function that it is written in
	spliced map[event.FuncID]bool   // the functions of which it has a copy: the conditions of another copy are others
	parts   []event.FuncID          // see Contains
	foreign bool                    // known from a summary: its positions are Elsewhere
	inner   map[event.Loc]event.Loc // of a literal: what its calls returned, for the functions around it
}

// Contains lists the literals that are written in the function, or in one of them, and that
// it calls itself: what they do is what the function does. What a goroutine runs is a graph
// of its own, and who calls a literal that it has been given knows more of it.
func (g *Graph) Contains() []event.FuncID { return g.parts }

// A Site is a call site within a graph.
type Site struct {
	event.CallSite
	Task    *Graph // what a fork runs, nil if unknown
	fn      fnVal  // what is called, as far as known
	Lost    bool   // a known function was not followed, for it is over a limit
	Waits   bool   // of one that is Lost: it waits for somebody
	Foreign bool   // it is in a function of another package: its position is that of the call
	Again   bool   // a known function was not unfolded once more: what it does has been seen
	Told    bool   // it is part of a call that returns an error or a boolean
	done    bool   // Task is final: a recursive fork is not unfolded again
}

// Callee is what an unknown function is named by: the parameter, the field or
// the result that it comes from. It is NoLoc for a known one.
func (s *Site) Callee() event.Loc { return s.fn.target.Param }

// Unfollowed reports whether the site calls a known function that the graph does not
// contain.
func (s *Site) Unfollowed() bool { return s.Lost || s.Again }

// Known is the function that is called or kept, NoFunc if that is not known.
func (s *Site) Known() event.FuncID { return s.fn.target.Func }

// fnVal is a function together with what its free roots stand for.
type fnVal struct {
	target event.Target
	env    []*subst // applied in order
}

var noFn = fnVal{target: event.Target{Func: event.NoFunc}}

// Limits. A graph that grows beyond them ends in code out of sight.
const (
	// maxEvents bounds a graph; a function with more has hundreds of
	// synchronizing statements in its callees.
	maxEvents = 1000
	// maxDepth bounds splices within splices that only parameters unfold.
	maxDepth = 12
	// maxWork bounds the events handled for one function, splices of splices
	// included; it is what makes the analysis linear in the end.
	maxWork = 60_000
	// maxMentions bounds the functions of which it is looked up what they wait for, where a
	// call was not followed.
	maxMentions = 16
	// maxFlat bounds the accesses kept of a callee that only accesses.
	maxFlat = 256
)

// A Linker closes the functions of one package.
type Linker struct {
	Space *event.Space
	// Func returns the events of a function.
	Func func(event.FuncID) *event.Func
	// ResultFunc tells which function a result is.
	ResultFunc func(event.FuncID, int) event.Target
	// Method tells which function the method with a number of the type with a
	// number is; nil if the calls of interface methods are not to be followed.
	Method func(typ, method int32) event.FuncID
	// CondAt numbers a condition of a function that is called at a site as the
	// caller does, and tells whether the caller's is the opposite; it returns 0 if
	// the caller knows none, and [event.Always] if what is passed settles it. It may
	// be nil.
	CondAt func(cond, site int32) (id int32, neg bool)
	// GivenUp counts the calls that were over a limit.
	GivenUp int

	closed map[event.FuncID]*Graph
	active map[event.FuncID]int
	cuts   []event.FuncID                  // active functions that were called once more, and not unfolded
	cutAt  map[event.FuncID][]event.FuncID // by closed function: those of them that were active then
	depth  int
	work   int
	sites  int32
	conds  map[condKey]int32
	tested map[event.FuncID]map[int32]bool // by function: the conditions of its own
}

// condKey is a condition in one of several activations of its function.
type condKey struct{ cond, activation int32 }

// firstCond is above the conditions that the extractor numbers.
const firstCond = 1 << 24

// New returns a linker over the functions that fn gives.
func New(sp *event.Space, fn func(event.FuncID) *event.Func, result func(event.FuncID, int) event.Target) *Linker {
	return &Linker{
		Space: sp, Func: fn, ResultFunc: result,
		closed: map[event.FuncID]*Graph{}, active: map[event.FuncID]int{}, cutAt: map[event.FuncID][]event.FuncID{}, sites: 1 << 20, conds: map[condKey]int32{}, tested: map[event.FuncID]map[int32]bool{},
	}
}

// Closed returns the graph of a function in terms of its own parameters. It is
// nil for a function that is being closed already (recursion).
func (l *Linker) Closed(id event.FuncID) *Graph {
	if g, ok := l.closed[id]; ok && !l.cutOff(id) {
		return g
	}
	if l.active[id] >= 2 { // a recursive function is unfolded once
		l.cuts = append(l.cuts, id)
		return nil
	}
	first := len(l.cuts)
	g := l.closeActive(id)
	if l.active[id] > 0 {
		return l.another(g)
	}
	l.closed[id] = g
	l.cuts = append(l.cuts[:first], slices.DeleteFunc(l.cuts[first:], func(c event.FuncID) bool { return l.active[c] == 0 })...)
	delete(l.cutAt, id)
	if cuts := l.cuts[first:]; len(cuts) > 0 {
		l.cutAt[id] = slices.Clone(cuts)
	}
	return g
}

// closeActive closes a function that is being closed meanwhile. What is wrong with
// one function must not make others seem recursive.
func (l *Linker) closeActive(id event.FuncID) *Graph {
	l.active[id]++
	defer func() { l.active[id]-- }()
	return l.close(l.Func(id))
}

// cutOff reports whether the graph of a function was closed within others that it
// calls again, and so without some of what these do, and none of them is being
// closed now: then it is worth closing anew.
func (l *Linker) cutOff(id event.FuncID) bool {
	at := l.cutAt[id]
	return len(at) > 0 && !slices.ContainsFunc(at, func(c event.FuncID) bool { return l.active[c] > 0 })
}

// Forget lets go of the graph of a function that nobody will ask for again. If
// somebody does, it is made anew.
func (l *Linker) Forget(id event.FuncID) { delete(l.closed, id) }

// another gives the graph of an activation within one of the same function: what
// it makes is not what that has made.
func (l *Linker) another(g *Graph) *Graph {
	l.sites++
	sub := newSubst(0)
	for _, r := range slices.Sorted(maps.Keys(g.Own)) {
		sub.locs[r] = l.Space.Rename(r, l.sites)
	}
	return l.instance(g, []*subst{sub})
}

// Complete returns the graph of a function as it runs on its own: with what
// it registered for the end of the test.
func (l *Linker) Complete(id event.FuncID) *Graph {
	l.work = 0
	g := l.Closed(id)
	if g == nil {
		return nil
	}
	g = l.resolve(g)
	if !g.has(event.AtEnd) {
		return l.asForked(g)
	}
	b := &joiner{Linker: l, g: l.copy(g)}
	b.runAtEnd()
	b.finish()
	return l.asForked(b.g)
}

// has reports whether a graph has an event of a kind.
func (g *Graph) has(k event.Kind) bool {
	return slices.ContainsFunc(g.Blocks, func(b event.Block) bool {
		return slices.ContainsFunc(b.Events, func(e event.Event) bool { return e.Kind == k })
	})
}

// copy copies what a joiner changes.
func (l *Linker) copy(g *Graph) *Graph {
	c := *g
	c.Blocks = make([]event.Block, len(g.Blocks))
	for i, b := range g.Blocks {
		c.Blocks[i] = b
		c.Blocks[i].Events = append([]event.Event(nil), b.Events...)
		c.Blocks[i].Succs = append([]event.Edge(nil), b.Succs...)
	}
	c.Sites = append([]Site(nil), g.Sites...)
	c.Own = map[event.Loc]bool{}
	for r := range g.Own {
		c.Own[r] = true
	}
	return &c
}

// methodOf resolves the path of a method when what the interface refers to was
// made as a known type.
func (l *Linker) methodOf(p, holder event.Loc) event.FuncID {
	if l.Method == nil || l.Space.IsRoot(p) || l.Space.Last(p).Kind != event.Method || !l.Space.IsRoot(holder) {
		return event.NoFunc
	}
	return l.Method(l.Space.Root(holder).Type, l.Space.Last(p).N)
}
