package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/gojoincheck/gojoincheck/internal/event"
	"github.com/gojoincheck/gojoincheck/internal/hb"
)

func eventPos(line int) event.Pos { return event.Pos(line) }

// Rules by what they tell of.
var (
	raceRules = set("captured-race", "sibling-race", "instance-race", "err-capture", "loop-variable", "map-race",
		"append-race", "write-after-release", "wrong-lock")
	endRules  = set("unjoined", "join-skipped", "group-not-waited", "sleep-join", "exit-before-join")
	leakRules = set("abandoned-send", "abandoned-receive", "stuck-join", "stuck-lock", "nil-channel", "empty-select", "join-deadlock")
)

func set(names ...string) map[string]bool {
	m := map[string]bool{}
	for _, n := range names {
		m[n] = true
	}
	return m
}

// A contradiction is a verdict that the interleavings do not bear out, or what
// they show and no verdict tells.
type contradiction struct{ kind, what string }

// judged is a program with what the linter and the interleavings say of it.
type judged struct {
	p   *prog
	v   verdict
	out outcome
}

// maxStates bounds the exploration of one program.
const maxStates = 4000

// judge runs both; why says when it cannot.
func (e *engine) compare(p *prog) (j judged, why string) {
	if !p.valid() {
		return j, "not a program"
	}
	src := p.source()
	v, err := e.judge(src)
	if err != nil {
		return j, "does not compile"
	}
	out, ok := p.run(maxStates)
	if !ok {
		return j, "beyond the oracle"
	}
	return judged{p, v, out}, ""
}

// valid refuses what the machine cannot run: a deferred call in a loop of its
// own function.
func (p *prog) valid() bool { return validIn(p.body, false) }

func validIn(list []*stmt, loop bool) bool {
	for _, s := range list {
		inner := loop
		switch s.op {
		case opDefer:
			if loop {
				return false
			}
			inner = false
		case opLoop, opRange:
			inner = true
		case opGo, opGroupGo, opCall, opOnce, opLocked:
			inner = false
		}
		if !validIn(s.body, inner) || !validIn(s.alt, inner) {
			return false
		}
	}
	return true
}

// contradictions compares the two.
func (j *judged) contradictions() []contradiction {
	var out []contradiction
	why := j.assumption()
	add := func(kind, format string, args ...any) {
		if why != "" {
			kind += " (" + why + ")"
		}
		out = append(out, contradiction{kind, fmt.Sprintf(format, args...)})
	}
	j.wrong(add)
	j.unsound(add)
	j.missed(add)
	return out
}

// assumption names the documented assumption that the program breaks, if any:
// then what is said of it need not hold.
func (j *judged) assumption() string {
	switch {
	case j.out.panics:
		return "it can panic"
	case j.out.misuse:
		return "it misuses a group"
	}
	return ""
}

// wrong finds the verdicts without an interleaving.
func (j *judged) wrong(add func(kind, format string, args ...any)) {
	for _, f := range j.v.findings {
		pos := int(f.Pos)
		switch {
		case f.By == hb.Locked: // no race
		case raceRules[f.Rule]:
			if !j.bornOut(f) {
				add("false race"+j.cutOff(), "%s %d", f.Rule, pos)
			}
		case endRules[f.Rule]:
			if !j.out.unfinished[pos] {
				add("false end"+j.cutOff(), "%s %d", f.Rule, pos)
			}
		case leakRules[f.Rule] && (f.By == hb.Left || f.By == hb.ReadTwice): // of who takes the lock next, which need not be here
		case leakRules[f.Rule]:
			if !j.blocksAt(pos) && !j.out.hung[pos] {
				why := j.cutOff()
				if why == "" && j.p.any(func(s *stmt) bool { return s.op == opLoop && s.n == anyTrip }) {
					why = ": a loop goes round more often than is tried"
				}
				add("false leak"+why, "%s %d", f.Rule, pos)
			}
		case f.Rule == "ordered" || f.Rule == "detached" || f.Rule == "cancelled-not-awaited":
		default:
			if len(j.out.deadlocks) == 0 && !j.out.panics && !j.out.misuse && len(j.out.unfinished) == 0 {
				add("false "+f.Rule, "%d", pos)
			}
		}
	}
}

