package hb

import (
	"slices"

	"github.com/gojoincheck/gojoincheck/internal/event"
)

// capacity of the channel, CapUnknown when not known.
func (a *analysis) capacity(ch event.Loc) int {
	if r := a.made(ch); r != nil {
		return r.Cap
	}
	return event.CapUnknown
}

// made gives the channel that a path leads to, if it is known where that is made.
func (a *analysis) made(ch event.Loc) *event.Root {
	if l := a.madeAt(ch); l != event.NoLoc {
		return a.Space.Root(l)
	}
	return nil
}

// madeAt gives the root of the channel that a path leads to, NoLoc if it is not known where
// that is made.
func (a *analysis) madeAt(ch event.Loc) event.Loc {
	if !a.Space.IsRoot(ch) && a.g.Made != nil {
		ch = a.g.Made(ch)
	}
	if ch != event.NoLoc && a.isChannel(ch) {
		return ch
	}
	return event.NoLoc
}

// peek orders the accesses of tasks that may be seen to be done; that their end
// is awaited it does not say.
func (a *analysis) peek(s *state, o int, at place) {
	gone := a.weakly(o).Clone()
	gone.Each(func(i int) {
		if a.inst[i].Kind != Touch {
			gone.Clear(i)
		}
	})
	a.takeAway(s, gone, at, -1)
}

// closedByTask reports whether the object is a channel that is closed and never
// sent on: one receive is as good as many.
func (a *analysis) closedByTask(o int) bool {
	closed, sent := false, a.ops[a.list[o]]&(1<<event.OpSend) != 0
	closed = a.ops[a.list[o]]&(1<<event.OpClose) != 0
	for i := range a.sites {
		if r := a.sites[i].sum.release(a.list[o]); r != nil {
			closed = closed || r.has(event.OpClose)
			sent = sent || r.has(event.OpSend)
		}
	}
	return closed && !sent
}

// channelLock treats a channel as the lock it may be: one of capacity one on which
// everybody sends first and receives when done, or on which a token goes round
// that everybody takes first and puts back.
func (a *analysis) channelLock(s *state, e *event.Event) {
	ch := e.Loc
	if e.Op == event.OpRecv {
		ch = a.Space.Parent(e.Loc)
	}
	if e.Op != event.OpSend && e.Op != event.OpRecv || !a.mayLock(ch) {
		return
	}
	take, give := viaSend, viaRecv
	if e.Op == event.OpRecv {
		take, give = give, take
	}
	s.locks = slices.DeleteFunc(s.locks, func(h Held) bool { return h.Loc == ch && h.Via == give })
	if take == viaSend && a.capacity(ch) == 0 { // whoever receives has it now
		return
	}
	if h := (Held{Loc: ch, Via: take}); !slices.Contains(s.locks, h) {
		s.locks = sortHeld(append(s.locks, h))
	}
}

// mayLock reports whether a channel may serve as a lock: the graph both sends and
// receives on it, and it has room for one message, or nobody knows for how many.
func (a *analysis) mayLock(ch event.Loc) bool {
	if a.ops[ch]&(1<<event.OpSend) == 0 || a.ops[ch]&(1<<event.OpRecv) == 0 {
		return false
	}
	r := a.made(ch)
	return r == nil || r.Cap == 0 || r.Cap == 1
}

// isBack reports whether an object says that a message has been received.
func (a *analysis) isBack(l event.Loc) bool {
	return !a.Space.IsRoot(l) && a.Space.Last(l).Kind == event.Back
}

// lastMessage reports whether an effect is part of what a goroutine does about
// each message of a loop that sends them: nothing tells that it has dealt with
// the last one.
func (a *analysis) lastMessage(i int, back event.Loc) bool {
	if !a.isBack(back) {
		return false
	}
	ch := a.Space.Parent(back)
	return hasLoc(a.inst[i].Before, ch) && a.sends[ch] == 1
}
