package hb

import "github.com/gojoincheck/gojoincheck/internal/event"

// This file knows what is doubtful in a test, which has chosen the data, the state and the
// clock of what it tries out.

// setForLonger reports whether an effect comes when a time has come that a call has set: the
// clock is set for longer than the test takes, as far as the test knows.
func (r *recorder) setForLonger(p instance) bool {
	st := &r.sites[p.site]
	return r.root == TestRoot && (st.Kind == event.Timer || p.Timed) && st.via != 0
}

// givenByTest reports whether an effect is in the code of a test, in a goroutine that is
// started by code that the test tries out.
func (r *recorder) givenByTest(p instance) bool {
	st := &r.sites[p.site]
	switch {
	case !r.Test || st.via == 0 || !r.InTest(p.Event.Pos):
		return false
	case p.Nested:
		return !r.InTest(p.Fork) || st.Foreign && p.Fork == st.pos
	}
	return st.Foreign || !r.InTest(st.pos)
}

// asOftenAsGiven reports whether an effect is in the code of a test, in a goroutine that other
// code starts, in a loop of unknown length: how many there are is a matter of what the test
// gives to that code, and it may well be one, or one after the other.
func (r *recorder) asOftenAsGiven(p instance) bool {
	return r.givenByTest(p) && (p.Nested || r.times(p.site, everywhere) == Often)
}

// calledBackInTest reports whether an effect is in the code of a test, in a function that the
// test's own goroutines give to code that it tries out, and that is called after something was
// acquired: to keep such calls apart may be what that code is for.
func (r *recorder) calledBackInTest(p instance) bool {
	return r.Test && p.Event.Via != 0 && r.InTest(p.Event.Pos) && len(p.Before) > 0 && r.TriedOut(p.Event.Via)
}

// objectOfTest reports whether the code of a test has started a goroutine, at a place, by a
// call of what it tries out, and the group that counts it is a part of some object.
func (r *recorder) objectOfTest(p instance, group event.Loc, fork event.Pos) bool {
	return r.sites[p.site].via != 0 && !r.Space.IsRoot(group) && r.InTest(r.g.Pos) && !r.InTest(fork)
}

// answeredToTest reports whether an effect is in the code of a test, in a function that other
// code calls in a goroutine of its own when it has been given something, and the test has had
// to do with that code between: it may well know when it is called.
func (r *recorder) answeredToTest(p instance, at place) bool {
	if !r.givenByTest(p) || len(p.Before) == 0 {
		return false
	}
	fork := r.sites[p.site].at
	return r.some(func(k place, e *event.Event) bool {
		hears := e.Kind == event.Lock || e.Kind == event.Acquire && e.Op != event.OpSend
		return hears && e.Via != 0 && r.c.before(fork, k) && r.c.before(k, at)
	})
}
