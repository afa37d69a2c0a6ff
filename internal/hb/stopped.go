package hb

import (
	"slices"

	"github.com/gojoincheck/gojoincheck/internal/event"
)

// This file judges values that own a goroutine: a constructor or a method that
// was called here has started one that ends only when it is told to, through a
// channel or a context that nobody but the function analyzed can reach. Such a
// function must tell it, on every path, as one that makes a context must call
// its cancel function.
//
// The class of the analysis: what is reachable from code out of sight is a may
// (anything that may hand the value on makes it silent); that the goroutine
// waits for the signal is a must. What it ignores: values kept in elements of
// slices and maps, and everything in which one of several values may be meant.

// neverTold reports a goroutine that was started in a callee and that nothing
// in the function tells to stop.
func (r *recorder) neverTold(i int) {
	st := &r.sites[i]
	sig := r.signalOf(i)
	if sig == nil || len(sig.told) > 0 || r.startedBefore(i, sig) || r.wantsError(st.at.block) {
		return
	}
	for b := range r.c.blocks {
		if !r.c.live[b] || !r.c.blocks[b].Return || int32(b) != st.at.block && !r.c.before(st.at, place{int32(b), 0}) {
			continue
		}
		f := r.unstopped(st, sig)
		if pos := r.c.blocks[b].RetPos; pos != 0 {
			f.Steps = append(f.Steps, Step{Role: RoleReturn, Pos: pos})
		}
		r.findings = append(r.findings, f)
		return
	}
	if len(r.c.within[st.at.block]) > 0 { // each round leaves one more
		r.findings = append(r.findings, r.unstopped(st, sig))
	}
}

// startedBefore reports whether a call before has started such a goroutine, which the same signal
// would stop: to tell of it once is enough, and the second call may find that it has been started.
func (r *recorder) startedBefore(i int, sig *signal) bool {
	st := &r.sites[i]
	for k := range i {
		if first := &r.sites[k]; first.pos == st.pos && r.c.before(first.at, st.at) {
			if s := r.signalOf(k); s != nil && s.locs[0] == sig.locs[0] {
				return true
			}
		}
	}
	return false
}

// notTold reports, at a return, a goroutine that was started in a callee and
// that is told to stop on other paths.
func (r *recorder) notTold(s *state, p instance, b int32) {
	st := &r.sites[p.site]
	sig := r.signalOf(p.site)
	if sig == nil && r.c.blocks[b].Bare { // what is returned on other ways is dropped on this one
		sig = r.droppedSignal(p.site)
	} else if sig != nil && len(sig.told) == 0 {
		return // on no way at all
	}
	if sig == nil || r.told(s, p.site, sig) || r.failed(st.at.block, b) {
		return
	}
	f := r.unstopped(st, sig)
	f.Partly = true
	f.Steps = append(f.Steps, Step{Role: RoleReturn, Pos: r.c.blocks[b].RetPos})
	if len(sig.told) > 0 {
		f.Steps = append(f.Steps, r.joinStep(sig.told[0]))
	}
	r.findings = append(r.findings, f)
}

func (r *recorder) unstopped(st *site, sig *signal) Finding {
	f := Finding{
		Rule: "never-stopped", Pos: st.via, Name: r.objectName(sig.locs[0]), Handles: sig.locs,
		Steps: []Step{{Role: RoleFork, Pos: st.pos}},
		Again: slices.ContainsFunc(r.c.within[st.at.block], func(k int) bool { return r.c.loops[k].endless }),
	}
	if sig.close {
		f.Steps = append(f.Steps, Step{Role: RoleNeed, Op: event.OpClose})
	}
	return f
}

// told reports whether the path to here has given the signal since the fork.
func (r *recorder) told(s *state, site int, sig *signal) bool {
	return slices.ContainsFunc(sig.locs, func(l event.Loc) bool { return r.releasedSince(s, site, l) })
}

// failed reports whether the first branch after a fork is taken to block b
// because the call has failed: then it has started nothing, though the forking
// function, which sees one call, cannot tell.
func (r *recorder) failed(fork, b int32) bool {
	first := false
	for b != fork {
		d := r.c.idom[b]
		if d == -1 || d != fork && r.c.dominates(d, fork) {
			break
		}
		for _, s := range r.c.blocks[d].Succs {
			if s.To == b && len(r.c.blocks[d].Succs) > 1 {
				first = s.Fail
			}
		}
		b = d
	}
	return first
}

// wantsError reports whether a test fails if a call does not: all that follows, or the first branch
// after it is on its error, and the other way fails the test.
func (r *recorder) wantsError(fork int32) bool {
	fails := func(b int32) bool {
		return slices.ContainsFunc(r.c.blocks[b].Events, func(e event.Event) bool { return e.Op == event.OpFail || e.Op == event.OpFatal })
	}
	b := fork
	for range r.c.blocks { // or it is an empty loop
		succs := r.c.blocks[b].Succs
		switch {
		case b != fork && fails(b):
			return true
		case len(succs) == 0:
			return false
		case len(succs) > 1:
			return slices.ContainsFunc(succs, func(s event.Edge) bool { return s.Fail }) &&
				slices.ContainsFunc(succs, func(s event.Edge) bool { return !s.Fail && fails(s.To) })
		}
		b = succs[0].To
	}
	return false
}

