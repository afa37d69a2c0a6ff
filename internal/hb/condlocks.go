package hb

import (
	"slices"

	"github.com/gojoincheck/gojoincheck/internal/event"
)

// This file knows locks that are taken if a condition holds, where the same condition leads to
// what they guard:
//
//	if shared {
//		mu.Lock()
//		defer mu.Unlock()
//	}
//	…
//	if shared {
//		x++
//	}

// A guardedLock is a place where a lock is taken under conditions.
type guardedLock struct {
	at     place
	held   Held
	guards []guard
	given  []place // where it is given back, anywhere
}

// findGuardedLocks lists the places where locks are taken under conditions.
func (a *analysis) findGuardedLocks() {
	a.some(func(at place, e *event.Event) bool {
		if e.Kind == event.Lock && e.Op != event.OpFlag {
			if g := a.guardsOf(at.block); len(g) > 0 {
				a.guarded = append(a.guarded, guardedLock{at: at, held: Held{Loc: e.Loc, Read: e.Has(event.Read)}, guards: g})
			}
		}
		return false
	})
	if len(a.guarded) == 0 {
		return
	}
	given := map[event.Loc][]place{}
	a.some(func(at place, e *event.Event) bool {
		if e.Kind == event.Unlock {
			given[e.Loc] = append(given[e.Loc], at)
		}
		return false
	})
	for i := range a.guarded {
		a.guarded[i].given = given[a.guarded[i].held.Loc]
	}
}

// locksAt gives the locks that are held at a place: those of the state, and those that were
// taken before under a condition that leads to the place as well, and not given back since.
func (a *analysis) locksAt(s *state, at place) []Held {
	locks := s.locks
	if len(a.guarded) == 0 {
		return locks
	}
	guards := a.guardsOf(at.block)
	for _, l := range a.guarded {
		if l.at == at || countOf(locks, l.held) > 0 || !a.c.before(l.at, at) || a.c.before(at, l.at) {
			continue
		}
		if slices.ContainsFunc(l.guards, func(g guard) bool { return !slices.Contains(guards, g) }) && !a.untilDeferred(l, at) {
			continue
		}
		if !slices.ContainsFunc(l.given, func(k place) bool { return a.c.before(l.at, k) && a.c.before(k, at) }) {
			locks = sortHeld(append(slices.Clone(locks), l.held))
		}
	}
	return locks
}

// untilDeferred reports whether a place is in a call that was deferred, and a lock is given
// back by one that was deferred before it, under a condition: probably the same.
func (a *analysis) untilDeferred(l guardedLock, at place) bool {
	return a.eventAt(at).Has(event.Deferred) && slices.ContainsFunc(l.given, func(k place) bool {
		return a.eventAt(k).Has(event.Deferred|event.Try) && a.c.precedes(at, k)
	})
}
