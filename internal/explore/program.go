package explore

import (
	"slices"

	"github.com/gojoincheck/gojoincheck/internal/event"
	"github.com/gojoincheck/gojoincheck/internal/hb"
	"github.com/gojoincheck/gojoincheck/internal/link"
)

// A program is a graph with its loops.
type program struct {
	id     int32
	g      *link.Graph
	loops  []loop
	tested map[int32]int // how many branches test a condition

	chances *chances // nil before anybody asks
	lost    map[[2]int32][]chance
}

type loop = hb.Loop

func (x *Explorer) program(g *link.Graph) *program {
	if p, ok := x.programs[g]; ok {
		return p
	}
	p := &program{id: int32(len(x.programs)), g: g, loops: hb.Loops(g.Blocks), tested: map[int32]int{}, lost: map[[2]int32][]chance{}}
	for i := range g.Blocks {
		seen := map[int32]bool{}
		for _, s := range g.Blocks[i].Succs {
			if s.Cond != 0 && !seen[s.Cond] {
				seen[s.Cond] = true
				p.tested[s.Cond]++
			}
		}
	}
	x.programs[g] = p
	return p
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
	e := &b.Events[0]
	if e.Kind == event.Acquire && (e.Op == event.OpClosed || e.Op == event.OpRangeEnd) {
		return e.Loc, true
	}
	return event.NoLoc, false
}
