// Package forkjoin is the analyzer that all passes share: it decides whether a
// package needs to be looked at, builds its SSA, extracts events, splices,
// solves, and hands the verdicts to the passes.
package forkjoin

import (
	"fmt"
	"go/token"
	"go/version"
	"reflect"
	"slices"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ssa"

	"github.com/gojoincheck/gojoincheck/internal/event"
	"github.com/gojoincheck/gojoincheck/internal/explore"
	"github.com/gojoincheck/gojoincheck/internal/extract"
	"github.com/gojoincheck/gojoincheck/internal/hb"
)

// Analyzer computes the verdicts of a package; its result is a *Result.
var Analyzer = &analysis.Analyzer{
	Name:       "forkjoin",
	Doc:        "decide which goroutines are joined and which accesses are ordered (no diagnostics of its own)",
	Run:        run,
	Requires:   []*analysis.Analyzer{Summaries},
	ResultType: reflect.TypeFor[*Result](),
}

// A Result is what is known of the goroutines of a package.
type Result struct {
	Findings []hb.Finding
	// GivenUp counts what was over a limit, by reason: nothing is said of it.
	GivenUp map[string]int
	// Forks are the forks of the package, if [WithForks] is set.
	Forks []Fork
}

func run(pass *analysis.Pass) (any, error) {
	src := pass.ResultOf[Summaries].(*source)
	res := &Result{GivenUp: src.givenUp}
	if src.pkg == nil || !src.needed() {
		return res, nil
	}
	d := newDriver(pass, src, res)
	order := d.order()
	d.solveAll(order)
	for _, fn := range d.locking() {
		d.locks(fn)
	}
	d.found = append(d.found, hb.Unwoken(d.x.CondUses())...)
	d.found = append(d.found, hb.Reused(d.x.Reuses())...)
	d.found = append(d.found, hb.ClosedEarly(d.x.EarlyCloses())...)
	res.Findings = d.unique()
	if WithForks {
		res.Forks = d.forks(order)
	}
	res.GivenUp["call over the size limit"] += d.linker.GivenUp
	res.GivenUp["function over the size limit"] += d.solver.GivenUp
	res.GivenUp["search for leaks over the limit"] += d.leaks.GivenUp
	res.GivenUp["summary that cannot be read"] += d.x.BadSummaries
	return res, nil
}

// driver analyzes one package.
type driver struct {
	*source
	pass    *analysis.Pass
	solver  *hb.Solver
	leaks   *explore.Explorer
	res     *Result
	found   []hb.Finding
	foreign map[event.Pos]foreignCall // see noteForeign
	forking map[*ssa.Function]bool
	locked  map[*ssa.Function]bool // a caller in the package may hold a lock
	waiting map[*ssa.Function]int  // how many functions that are still to be solved splice it
	once    *once                  // nil until asked
	tried   map[event.Pos]bool     // see triedOut; nil until asked

	contained map[event.FuncID]bool  // graphs that were solved contain these
	later     map[*ssa.Function]bool // those that wait for their callers, see partOfOthers
}

func newDriver(pass *analysis.Pass, src *source, res *Result) *driver {
	d := &driver{
		source: src, pass: pass, res: res,
		solver: hb.New(src.x.Space),
		leaks:  explore.New(src.x.Space),

		foreign:   map[event.Pos]foreignCall{},
		contained: map[event.FuncID]bool{}, later: map[*ssa.Function]bool{},
	}
	d.solver.Program = pass.Pkg.Name() == "main"
	d.solver.WriteLocked = src.x.Locked
	d.solver.TriedOut = d.triedOut
	d.solver.InTest = func(p event.Pos) bool { return inTestFile(pass, token.Pos(p)) }
	d.leaks.InTest = d.solver.InTest
	d.leaks.Program = d.solver.Program
	return d
}

