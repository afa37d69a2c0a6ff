package hb

import (
	"slices"

	"github.com/gojoincheck/gojoincheck/internal/event"
)

// shared reports whether the memory is a variable that the function itself lets
// its goroutines share. What was computed may be another object each time; what
// a callee made is one object for each call, but a method of it that looks before
// it writes may know more of its state than is seen here, unless it is the same
// that several instances of a goroutine do, and the forker has not; a global variable
// of a library may have been set up before; what is reached through more than two
// pointers is not judged.
// The other access is the forker's unless it is an instance's.
func (r *recorder) shared(p *instance, b *event.Event, other *instance) bool {
	a := &p.Event
	root := r.Space.RootLoc(a.Loc)
	if r.sites[p.site].Kind == event.Handler && r.derefs(a.Loc) <= 1 && slices.Contains(r.g.Params, root) {
		return true // it is one for all requests, whoever has passed it
	}
	open := a.Via == 0 && b.Via == 0
	direct := slices.Contains(r.g.Direct, root) && !(r.Test && (!open || r.sites[p.site].via != 0)) // what callees do, callees order
	d := r.Space.Root(root)
	switch n := r.derefs(a.Loc); d.Kind {
	case event.Alloc:
		if !direct && (r.looked(p, b, other) || !r.g.Own[root] && !d.Var) {
			return false
		}
		return n <= 1 || n == 2 && direct
	case event.Opaque:
		return open && d.Var && n == 0
	case event.Global:
		return n == 0 && (open || r.Program && !r.looked(p, b, other))
	}
	return false // a parameter: the caller may pass another object each time
}

// looked reports whether who writes looks at the variable to decide what to do, and
// may well have found it in a state in which the write does not happen. In a test it is
// enough that anybody looks: what others have written there may have come with an answer.
func (r *recorder) looked(p *instance, b *event.Event, other *instance) bool {
	writer := -1
	if other != nil {
		writer = other.site
	}
	looks := p.Event.Has(event.Write) && r.looksAt(p.site, p.Event.Loc) || b.Has(event.Write) && r.looksAt(writer, b.Loc) ||
		r.Test && (r.looksAt(p.site, p.Event.Loc) || r.looksAt(writer, b.Loc))
	if !looks || other == nil || other.site != p.site {
		return looks
	}
	fork := r.sites[p.site].at
	return r.some(func(at place, e *event.Event) bool { // the forker has done the same before
		return e.Kind == event.Access && (e.Pos == p.Event.Pos || e.Pos == b.Pos) && r.c.before(at, fork)
	})
}

// A look is somebody's look at a variable: that of a site's task, or of the forker (-1).
type look struct {
	site int
	loc  event.Loc
}

// looksAt reports whether a task, or the forker, looks at the variable to decide on a
// branch.
func (r *recorder) looksAt(site int, l event.Loc) bool {
	looks := func(e *event.Event) bool { return e.Kind == event.Access && e.Loc == l && e.Has(event.Branch) }
	k := look{site, l}
	known, ok := r.looks[k]
	if !ok {
		known = site < 0 && r.some(func(_ place, e *event.Event) bool { return looks(e) }) ||
			slices.ContainsFunc(r.inst, func(p instance) bool { return p.site == site && looks(&p.Event) })
		r.looks[k] = known
	}
	return known
}

// readBy is what callees of a task read, and where the forker writes it.
type readBy struct {
	loc   event.Loc
	other event.Pos
	site  int
}

// readElsewhere reports whether callees of the task read the same at another place, too,
// which has been told of: they may do so at many.
func (r *recorder) readElsewhere(p *instance, at, written event.Pos) bool {
	if p.Event.Via == 0 || p.Event.Has(event.Write) {
		return false
	}
	read := readBy{p.Event.Loc, written, p.site}
	first, ok := r.reads[read]
	if !ok {
		r.reads[read] = at
	}
	return ok && first != at
}

// withinCall reports whether one call makes the memory, forks and has the other access:
// the callee, or whom it calls, is told.
func (r *recorder) withinCall(p *instance, other *event.Event) bool {
	call := r.sites[p.site].via
	if call == 0 || other.Via != call {
		return false
	}
	root := r.Space.RootLoc(p.Event.Loc)
	return r.some(func(_ place, e *event.Event) bool {
		return e.Kind == event.Fresh && e.Via == call && e.Loc == root
	})
}

// eitherWay reports whether a call starts the goroutine on one way and does the same
// itself on another: the caller, who says which by what it passes, knows.
func (r *recorder) eitherWay(p *instance) bool {
	st := &r.sites[p.site]
	if st.via == 0 || p.Nested {
		return false
	}
	return r.some(func(at place, e *event.Event) bool {
		return e.Via == st.via && e.Kind == event.Access && e.Pos == p.Event.Pos && e.Loc == p.Event.Loc && !r.c.before(at, st.at) && !r.c.before(st.at, at)
	})
}

// guardedElement reports whether two accesses are to what an element of a map refers to,
// and may be to the same: nothing says that the keys differ, and a lock beside the map says
// that somebody meant it to guard what is in there. One of the two has it, and the other
// has none, or both have it for reading alone, and one writes.
func (r *recorder) guardedElement(a, b side) bool {
	if !a.e.Has(event.Write) && !b.e.Has(event.Write) || a.e.Has(event.Atomic) && b.e.Has(event.Atomic) || !r.Space.SameElement(a.e.Loc, b.e.Loc) {
		return false
	}
	beside := func(h Held) bool {
		return h.Via == viaMutex && !r.Space.IsRoot(h.Loc) && r.Space.Within(a.e.Loc, r.Space.Parent(h.Loc)) && r.Space.Within(b.e.Loc, r.Space.Parent(h.Loc))
	}
	if len(a.locks) == 0 || len(b.locks) == 0 { // a test may know that all is quiet
		return !r.Test && (slices.ContainsFunc(a.locks, beside) || slices.ContainsFunc(b.locks, beside))
	}
	return slices.ContainsFunc(a.locks, func(h Held) bool { return h.Read && beside(h) && slices.Contains(b.locks, h) })
}
