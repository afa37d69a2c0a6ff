package explore

import (
	"slices"

	"github.com/gojoincheck/gojoincheck/internal/event"
	"github.com/gojoincheck/gojoincheck/internal/flow"
	"github.com/gojoincheck/gojoincheck/internal/hb"
	"github.com/gojoincheck/gojoincheck/internal/link"
)

// A slice is a graph in the making that has only those blocks of another that
// the search can notice. A block is kept when it does something, or when control
// can come from it to different blocks that are kept: what Danicic and others
// call weak control closure (A unifying theory of control dependence, 2011). So
// the slice has the same sequences of noticed events as the graph, but for
// loops without any, which end.
type slice struct {
	*slicer
	g      *link.Graph
	loops  []loop
	active []bool // per loop: something happens in it
	keep   flow.Bits
	loses  flow.Bits   // blocks in which control comes to where nothing can be said
	ret    int         // the return that stands for those that do nothing else, -1 for none
	next   []flow.Bits // the first kept blocks that control comes to from the start of a block
}

// nowhere stands among the blocks for a place of which nothing can be said: the
// process ends, or the goroutine does.
func (s *slice) nowhere() int { return len(s.g.Blocks) }

// slice returns the graph without what the search cannot notice.
func (c *slicer) slice(g *link.Graph) *link.Graph {
	s := c.newSlice(g)
	s.loops, s.active = c.loopsOf(g), make([]bool, len(c.loopsOf(g)))
	s.keep.Set(s.nowhere())
	for b := range g.Blocks {
		if s.acts(b) {
			s.keep.Set(b)
		}
	}
	s.keepLoops()
	for s.close() || s.keepConditions() {
	}
	return s.build()
}

func (c *slicer) newSlice(g *link.Graph) *slice {
	n := len(g.Blocks) + 1
	words := len(flow.NewBits(n))
	s := &slice{slicer: c, g: g, keep: flow.NewBits(n), next: make([]flow.Bits, n)}
	backing := make(flow.Bits, n*words)
	for b := range s.next {
		s.next[b] = backing[b*words : (b+1)*words : (b+1)*words]
	}
	s.next[s.nowhere()].Set(s.nowhere())
	s.loses, s.ret = flow.NewBits(n), -1
	for b := range g.Blocks {
		events := g.Blocks[b].Events
		if slices.ContainsFunc(events, func(e event.Event) bool { return s.isLost(&e) && s.noticed(e) }) {
			s.loses.Set(b)
		}
		if s.ret < 0 && g.Blocks[b].Return && !slices.ContainsFunc(events, s.noticed) {
			s.ret = b
		}
	}
	return s
}

// keepConditions keeps the blocks that settle a condition without a branch, as
// the return of an error does, when it is tested in what is kept or in another
// graph. It reports whether there were any.
func (s *slice) keepConditions() bool {
	tested := map[int32]bool{}
	s.keep.Each(func(b int) {
		if b != s.nowhere() && s.differ(b) {
			for _, e := range s.g.Blocks[b].Succs {
				tested[e.Cond] = true
			}
		}
	})
	changed := false
	for b := range s.g.Blocks {
		if s.keep.Has(b) || s.loses.Has(b) {
			continue
		}
		if succs := s.g.Blocks[b].Succs; len(succs) == 1 && succs[0].Cond != 0 && (tested[succs[0].Cond] || s.testers[succs[0].Cond] > 1) {
			s.keep.Set(b)
			changed = true
		}
	}
	return changed
}

// loopsOf finds the loops of a graph, once.
func (x *Explorer) loopsOf(g *link.Graph) []loop {
	l, ok := x.loops[g]
	if !ok {
		l = hb.Loops(g.Blocks)
		x.loops[g] = l
	}
	return l
}

// acts reports whether a block is kept for what it does by itself. Where a task
// returns is all the same, so that its returns are one.
func (s *slice) acts(b int) bool {
	return s.g.Blocks[b].Return && s.returns(b) == b || s.does(b)
}

// returns is the block that stands for a block that returns.
func (s *slice) returns(b int) int {
	if s.g == s.root || s.does(b) {
		return b
	}
	return s.ret
}

// noticed is notices for the events of the graph.
func (s *slice) noticed(e event.Event) bool { return s.notices(s.g, &e) }

