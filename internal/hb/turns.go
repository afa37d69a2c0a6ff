package hb

import "github.com/gojoincheck/gojoincheck/internal/event"

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
type turn struct {
	site       int
	give, back int // objects: released by the forker only, and by the task only
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
			for _, l := range r.Turn {
				give, ok := a.objs[l]
				if ok && a.Space.IsRoot(l) && a.Space.Root(l).Chan && !a.releasedByOther(l, -1) {
					a.turns = append(a.turns, turn{site: i, give: give, back: a.object(r.Loc)})
				}
			}
		}
	}
}

// firstTurn starts with the forker's turn: the goroutine has to acquire first.
func (a *analysis) firstTurn(s *state, site int) {
	for k, t := range a.turns {
		if t.site == site {
			s.mine.Set(k)
			s.lost.Clear(k)
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
		if t.site == p.site && s.mine.Has(k) && !s.lost.Has(k) && hasLoc(p.Turn, a.list[t.give]) {
			return true
		}
	}
	return false
}
