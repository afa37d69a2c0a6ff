package hb

import "github.com/gojoincheck/gojoincheck/internal/event"

// This file judges goroutines that may still use the handle of a test, or of a subtest, when
// that is over.

// usesTest reports whether an instance is a use of a test's handle by a goroutine that the
// test has started.
func (r *recorder) usesTest(p instance) bool {
	k := r.sites[p.site].Kind
	return p.Kind == UseTest && r.root == TestRoot && !p.Nested && (k == event.GoStmt || k == event.Group)
}

// atSubtestEnd checks which goroutines use the handle of a subtest when it is over. What its
// cleanups wait for is not known before the test itself is.
func (r *recorder) atSubtestEnd(s *state, e *event.Event) {
	if e.Op != event.OpTestEnd || r.Space.IsRoot(e.Loc) || r.Space.Last(e.Loc).Kind != event.End || r.Space.Root(e.Loc).Kind != event.Opaque || len(r.relAt[e.Loc]) != 1 {
		return
	}
	s.pend.Each(func(i int) {
		if p := r.inst[i]; r.usesTest(p) && p.Sure && p.Event.Loc == r.Space.Parent(e.Loc) {
			r.outlivesTest(p, e.Pos)
		}
	})
}

func (r *recorder) outlivesTest(p instance, end event.Pos) {
	if len(p.Out) > 0 {
		return
	}
	steps := []Step{{Role: RoleTask, Pos: p.Event.Pos}}
	if _, join := r.signalledBefore(p); join != nil {
		steps = append(steps, *join)
	}
	r.findings = append(r.findings, Finding{
		Rule: "outlives-test", Pos: r.forkPos(&p), Name: r.Space.String(p.Event.Loc),
		Steps: append(steps, Step{Role: RoleReturn, Pos: end}),
	})
}

// signalledBefore finds a signal of the instance's goroutine that comes before the instance,
// and a join that waits for it.
func (r *recorder) signalledBefore(p instance) (*Release, *Step) {
	for k := range r.sites[p.site].sum.Releases {
		rel := &r.sites[p.site].sum.Releases[k]
		if rel.Always && r.isSignal(rel.Loc) && !hasLoc(p.Settles, rel.Loc) {
			if join := r.joinAnywhere([]event.Loc{rel.Loc}, 0); join != nil {
				return rel, join
			}
		}
	}
	return nil, nil
}

// assertsInVain reports whether a goroutine that may fail the test does so in vain: nobody
// can wait for it, and it has got all that it waits for, or the test but sleeps.
func (r *recorder) assertsInVain(s *state, p instance, b int32) bool {
	if p.Event.Op != event.OpFail {
		return false
	}
	for i := range r.inst {
		q := r.inst[i]
		if q.Kind != End || q.Nested || q.site != p.site || !s.pend.Has(i) {
			continue
		}
		given := func(l event.Loc) bool { return r.releasedSince(s, q.site, l) }
		return !r.signalling(q) && len(q.Out) == 0 && (r.comesToEnd(s, q) || r.waitsOnlyFor(q, given) || r.onlySleeps(q, b))
	}
	return false
}

// onlySleeps reports whether all that the forker does from the fork to a return is to sleep.
func (r *recorder) onlySleeps(p instance, b int32) bool {
	fork := r.sites[p.site].at
	_, sleeps := r.sleeps(p, b)
	return sleeps && !r.some(func(at place, e *event.Event) bool {
		switch e.Kind {
		case event.Release, event.Acquire, event.Call, event.Escape, event.Forever:
			return at != fork && r.c.before(fork, at)
		}
		return false
	})
}
