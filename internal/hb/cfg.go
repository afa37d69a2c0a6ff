package hb

import (
	"slices"

	"github.com/gojoincheck/gojoincheck/internal/event"
	"github.com/gojoincheck/gojoincheck/internal/flow"
)

// A cfg is a graph's blocks made ready for dataflow: cut where control cannot
// go on, with dominators, loops and reachability.
type cfg struct {
	blocks []event.Block
	preds  [][]int32
	live   []bool
	idom   []int32 // immediate dominator, -1 for the entry and dead blocks
	reach  []flow.Bits
	loops  []loop
	within [][]int // the loops that hold a block
}

// A loop is a natural loop.
type loop struct {
	header  int32
	body    flow.Bits
	latches []int32
	trip    int32
	key     int32
	endless bool
	atEnd   bool // its condition is tested at the end of a round
	left    bool // there is a way out
}

// innermost returns the innermost loop around a block, -1 for none.
func (c *cfg) innermost(block int32) int {
	best := -1
	for _, i := range c.within[block] {
		if best == -1 || c.loops[best].body.Has(int(c.loops[i].header)) {
			best = i
		}
	}
	return best
}

// A place is a position in a cfg: an event of a block.
type place struct{ block, index int32 }

// maxBlocks bounds the graphs for which reachability is computed.
const maxBlocks = 2000

// newCFG cuts the blocks at events that do not go on. passes tells of a
// Forever event whether it can be passed after all.
func newCFG(blocks []event.Block, passes func(*event.Event) bool) *cfg {
	c := &cfg{blocks: make([]event.Block, len(blocks))}
	for i, b := range blocks {
		for k := range b.Events {
			e := &b.Events[k]
			if e.Kind == event.Exit || e.Kind == event.Stop || e.Kind == event.Forever && !passes(e) {
				b.Events = b.Events[:k+1]
				b.Succs, b.Return = nil, false
				break
			}
		}
		c.blocks[i] = b
	}
	c.mark()
	c.dominators()
	c.findLoops()
	if c.dropSingleTrips() {
		c.mark()
		c.dominators()
		c.loops = nil
		c.findLoops()
	}
	c.reachability()
	return c
}

// mark finds the live blocks and their predecessors.
func (c *cfg) mark() {
	c.live = make([]bool, len(c.blocks))
	c.preds = make([][]int32, len(c.blocks))
	stack := []int32{0}
	c.live[0] = true
	for len(stack) > 0 {
		b := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		for _, s := range c.blocks[b].Succs {
			c.preds[s.To] = append(c.preds[s.To], b)
			if !c.live[s.To] {
				c.live[s.To] = true
				stack = append(stack, s.To)
			}
		}
	}
}

// dominators computes immediate dominators by iteration over reverse postorder.
func (c *cfg) dominators() {
	order, rank := c.reversePostorder()
	c.idom = make([]int32, len(c.blocks))
	for i := range c.idom {
		c.idom[i] = -1
	}
	if len(order) == 0 {
		return
	}
	c.idom[0] = 0
	meet := func(a, b int32) int32 {
		for a != b {
			for rank[a] > rank[b] {
				a = c.idom[a]
			}
			for rank[b] > rank[a] {
				b = c.idom[b]
			}
		}
		return a
	}
	for changed := true; changed; {
		changed = false
		for _, b := range order[1:] {
			d := int32(-1)
			for _, p := range c.preds[b] {
				if c.idom[p] == -1 {
					continue
				}
				if d == -1 {
					d = p
				} else {
					d = meet(d, p)
				}
			}
			if d != c.idom[b] {
				c.idom[b], changed = d, true
			}
		}
	}
	c.idom[0] = -1
}