// A signal is what a goroutine waits for before it ends, under all its names.
type signal struct {
	locs  []event.Loc
	told  []place // where the function analyzed gives it, on some path
	close bool    // it is the close of a channel on which other things are sent
}

// signalOf finds the signal without which the goroutine of a site never ends,
// and that only the function analyzed can give; nil if there is none, or if it
// is given by others.
func (r *recorder) signalOf(i int) *signal {
	st := &r.sites[i]
	if st.Kind != event.GoStmt || st.via == 0 || st.Task == nil {
		return nil
	}
	if sig, ok := r.signals[i]; ok {
		return sig
	}
	if r.signals == nil {
		r.signals = map[int]*signal{}
	}
	if r.refs == nil {
		r.refs = newRefs(r, r.g.Results)
	}
	r.signals[i] = r.signalAsFar(i, r.refs)
	return r.signals[i]
}

// droppedSignal is signalOf for a return that gives nobody what the function returns
// otherwise.
func (r *recorder) droppedSignal(i int) *signal {
	if st := &r.sites[i]; st.Kind != event.GoStmt && st.Kind != event.Group || st.via == 0 || st.Task == nil {
		return nil
	}
	if r.dropped == nil {
		r.dropped = newRefs(r, nil)
	}
	return r.signalAsFar(i, r.dropped)
}

// signalAsFar finds the signal for a site, as far as some references tell.
func (r *recorder) signalAsFar(i int, refs *refs) *signal {
	st := &r.sites[i]
	if st.end < 0 || r.callsUnseen() {
		return nil
	}
	sig := r.signalAmong(r.inst[st.end].Before, st.Task, refs)
	if sig != nil && r.waitsInChannel(sig, st.at) {
		return nil
	}
	return sig
}

// waitsInChannel reports whether the signal may have been sent before the fork, into
// a channel with room: a token that the goroutine gives back is no signal to stop.
func (r *recorder) waitsInChannel(sig *signal, fork place) bool {
	sent := slices.ContainsFunc(sig.told, func(at place) bool {
		return r.eventAt(at).Op == event.OpSend && r.c.before(at, fork)
	})
	return sent && slices.ContainsFunc(sig.locs, func(l event.Loc) bool { return r.Space.IsRoot(l) && r.capacity(l) != 0 })
}

// callsUnseen reports whether the function makes a call that was not followed, or
// calls what a variable of its own holds and nobody knows: that may be the one
// that stops the goroutine.
func (r *recorder) callsUnseen() bool {
	return r.some(func(_ place, e *event.Event) bool {
		if e.Kind != event.Call {
			return false
		}
		s := &r.g.Sites[e.Call]
		return s.Lost || s.Callee() != event.NoLoc && r.g.Own[r.Space.RootLoc(s.Callee())]
	})
}

func (r *recorder) signalAmong(before []event.Loc, task *Graph, refs *refs) *signal {
	for _, l := range before {
		if !r.g.Own[r.Space.RootLoc(l)] || r.isMutex(l) {
			continue
		}
		if sig := r.signal(l, task, refs); sig != nil {
			return sig
		}
	}
	return nil
}

// signal judges one object that a goroutine waits for.
func (r *recorder) signal(l event.Loc, task *Graph, refs *refs) *signal {
	locs, ok := refs.names(l)
	if !ok || refs.handed || !slices.ContainsFunc(locs, refs.endsBySight) {
		return nil
	}
	sig := &signal{locs: locs, close: waitsForClose(task, locs)}
	for _, l := range locs {
		if !r.g.Own[r.Space.RootLoc(l)] || refs.out(l) || r.toldByTask(l, sig.close) {
			return nil
		}
		for _, at := range r.relAt[l] {
			if !sig.close || r.eventAt(at).Op != event.OpSend {
				sig.told = append(sig.told, at)
			}
		}
	}
	return sig
}

// waitsForClose reports whether a goroutine goes on receiving until the channel
// is closed.
func waitsForClose(task *Graph, locs []event.Loc) bool {
	for i := range task.Blocks {
		for _, e := range task.Blocks[i].Events {
			if e.Kind == event.Acquire && (e.Op == event.OpRangeEnd || e.Op == event.OpClosed) && slices.Contains(locs, e.Loc) {
				return true
			}
		}
	}
	return false
}

// toldByTask reports whether a goroutine gives the signal.
func (r *recorder) toldByTask(l event.Loc, closes bool) bool {
	for i := range r.sites {
		if rel := r.sites[i].sum.release(l); rel != nil && (!closes || rel.Ops != 1<<event.OpSend) {
			return true
		}
	}
	return false
}

// maxNames bounds the names of one object; more of them mean that it is handed
// from variable to variable.
const maxNames = 16

