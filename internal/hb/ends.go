package hb

import "github.com/gojoincheck/gojoincheck/internal/event"

// This file knows the ends of goroutines: what comes before one, and whether it comes by itself.

// finishEnd adds the goroutine's end.
func (z *summarizer) finishEnd() {
	if len(z.returns) == 0 {
		z.sum.Forever = true
		return
	}
	must := z.returns[0].must.Clone()
	for _, s := range z.returns[1:] {
		must.Intersect(s.must)
	}
	e := Effect{Kind: End, Before: z.acquired(must), Task: z.g.Name, Finite: z.finite(), Heeds: z.heeds(), Event: event.Event{Pos: z.g.Pos}}
	for _, r := range z.sum.Releases {
		if z.worldly(r.Loc) {
			continue
		}
		if r.Ops != 1<<event.OpNone {
			e.Settles = append(e.Settles, r.Loc)
		} else {
			e.Out = append(e.Out, r.Loc)
		}
	}
	z.sum.Effects = append(z.sum.Effects, e)
}

// heeds lists what the goroutine hears of in a select, among other things.
func (z *summarizer) heeds() []event.Loc {
	var locs []event.Loc
	for b := range z.c.blocks {
		for _, e := range z.c.blocks[b].Events {
			if e.Kind == event.Acquire && canChoose(&e) && z.c.live[b] && z.visible(e.Loc) {
				locs = append(locs, e.Loc)
			}
		}
	}
	return sortLocs(locs)
}

// mayGiveUp reports whether the task, or another goroutine that it forks, waits for one
// in a select that can choose something else: what is left behind then is on purpose.
func (z *summarizer) mayGiveUp(p instance) bool {
	return z.heededByTask(p) || z.some(func(at place, e *event.Event) bool {
		return e.Kind == event.Acquire && canChoose(e) && z.c.live[at.block] && hasLoc(p.Settles, e.Loc)
	})
}

// finite reports whether the goroutine can end by itself: there is a way to its
// end on which nobody outside has to tell it anything.
func (z *summarizer) finite() bool {
	return z.c.finishes(func(b int32) bool {
		for _, e := range z.c.blocks[b].Events {
			if e.Kind != event.Acquire || e.Has(event.Try) {
				continue
			}
			switch e.Op {
			case event.OpRecv, event.OpClosed, event.OpCtxDone, event.OpWait, event.OpCond, event.OpRangeEnd, event.OpTestEnd:
				if !z.mine(e) {
					return false
				}
			}
		}
		return true
	})
}

// mine reports whether the goroutine waits for something of its own, such as
// its own subtasks or a timer.
func (z *summarizer) mine(e event.Event) bool {
	root := z.Space.RootLoc(e.Loc)
	if !z.g.Own[root] {
		return false
	}
	switch e.Op {
	case event.OpClosed, event.OpRangeEnd:
		return z.Space.Root(root).Chan
	case event.OpRecv: // and not for a signal of the operating system
		return !z.isFed(root)
	}
	return true
}

// isFed reports whether code out of sight sends on a channel.
func (z *summarizer) isFed(ch event.Loc) bool {
	return z.some(func(_ place, e *event.Event) bool {
		return e.Kind == event.Escape && e.Op == event.OpFeed && e.Loc == ch
	})
}
