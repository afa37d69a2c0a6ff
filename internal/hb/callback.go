package hb

import (
	"slices"

	"github.com/gojoincheck/gojoincheck/internal/event"
	"github.com/gojoincheck/gojoincheck/internal/flow"
)

// Callbacks. Who makes a channel, waits for it and never sends on it or closes
// it in sight has handed that to a function which somebody else calls: the
// callback of a job in a queue, say. So has who waits for a context and never
// cancels it. Any goroutine that calls functions it finds
// somewhere may be that somebody, and is then done with the job.

// woken reports whether the task may have waited, before it comes to a place, for a channel
// made here that nobody in sight sends on or closes.
func (z *summarizer) woken(at place) bool {
	if z.wakings == nil {
		z.wakings = []place{}
		z.some(func(k place, e *event.Event) bool {
			if e.Kind == event.Acquire && z.wokenFromOutside(e) {
				z.wakings = append(z.wakings, k)
			}
			return false
		})
	}
	return slices.ContainsFunc(z.wakings, func(k place) bool { return z.c.before(k, at) })
}

// answersElse reports whether the task sends on a channel that it has got in a message, or
// closes one: it was made for an answer.
func (z *summarizer) answersElse() bool {
	return z.some(func(_ place, e *event.Event) bool {
		return e.Kind == event.Release && (e.Op == event.OpSend || e.Op == event.OpClose) && !z.visible(e.Loc) && e.Loc != event.NoLoc && !z.Space.IsRoot(e.Loc)
	})
}

// wokenFromOutside reports whether an event waits for a channel made here that
// nobody in sight sends on or closes, or for a context that nobody in sight cancels.
func (a *analysis) wokenFromOutside(e *event.Event) bool {
	switch e.Op {
	case event.OpRecv, event.OpClosed, event.OpRangeEnd, event.OpCtxDone:
		return a.fromOutside(e.Loc)
	}
	return false
}

func (a *analysis) fromOutside(l event.Loc) bool {
	woken, ok := a.outside[l]
	if !ok {
		woken = a.neverReleased(l)
		a.outside[l] = woken
	}
	return woken
}

func (a *analysis) neverReleased(l event.Loc) bool {
	const releases = 1<<event.OpSend | 1<<event.OpClose | 1<<event.OpCancel
	madeChannel := a.isChannel(l) && a.Space.Root(l).Kind == event.Alloc
	if !madeChannel && !a.madeContext(l) || a.ops[l]&releases != 0 {
		return false
	}
	for i := range a.sites {
		if rel := a.sites[i].sum.release(l); rel != nil && rel.Ops != 1<<event.OpNone {
			return false
		}
	}
	return true
}

// madeContext reports whether an object is what a context that is made here tells when it is
// cancelled.
func (a *analysis) madeContext(l event.Loc) bool {
	return !a.Space.IsRoot(l) && a.Space.Last(l).Kind == event.Done && a.Space.IsRoot(a.Space.Parent(l)) && a.g.Own[a.Space.Parent(l)]
}

// callingBack gives what tasks do that call functions which are not known.
func (a *analysis) callingBack() flow.Bits {
	if a.callback == nil {
		a.callback = flow.NewBits(len(a.inst))
		for i := range a.inst {
			if a.sites[a.inst[i].site].sum.Callback {
				a.callback.Set(i)
			}
		}
	}
	return a.callback
}
