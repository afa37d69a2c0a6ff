package hb

import (
	"slices"

	"github.com/gojoincheck/gojoincheck/internal/event"
	"github.com/gojoincheck/gojoincheck/internal/flow"
)

// This file tells whether a forker that does not wait for all has waited for enough.

// tooFew reports whether every path to the return receives, but not often
// enough for all instances.
func (r *recorder) tooFew(p instance, b int32) bool {
	return r.receivedOnce(p, b, func(*event.Event) bool { return true })
}

// signalsAlways reports whether a goroutine signals on all paths to its end.
func (r *recorder) signalsAlways(p instance) bool {
	return slices.ContainsFunc(p.Settles, func(l event.Loc) bool {
		rel := r.sites[p.site].sum.release(l)
		return rel != nil && (rel.Always || rel.First)
	})
}

// firstAnswer reports whether the forker uses what it has received from one of
// several goroutines, and asks for no more of them where it has got what it wanted.
func (r *recorder) firstAnswer(p instance, b int32) bool {
	answer := func(e *event.Event) bool { return e.Has(event.Answer) }
	return r.receivedOnce(p, b, answer) || slices.ContainsFunc(r.hears(p, answer), r.leavesWith)
}

// leavesWith reports whether control can leave the loop that receives with what it has
// received at a place, and not because that is an error.
func (r *recorder) leavesWith(at place) bool {
	k := r.c.innermost(at.block)
	if k < 0 {
		return false
	}
	l := &r.c.loops[k]
	left := false
	flow.Reach(len(r.c.blocks), at.block, func(b int32, goOn func(int32)) {
		left = left || r.c.blocks[b].Return
		for _, s := range r.c.blocks[b].Succs {
			switch {
			case s.Fails(), s.To == l.header:
			case !l.body.Has(int(s.To)): // a range over a channel is left when there is no more
				left = left || b != l.header
			default:
				goOn(s.To)
			}
		}
	})
	return left
}

// receivedOnce reports whether the forker has received, on all ways from the fork to
// a return and in a certain manner, through what a goroutine signals.
func (r *recorder) receivedOnce(p instance, b int32, manner func(*event.Event) bool) bool {
	fork := r.sites[p.site].at
	var received []int32
	for _, at := range r.hears(p, func(e *event.Event) bool { return e.Op == event.OpRecv && !e.Has(event.Select) && manner(e) }) {
		if at.block != fork.block || r.c.before(fork, at) {
			received = append(received, at.block)
		}
	}
	return len(received) > 0 && !r.c.avoids(fork, b, received)
}
