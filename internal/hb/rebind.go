package hb

import (
	"github.com/gojoincheck/gojoincheck/internal/event"
	"github.com/gojoincheck/gojoincheck/internal/flow"
)

// A path through a pointer variable names another object once the variable is
// stored to. What goroutines still do to the object before is no longer what the
// path says, and the object it was is not followed: its other names are silent.

// through is what a variable leads to.
type through struct {
	inst flow.Bits // instances of effects
	objs []int     // sync objects
}

// rebind forgets what is reached through a variable that is stored to.
func (a *analysis) rebind(s *state, variable event.Loc) {
	if a.throughOf == nil {
		a.findThrough()
	}
	t := a.throughOf[variable]
	if t == nil {
		return
	}
	if t.inst != nil {
		s.pend.Minus(t.inst)
	}
	for _, o := range t.objs {
		a.forget(s, o)
	}
}

// findThrough lists for each variable what is reached through it.
func (a *analysis) findThrough() {
	a.throughOf = map[event.Loc]*through{}
	each := func(l event.Loc, add func(t *through)) {
		for pointer := false; l != event.NoLoc; l = a.Space.Parent(l) {
			if pointer {
				t := a.throughOf[l]
				if t == nil {
					t = &through{}
					a.throughOf[l] = t
				}
				add(t)
			}
			pointer = pointer || !a.Space.IsRoot(l) && a.Space.Last(l).Kind == event.Deref
		}
	}
	for _, i := range a.pointed {
		each(a.inst[i].Event.Loc, func(t *through) {
			if t.inst == nil {
				t.inst = flow.NewBits(len(a.inst))
			}
			t.inst.Set(i)
		})
	}
	for o, l := range a.list {
		each(l, func(t *through) { t.objs = append(t.objs, o) })
	}
}

// leadsTo reports whether a path follows a pointer that the variable holds.
func (a *analysis) leadsTo(variable, l event.Loc) bool {
	for pointer := false; l != event.NoLoc; l = a.Space.Parent(l) {
		if l == variable {
			return pointer
		}
		pointer = pointer || !a.Space.IsRoot(l) && a.Space.Last(l).Kind == event.Deref
	}
	return false
}

// findPointed lists the accesses of tasks through pointers.
func (a *analysis) findPointed() {
	for i := range a.inst {
		if a.inst[i].Kind == Touch && a.derefs(a.inst[i].Event.Loc) > 0 {
			a.pointed = append(a.pointed, i)
		}
	}
}

// derefs counts the pointers followed along a path.
func (a *analysis) derefs(l event.Loc) int {
	n := 0
	for ; l != event.NoLoc && !a.Space.IsRoot(l); l = a.Space.Parent(l) {
		if a.Space.Last(l).Kind == event.Deref {
			n++
		}
	}
	return n
}

// steady reports whether no goroutine stores to a pointer that the path follows:
// the path then names one object as long as the forker does not.
func (a *analysis) steady(l event.Loc) bool {
	if a.byTasks == nil {
		a.byTasks = map[event.Loc]bool{}
		for i := range a.inst {
			if p := &a.inst[i]; p.Kind == Touch && p.Event.Has(event.Write) {
				a.byTasks[p.Event.Loc] = true
			}
		}
	}
	return !a.through(l, a.byTasks)
}

// storedHere reports whether the graph itself stores to a pointer that the path
// follows.
func (a *analysis) storedHere(l event.Loc) bool {
	if a.byForker == nil {
		a.byForker = map[event.Loc]bool{}
		for b := range a.c.blocks {
			for k := range a.c.blocks[b].Events {
				if e := &a.c.blocks[b].Events[k]; e.Kind == event.Access && e.Has(event.Write) {
					a.byForker[e.Loc] = true
				}
			}
		}
	}
	return a.through(l, a.byForker)
}

// through reports whether a path follows a pointer that one of the variables
// holds.
func (a *analysis) through(l event.Loc, variables map[event.Loc]bool) bool {
	for pointer := false; l != event.NoLoc; l = a.Space.Parent(l) {
		if pointer && variables[l] {
			return true
		}
		pointer = pointer || !a.Space.IsRoot(l) && a.Space.Last(l).Kind == event.Deref
	}
	return false
}

// throughVariable reports whether a path starts at a local variable that refers to one
// object or another, or else the path would start there.
func (a *analysis) throughVariable(l event.Loc) bool {
	root := a.Space.RootLoc(l)
	d := a.Space.Root(root)
	return d.Kind == event.Alloc && d.Var && a.leadsTo(root, l)
}
