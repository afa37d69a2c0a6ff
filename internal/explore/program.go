package explore

import (
	"slices"

	"github.com/gojoincheck/gojoincheck/internal/event"
	"github.com/gojoincheck/gojoincheck/internal/flow"
	"github.com/gojoincheck/gojoincheck/internal/hb"
	"github.com/gojoincheck/gojoincheck/internal/link"
)

// A program is the slice of a graph, with its loops.
type program struct {
	id     int32
	of     *link.Graph // what it is the slice of
	g      *link.Graph
	loops  []loop
	tested map[int32]int // how many branches test a condition

	chances *chances // nil before anybody asks
	lost    map[[2]int32][]chance
	ahead   map[int32]flow.Bits // see comesTo
	smooth  flow.Bits           // blocks that control comes to without a failure; nil until asked
	waits   []bool              // by loop: it waits on a sync.Cond
	counted []bool              // by loop: its rounds are counted
}

type loop = hb.Loop

// program slices a graph, once.
func (c *slicer) program(of *link.Graph) *program {
	if p, ok := c.programs[of]; ok {
		return p
	}
	g := c.slice(of)
	p := &program{id: int32(len(c.programs)), of: of, g: g, loops: hb.Loops(g.Blocks), tested: testedIn(g), lost: map[[2]int32][]chance{}, ahead: map[int32]flow.Bits{}}
	for i := range p.loops {
		p.waits = append(p.waits, p.waitsForCond(&p.loops[i]))
		p.counted = append(p.counted, p.counts(i))
	}
	c.programs[of] = p
	return p
}

// testedIn counts the blocks of a graph that test each condition.
func testedIn(g *link.Graph) map[int32]int {
	tested := map[int32]int{}
	for i := range g.Blocks {
		seen := map[int32]bool{}
		for _, e := range g.Blocks[i].Succs {
			if e.Cond != 0 && !seen[e.Cond] {
				seen[e.Cond] = true
				tested[e.Cond]++
			}
		}
	}
	return tested
}

// deciding returns the loop whose condition the block tests, -1 for none.
func (p *program) deciding(b int32) int {
	for i := range p.loops {
		if p.loops[i].Decides == b {
			return i
		}
	}
	return -1
}

func (p *program) inLoop(block int32) bool {
	return slices.ContainsFunc(p.loops, func(l loop) bool { return l.Body.Has(int(block)) })
}

// visible reports whether an event may have to wait for somebody.
func visible(e *event.Event) bool {
	switch e.Kind {
	case event.Release:
		return e.Op == event.OpSend
	case event.Acquire:
		return e.Op == event.OpRecv || e.Op == event.OpCtxDone || e.Op == event.OpWait || e.Op == event.OpCond
	case event.Lock:
		return !e.Has(event.Try)
	}
	return false
}

// sawClosed reports whether the block happens when a receive saw its channel
// closed.
func sawClosed(b *event.Block) (event.Loc, bool) {
	if len(b.Events) == 0 {
		return event.NoLoc, false
	}
	if e := &b.Events[0]; marksClosed(e) {
		return e.Loc, true
	}
	return event.NoLoc, false
}

// marksClosed reports whether an event says that a receive saw its channel closed.
func marksClosed(e *event.Event) bool {
	return e.Kind == event.Acquire && (e.Op == event.OpClosed || e.Op == event.OpRangeEnd)
}

// testsAtEnd reports whether the body of a loop has run once when its condition
// is first tested there, as in a range over an integer.
func (p *program) testsAtEnd(l *loop) bool {
	return slices.ContainsFunc(p.g.Blocks[l.Decides].Succs, func(e event.Edge) bool { return e.To == l.Header })
}

// entry finds the loop whose condition a block tests for the first time, where
// the loop itself tests it only at its end, -1 if there is none.
func (p *program) entry(block int32) int {
	succs := p.g.Blocks[block].Succs
	if len(succs) != 2 {
		return -1
	}
	for i := range p.loops {
		l := &p.loops[i]
		if l.Body.Has(int(block)) || !p.counted[i] || !p.testsAtEnd(l) {
			continue
		}
		past := slices.IndexFunc(succs, func(e event.Edge) bool { return e.To != l.Header })
		if past >= 0 && succs[1-past].To == l.Header && slices.ContainsFunc(p.g.Blocks[l.Decides].Succs, func(e event.Edge) bool { return e.To == succs[past].To }) {
			return i
		}
	}
	return -1
}

// avoidable reports whether a return can be reached without the block.
func (p *program) avoidable(block int32) bool {
	return p.g.ReturnsBy(func(b int32) bool { return b != block }, nil)
}

// waitsForCond reports whether the body of a loop waits on a sync.Cond.
func (p *program) waitsForCond(l *loop) bool {
	found := false
	l.Body.Each(func(b int) {
		found = found || slices.ContainsFunc(p.g.Blocks[b].Events, func(e event.Event) bool {
			return e.Kind == event.Acquire && e.Op == event.OpCond
		})
	})
	return found
}

// counts reports whether a loop's rounds are counted: those of a range over a
// channel are not, they end with the channel, and those that wait for a condition
// end when it holds, which may be at once.
func (p *program) counts(i int) bool {
	l := &p.loops[i]
	if l.Decides < 0 || p.waits[i] {
		return false
	}
	return !slices.ContainsFunc(p.g.Blocks[l.Decides].Succs, func(e event.Edge) bool {
		_, ok := sawClosed(&p.g.Blocks[e.To])
		return ok
	})
}