// does reports whether a block does something that the search can notice.
func (s *slice) does(b int) bool {
	blk := &s.g.Blocks[b]
	i := slices.IndexFunc(blk.Events, s.noticed)
	return i >= 0 && !s.isLost(&blk.Events[i]) || blk.Select && !s.idleSelect(blk)
}

// idleSelect reports whether a select waits for nobody, whichever case it is.
func (s *slice) idleSelect(b *event.Block) bool {
	if len(b.Succs) < 2 {
		return false
	}
	return !slices.ContainsFunc(b.Succs, func(e event.Edge) bool {
		return slices.ContainsFunc(s.g.Blocks[e.To].Events, func(e event.Event) bool {
			return visible(&e) && e.Has(event.Select) && (!s.free(e.Loc) || s.matters(e.Val))
		})
	})
}

// isLost reports whether nothing can be said of what comes after an event.
func (s *slice) isLost(e *event.Event) bool {
	switch e.Kind {
	case event.Exit, event.Stop, event.Uses:
		return true
	case event.Forever:
		return s.lasts(e) && !e.Stuck()
	case event.Call:
		return s.g.Sites[e.Call].Unfollowed()
	}
	return false
}

// keepLoops keeps what makes a loop of the loops in which something happens.
func (s *slice) keepLoops() {
	for i := range s.loops {
		l := &s.loops[i]
		acts := false
		l.Body.Each(func(b int) { acts = acts || s.keep.Has(b) })
		if !acts {
			continue
		}
		s.active[i] = true
		s.keep.Set(int(l.Header))
		if l.Decides >= 0 {
			s.keep.Set(int(l.Decides))
		}
	}
}

// close keeps the blocks from which control comes to different kept ones, and
// reports whether there were any.
func (s *slice) close() bool {
	s.flow()
	changed := false
	add := func(b int32) {
		if !s.keep.Has(int(b)) {
			s.keep.Set(int(b))
			changed = true
		}
	}
	for b := range s.g.Blocks {
		differ := s.differ(b)
		if differ {
			add(int32(b))
		}
		if !s.keep.Has(b) {
			continue
		}
		blk := &s.g.Blocks[b]
		for _, e := range blk.Succs { // what tells its cases apart
			if _, ok := sawClosed(&s.g.Blocks[e.To]); ok && differ || blk.Select {
				add(e.To)
			}
		}
	}
	for i := range s.loops { // a loop that nothing leaves is not passed over
		if l := &s.loops[i]; s.next[l.Header].Empty() {
			add(l.Header)
		}
	}
	if changed {
		s.keepLoops()
	}
	return changed
}

// differ reports whether control comes to different kept blocks by the edges of
// a block. One that leads to where nothing can be said makes a difference only
// in a loop that a run may never leave, for there it may go on, and where an
// object is asked, for that makes the other way doubtful.
func (s *slice) differ(b int) bool {
	blk := &s.g.Blocks[b]
	if len(blk.Succs) < 2 {
		return false
	}
	mask := ^uint64(0)
	if !s.holds(int32(b)) && !asks(blk) {
		mask = ^(uint64(1) << (s.nowhere() % 64))
	}
	var first flow.Bits
	for _, e := range blk.Succs {
		n := s.after(e)
		if s.only(n, mask) {
			continue
		}
		if first == nil {
			first = n
		} else if !s.same(first, n, mask) {
			return true
		}
	}
	return false
}

// only reports whether a set is empty but for what the mask takes off its last
// word, in which the place is of which nothing can be said.
func (s *slice) only(n flow.Bits, mask uint64) bool {
	return n[:len(n)-1].Empty() && n[len(n)-1]&mask == 0
}

// same compares two sets, but for what the mask takes off the last word.
func (s *slice) same(a, b flow.Bits, mask uint64) bool {
	last := len(a) - 1
	return slices.Equal(a[:last], b[:last]) && a[last]&mask == b[last]&mask
}

// holds reports whether a block is in a loop that a run may never leave, and in
// which something happens.
func (s *slice) holds(b int32) bool {
	for i := range s.loops {
		if l := &s.loops[i]; l.Decides < 0 && s.active[i] && l.Body.Has(int(b)) {
			return true
		}
	}
	return false
}

// decides reports whether a block tests the condition of a loop.
func (s *slice) decides(b int32) bool {
	return slices.ContainsFunc(s.loops, func(l loop) bool { return l.Decides == b })
}

