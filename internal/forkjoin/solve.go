package forkjoin

import (
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/gojoincheck/gojoincheck/internal/event"
	"github.com/gojoincheck/gojoincheck/internal/extract"
	"github.com/gojoincheck/gojoincheck/internal/hb"
)

// solveAll solves functions, which are given callees first.
func (d *driver) solveAll(order []*ssa.Function) {
	for _, fn := range order {
		if d.partOfOthers(fn) {
			d.later[fn] = true
		} else {
			d.solve(fn)
		}
	}
	for _, fn := range slices.Backward(order) { // those that run each other
		if d.later[fn] {
			d.settle(fn)
		}
	}
}

// partOfOthers reports whether a function is a literal that others of the package run, so
// that what happens in it happens in one of them, where more is known: what it has captured,
// or been given. It is solved by itself only if none of their graphs contains it, see
// [driver.settle].
func (d *driver) partOfOthers(fn *ssa.Function) bool {
	return d.waiting[fn] > 0 && fn.Parent() != nil
}

// settle is for a function that others run, once these are solved.
func (d *driver) settle(fn *ssa.Function) {
	delete(d.later, fn)
	if d.contained[d.x.ID(fn)] {
		d.solvedOnce(fn)
	} else {
		d.solve(fn)
	}
}

// solve solves one function; a bug in the engine costs that function only.
func (d *driver) solve(fn *ssa.Function) {
	defer d.recovered(fn)
	id := d.x.ID(fn)
	if id == event.NoFunc || d.putAside(fn) {
		return
	}
	g := d.linker.Complete(id)
	if g == nil {
		return
	}
	defer d.solvedOnce(fn)
	root := d.rootOf(fn)
	limits := d.solver.GivenUp + d.leaks.GivenUp
	named := d.linker.Unify(g, !d.inTest(fn))
	d.solver.Test = extract.HelpsTest(fn)
	found := slices.DeleteFunc(d.solver.Solve(named, root), func(f hb.Finding) bool {
		return f.Guarded && d.locked[fn] // what callers hold is told in their graphs
	})
	d.found = append(d.found, d.confirmStops(fn, named, found)...)
	d.found = append(d.found, d.takenBackElse(fn, d.solver.Locking(g, root))...)
	for _, l := range d.leaks.Leaks(g, root, d.solver.Test) {
		if f, ok := leakFinding(l); ok {
			d.found = append(d.found, f)
		}
	}
	if d.solver.GivenUp+d.leaks.GivenUp == limits && !d.leaks.Spent() {
		for _, f := range g.Contains() {
			d.contained[f] = true
		}
	}
}

// solvedOnce lets go of what no function still to be solved splices: most of the memory
// of a large package is in that. What helpers splice that start no goroutine is kept: they
// may call each other, and be asked for once more when locks are looked at.
func (d *driver) solvedOnce(fn *ssa.Function) {
	d.noteForeign(d.x.ID(fn))
	if d.waiting[fn] == 0 {
		d.forget(fn)
		d.solver.Forget()
		d.leaks.Forget()
	}
	for _, c := range d.calls[fn].Runs {
		if d.waiting[c]--; d.waiting[c] == 0 {
			if d.later[c] {
				d.settle(c)
			} else {
				d.forget(c)
			}
		}
	}
}

// forget lets go of the graph and the events of a function. If somebody asks for them
// after all, they are made anew.
func (d *driver) forget(fn *ssa.Function) {
	if id := d.x.ID(fn); id != event.NoFunc {
		d.linker.Forget(id)
		d.x.Forget(id)
	}
}
