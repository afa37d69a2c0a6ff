package hb

import (
	"slices"

	"github.com/gojoincheck/gojoincheck/internal/event"
	"github.com/gojoincheck/gojoincheck/internal/flow"
)

// catchUp settles what the acquires so far are enough for, now that less is
// pending.
func (a *analysis) catchUp(s *state, at place) {
	for o := range s.acq.of {
		n := s.acq.of[o]
		if n == 0 || n == Often {
			continue
		}
		if need, some := a.need(s, o, at.block, -1); some && int(n) >= need {
			s.acq.set(o, Often)
			over := s.over.Clone()
			a.settle(s, o, false, at, -1)
			a.follow(s, o, over, at, -1, 0)
		}
	}
}

// acquireEvent is an acquire in the graph itself.
func (a *analysis) acquireEvent(s *state, at place, e *event.Event) {
	o := a.object(e.Loc)
	if a.worldly(e.Loc) {
		s.must.Set(o)
		if a.Space.Root(e.Loc).World == event.Said {
			a.hear(s, at)
		}
		return
	}
	n := uint8(1)
	if e.Op == event.OpSend { // the completion of a send
		ch := a.Space.Parent(e.Loc)
		switch c := a.capacity(ch); {
		case c == event.CapUnknown && a.made(ch) != nil:
			return // of a size that is computed: there may be room for as many as the loop sends
		case c == event.CapUnknown:
			n = Often
		case c > 0:
			if a.sentTo(s, ch) <= c {
				return // the send may have found room
			}
		}
	}
	s.must.Set(o)
	s.since.Set(o)
	if e.Op == event.OpRecv {
		s.rest.Set(o)
	}
	a.takeTurn(s, o)
	a.trust(s, a.doubtsAt(e, at), func() { a.acquire(s, o, n, e.Op, at, -1) })
	if a.wokenFromOutside(e) {
		a.takeAway(s, a.callingBack(), at, -1)
		a.hear(s, at)
	}
}

// acquire settles what the n'th acquire of object o orders. outside limits it
// to the forks outside of a loop that is being left, -1 for none.
func (a *analysis) acquire(s *state, o int, n uint8, op event.Op, at place, outside int) {
	if op == event.OpOnce {
		a.takeAway(s, a.underOnce(o), at, outside)
		return
	}
	counted := op == event.OpRecv || op == event.OpSend
	if counted && a.closedByTask(o) {
		counted = false
	}
	if op == event.OpSend && a.sends[a.Space.Parent(a.list[o])] > 1 {
		counted = false // one message may be there to see that the other is dealt with
	}
	if counted && n != Often {
		need, some := a.need(s, o, at.block, outside)
		if !some {
			s.acq.set(o, Often)
			return
		}
		total := int(n)
		if s.acq.of[o] != Often {
			total += int(s.acq.of[o])
		}
		if total < need {
			s.acq.set(o, uint8(total))
			a.settleFirst(s, o, at, outside)
			return
		}
		s.acq.set(o, Often)
	}
	if s.pend.Empty() {
		return
	}
	over := s.over.Clone()
	a.settle(s, o, n == Often || !counted, at, outside)
	a.follow(s, o, over, at, outside, 0)
}

// byOnce reports whether the object says that a Once has run.
func (a *analysis) byOnce(l event.Loc) bool {
	return a.ops[l]&(1<<event.OpOnce) != 0 || slices.ContainsFunc(a.sites, func(s site) bool {
		r := s.sum.release(l)
		return r != nil && r.has(event.OpOnce)
	})
}

// underOnce gives the instances that run within a Once. What a task did before
// it came to the Once is not ordered by it: who ran it is not known.
func (a *analysis) underOnce(o int) flow.Bits {
	b, once := a.weakly(o).Clone(), a.Space.Parent(a.list[o])
	for i := range a.inst {
		if !holds(a.inst[i].Locks, once) {
			b.Clear(i)
		}
	}
	return b
}

// settle takes away what an acquire of o orders before.
func (a *analysis) settle(s *state, o int, all bool, at place, outside int) {
	gone := a.strongly(o)
	if all {
		gone = a.weakly(o)
	}
	a.takeAway(s, gone, at, outside)
}