// after is what control comes to first by an edge.
func (s *slice) after(e event.Edge) flow.Bits {
	if s.fails(e) {
		return s.next[s.nowhere()]
	}
	return s.next[e.To]
}

// fails reports whether something in a test fails on an edge, and so the test.
func (c *slicer) fails(e event.Edge) bool { return c.test && e.Fails() }

// flow computes what control comes to first from each block.
func (s *slice) flow() {
	n := len(s.g.Blocks)
	for b := range n {
		clear(s.next[b])
		switch {
		case s.keep.Has(b):
			s.next[b].Set(b)
		case len(s.g.Blocks[b].Succs) == 0 && !s.g.Blocks[b].Return, s.loses.Has(b):
			s.next[b].Set(s.nowhere())
		case s.g.Blocks[b].Return:
			s.next[b].Set(s.returns(b))
		}
	}
	for changed := true; changed; {
		changed = false
		for b := n - 1; b >= 0; b-- {
			if s.keep.Has(b) || s.loses.Has(b) {
				continue
			}
			for _, e := range s.g.Blocks[b].Succs {
				if s.next[b].Union(s.after(e)) {
					changed = true
				}
			}
		}
	}
}

// build makes the graph of the blocks that are kept. The entry is one of them.
func (s *slice) build() *link.Graph {
	s.keep.Set(0)
	number := make([]int32, len(s.g.Blocks)+1)
	count := int32(0)
	s.keep.Each(func(b int) { number[b] = count; count++ })
	out := *s.g
	out.Blocks = make([]event.Block, 0, count)
	s.keep.Each(func(b int) {
		if b == s.nowhere() {
			out.Blocks = append(out.Blocks, event.Block{})
			return
		}
		out.Blocks = append(out.Blocks, s.block(b, number))
	})
	return &out
}

func (s *slice) block(b int, number []int32) event.Block {
	blk := s.g.Blocks[b]
	events := blk.Events
	blk.Events = nil
	for i := range events {
		if s.noticed(events[i]) || i == 0 && marksClosed(&events[i]) || visible(&events[i]) && events[i].Has(event.Select) {
			blk.Events = append(blk.Events, events[i])
		}
	}
	edges := blk.Succs
	blk.Succs = nil
	same := true
	for _, e := range edges {
		to := -1
		n := s.after(e)
		n.Each(func(b int) {
			if to < 0 { // the place of which nothing can be said is the last
				to = b
			}
		})
		if to < 0 {
			to = s.nowhere()
		}
		if to == s.nowhere() && len(edges) > 1 && !s.holds(int32(b)) && !s.decides(int32(b)) && !asks(&blk) {
			continue
		}
		e.To = number[to]
		same = same && (len(blk.Succs) == 0 || blk.Succs[0].To == e.To)
		blk.Succs = append(blk.Succs, e)
	}
	if len(blk.Succs) == 0 && len(edges) > 0 { // whichever it takes
		blk.Succs, blk.Select = []event.Edge{{To: number[s.nowhere()]}}, false
	}
	if len(blk.Succs) > 1 && same && !blk.Select {
		blk.Succs = []event.Edge{{To: blk.Succs[0].To}}
	}
	return blk
}

// idle reports whether the goroutine that a fork starts does nothing that the
// search can notice, so that it may as well not be started. A handler is not followed:
// what it has captured is handed out.
func (c *slicer) idle(site *link.Site) bool {
	if site.Kind == event.Handler {
		return true
	}
	if site.Kind == event.Library || site.Kind == event.Finalizer || site.Kind == event.Many || site.Task == nil {
		return false
	}
	if idle, ok := c.inert[site.Task]; ok {
		return idle
	}
	c.inert[site.Task] = false // one that forks itself
	s := c.newSlice(site.Task)
	idle := true
	for b := range site.Task.Blocks {
		idle = idle && !s.does(b)
	}
	c.inert[site.Task] = idle && s.ends()
	return c.inert[site.Task]
}

// ends reports whether the graph can return without passing a place of which
// nothing can be said.
func (s *slice) ends() bool {
	return s.g.ReturnsBy(func(b int32) bool { return !s.loses.Has(int(b)) }, func(e event.Edge) bool { return !s.fails(e) })
}