// refs knows what refers to what in a graph, and what code out of sight can
// get at.
type refs struct {
	*recorder
	binds []event.Event
	seen  map[*Graph]bool
	outs  map[event.Loc]bool

	kept   []event.Loc // variables and fields that hold functions
	handed bool        // one of them can be got at out of sight: what it does may be the signal
}

func newRefs(r *recorder, results []event.Loc) *refs {
	x := &refs{recorder: r, seen: map[*Graph]bool{}, outs: map[event.Loc]bool{}}
	x.gather(r.g, 0)
	for _, l := range results {
		x.outs[l] = true
	}
	delete(x.outs, event.NoLoc)
	for changed := len(x.outs) > 0; changed; {
		changed = false
		for _, b := range x.binds {
			if b.Val != event.NoLoc && !x.outs[b.Val] && x.out(b.Loc) {
				x.outs[b.Val], changed = true, true
			}
		}
	}
	x.handed = slices.ContainsFunc(x.kept, func(l event.Loc) bool { return !x.g.Own[x.Space.RootLoc(l)] || x.out(l) })
	return x
}

// gather notes the references of a graph and its tasks, and what they hand out
// of sight.
func (x *refs) gather(g *Graph, depth int) {
	const maxNesting = 8
	if x.seen[g] || depth > maxNesting {
		return
	}
	x.seen[g] = true
	for i := range g.Blocks {
		for _, e := range g.Blocks[i].Events {
			switch {
			case e.Kind == event.BindFunc:
				x.kept = append(x.kept, e.Loc)
			case e.Kind == event.Bind && x.followed(e.Loc):
				x.binds = append(x.binds, e)
			case e.Kind == event.Bind, e.Kind == event.Release && e.Val != event.NoLoc:
				x.outs[e.Val] = true
			case e.Kind == event.Escape && !e.Has(event.Implied):
				x.outs[e.Loc] = true
			}
		}
	}
	for i := range g.Sites {
		s := &g.Sites[i]
		if s.Task != nil {
			x.gather(s.Task, depth+1)
			continue
		}
		x.outs[s.Callee()] = true
		for _, a := range s.Args {
			x.outs[a.Loc] = true
		}
	}
}

// followed reports whether a variable is one that the graph sees all of: one of
// several elements is not.
func (x *refs) followed(l event.Loc) bool {
	return x.g.Own[x.Space.RootLoc(l)] && x.Space.Single(l)
}

// out reports whether code out of sight can get at a location.
func (x *refs) out(l event.Loc) bool {
	for ; l != event.NoLoc; l = x.Space.Parent(l) {
		if x.outs[l] {
			return true
		}
	}
	return false
}

// names gives all names of an object: each variable that refers to it, and what
// that refers to. It is false where a variable may refer to several objects.
func (x *refs) names(l event.Loc) ([]event.Loc, bool) {
	all := []event.Loc{l}
	for i := 0; i < len(all); i++ {
		for _, b := range x.binds {
			var to event.Loc
			if cell := x.Space.Find(b.Loc, event.Deref); cell != event.NoLoc && x.Space.Within(all[i], cell) {
				if slices.ContainsFunc(x.binds, func(o event.Event) bool { return o.Loc == b.Loc && o.Val != b.Val }) {
					return nil, false
				}
				to = x.moved(all[i], cell, b.Val)
			} else if x.Space.Within(all[i], b.Val) {
				to = x.moved(all[i], b.Val, x.Space.Child(b.Loc, event.Sel{Kind: event.Deref}))
			} else {
				continue
			}
			if !slices.Contains(all, to) {
				if all = append(all, to); len(all) > maxNames {
					return nil, false
				}
			}
		}
	}
	return all, true
}

// moved replaces the beginning of a path.
func (x *refs) moved(l, from, to event.Loc) event.Loc {
	if l == from {
		return to
	}
	return x.Space.Child(x.moved(x.Space.Parent(l), from, to), x.Space.Last(l))
}

// endsBySight reports whether a location is a channel made in sight, or the end
// of a context that only its cancel function brings about.
func (x *refs) endsBySight(l event.Loc) bool {
	if x.Space.IsRoot(l) {
		return x.Space.Root(l).Chan
	}
	return x.Space.Last(l).Kind == event.Done && x.cancelled(x.Space.Parent(l), 0)
}

// cancelled reports whether a context ends only when its own cancel function is
// called, or that of another context in sight that nothing cancels.
func (x *refs) cancelled(ctx event.Loc, depth int) bool {
	const maxParents = 4
	if !x.Space.IsRoot(ctx) || depth > maxParents || depth > 0 && x.out(ctx) {
		return false
	}
	switch x.Space.Root(ctx).Ends {
	case event.Never:
		return depth > 0
	case event.ByParent:
	default:
		return false
	}
	if done := x.Space.Find(ctx, event.Done); depth > 0 && done != event.NoLoc {
		if len(x.relAt[done]) > 0 || x.releasedByOther(done, -1) {
			return false
		}
	}
	parent := x.Space.Find(ctx, event.Parent)
	for _, b := range x.binds {
		if parent != event.NoLoc && b.Loc == parent {
			return x.cancelled(b.Val, depth+1)
		}
	}
	return false
}
