package explore

import (
	"slices"

	"github.com/gojoincheck/gojoincheck/internal/event"
	"github.com/gojoincheck/gojoincheck/internal/flow"
	"github.com/gojoincheck/gojoincheck/internal/link"
)

// A chance is what somebody else may wait for: an operation of one kind on one
// object.
type chance struct {
	loc event.Loc
	of  kind
}

// kind is the kind of an operation, as those who wait for it see it.
type kind uint8

const (
	sending kind = iota // a send
	ending              // a close, a cancel, a Done, a signal
	taking              // a receive
	numKinds
)

// chanceOf tells which chance an event is.
func chanceOf(e *event.Event) (chance, bool) {
	switch {
	case e.Loc == event.NoLoc:
	case e.Kind == event.Release:
		switch e.Op {
		case event.OpSend:
			return chance{e.Loc, sending}, true
		case event.OpClose, event.OpCancel, event.OpDone, event.OpPipe:
			return chance{e.Loc, ending}, true
		}
	case e.Kind == event.Acquire && e.Op == event.OpRecv:
		return chance{e.Loc, taking}, true
	}
	return chance{}, false
}

// chances are those of a program, and where control can still come to them.
type chances struct {
	all   []chance
	round []flow.Bits // per block: from its start, without going round a loop again
	ever  []flow.Bits // per block: from its start at all
	sure  []flow.Bits // per block: from its start on every path, without going round a loop again
}

// maxTaskDepth bounds how deep the tasks of tasks are looked into.
const maxTaskDepth = 6

// chances finds the chances of a program, once.
func (x *Explorer) chances(p *program) *chances {
	if p.chances == nil {
		p.chances = &chances{}
		own := x.ownChances(p)
		p.chances.round = p.reaching(own, len(p.chances.all), false)
		p.chances.ever = p.reaching(own, len(p.chances.all), true)
		p.chances.sure = p.surely(own, len(p.chances.all))
	}
	return p.chances
}

// ownChances lists the chances in each block, those of the tasks that it forks
// included.
func (x *Explorer) ownChances(p *program) [][]int {
	own := make([][]int, len(p.g.Blocks))
	number := func(b int, c chance) {
		i := slices.Index(p.chances.all, c)
		if i < 0 {
			i = len(p.chances.all)
			p.chances.all = append(p.chances.all, c)
		}
		own[b] = append(own[b], i)
	}
	var visit func(g *link.Graph, events []event.Event, b, depth int)
	visit = func(g *link.Graph, events []event.Event, b, depth int) {
		for i := range events {
			e := &events[i]
			if c, ok := chanceOf(e); ok {
				number(b, c)
			}
			if e.Kind != event.Fork {
				continue
			}
			site := &g.Sites[e.Call]
			if site.Kind == event.Group && site.Handle != event.NoLoc {
				number(b, chance{site.Handle, ending})
			}
			if t := site.Task; t != nil && depth < maxTaskDepth {
				for k := range t.Blocks {
					visit(t, t.Blocks[k].Events, b, depth+1)
				}
			}
		}
	}
	for b := range p.g.Blocks {
		visit(p.g, p.g.Blocks[b].Events, b, 0)
	}
	return own
}

// reaching spreads the chances backwards, over the edges that start another
// round of a loop or not.
func (p *program) reaching(own [][]int, n int, again bool) []flow.Bits {
	sets := make([]flow.Bits, len(p.g.Blocks))
	for b := range sets {
		sets[b] = flow.NewBits(n)
		for _, i := range own[b] {
			sets[b].Set(i)
		}
	}
	for changed := true; changed; {
		changed = false
		for b := len(sets) - 1; b >= 0; b-- {
			for _, e := range p.g.Blocks[b].Succs {
				if (again || !p.goesRound(int32(b), e.To)) && sets[b].Union(sets[e.To]) {
					changed = true
				}
			}
		}
	}
	return sets
}

// surely is reaching for what control comes to whichever way it goes.
func (p *program) surely(own [][]int, n int) []flow.Bits {
	sets := make([]flow.Bits, len(p.g.Blocks))
	for b := range sets {
		sets[b] = flow.NewBits(n)
		for i := range n {
			sets[b].Set(i)
		}
	}
	for changed := true; changed; {
		changed = false
		for b := len(sets) - 1; b >= 0; b-- {
			var next flow.Bits
			for _, e := range p.g.Blocks[b].Succs {
				if p.goesRound(int32(b), e.To) {
					continue
				}
				if next == nil {
					next = sets[e.To].Clone()
				} else {
					next.Intersect(sets[e.To])
				}
			}
			if next == nil {
				next = flow.NewBits(n)
			}
			for _, i := range own[b] {
				next.Set(i)
			}
			changed = sets[b].Intersect(next) || changed
		}
	}
	return sets
}

// goesRound reports whether an edge starts another round of a loop.
func (p *program) goesRound(from, to int32) bool {
	return slices.ContainsFunc(p.loops, func(l loop) bool { return l.Header == to && l.Body.Has(int(from)) })
}

// leaves reports whether an edge leaves a loop, and whether that is one without
// a condition of its own.
func (p *program) leaving(from, to int32) (any, free bool) {
	for i := range p.loops {
		if l := &p.loops[i]; l.Body.Has(int(from)) && !l.Body.Has(int(to)) {
			any = true
			free = free || l.Decides < 0
		}
	}
	return any, free
}

// leavesInnermost reports whether an edge leaves the smallest loop around a block.
func (p *program) leavesInnermost(from, to int32) bool {
	in := p.innermost(from)
	return in != nil && !in.Body.Has(int(to))
}

// innermost is the smallest loop around a block, nil if there is none.
func (p *program) innermost(block int32) *loop {
	var in *loop
	for i := range p.loops {
		if l := &p.loops[i]; l.Body.Has(int(block)) && (in == nil || in.Body.Has(int(l.Header))) {
			in = l
		}
	}
	return in
}

// lost lists the chances that going from a block to one of its successors gives
// away: those of the other successors, and of more rounds.
func (x *Explorer) lost(p *program, from, to int32) []chance {
	k := [2]int32{from, to}
	if l, ok := p.lost[k]; ok {
		return l
	}
	c := x.chances(p)
	others := flow.NewBits(len(c.all))
	any, free := p.leaving(from, to)
	for _, e := range p.g.Blocks[from].Succs {
		switch {
		case e.To == to:
		case !any && p.leavesInnermost(from, e.To): // that may come after another round
		case any:
			others.Union(c.ever[e.To])
		case !p.goesRound(from, e.To):
			others.Union(c.round[e.To])
		}
	}
	if !free && !p.goesRound(from, to) { // who leaves such a loop does what comes after it, but fewer rounds
		others.Minus(c.round[to])
	}
	var out []chance
	others.Each(func(i int) { out = append(out, c.all[i]) })
	p.lost[k] = out
	return out
}