// oldFiles finds the files whose loops have one variable for all rounds.
func oldFiles(pass *analysis.Pass) map[*token.File]bool {
	old := map[*token.File]bool{}
	for _, f := range pass.Files {
		v := pass.TypesInfo.FileVersions[f]
		if v == "" {
			v = pass.Pkg.GoVersion()
		}
		if v != "" && version.Compare(v, "go1.22") < 0 {
			old[pass.Fset.File(f.FileStart)] = true
		}
	}
	return old
}

// order lists the functions that can have a fork pending, callees first.
func (d *driver) order() []*ssa.Function {
	all := d.funcs
	d.forking = d.running(func(c extract.Calls) bool { return c.Forks })
	d.locked = underLocks(all, d.calls)
	d.waiting = map[*ssa.Function]int{}
	for _, fn := range all {
		if d.forking[fn] {
			for _, c := range d.calls[fn].Runs {
				d.waiting[c]++
			}
		}
	}
	var order []*ssa.Function
	seen := map[*ssa.Function]bool{}
	var visit func(fn *ssa.Function)
	visit = func(fn *ssa.Function) {
		if seen[fn] || !d.forking[fn] {
			return
		}
		seen[fn] = true
		for _, c := range d.calls[fn].Runs {
			visit(c)
		}
		order = append(order, fn)
	}
	for _, fn := range all {
		visit(fn)
	}
	return order
}

// underLocks marks the functions that may be called by somebody who holds a lock.
func underLocks(all []*ssa.Function, calls map[*ssa.Function]extract.Calls) map[*ssa.Function]bool {
	locked := map[*ssa.Function]bool{}
	for changed := true; changed; {
		changed = false
		for _, fn := range all {
			if !calls[fn].Locks && !locked[fn] {
				continue
			}
			for _, c := range calls[fn].Here {
				if !locked[c] {
					locked[c], changed = true, true
				}
			}
		}
	}
	return locked
}

// locking lists the functions that start no goroutine, take a lock themselves, and call
// what takes one, too, or give it back on some way; and the roots that call what does.
func (d *driver) locking() []*ssa.Function {
	locks := d.running(func(c extract.Calls) bool { return c.Locks })
	return slices.DeleteFunc(slices.Clone(d.funcs), func(fn *ssa.Function) bool {
		c := d.calls[fn]
		twice := slices.ContainsFunc(c.Here, func(callee *ssa.Function) bool { return locks[callee] })
		if d.rootOf(fn) != hb.NotRoot {
			return d.forking[fn] || !twice
		}
		tokens := c.Tokens || slices.ContainsFunc(c.Here, func(callee *ssa.Function) bool { return d.calls[callee].Tokens })
		return d.forking[fn] || !tokens && (!c.Locks || !twice && !c.Unlocks)
	})
}

// locks looks for locks that a function takes twice, or does not give back.
func (d *driver) locks(fn *ssa.Function) {
	defer d.recovered(fn)
	id := d.x.ID(fn)
	if id == event.NoFunc {
		return
	}
	root, graph := d.rootOf(fn), d.linker.Closed
	if root != hb.NotRoot { // where it is known what the callees have been given
		graph = d.linker.Complete
	}
	if g := graph(id); g != nil {
		d.found = append(d.found, d.takenBackElse(fn, d.solver.Locking(g, root))...)
	}
}

// recovered, when deferred, keeps a bug in the engine to one function.
func (d *driver) recovered(fn *ssa.Function) {
	if r := recover(); r != nil {
		if Strict {
			panic(fmt.Sprintf("%s: %s: %v", d.pass.Fset.Position(fn.Pos()), fn, r))
		}
		d.res.GivenUp["internal error"]++
	}
}

// Strict makes internal errors panic; tests set it.
var Strict = false

// rootOf tells whether somebody waits behind the function.
func (d *driver) rootOf(fn *ssa.Function) hb.Root {
	if fn.Parent() != nil || fn.Signature.Recv() != nil {
		return hb.NotRoot
	}
	if d.pass.Pkg.Name() == "main" && fn.Name() == "main" {
		return hb.MainRoot
	}
	if d.inTest(fn) && isTest(fn) {
		return hb.TestRoot
	}
	return hb.NotRoot
}

