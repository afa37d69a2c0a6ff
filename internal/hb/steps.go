package hb

import (
	"slices"

	"github.com/gojoincheck/gojoincheck/internal/event"
	"github.com/gojoincheck/gojoincheck/internal/flow"
)

// release notes what the forker has released since each fork.
func (a *analysis) release(s *state, e *event.Event) {
	o := a.object(e.Loc)
	if e.Op == event.OpSend {
		s.fed.Set(o)
		if s.sent.of[o] < Often-1 {
			s.sent.set(o, s.sent.of[o]+1)
		}
	}
	clear(s.since)
	clear(s.rest)
	a.giveTurn(s, o)
	a.released(s, o)
	a.channelLock(s, e)
}

func (a *analysis) lock(s *state, at place, e *event.Event) {
	if e.Op == event.OpFlag { // whoever is the first has it for ever, and has seen nobody
		if h := (Held{Loc: e.Loc, Via: viaFirst}); !slices.Contains(s.locks, h) {
			s.locks = sortHeld(append(s.locks, h))
		}
		return
	}
	h := Held{Loc: e.Loc, Read: e.Has(event.Read)}
	if times := countOf(s.locks, h); times == 0 || h.Read && times < maxReads {
		s.locks = sortHeld(append(s.locks, h))
	}
	s.must.Set(a.object(e.Loc))
	a.released(s, a.object(e.Loc)) // it was free: a task may have had it since its fork
	o := a.object(a.handoff(e.Loc))
	if h.Read && a.readersOnly(o) {
		return
	}
	s.must.Set(o)
	a.acquire(s, o, Often, event.OpLock, at, -1)
}

// readersOnly reports whether tasks give back a read lock only, which a read
// lock does not wait for.
func (a *analysis) readersOnly(o int) bool {
	read := false
	for i := range a.sites {
		if r := a.sites[i].sum.release(a.list[o]); r != nil {
			if r.has(event.OpLock) {
				return false
			}
			read = read || r.has(event.OpRLock)
		}
	}
	return read
}

func (a *analysis) unlock(s *state, e *event.Event) {
	o := a.object(e.Loc)
	if i := slices.IndexFunc(s.locks, func(h Held) bool { return h.Loc == e.Loc && h.Via == viaMutex }); i >= 0 {
		s.locks = slices.Delete(s.locks, i, i+1)
	}
	a.released(s, o)
}

// maxReads bounds how often a read lock is counted that one goroutine takes.
const maxReads = 4

func countOf(held []Held, h Held) (n int) {
	for _, x := range held {
		if x == h {
			n++
		}
	}
	return n
}

// released notes a release by the forker since every fork of what may still run.
func (a *analysis) released(s *state, o int) {
	for i := range a.sites {
		if slices.ContainsFunc(a.sites[i].effects, s.pend.Has) {
			s.rel.Set(i*len(a.list) + o)
		}
	}
}

// locked reports whether one of the locks is one that is given back.
func locked(held []Held) bool {
	return slices.ContainsFunc(held, func(h Held) bool { return h.Via != viaFirst })
}

// flagAccess is the order that a variable tested under a lock gives.
func (a *analysis) flagAccess(s *state, at place, e *event.Event) {
	if !locked(s.locks) || e.Has(event.Atomic) {
		return
	}
	o, ok := a.objs[e.Loc]
	if !ok {
		return
	}
	if e.Has(event.Write) {
		a.released(s, o)
	} else if e.Decides() {
		s.must.Set(o)
		a.acquire(s, o, Often, event.OpFlag, at, -1)
	}
}

// escape hands an object to code out of sight, which may join through it.
func (a *analysis) escape(s *state, at place, l event.Loc) {
	gone, ok := a.escapeOf[l]
	if !ok {
		gone = flow.NewBits(len(a.inst))
		for o, obj := range a.list {
			if a.Space.Within(obj, l) {
				gone.Union(a.weakly(o))
			}
		}
		a.escapeOf[l] = gone
	}
	a.takeAway(s, gone, at, -1)
}
