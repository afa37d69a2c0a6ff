package hb

import (
	"slices"

	"github.com/gojoincheck/gojoincheck/internal/event"
	"github.com/gojoincheck/gojoincheck/internal/flow"
	"github.com/gojoincheck/gojoincheck/internal/link"
)

// Graph is what is solved.
type Graph = link.Graph

// A recorder walks over a solved graph and records verdicts.
type recorder struct {
	*analysis
	root     Root
	findings []Finding

	pass     int                     // 0 gathers, 1 judges
	relPend  map[event.Loc]flow.Bits // per object: what was pending at the forker's releases
	relAt    map[event.Loc][]place   // where the forker releases each object
	joinedAt map[int]place           // per instance: the first acquire that settled it
	raced    map[event.Loc]bool      // locations with a race, no note is due
	acqAt    map[event.Loc][]place   // where the forker acquires each object
	got      map[int]flow.Bits       // by site: what was acquired before the fork, on every path
	late     map[int]bool            // instances forked before any Add
	pairs    map[[2]event.Pos]int    // finding by the two places
	reads    map[readBy]event.Pos    // where callees of tasks read what the forker writes
	looks    map[look]bool           // answers of looksAt
	signals  map[int]*signal         // by site, of those asked about
	refs     *refs                   // nil until asked
	dropped  *refs                   // the same where nothing is returned; nil until asked
}

func newRecorder(a *analysis, root Root) *recorder {
	r := &recorder{
		analysis: a, root: root,
		relPend: map[event.Loc]flow.Bits{}, relAt: map[event.Loc][]place{}, joinedAt: map[int]place{},
		raced: map[event.Loc]bool{}, acqAt: map[event.Loc][]place{}, got: map[int]flow.Bits{}, late: map[int]bool{}, pairs: map[[2]event.Pos]int{}, looks: map[look]bool{}, reads: map[readBy]event.Pos{},
	}
	a.note = r
	a.findEscapes()
	return r
}

func (a *analysis) findEscapes() {
	if !a.escapesKnown {
		a.escapes(a.g, 0)
		a.escapesKnown = true
	}
}

// escapes gathers what the graph and its tasks hand out of sight.
func (a *analysis) escapes(g *Graph, depth int) {
	const maxNesting = 8
	if depth > maxNesting {
		return
	}
	for i := range g.Blocks {
		for _, e := range g.Blocks[i].Events {
			if e.HandsOut() {
				a.escaped = append(a.escaped, e.Loc)
			}
			if e.Op == event.OpGiveUp {
				a.givenUp = append(a.givenUp, e.Loc)
			}
		}
	}
	for i := range g.Sites {
		if t := g.Sites[i].Task; t != nil {
			a.escapes(t, depth+1)
		} else if !g.Sites[i].Again {
			for _, arg := range g.Sites[i].Args {
				if arg.Loc != event.NoLoc {
					a.escaped = append(a.escaped, arg.Loc)
				}
			}
		}
	}
	for _, l := range g.Results {
		if l != event.NoLoc && depth == 0 {
			a.escaped = append(a.escaped, l)
		}
	}
}

// local reports whether the graph sees everything that happens to an object.
func (a *analysis) local(l event.Loc) bool {
	if !a.g.Own[a.Space.RootLoc(l)] || a.Space.Root(l).Kind == event.Opaque {
		return false
	}
	a.findEscapes()
	return !slices.ContainsFunc(a.escaped, func(e event.Loc) bool { return a.Space.Within(l, e) || a.Space.Within(e, l) })
}

// walk goes over the graph twice: once to gather, once to judge.
func (r *recorder) walk() {
	defer func() { r.note = nil }()
	for r.pass = 0; r.pass < 2; r.pass++ {
		for b := range r.c.blocks {
			if !r.c.live[b] || !r.reached[b] {
				continue
			}
			s := r.clone(r.in[b])
			s = r.block(b, s)
			if r.pass == 1 && r.c.blocks[b].Return {
				r.atReturn(s, int32(b))
			}
			succs := r.c.blocks[b].Succs
			if len(succs) == 0 {
				r.done(s)
			}
			for k := range succs {
				out := s
				if k < len(succs)-1 { // the last edge can have it
					out = r.clone(s)
				}
				out, _ = r.edge(b, k, out)
				r.done(out)
			}
		}
	}
	r.siteChecks()
	r.orderedNotes()
}

// settled is called when an acquire orders an instance.
func (r *recorder) settled(i int, at place) {
	if _, ok := r.joinedAt[i]; !ok {
		r.joinedAt[i] = at
	}
}

// event is called before each event takes effect.
func (r *recorder) event(s *state, at place, e *event.Event) {
	if r.pass == 0 {
		r.gather(s, at, e)
		return
	}
	switch e.Kind {
	case event.Access:
		s.pend.Each(func(i int) {
			if r.inst[i].Kind == Touch {
				r.forkerAccess(s, at, i, e)
			}
		})
	case event.Fork:
		r.siblings(s, r.siteAt[at])
		r.atFork(s, at, e)
	case event.Acquire:
		r.atAcquire(s, at, e)
	case event.Add:
		r.atAdd(s, at, e)
	case event.Release:
		r.atClose(s, e)
		r.atSubtestEnd(s, e)
	case event.Exit:
		r.atExit(s, at, e)
	}
}

func (r *recorder) joinStep(at place) Step {
	if at.index < 0 || int(at.index) >= len(r.c.blocks[at.block].Events) {
		return Step{Role: RoleJoin}
	}
	e := r.eventAt(at)
	return Step{Role: RoleJoin, Pos: r.where(e), Op: e.Op, Name: r.objectName(e.Loc)}
}

func (r *recorder) objectName(l event.Loc) string {
	if !r.Space.IsRoot(l) {
		switch r.Space.Last(l).Kind {
		case event.Back, event.Done, event.Handoff, event.Subtests, event.End:
			l = r.Space.Parent(l)
		}
	}
	return r.Space.String(l)
}

// forkPos is where the goroutine of an instance is forked.
func (r *recorder) forkPos(p *instance) event.Pos {
	if p.Nested {
		return p.Fork
	}
	return r.sites[p.site].pos
}

// where is the position of an event as the reader of the function sees it: if it
// happens in another function, the call.
func (r *recorder) where(e *event.Event) event.Pos {
	if e.At != 0 {
		return e.At
	}
	return e.Pos
}