// endRules are the rules about a goroutine's end: one of them is enough for
// one fork, the first found, which is that of the innermost function.
var endRules = map[string]bool{
	"unjoined": true, "join-skipped": true, "sleep-join": true, "group-not-waited": true,
	"count-mismatch": true, "join-before-fork": true, "done-skipped": true, "copied-handle": true,
}

// unique drops what was found again in callers.
func (d *driver) unique() []hb.Finding {
	type key struct {
		pos  event.Pos
		rule string
	}
	seen := map[key]bool{}
	raced := map[key]bool{}
	toldElse := map[event.Pos]bool{} // forks of goroutines that another rule says more of
	for _, f := range d.found {
		if f.Rule == "shutdown-not-awaited" || f.Rule == "never-stopped" {
			toldElse[f.Steps[0].Pos] = true
		}
		if f.Rule != "ordered" {
			raced[key{pos: f.Pos}] = true
			for _, s := range f.Steps {
				if s.Role == hb.RoleOther {
					raced[key{pos: s.Pos}] = true
				}
			}
		}
	}
	var out []hb.Finding
	for _, f := range d.found {
		pos := token.Pos(f.Pos)
		if d.elsewhere(&f) {
			continue
		}
		if !pos.IsValid() || f.Rule == "ordered" && raced[key{pos: f.Pos}] {
			continue
		}
		if f.Rule == "detached" && (d.pass.Pkg.Name() == "main" || inTestFile(d.pass, pos)) {
			continue // only libraries are asked for a way to wait
		}
		k := key{f.Pos, f.Rule}
		if endRules[f.Rule] {
			if toldElse[f.Pos] {
				continue
			}
			k.rule = "end"
		}
		if seen[k] {
			continue
		}
		seen[k] = true
		out = append(out, f)
	}
	out = oneForEachDeadlock(withStops(receivedToo(d.mostSpecific(out))))
	slices.SortStableFunc(out, func(a, b hb.Finding) int { return int(a.Pos) - int(b.Pos) })
	return oneForEachForeign(d.foreign, out)
}

// receivedToo drops a write after a send of which another finding tells who reads it.
func receivedToo(all []hb.Finding) []hb.Finding {
	return slices.DeleteFunc(slices.Clone(all), func(f hb.Finding) bool {
		return f.Rule == "write-after-send" && slices.ContainsFunc(all, func(g hb.Finding) bool {
			return g.Rule != f.Rule && (g.Pos == f.Pos || slices.ContainsFunc(g.Steps, func(s hb.Step) bool { return s.Role == hb.RoleOther && s.Pos == f.Pos }))
		})
	})
}

// mostSpecific keeps one race for each line and variable, and one of each rule for each
// goroutine and variable: they have one cause.
func (d *driver) mostSpecific(all []hb.Finding) []hb.Finding {
	type key struct {
		file, name string
		line       int
	}
	keyOf := func(f hb.Finding) key {
		p := d.pass.Fset.Position(token.Pos(f.Pos))
		return key{p.Filename, f.Name, p.Line}
	}
	special, seen := map[key]bool{}, map[key]bool{}
	isRace := func(f hb.Finding) bool {
		return len(f.Steps) > 1 && f.Steps[1].Role == hb.RoleOther && f.Rule != "outlives-test"
	}
	for _, f := range all {
		if isRace(f) && !hb.Plain[f.Rule] {
			special[keyOf(f)] = true
		}
	}
	type cause struct {
		fork event.Pos
		name string
		rule string
	}
	told := map[cause]bool{}
	var out []hb.Finding
	for _, f := range all {
		if isRace(f) {
			k := keyOf(f)
			if hb.Plain[f.Rule] && special[k] || seen[k] {
				continue
			}
			seen[k] = true
			c := cause{forkOf(f), f.Name, f.Rule}
			if told[c] {
				continue
			}
			told[c] = true
		}
		out = append(out, f)
	}
	return out
}