func (c *cfg) reversePostorder() (order []int32, rank []int) {
	rank = make([]int, len(c.blocks))
	state := make([]uint8, len(c.blocks))
	type frame struct {
		b    int32
		next int
	}
	stack := []frame{{b: 0}}
	state[0] = 1
	for len(stack) > 0 {
		f := &stack[len(stack)-1]
		succs := c.blocks[f.b].Succs
		if f.next == len(succs) {
			order = append(order, f.b)
			stack = stack[:len(stack)-1]
			continue
		}
		t := succs[f.next].To
		f.next++
		if state[t] == 0 {
			state[t] = 1
			stack = append(stack, frame{b: t})
		}
	}
	for i, j := 0, len(order)-1; i < j; i, j = i+1, j-1 {
		order[i], order[j] = order[j], order[i]
	}
	for i, b := range order {
		rank[b] = i
	}
	return order, rank
}

func (c *cfg) dominates(a, b int32) bool {
	for b != -1 {
		if a == b {
			return true
		}
		b = c.idom[b]
	}
	return false
}

// findLoops finds the natural loops, one for each header.
func (c *cfg) findLoops() {
	at := map[int32]int{}
	for b := range c.blocks {
		if !c.live[b] {
			continue
		}
		for _, s := range c.blocks[b].Succs {
			if !c.dominates(s.To, int32(b)) {
				continue
			}
			i, ok := at[s.To]
			if !ok {
				i = len(c.loops)
				at[s.To] = i
				h := &c.blocks[s.To]
				c.loops = append(c.loops, loop{
					header: s.To, body: flow.NewBits(len(c.blocks)),
					trip: h.Trip, key: h.Key, endless: h.Endless, atEnd: h.AtEnd,
				})
				c.loops[i].body.Set(int(s.To))
			}
			c.loops[i].latches = append(c.loops[i].latches, int32(b))
			c.fill(c.loops[i].body, int32(b))
		}
	}
	c.within = make([][]int, len(c.blocks))
	for i := range c.loops {
		l := &c.loops[i]
		l.body.Each(func(b int) {
			c.within[b] = append(c.within[b], i)
			l.left = l.left || c.blocks[b].Return
			for _, s := range c.blocks[b].Succs {
				l.left = l.left || !l.body.Has(int(s.To))
			}
		})
		l.endless = l.endless || !l.left
	}
}

// fill adds to body what reaches b without passing the header.
func (c *cfg) fill(body flow.Bits, b int32) {
	stack := []int32{b}
	for len(stack) > 0 {
		b := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		if body.Has(int(b)) {
			continue
		}
		body.Set(int(b))
		stack = append(stack, c.preds[b]...)
	}
}

// dropSingleTrips takes away the back edges of loops whose body runs once.
func (c *cfg) dropSingleTrips() bool {
	dropped := false
	for _, l := range c.loops {
		if l.trip != 1 {
			continue
		}
		for _, b := range l.latches {
			var kept []event.Edge
			for _, s := range c.blocks[b].Succs {
				if s.To == l.header {
					// control goes on where the header goes when it is done
					dropped = true
					for _, out := range c.blocks[l.header].Succs {
						if !l.body.Has(int(out.To)) {
							kept = append(kept, event.Edge{To: out.To})
						}
					}
					continue
				}
				kept = append(kept, s)
			}
			c.blocks[b].Succs = kept
		}
	}
	return dropped
}

// reachability computes which blocks control can get to by one edge or more.
func (c *cfg) reachability() {
	n := len(c.blocks)
	c.reach = make([]flow.Bits, n)
	if n > maxBlocks {
		return
	}
	for i := range c.reach {
		c.reach[i] = flow.NewBits(n)
	}
	order, _ := c.reversePostorder()
	for changed := true; changed; {
		changed = false
		for i := len(order) - 1; i >= 0; i-- {
			b := order[i]
			for _, s := range c.blocks[b].Succs {
				if !c.reach[b].Has(int(s.To)) {
					c.reach[b].Set(int(s.To))
					changed = true
				}
				if c.reach[b].Union(c.reach[s.To]) {
					changed = true
				}
			}
		}
	}
}

// before reports whether control can get from place a to place b.
func (c *cfg) before(a, b place) bool {
	if a.block == b.block && a.index < b.index {
		return true
	}
	r := c.reach[a.block]
	return r != nil && r.Has(int(b.block))
}