// takeAway ends that the instances are pending, but for those forked within
// the loop outside.
func (a *analysis) takeAway(s *state, gone flow.Bits, at place, outside int) {
	if outside >= 0 {
		gone = gone.Clone()
		gone.Minus(a.forkedIn(outside))
	}
	if a.note != nil {
		for w := range gone {
			if gone[w]&s.pend[w] != 0 {
				one := flow.NewBits(len(gone) * 64)
				one[w] = gone[w] & s.pend[w]
				one.Each(func(i int) { a.settled(i, at) })
			}
		}
	}
	for i := range a.sites {
		if end := a.sites[i].end; end >= 0 && gone.Has(end) && s.pend.Has(end) {
			s.over.Set(i)
		}
	}
	s.pend.Minus(gone)
}

// strongly gives the instances that one acquire of o settles.
func (a *analysis) strongly(o int) flow.Bits { return a.cached(a.strong, o, false) }

// weakly gives those that all releases of o together settle.
func (a *analysis) weakly(o int) flow.Bits { return a.cached(a.weak, o, true) }

func (a *analysis) cached(cache map[int]flow.Bits, o int, weak bool) flow.Bits {
	b, ok := cache[o]
	if !ok {
		b = a.having(o, weak)
		cache[o] = b
	}
	return b
}

func (a *analysis) having(o int, weak bool) flow.Bits {
	b, l := flow.NewBits(len(a.inst)), a.list[o]
	for i := range a.inst {
		if a.firstOnly(i, l) {
			continue // which of them it is, is not known
		}
		if hasLoc(a.inst[i].Settles, l) || weak && hasLoc(a.inst[i].Weak, l) && !a.lastMessage(i, l) || a.out(i, l) {
			b.Set(i)
		}
	}
	return b
}

// forkedIn gives the instances of the forks within a loop.
func (a *analysis) forkedIn(loop int) flow.Bits {
	b, ok := a.inLoop[loop]
	if !ok {
		b = flow.NewBits(len(a.inst))
		for i := range a.inst {
			if a.c.loops[loop].body.Has(int(a.sites[a.inst[i].site].at.block)) {
				b.Set(i)
			}
		}
		a.inLoop[loop] = b
	}
	return b
}

// out reports whether the task of an instance hands l to code out of sight.
func (a *analysis) out(i int, l event.Loc) bool {
	for _, o := range a.inst[i].Out {
		if a.Space.Within(l, o) {
			return true
		}
	}
	return false
}

// follow applies what the releasing tasks had acquired before they released, but for those
// that were over already: they have waited for nothing since.
func (a *analysis) follow(s *state, o int, over flow.Bits, at place, outside, depth int) {
	const maxFollow = 4 // chains of goroutines that join goroutines are short
	if depth > maxFollow {
		return
	}
	for i := range a.sites {
		r := a.sites[i].sum.release(a.list[o])
		if r == nil || !a.c.before(a.sites[i].at, at) || over.Has(i) {
			continue
		}
		if r.Woken {
			a.trust(s, guess, func() { a.takeAway(s, a.callingBack(), at, outside) })
			a.hear(s, at)
		}
		for _, l := range r.Before {
			if x, ok := a.objs[l]; ok && x != o && !a.mayHaveRoom(l) {
				found := func(site int) bool { // or nobody need have waited for the one that releases
					return a.countsItself(i, a.list[o]) || a.unbounded(i) && a.bounded(site) || !a.byOnce(l) && a.countsItself(site, l)
				}
				if a.byOnce(l) {
					a.trust(s, found, func() { a.takeAway(s, a.underOnce(x), at, outside) })
					continue
				}
				a.trust(s, found, func() {
					a.settle(s, x, true, at, outside)
					a.follow(s, x, over, at, outside, depth+1)
				})
			}
		}
		for _, l := range r.Closed { // a select disables each case when it is done, and ends with the last
			if x, ok := a.objs[l]; ok && x != o && !hasLoc(r.Before, l) {
				a.trust(s, guess, func() {
					a.settle(s, x, true, at, outside)
					a.follow(s, x, over, at, outside, depth+1)
				})
			}
		}
	}
}

