package forkjoin

import (
	"fmt"
	"go/token"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/gojoincheck/gojoincheck/internal/event"
	"github.com/gojoincheck/gojoincheck/internal/hb"
)

// WithForks makes the analyzer fill [Result.Forks], which costs a second
// solution of each function. It is a flag of the forkmap analyzer.
var WithForks bool

// A Fork is what all functions of the package together tell of one fork.
type Fork struct {
	hb.Fork         // as the forking function sees it
	Func     string // the forking function
	TaskName string // the function that is started, "" if not known
	Joins    []Join // by the forking function, or else by others
	Verdict  Verdict
	Why      Why
	Findings []hb.Finding // what the rules say of it
}

// A Join is where a fork is joined, and the function through which.
type Join struct {
	hb.Place
	By string // the function on whose behalf, "" if it is the forking one
}

// A Verdict says what becomes of a fork.
type Verdict string

// The verdicts.
const (
	Joined   Verdict = "joined"   // by the function that forks it, on every path
	Owned    Verdict = "owned"    // somebody else joins it, or holds what it takes
	Partial  Verdict = "partial"  // it is joined on some paths, and no rule calls that wrong
	Daemon   Verdict = "daemon"   // it does not end by itself
	Detached Verdict = "detached" // nobody can join it
	Missing  Verdict = "missing"  // a rule reports it
	Unknown  Verdict = "unknown"  // the engine does not know
)

// Why gives the reason for a verdict, where the joins do not say it.
type Why string

// The reasons.
const (
	WhyHandle   Why = "handle"   // Owned: by whoever holds the handle
	WhyHanded   Why = "handed"   // Owned: the handle was handed to code out of sight
	WhyTask     Why = "task"     // Owned: another goroutine waits for it
	WhyTimer    Why = "timer"    // Detached: a timer runs it
	WhyFinal    Why = "final"    // Detached: the garbage collector runs it
	WhyForever  Why = "forever"  // Detached: the forking function never returns
	WhyNoHandle Why = "nohandle" // Detached: there is nothing to wait for
	WhyComment  Why = "comment"  // Detached: a comment says so
	WhyTold     Why = "told"     // Daemon: it ends when told to
	WhyNever    Why = "never"    // Daemon: it never ends
	WhyLibrary  Why = "library"  // Joined: by the call or the library itself
	WhyUnseen   Why = "unseen"   // Unknown: what it runs is out of sight
	WhyOrder    Why = "order"    // Unknown: its end is ordered, but not by a wait
	WhyLimit    Why = "limit"    // Unknown: the forking function was not analyzed
)

// forks tells of every fork that the engine has seen, sorted.
func (d *driver) forks(order []*ssa.Function) []Fork {
	m := &forkMapper{driver: d, solver: hb.New(d.x.Space), home: map[token.Pos]*Fork{}, keys: map[token.Pos][]string{}}
	for _, fn := range order {
		m.views(fn)
	}
	m.nestedViews()
	m.findOwners()
	var out []Fork
	for _, f := range m.home {
		m.judge(f)
		out = append(out, *f)
	}
	slices.SortFunc(out, func(a, b Fork) int { return int(a.Pos - b.Pos) })
	return out
}

// forkMapper puts together what different functions tell of one fork.
type forkMapper struct {
	*driver
	solver *hb.Solver // one of its own: the budget of the verdicts is not touched
	home   map[token.Pos]*Fork
	keys   map[token.Pos][]string // the names of a fork's handles for other functions
	others []view                 // what callers and forkers of forkers tell
}

// A view is what one function tells of a fork that it does not contain.
type view struct {
	fn string
	hb.Fork
}

// views asks one function.
func (m *forkMapper) views(fn *ssa.Function) {
	defer m.survive(fn)
	g := m.linker.Complete(m.x.ID(fn))
	if g == nil {
		return
	}
	g = m.linker.Unify(g, !m.inTest(fn))
	forks, ok := m.solver.Forks(g)
	if !ok {
		return
	}
	for _, f := range forks {
		if f.Via != 0 || f.Nested {
			m.others = append(m.others, view{m.name(fn), f})
			continue
		}
		h := &Fork{Fork: f, Func: m.name(fn), TaskName: f.TaskName}
		if f.TaskFunc != event.NoFunc {
			if task := m.x.Source(f.TaskFunc); task != nil {
				h.TaskName = m.name(task)
			}
		}
		for _, j := range f.Joins {
			h.Joins = append(h.Joins, Join{Place: j})
		}
		m.home[token.Pos(f.Pos)] = h
		m.keys[token.Pos(f.Pos)] = m.handleKeys(fn, g, f.Handles)
	}
}

// survive makes a bug of the engine cost one function only.
func (d *driver) survive(fn *ssa.Function) {
	if r := recover(); r != nil {
		if Strict {
			panic(fmt.Sprintf("%s: %s: %v", d.pass.Fset.Position(fn.Pos()), fn, r))
		}
		d.res.GivenUp["internal error"]++
	}
}

// nestedViews adds what others than the forking function tell of a fork.
func (m *forkMapper) nestedViews() {
	for _, v := range m.others {
		h := m.home[token.Pos(v.Pos)]
		if h == nil || v.Nested && v.Task != h.Task || len(h.Fork.Joins) > 0 && len(h.Pending) == 0 {
			continue
		}
		for _, j := range v.Joins {
			if v.Nested && v.Ending == hb.EndsWhenTold && !slices.Contains(h.Handles, j.Loc) {
				continue // it comes after something else that the goroutine did
			}
			h.Joins = append(h.Joins, Join{Place: j, By: v.fn})
		}
		h.Waiters = append(h.Waiters, v.Waiters...)
	}
}

// name gives a function the name that a stack trace has for it.
func (m *forkMapper) name(fn *ssa.Function) string {
	return strings.ReplaceAll(fn.RelString(m.pass.Pkg), "$", ".func")
}

func (f *Fork) pos() token.Pos { return token.Pos(f.Pos) }
