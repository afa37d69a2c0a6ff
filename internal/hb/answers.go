package hb

import (
	"slices"

	"github.com/gojoincheck/gojoincheck/internal/event"
	"github.com/gojoincheck/gojoincheck/internal/link"
)

// This file compares how many goroutines answer on a channel with how many answers the
// forker waits for, where both go by the length of the same thing. Unknown against
// unknown counts as equal elsewhere; here it is known that they are not.

// An asking is a channel on which the tasks of some sites send once each.
type asking struct {
	sites  []int
	takes  place // the only receive, in a loop
	length int32 // the key of that loop
	silent bool  // a task may end without an answer
}

// miscounted reports channels on which one answer more is given than taken, or on which
// a round of the loop that asks may ask nobody, or somebody who need not answer.
func (r *recorder) miscounted() {
	for _, ch := range r.list {
		a, ok := r.askingOn(ch)
		if !ok {
			continue
		}
		var loops, single []int
		skipped := -1
		for _, i := range a.sites {
			k := r.c.innermost(r.sites[i].at.block)
			switch {
			case k < 0:
				single = append(single, i)
			case r.c.loops[k].key == a.length && len(r.c.within[r.sites[i].at.block]) == 1:
				loops = append(loops, i)
				if !r.everyRound(k, r.sites[i].at.block) {
					skipped = i
				}
			default:
				loops = append(loops, i, i)
			}
		}
		switch {
		case len(loops) != 1: // nothing is known of how many ask
		case a.silent:
			if rel := r.sites[loops[0]].sum.release(ch); skipped < 0 && len(single) == 0 && rel.Direct && endsWithout(r.sites[loops[0]].Task, ch) {
				r.findings = append(r.findings, Finding{
					Rule: "abandoned-receive", Pos: r.eventAt(a.takes).Pos, Name: r.Space.String(ch), By: Silent, Handles: []event.Loc{ch},
					Steps: []Step{{Role: RoleFork, Pos: r.sites[loops[0]].pos}, {Role: RoleTask, Pos: rel.Pos, Op: event.OpSend}},
				})
			}
		case skipped >= 0 && len(single) == 0:
			r.findings = append(r.findings, Finding{
				Rule: "abandoned-receive", Pos: r.eventAt(a.takes).Pos, Name: r.Space.String(ch), By: Skipped, Handles: []event.Loc{ch},
				Steps: []Step{{Role: RoleFork, Pos: r.sites[skipped].pos}},
			})
		case skipped < 0 && len(single) > 0:
			r.findings = append(r.findings, Finding{
				Rule: "count-mismatch", Pos: r.sites[single[0]].pos, Name: r.Space.String(ch), Handles: []event.Loc{ch},
				Steps: []Step{r.joinStep(a.takes), {Role: RoleFork, Pos: r.sites[loops[0]].pos}},
			})
		}
	}
}

// askingOn tells who answers on a channel, if all that there is of it is that tasks send
// once each, and that the forker receives once in each round of one loop.
func (r *recorder) askingOn(ch event.Loc) (a asking, ok bool) {
	if !r.isChannel(ch) || !r.local(ch) || len(r.relAt[ch]) > 0 || len(r.acqAt[ch]) != 1 || r.Space.Root(ch).Sealed {
		return a, false
	}
	a.takes = r.acqAt[ch][0]
	e := r.eventAt(a.takes)
	k := r.c.innermost(a.takes.block)
	if e.Op != event.OpRecv || e.Has(event.Select) || k < 0 || len(r.c.within[a.takes.block]) != 1 || r.c.loops[k].key == 0 || !r.everyRound(k, a.takes.block) {
		return a, false
	}
	a.length = r.c.loops[k].key
	for i := range r.sites {
		rel := r.sites[i].sum.release(ch)
		if rel == nil {
			continue
		}
		if rel.Ops != 1<<event.OpSend || rel.Times != 1 || r.sites[i].Kind != event.GoStmt {
			return a, false
		}
		a.silent = a.silent || !rel.Always
		a.sites = append(a.sites, i)
	}
	return a, len(a.sites) > 0
}

// endsWithout reports whether a task can end without having sent on a channel, and without
// a failure, or that it may have been told to: then nobody waits for it.
func endsWithout(g *link.Graph, ch event.Loc) bool {
	const told = 1<<event.OpAtomic | 1<<event.OpCtxDone | 1<<event.OpClosed
	tells := func(e *event.Event) bool {
		return e.Kind == event.Acquire && (told&(1<<e.Op) != 0 || e.Op == event.OpRecv && e.Has(event.Select))
	}
	return g.ReturnsBy(func(b int32) bool {
		return !slices.ContainsFunc(g.Blocks[b].Events, func(e event.Event) bool {
			return e.Kind == event.Release && e.Op == event.OpSend && e.Loc == ch || tells(&e)
		})
	}, func(e event.Edge) bool { return !e.Fails() })
}

// everyRound reports whether every round of a loop comes through a block.
func (r *recorder) everyRound(k int, b int32) bool {
	return !slices.ContainsFunc(r.c.loops[k].latches, func(latch int32) bool { return !r.c.dominates(b, latch) })
}
