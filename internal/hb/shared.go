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
func (r *recorder) shared(p *instance, b *event.Event, instances bool) bool {
	a := &p.Event
	root := r.Space.RootLoc(a.Loc)
	direct := slices.Contains(r.g.Direct, root)
	open := a.Via == 0 && b.Via == 0
	d := r.Space.Root(root)
	switch n := r.derefs(a.Loc); d.Kind {
	case event.Alloc:
		if !direct && (r.looked(p, b, instances) || !r.g.Own[root] && !d.Var) {
			return false
		}
		return n <= 1 || n == 2 && direct
	case event.Opaque:
		return open && d.Var && n == 0
	case event.Global:
		return n == 0 && (open || r.Program && !r.looked(p, b, instances))
	}
	return false // a parameter: the caller may pass another object each time
}

// looked reports whether somebody looks at a variable to decide what to do, and may
// well have found it in a state in which the other access does not happen.
func (r *recorder) looked(p *instance, b *event.Event, instances bool) bool {
	if !r.tested(p.Event.Loc) && !r.tested(b.Loc) {
		return false
	}
	if !instances {
		return true
	}
	fork := r.sites[p.site].at
	for k := range r.c.blocks {
		for x := range r.c.blocks[k].Events {
			e := &r.c.blocks[k].Events[x]
			if e.Kind == event.Access && (e.Pos == p.Event.Pos || e.Pos == b.Pos) && r.c.before(place{int32(k), int32(x)}, fork) {
				return true // the forker has done the same before
			}
		}
	}
	return false
}

// tested reports whether somebody looks at the variable to decide on a branch.
func (r *recorder) tested(l event.Loc) bool {
	looks := func(e *event.Event) bool { return e.Kind == event.Access && e.Loc == l && e.Has(event.Branch) }
	if known, ok := r.branches[l]; ok {
		return known
	}
	found := slices.ContainsFunc(r.inst, func(p instance) bool { return looks(&p.Event) })
	for b := range r.c.blocks {
		for k := range r.c.blocks[b].Events {
			found = found || looks(&r.c.blocks[b].Events[k])
		}
	}
	r.branches[l] = found
	return found
}