// bornOut reports whether some interleaving shows the race of a finding: between
// its place, or that within a callee which it is about, and the other, or at the
// place within a callee that both are about.
func (j *judged) bornOut(f hb.Finding) bool {
	places, others := []int{int(f.Pos)}, []int(nil)
	for _, s := range f.Steps {
		switch s.Role {
		case hb.RoleOther:
			others = append(others, int(s.Pos))
		case hb.RoleFork, hb.RoleJoin:
		default:
			if j.out.races[pair(int(s.Pos), int(s.Pos))] {
				return true
			}
			places, others = append(places, int(s.Pos)), append(others, int(s.Pos)) // it is within one of the two
		}
	}
	return slices.ContainsFunc(places, func(a int) bool {
		return slices.ContainsFunc(others, func(b int) bool { return j.races(a, b) })
	})
}

// races reports whether two lines race: themselves, or what a literal does whose
// call stands there.
func (j *judged) races(a, b int) bool {
	if j.out.races[pair(a, b)] || j.out.races[pair(a, a)] { // then the other is where the callee is called
		return true
	}
	return j.p.any(func(s *stmt) bool {
		for in := s.pos; s.end == b && in < s.end; in++ {
			if j.out.races[pair(a, in)] {
				return true
			}
		}
		return false
	})
}

// cutOff says, as the end of a kind, why the place of a finding may not be
// reached: somebody is blocked before, or a condition never holds.
func (j *judged) cutOff() string {
	switch {
	case len(j.out.deadlocks)+len(j.out.hung) > 0:
		return ": behind a deadlock"
	case j.p.any(func(s *stmt) bool { return s.op == opIfFlag || s.op == opSelect || s.op == opRange || s.op == opOnce }):
		return ": on a branch never taken"
	}
	return ""
}

// blocksAt reports whether somebody is blocked for ever at the line.
func (j *judged) blocksAt(line int) bool {
	return slices.ContainsFunc(j.out.deadlocks, func(d []blocked) bool {
		return slices.ContainsFunc(d, func(b blocked) bool { return b.pos == line })
	})
}

// unsound finds the verdicts that all is well and that some interleaving
// contradicts.
func (j *judged) unsound(add func(kind, format string, args ...any)) {
	for _, f := range j.v.findings {
		if f.Rule == "ordered" {
			for _, r := range j.out.pairs() {
				if r[0] == int(f.Pos) || r[1] == int(f.Pos) {
					add("unsound ordered"+j.excuse(0), "%d: races %v", f.Pos, r)
				}
			}
		}
	}
	for _, line := range sorted(j.v.joined) {
		// Of a fork within a goroutine it says that that goroutine joins it.
		if j.out.unfinished[line] && !j.out.nested[line] && !j.touched(line) {
			add("unsound joined"+j.excuse(line), "%d", line)
		}
	}
}

// excuse names the documented assumption about what is joined and ordered that
// the program breaks, as the end of a kind.
func (j *judged) excuse(fork int) string {
	switch {
	case fork > 0 && j.p.late(fork):
		return ": works on after its signal"
	case j.p.any(leavesEarly):
		return ": a loop that receives is left early"
	case j.p.any(func(s *stmt) bool { return s.op == opIfFlag }):
		return ": a flag is tested"
	case j.p.crowded():
		return ": several send on one channel"
	case j.p.givesBack():
		return ": gives back another's read lock"
	case len(j.out.deadlocks) > 0 && j.told(leakRules):
		return ": behind a deadlock"
	}
	return ""
}

