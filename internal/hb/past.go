package hb

import (
	"github.com/gojoincheck/gojoincheck/internal/event"
)

// watch is a look at an atomic, or at a channel that is closed.
type watch struct {
	at  place
	loc event.Loc
}

// watched lists the atomics that the goroutine may have looked at before.
func (z *summarizer) watched(by place) []event.Loc { return z.seen(z.watches, by) }

// seen lists what may have been looked at before a place.
func (z *summarizer) seen(looks []watch, by place) []event.Loc {
	var locs []event.Loc
	for _, w := range looks {
		if z.c.before(w.at, by) {
			locs = append(locs, w.loc)
		}
	}
	return sortLocs(locs)
}

// afterServing lists what is released once a library call has failed that is
// meant to last as long as the process: a server that cannot listen returns.
func (z *summarizer) afterServing(from place) []event.Loc {
	var out []event.Loc
	for _, c := range z.cuts {
		if from.block == c.at.block || z.c.before(from, c.at) {
			out = append(out, c.released...)
		}
	}
	return out
}

// A cut is where a graph ends in a call that lasts, and what the code that is
// cut off releases.
type cut struct {
	at       place
	released []event.Loc
}

func (z *summarizer) findCuts() {
	for b := range z.c.blocks {
		n := len(z.c.blocks[b].Events)
		if n == 0 || !z.c.live[b] || len(z.c.blocks[b].Succs) > 0 {
			continue
		}
		if e := &z.c.blocks[b].Events[n-1]; e.Kind != event.Forever || e.Stuck() {
			continue
		}
		if past := z.releasedPast(int32(b), n); len(past) > 0 {
			z.cuts = append(z.cuts, cut{place{int32(b), int32(n - 1)}, past})
		}
	}
}

// releasedPast lists what the code after a place that was cut off releases.
func (z *summarizer) releasedPast(block int32, index int) []event.Loc {
	var out []event.Loc
	add := func(events []event.Event) {
		for _, e := range events {
			if e.Kind == event.Release && z.visible(e.Loc) {
				out = append(out, e.Loc)
			}
		}
	}
	add(z.g.Blocks[block].Events[index:])
	seen := map[int32]bool{block: true}
	for stack := z.g.Blocks[block].Succs; len(stack) > 0; {
		b := stack[len(stack)-1].To
		stack = stack[:len(stack)-1]
		if !seen[b] {
			seen[b] = true
			add(z.g.Blocks[b].Events)
			stack = append(stack[:len(stack):len(stack)], z.g.Blocks[b].Succs...)
		}
	}
	return out
}
