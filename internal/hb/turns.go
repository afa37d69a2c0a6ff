package hb

import (
	"github.com/gojoincheck/gojoincheck/internal/event"
	"github.com/gojoincheck/gojoincheck/internal/flow"
)

// A turn is what a goroutine and its forker hand to and fro:
//
//	go func() {
//		for range ping {
//			x++
//			pong <- struct{}{}
//		}
//	}()
//	for range 3 {
//		x++
//		ping <- struct{}{}
//		<-pong
//	}
//
// The goroutine acquires give before each of its rounds and releases back once a
// round. So as long as the forker has taken back as often as it has given, the
// goroutine waits, and what it does in its next round comes after what the
// forker does now. That the goroutine may do it again after a release, which
// settles nothing, does no harm then.
//
// Or the goroutine has the first turn:
//
//	go func() {
//		for {
//			x++
//			pong <- struct{}{}
//			<-ping
//		}
//	}()
//	for range 3 {
//		<-pong
//		x++
//		ping <- struct{}{}
//	}
type turn struct {
	site       int
	give, back int  // objects: released by the forker only, and by the task only
	second     bool // the forker has to wait before its first turn
}

// findTurns finds the turns of each fork that starts one goroutine.
func (a *analysis) findTurns() {
	for i := range a.sites {
		if a.times(i, everywhere) > 1 {
			continue
		}
		for _, r := range a.sites[i].sum.Releases {
			if r.Ops != 1<<event.OpSend || a.ops[r.Loc]&(1<<event.OpSend) != 0 || a.releasedByOther(r.Loc, i) {
				continue
			}
			add := func(gives []event.Loc, second bool) {
				for _, l := range gives {
					if give, ok := a.objs[l]; ok && a.isChannel(l) && !a.releasedByOther(l, -1) {
						a.turns = append(a.turns, turn{i, give, a.object(r.Loc), second})
					}
				}
			}
			add(r.Turn, false)
			add(r.Rest, true)
		}
	}
}

// isChannel reports whether an object is a channel that no path leads to.
func (a *analysis) isChannel(l event.Loc) bool { return a.Space.IsRoot(l) && a.Space.Root(l).Chan }

// answerable gives the channels that the function receives from.
func (a *analysis) answerable() flow.Bits {
	chans := flow.NewBits(len(a.list))
	a.some(func(_ place, e *event.Event) bool {
		if o, ok := a.objs[e.Loc]; ok && e.Kind == event.Acquire && e.Op == event.OpRecv && a.isChannel(e.Loc) {
			chans.Set(o)
		}
		return false
	})
	return chans
}

// firstTurn starts with the forker's turn, where the goroutine has to acquire first.
func (a *analysis) firstTurn(s *state, site int) {
	for k, t := range a.turns {
		if t.site != site {
			continue
		}
		s.lost.Clear(k)
		if t.second {
			s.mine.Clear(k)
		} else {
			s.mine.Set(k)
		}
	}
}

func (a *analysis) giveTurn(s *state, o int) {
	for k, t := range a.turns {
		if t.give != o {
			continue
		}
		if !s.mine.Has(k) {
			s.lost.Set(k)
		}
		s.mine.Clear(k)
	}
}

func (a *analysis) takeTurn(s *state, o int) {
	for k, t := range a.turns {
		if t.back == o {
			s.mine.Set(k)
		}
	}
}

// myTurn reports whether the goroutine waits for its turn, and comes to the
// effect only then.
func (a *analysis) myTurn(s *state, i int) bool {
	p := a.inst[i]
	for k, t := range a.turns {
		when := p.Turn
		if t.second {
			when = p.Rest
		}
		if t.site == p.site && s.mine.Has(k) && !s.lost.Has(k) && hasLoc(when, a.list[t.give]) {
			return true
		}
	}
	return false
}