// told reports whether a finding is of one of the rules.
func (j *judged) told(rules map[string]bool) bool {
	return slices.ContainsFunc(j.v.findings, func(f hb.Finding) bool { return rules[f.Rule] })
}

// touched reports whether a finding other than a note names the line.
func (j *judged) touched(line int) bool {
	return slices.ContainsFunc(j.v.findings, func(f hb.Finding) bool {
		return f.Rule != "ordered" && (int(f.Pos) == line ||
			slices.ContainsFunc(f.Steps, func(s hb.Step) bool { return int(s.Pos) == line }))
	})
}

// missed finds what no verdict tells.
func (j *judged) missed(add func(kind, format string, args ...any)) {
	for _, r := range j.out.pairs() {
		if !j.touched(r[0]) && !j.touched(r[1]) {
			add("missed race"+j.unseenRace(), "%v", r)
		}
	}
	for _, line := range sorted(j.out.unfinished) {
		if !j.touched(line) && j.p.main {
			add("missed end"+j.unseenEnd(line), "%d", line)
		}
	}
	for _, d := range j.out.deadlocks {
		if !slices.ContainsFunc(d, func(b blocked) bool { return j.touched(b.pos) || b.fork > 0 && j.touched(b.fork) }) {
			add("missed leak"+j.unseenLeak(), "%v", d)
		}
	}
}

// unseenRace names the documented limit that a race is behind, as the end of a
// kind.
func (j *judged) unseenRace() string {
	switch {
	case j.told(raceRules):
		return ": another race is told"
	case j.p.place != locals, j.p.any(func(s *stmt) bool { return s.style == params || s.style == method }):
		return ": through a pointer or a callee"
	}
	return j.excuse(0)
}

// unseenEnd does so for a goroutine that may be cut off by the end of main.
func (j *judged) unseenEnd(line int) string {
	waits := false
	j.p.any(func(s *stmt) bool {
		waits = waits || s.fork == line && anyOf(s.body, func(s *stmt) bool {
			switch s.op {
			case opRecv, opRange, opAwait, opSelect, opWait:
				return true
			}
			return false
		})
		return waits
	})
	if waits {
		return ": it ends when told"
	}
	return j.excuse(line)
}

// unseenLeak does so for goroutines that block.
func (j *judged) unseenLeak() string {
	switch {
	case len(j.out.forks) == 0:
		return ": no goroutine"
	case j.p.place == globals:
		return ": in reach of others"
	case j.p.any(func(s *stmt) bool { return s.op == opIf || s.op == opIfFlag || s.n == anyTrip }):
		return ": a condition decides"
	}
	return ""
}

// String prints the program with what is said of it.
func (j *judged) String() string {
	var b strings.Builder
	n := 0
	for l := range strings.Lines(j.p.source()) {
		n++
		fmt.Fprintf(&b, "%3d %s", n, l)
	}
	fmt.Fprintf(&b, "linter:")
	for _, f := range j.v.findings {
		fmt.Fprintf(&b, " %d:%s(%s", f.Pos, f.Rule, f.Name)
		for _, s := range f.Steps {
			fmt.Fprintf(&b, " %d@%d", s.Role, s.Pos)
		}
		b.WriteString(f.By + ")")
	}
	fmt.Fprintf(&b, "; joined %v; given up %d\n", sorted(j.v.joined), j.v.givenUp)
	fmt.Fprintf(&b, "interleavings: races %v, unfinished %v, blocked %v, panics %v, misuse %v\n",
		j.out.pairs(), sorted(j.out.unfinished), j.out.deadlocks, j.out.panics, j.out.misuse)
	return b.String()
}

func (o *outcome) pairs() [][2]int {
	var all [][2]int
	for r := range o.races {
		all = append(all, r)
	}
	slices.SortFunc(all, func(a, b [2]int) int { return slices.Compare(a[:], b[:]) })
	return all
}

func sorted(m map[int]bool) []int {
	var all []int
	for k := range m {
		all = append(all, k)
	}
	slices.Sort(all)
	return all
}