// precedes reports whether control comes to place b only by way of place a.
func (c *cfg) precedes(a, b place) bool {
	if a.block == b.block {
		return a.index < b.index
	}
	return c.dominates(a.block, b.block)
}

// underEdge reports whether one of the edges that are taken on all ways to a block has a
// property, with the block that it leads to.
func (c *cfg) underEdge(block int32, has func(e *event.Edge, to int32) bool) bool {
	for b := block; c.idom[b] >= 0; b = c.idom[b] {
		if len(c.preds[b]) != 1 {
			continue
		}
		for i := range c.blocks[c.idom[b]].Succs {
			if e := &c.blocks[c.idom[b]].Succs[i]; e.To == b && has(e, b) {
				return true
			}
		}
	}
	return false
}

// successors gives the blocks that follow each, as package flow asks for them.
func (c *cfg) successors() func(block int) []int32 {
	succs := make([][]int32, len(c.blocks))
	for i, b := range c.blocks {
		for _, s := range b.Succs {
			succs[i] = append(succs[i], s.To)
		}
	}
	return func(b int) []int32 { return succs[b] }
}

// avoids reports whether control can get from a place to the end of a block on a way
// that does not come to the end of any of some blocks.
func (c *cfg) avoids(from place, to int32, blocks []int32) bool {
	if slices.Contains(blocks, from.block) {
		return false
	}
	if from.block == to {
		return true
	}
	return flow.Reach(len(c.blocks), from.block, func(b int32, goOn func(int32)) {
		for _, s := range c.blocks[b].Succs {
			if !slices.Contains(blocks, s.To) {
				goOn(s.To)
			}
		}
	}).Has(int(to))
}

// finishes reports whether control can get from the entry to a return through
// blocks that ok allows, and to no endless loop: a goroutine that leaves early,
// where there is nothing to do for its loop, is none that comes to an end.
func (c *cfg) finishes(ok func(block int32) bool) bool {
	if !ok(0) {
		return false
	}
	seen := flow.Reach(len(c.blocks), 0, func(b int32, goOn func(int32)) {
		for _, s := range c.blocks[b].Succs {
			if ok(s.To) {
				goOn(s.To)
			}
		}
	})
	returns, loops := false, false
	seen.Each(func(b int) {
		endless := c.inEndless(int32(b))
		returns, loops = returns || c.blocks[b].Return && !endless, loops || endless
	})
	return returns && !loops
}

func (c *cfg) inEndless(b int32) bool {
	for _, i := range c.within[b] {
		if c.loops[i].endless {
			return true
		}
	}
	return false
}

// A Loop is a natural loop of a graph, for other solvers.
type Loop struct {
	Header  int32
	Body    flow.Bits
	Decides int32 // the block whose branch decides on another round, -1 if there is none
	Trip    int32 // how many rounds, or event.Unknown
	Key     int32
	Left    bool // there is a way out
}

// Loops finds the natural loops of a graph.
func Loops(blocks []event.Block) []Loop {
	c := &cfg{blocks: blocks}
	c.mark()
	c.dominators()
	c.findLoops()
	var out []Loop
	for i := range c.loops {
		l := &c.loops[i]
		out = append(out, Loop{Header: l.header, Body: l.body, Decides: c.decides(l), Trip: l.trip, Key: l.key, Left: l.left})
	}
	return out
}

// decides finds the first block that every round passes and that can leave the
// loop: the test of its condition. It is the last one if that is known to be at the end.
func (c *cfg) decides(l *loop) int32 {
	best := int32(-1)
	if l.endless {
		return best
	}
	l.body.Each(func(b int) {
		leaves, stays := false, false
		for _, s := range c.blocks[b].Succs {
			in := l.body.Has(int(s.To))
			leaves, stays = leaves || !in, stays || in
		}
		if !leaves || !stays {
			return
		}
		for _, latch := range l.latches {
			if !c.dominates(int32(b), latch) {
				return
			}
		}
		if best == -1 || c.dominates(int32(b), best) != l.atEnd {
			best = int32(b)
		}
	})
	return best
}