// mayHaveRoom reports whether an object says that a message has been received, and
// the message may as well have found room in the channel.
func (a *analysis) mayHaveRoom(l event.Loc) bool {
	if !a.isBack(l) {
		return false
	}
	m := a.made(a.Space.Parent(l))
	return m != nil && m.Cap != 0
}

// need is how many releases of o may still come: as many acquires surely have
// them all. It is false when nothing pending would be settled.
func (a *analysis) need(s *state, o int, block int32, outside int) (int, bool) {
	l := a.list[o]
	comes := map[int]int{} // by site
	settles := s.pend.Clone()
	if settles.Intersect(a.weakly(o)); settles.Empty() {
		return 0, false
	}
	s.pend.Each(func(i int) {
		k := a.inst[i].site
		if _, seen := comes[k]; seen || !settles.Has(i) && (a.sites[k].sum.release(l) == nil || a.settledBy(k, o)) {
			return // it does not release o, or has done so before
		}
		if outside >= 0 && a.c.loops[outside].body.Has(int(a.sites[k].at.block)) {
			return
		}
		comes[k] = int(a.times(k, block))
		if r := a.sites[k].sum.release(l); r != nil {
			comes[k] *= int(r.Times)
		}
	})
	total := a.onOnePath(comes)
	return total, total > 0
}

// onOnePath is the most that the sites have together to which one path comes: of two on
// branches that exclude each other, there is one.
func (a *analysis) onOnePath(of map[int]int) int {
	upTo := map[int]int{}
	var sum func(k int) int
	sum = func(k int) int {
		if n, ok := upTo[k]; ok {
			return n
		}
		own, earlier := of[k], 0
		for j, n := range of {
			if j == k || !a.c.before(a.sites[j].at, a.sites[k].at) {
				continue
			}
			if a.c.before(a.sites[k].at, a.sites[j].at) { // in one loop
				own += n
			} else {
				earlier = max(earlier, sum(j))
			}
		}
		upTo[k] = min(own+earlier, Often)
		return upTo[k]
	}
	most := 0
	for k := range of {
		most = max(most, sum(k))
	}
	return most
}

// settleFirst takes away what comes before the first message, where all messages are
// of one goroutine: it has sent one.
func (a *analysis) settleFirst(s *state, o int, at place, outside int) {
	l, from := a.list[o], -1
	for k := range a.sites {
		if a.sites[k].sum.release(l) == nil {
			continue
		}
		if from >= 0 || a.timesFor(k, l) > 1 {
			return
		}
		from = k
	}
	if from < 0 || a.ops[l]&(1<<event.OpSend|1<<event.OpClose) != 0 {
		return
	}
	gone := flow.NewBits(len(a.inst))
	for _, i := range a.sites[from].effects {
		if p := a.inst[i]; p.Kind == Give && p.Nested && p.Event.Loc == l {
			return // by one that it has forked
		}
		if a.inst[i].Kind == Touch && hasLoc(a.inst[i].Settles, l) && !a.inst[i].Again {
			gone.Set(i)
		}
	}
	a.takeAway(s, gone, at, outside)
}

// settledBy reports whether an acquire of o settles anything that site k starts.
func (a *analysis) settledBy(k, o int) bool {
	return slices.ContainsFunc(a.sites[k].effects, a.weakly(o).Has)
}

// settled tells the recorder that an acquire ordered an effect.
func (a *analysis) settled(i int, at place) {
	if a.note != nil {
		a.note.settled(i, at)
	}
}

// firstOnly reports whether only the first of several instances releases an object, for
// what is not itself done by the first alone.
func (a *analysis) firstOnly(i int, l event.Loc) bool {
	site := a.inst[i].site
	rel := a.sites[site].sum.release(l)
	if rel == nil || !rel.First || !rel.closes() || a.times(site, everywhere) <= 1 {
		return false
	}
	return !slices.ContainsFunc(a.inst[i].Locks, a.ofSomeOnce)
}

// ofSomeOnce reports whether what is held is a Once that is running.
func (a *analysis) ofSomeOnce(h Held) bool { return a.Space.Find(h.Loc, event.Done) != event.NoLoc }
