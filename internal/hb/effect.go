// Package hb decides what happens before what.
//
// The class of the analysis: one forward dataflow over a graph of events, may
// for what is pending (a union at joins), must for what is held and acquired
// (an intersection). At a fork, everything that the new goroutine may still do
// becomes pending in the forker; at an acquire, what surely came before a
// matching release is settled; what is pending is concurrent with what the
// forker does.
//
// What it ignores: the values that are sent, and order that comes about through
// them. The obvious other way, to enumerate interleavings, is exact and
// exponential; it serves as the oracle in the tests.
package hb

import (
	"cmp"
	"slices"

	"github.com/gojoincheck/gojoincheck/internal/event"
)

// EffectKind is the kind of a pending effect.
type EffectKind uint8

// The kinds of effect.
const (
	Touch    EffectKind = iota // an access
	End                        // the goroutine's end
	Count                      // an Add to a group
	Signal                     // a Done
	Join                       // a Wait
	UseTest                    // a use of a test's handle
	Shutting                   // what a Shutdown still waits for
	Give                       // a send
	Output                     // work that leaves the program
)

// Held is a lock that is held.
type Held struct {
	Loc  event.Loc
	Read bool
	Via  uint8 // distinguishes ways to use one object as a lock
}

// The ways to hold a lock.
const (
	viaMutex uint8 = iota
	viaSend        // a channel of capacity one: the send locks
	viaRecv        // the same, filled at first: the receive locks
	viaFirst       // a variable that was zero: whoever found it so is the only one
	viaGroup       // a group that runs its tasks one at a time
)

// An Effect is one thing that a goroutine may still do.
type Effect struct {
	Kind    EffectKind
	Event   event.Event
	Locks   []Held
	Before  []event.Loc // what the goroutine has acquired by then, on every path
	Watch   []event.Loc // atomics that it has looked at by then, on some path
	Settles []event.Loc // acquiring one of these orders the effect before
	Weak    []event.Loc // the same, if all releases have been acquired
	Out     []event.Loc // handed out of sight: whoever acquires within may be ordered
	After   []event.Loc // released before the effect: too early to publish it
	Turn    []event.Loc // acquired since the goroutine last released anything, on every path
	Rest    []event.Loc // channels that it has received from since, or it has released nothing yet
	Fork    event.Pos   // the fork of the goroutine itself, in its own forker
	Nested  bool        // the goroutine was forked by the task, not by the forker
	Over    bool        // Nested: it is over when the task returns
	Guessed bool        // Nested: that it is over anywhere may be by a guess alone
	Again   bool        // it happens several times in one task
	Many    bool        // several instances of it run at once in one task
	Once    []event.Loc // Nested: the Onces under which its goroutine is forked
	Demand  []event.Loc // Nested: the flags by which its goroutine is started on demand
	Finite  bool        // End: the goroutine can end without being told to
	Heeds   []event.Loc // End: what the goroutine hears of in a select, so that it can be told to end before
	Timed   bool        // the goroutine has waited for a time to come before, on every path
	Alone   int32       // number of the condition by which one instance of the goroutine alone comes to it, 0 if there is none
	Sure    bool        // it happens on every path of the goroutine
	Task    string      // the goroutine's function
}

// A Summary is what a forker must know of a task.
type Summary struct {
	Effects []Effect
	// Releases tells, for each object that the task releases, what it acquired
	// before every release of it.
	Releases []Release
	// Inner are those of them that goroutines do which the task has forked.
	Inner    []Release
	Forever  bool // the task never ends by itself
	Lost     bool // the task is over a limit: what it does is not known
	Callback bool // the task, or one that it forks, calls a function value that is not known, or answers on a channel that it was sent
}

// A Release is what a summary knows of the releases of one object.
type Release struct {
	Loc    event.Loc
	Before []event.Loc
	Closed []event.Loc // seen closed before, on some path
	Turn   []event.Loc // acquired since the release before it, each time
	Rest   []event.Loc // channels that it has received from since, or there was none
	Ops    uint32      // set of event.Op, as bits
	Times  uint8       // how often at most, Often if not bounded
	Always bool        // on every path to the task's end
	Own    bool        // by the task itself, not by goroutines alone that it has forked
	Direct bool        // by the task's own code, not by what it calls
	First  bool        // only by the first of several tasks, under a Once that they share
	Woken  bool        // before a release of it the task may have been woken from outside
	Pos    event.Pos
	Sends  []event.Loc // Back: channels on which a send must be received first
}

// Often is a count that has no small bound.
const Often = 255

// closes reports whether the object is closed, and nothing is sent on it.
func (r Release) closes() bool { return r.Ops == 1<<event.OpClose }

func (r *Release) has(op event.Op) bool { return r.Ops&(1<<op) != 0 }

func (s *Summary) release(l event.Loc) *Release {
	for i := range s.Releases {
		if s.Releases[i].Loc == l {
			return &s.Releases[i]
		}
	}
	return nil
}

// sends reports whether the task may send on a channel.
func (s *Summary) sends(ch event.Loc) bool {
	rel := s.release(ch)
	return rel != nil && rel.has(event.OpSend)
}

// ownRelease tells what the task has acquired before something releases an object that
// is no message of its own: it closes or cancels it itself, or a goroutine releases it
// that it has forked. What a task waits for can come of that alone.
func (s *Summary) ownRelease(l event.Loc) (before []event.Loc, ok bool) {
	add := func(r *Release) {
		if ok {
			before = intersect(before, r.Before)
		} else {
			before, ok = r.Before, true
		}
	}
	for i := range s.Inner {
		if s.Inner[i].Loc == l {
			add(&s.Inner[i])
		}
	}
	const forGood = 1<<event.OpClose | 1<<event.OpCancel
	if r := s.release(l); r != nil && r.Ops&^forGood == 0 {
		add(r)
	}
	return before, ok
}

func hasLoc(s []event.Loc, l event.Loc) bool { _, ok := slices.BinarySearch(s, l); return ok }

func sortLocs(s []event.Loc) []event.Loc {
	slices.Sort(s)
	return slices.Compact(s)
}

func sortHeld(s []Held) []Held {
	slices.SortFunc(s, func(a, b Held) int {
		return cmp.Or(cmp.Compare(a.Loc, b.Loc), cmp.Compare(a.Via, b.Via))
	})
	return s
}
