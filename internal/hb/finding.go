package hb

import (
	"cmp"
	"slices"

	"github.com/gojoincheck/gojoincheck/internal/event"
)

// Role says what a step of a proof is.
type Role uint8

// The roles.
const (
	RoleFork   Role = iota // a goroutine is forked here
	RoleOther              // the conflicting access
	RoleJoin               // a join: the one that orders, is skipped, or comes too late
	RoleReturn             // the path that leaves
	RoleTask               // where in the goroutine something happens
	RoleAdd                // where the group is counted up
	RoleNeed               // what the goroutine waits for
	RoleStart              // the call that starts the goroutine, and that another should follow
	RoleInner              // the access itself, in the callee
	RoleTold               // where a goroutine is told to end
	RoleOutput             // where work of a goroutine leaves the program
	RoleSend               // where what is written has been sent
)

// A Step is one place of the proof of a finding.
type Step struct {
	Role  Role
	Pos   event.Pos
	Op    event.Op
	Write bool
	Name  string // of the object or goroutine meant
	Locks []Held
}

// A Finding is a verdict worth telling: a rule's identifier, the place, and
// the steps that prove it. It carries no prose.
type Finding struct {
	Rule   string
	Pos    event.Pos
	Name   string // the variable or the handle
	Write  bool   // the place writes the variable
	Steps  []Step
	By     string // note "ordered": what orders it; "never-stopped" and leaks: the call that would end it, if known
	Partly bool   // "never-stopped": on some way only
	Usual  bool   // "never-stopped": other functions of the package do make that call
	// Handles are what a goroutine that is not joined, or that is blocked, could
	// be joined or woken through.
	Handles []event.Loc
	// Again tells that it happens again and again, in a loop without an end.
	Again bool
	// Guarded tells of a race that the goroutine's access is under a lock which
	// callers know, so that they may hold it around the other one.
	Guarded bool
}

// Itself is the By of a finding about a goroutine that waits for what it holds.
const Itself = "itself"

// ReadTwice is the By of a finding about a read lock that is taken while it is held.
const ReadTwice = "readtwice"

// Skipped is the By of a finding about an answer that is waited for, and that a round of
// the loop that asks may not have asked for.
const Skipped = "skipped"

// Silent is the By of a finding about an answer that is waited for, and that who is asked
// need not give.
const Silent = "silent"

// Unheard and OneHears are the By of a finding about a flag that is set without waking who
// waits for it, or waking one only.
const (
	Unheard  = "unheard"
	OneHears = "onehears"
)

// Locked is the By of a write after a release that a lock keeps apart from who should see it.
const Locked = "locked"

// Left is the By of a finding about a lock that a function returns without giving back.
const Left = "left"

// A Root says whether somebody waits behind a function.
type Root uint8

// The roots.
const (
	NotRoot  Root = iota
	MainRoot      // main.main
	TestRoot      // a test, benchmark or fuzz function
)

// Forget lets go of what is known of tasks that no function shares. If somebody
// asks again, it is found anew.
func (s *Solver) Forget() { clear(s.summaries) }

// Solve returns the findings in a function's graph, sorted and unique.
func (s *Solver) Solve(g *Graph, root Root) []Finding {
	a := s.analyze(g)
	if !a.ok || a.lost {
		return nil
	}
	r := newRecorder(a, root)
	r.walk()
	slices.SortStableFunc(r.findings, func(x, y Finding) int {
		return cmp.Or(cmp.Compare(x.Pos, y.Pos), cmp.Compare(x.Rule, y.Rule), cmp.Compare(len(x.Steps), len(y.Steps)))
	})
	return slices.CompactFunc(r.findings, func(x, y Finding) bool { return x.Pos == y.Pos && x.Rule == y.Rule })
}
