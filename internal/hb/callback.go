package hb

import (
	"github.com/gojoincheck/gojoincheck/internal/event"
	"github.com/gojoincheck/gojoincheck/internal/flow"
)

// Callbacks. Who makes a channel, waits for it and never sends on it or closes
// it in sight has handed that to a function which somebody else calls: the
// callback of a job in a queue, say. Any goroutine that calls functions it finds
// somewhere may be that somebody, and is then done with the job.

// wokenFromOutside reports whether an event waits for a channel made here that
// nobody in sight sends on or closes.
func (a *analysis) wokenFromOutside(e *event.Event) bool {
	if e.Op != event.OpRecv && e.Op != event.OpClosed && e.Op != event.OpRangeEnd {
		return false
	}
	woken, ok := a.outside[e.Loc]
	if !ok {
		woken = a.neverReleased(e.Loc)
		a.outside[e.Loc] = woken
	}
	return woken
}

func (a *analysis) neverReleased(l event.Loc) bool {
	r := a.Space.Root(l)
	if !a.Space.IsRoot(l) || !r.Chan || r.Kind != event.Alloc || a.ops[l]&(1<<event.OpSend|1<<event.OpClose) != 0 {
		return false
	}
	for i := range a.sites {
		if rel := a.sites[i].sum.release(l); rel != nil && rel.Ops != 1<<event.OpNone {
			return false
		}
	}
	return true
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
