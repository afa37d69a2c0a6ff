package hb

import (
	"slices"

	"github.com/gojoincheck/gojoincheck/internal/event"
)

// This file tells of which goroutines it is doubtful whether they are over, though all that
// is known of them says so.

// A doubt tells of which sites it is not proven that their goroutines are over, when
// an acquire takes them away. None is nil.
type doubt func(site int) bool

var (
	proven doubt // of all
	guess  doubt = func(int) bool { return true }
)

// trust has f take away what is over. What is not proven to be keeps verdicts quiet,
// and nothing is called joined or ordered for it.
func (a *analysis) trust(s *state, doubtful doubt, f func()) {
	if doubtful == nil || s.pend.Empty() {
		f()
		return
	}
	before := s.pend.Clone()
	f()
	before.Minus(s.pend)
	before.Each(func(i int) {
		if doubtful(a.inst[i].site) {
			a.guessed[i] = true
		}
	})
}

// countsItself reports whether the goroutines of a site release a group, and that
// only as often as they and those that they fork have counted it up: who waits need
// not wait for them.
func (a *analysis) countsItself(site int, group event.Loc) bool {
	st := &a.sites[site]
	if st.sum.release(group) == nil || st.Kind == event.Group && st.Handle == group {
		return false
	}
	up, down := 0, 0
	for _, x := range st.effects {
		switch p := a.inst[x]; {
		case p.Event.Loc != group:
		case p.Kind == Count:
			up++
		case p.Kind == Signal:
			down++
		}
	}
	return down <= up
}

// unbounded reports whether a site is in a loop of unknown length.
func (a *analysis) unbounded(site int) bool {
	return slices.ContainsFunc(a.c.within[a.sites[site].at.block], func(l int) bool { return a.c.loops[l].trip < 0 })
}

// bounded is the doubt of what is itself done in a loop of unknown length, which may
// not go round at all: it proves something of such sites alone that are in one, too.
func (a *analysis) bounded(site int) bool { return !a.unbounded(site) }

// doubts tells what an acquire does not prove: a send on a channel of unknown
// capacity does not prove that somebody has received, nor does a receive from a
// channel that the function itself sends on prove that somebody else has sent.
func (a *analysis) doubts(op event.Op, l event.Loc) doubt {
	switch {
	case op == event.OpSend && a.capacity(a.Space.Parent(l)) == event.CapUnknown, op == event.OpRecv && a.ops[l]&(1<<event.OpSend) != 0:
		return guess
	case op == event.OpWait && a.countsTooFew(l):
		return guess
	case op == event.OpWait:
		return func(site int) bool { return a.countsItself(site, l) }
	case op == event.OpRecv:
		return func(site int) bool { return a.closedElse(site, l) || a.capacity(l) != 0 && a.mayFindOlder(site, l) }
	}
	return proven
}

// doubtsAt tells what an acquire does not prove at its place: a receive from a channel that
// the function itself has closed before may have received nothing.
func (a *analysis) doubtsAt(e *event.Event, at place) doubt {
	if e.Op == event.OpRecv && a.closesBefore(e.Loc, at) {
		return guess
	}
	return a.doubts(e.Op, e.Loc)
}

// closesBefore reports whether the function itself may have closed a channel before it comes
// to a place.
func (a *analysis) closesBefore(ch event.Loc, at place) bool {
	return a.ops[ch]&(1<<event.OpClose) != 0 && a.some(func(k place, e *event.Event) bool {
		return e.Kind == event.Release && e.Op == event.OpClose && e.Loc == ch && a.c.before(k, at)
	})
}

// countsTooFew reports whether a group is counted up less often than goroutines are started
// that count it down: some of them will do, and the others may never be over. A group that
// nobody but the function itself can count up may count nothing at all.
func (a *analysis) countsTooFew(group event.Loc) bool {
	added, done := 0, 0
	if a.some(func(at place, e *event.Event) bool {
		if e.Kind != event.Add || e.Loc != group {
			return false
		}
		added += int(e.N)
		return e.N < 0 || len(a.c.within[at.block]) > 0
	}) {
		return false
	}
	for i := range a.sites {
		rel := a.sites[i].sum.release(group)
		if rel == nil {
			continue
		}
		if rel.Ops != 1<<event.OpDone || len(a.c.within[a.sites[i].at.block]) > 0 || a.taskAdds(i, group) {
			return false
		}
		done++
	}
	return (added > 0 || a.local(group)) && done > added && !a.exclusive(group)
}

// exclusive reports whether two of the goroutines that release an object are started on ways
// that exclude each other.
func (a *analysis) exclusive(l event.Loc) bool {
	for i := range a.sites {
		for k := range i {
			if a.sites[i].sum.release(l) != nil && a.sites[k].sum.release(l) != nil && a.sites[i].at.block != a.sites[k].at.block &&
				!a.c.before(a.sites[i].at, a.sites[k].at) && !a.c.before(a.sites[k].at, a.sites[i].at) {
				return true
			}
		}
	}
	return false
}

// closedElse reports whether the channel that a goroutine is heard through may be closed by
// another, or by another instance of it: then it tells nothing more of this one. Who
// closes it after having waited for the goroutine does not count; to take a lock that the
// goroutine takes, too, is not to wait for it.
func (a *analysis) closedElse(site int, ch event.Loc) bool {
	for k := range a.sites {
		r := a.sites[k].sum.release(ch)
		switch {
		case r == nil || !r.has(event.OpClose):
		case k == site:
			if a.times(k, everywhere) > 1 && r.closes() && !r.First {
				return true
			}
		case !slices.ContainsFunc(r.Before, func(l event.Loc) bool { return !a.isMutex(l) && !a.isHandoff(l) && a.sites[site].sum.release(l) != nil }):
			return true
		}
	}
	return false
}

// mayFindOlder reports whether what is received after a fork may be a message that another
// goroutine has left in the channel before: it is over, but not because that was received.
func (a *analysis) mayFindOlder(site int, ch event.Loc) bool {
	const waits = 1<<event.OpWait | 1<<event.OpRecv | 1<<event.OpClosed | 1<<event.OpRangeEnd
	for k := range a.sites {
		older, at := a.sites[k].at, a.sites[site].at
		if !a.sites[k].sum.sends(ch) || k == site || !a.c.before(older, at) || a.c.before(at, older) {
			continue
		}
		for _, i := range a.sites[k].effects {
			if p := a.inst[i]; p.Kind == End && slices.ContainsFunc(p.Settles, func(l event.Loc) bool { return l != ch && a.ops[l]&waits != 0 }) {
				return true
			}
		}
	}
	return false
}

// doubtsOfRounds tells the same of all rounds of a loop together, which have acquired
// n times.
func (a *analysis) doubtsOfRounds(x loopExit, n int) doubt {
	const whole = 1<<event.OpRangeEnd | 1<<event.OpClosed // it goes round until all is received
	l := a.list[x.obj]
	if x.op == event.OpSend && n == Often && a.capacity(a.Space.Parent(l)) > 0 { // there may be room for all
		return guess
	}
	doubtful := a.doubts(x.op, l)
	if a.c.loops[x.loop].trip >= 0 || a.ops[l]&whole != 0 {
		return doubtful
	}
	if doubtful == nil {
		return a.bounded
	}
	return func(site int) bool { return a.bounded(site) || doubtful(site) }
}
