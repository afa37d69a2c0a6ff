// Package diagnose turns verdicts into diagnostics: the message, the category,
// the page of the rule, and the related positions that prove it.
package diagnose

import (
	"fmt"
	"go/token"
	"path/filepath"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/gojoincheck/gojoincheck/internal/event"
	"github.com/gojoincheck/gojoincheck/internal/finding"
	"github.com/gojoincheck/gojoincheck/internal/hb"
	"github.com/gojoincheck/gojoincheck/internal/rule"
)

// Diagnostic returns the diagnostic of a finding.
func Diagnostic(fset *token.FileSet, f hb.Finding) analysis.Diagnostic {
	r := rule.Lookup(f.Rule)
	if r == nil {
		panic("no rule " + f.Rule)
	}
	d := analysis.Diagnostic{
		Pos:      token.Pos(f.Pos),
		Category: f.Rule,
		URL:      r.URL(),
		Message:  Message(fset, f),
	}
	seen := map[string]bool{}
	for _, s := range f.Steps {
		if s.Pos == 0 || itself(f, s) {
			continue
		}
		rel := analysis.RelatedInformation{Pos: token.Pos(s.Pos), Message: label(f, s)}
		if k := fmt.Sprint(rel.Pos, rel.Message); !seen[k] {
			seen[k] = true
			d.Related = append(d.Related, rel)
		}
	}
	return d
}

// Message says what is wrong and what to do, without positions but for the
// lines that a reader needs to tell two accesses apart.
func Message(fset *token.FileSet, f hb.Finding) string {
	line := func(role hb.Role) string {
		for _, s := range f.Steps {
			if s.Role == role && s.Pos != 0 {
				return lineOf(fset, s.Pos, f.Pos)
			}
		}
		return "another line"
	}
	step := func(role hb.Role) hb.Step {
		for _, s := range f.Steps {
			if s.Role == role {
				return s
			}
		}
		return hb.Step{}
	}
	n := f.Name
	switch f.Rule {
	case "unjoined":
		return "goroutine is never joined: nothing waits for it before the program ends"
	case "sleep-join":
		return "goroutine is never joined: only a sleep lies between it and the end of the program"
	case "join-skipped":
		return fmt.Sprintf("goroutine is not joined on every path: %s returns before %s is waited for", line(hb.RoleReturn), n)
	case "group-not-waited":
		return fmt.Sprintf("goroutine is never joined: nothing calls %s.Wait", n)
	case "add-in-goroutine":
		return fmt.Sprintf("%s.Add is called in the goroutine it counts, so %s.Wait can return before: call Add before the go statement", n, n)
	case "add-after-fork":
		return fmt.Sprintf("%s.Add is called after the goroutine that calls %s.Done was started: call Add before the go statement", n, n)
	case "early-close":
		if join := step(hb.RoleJoin); join.Pos != 0 {
			return fmt.Sprintf("%s is closed before %s.Wait (%s) has waited for the goroutines that use it: deferred calls run last in, first out", n, join.Name, line(hb.RoleJoin))
		}
		return fmt.Sprintf("%s is closed while a goroutine may still send on it: the send then panics", n)
	case "done-skipped":
		return fmt.Sprintf("goroutine can return without %s.Done, and %s.Wait then blocks for ever: defer %s.Done()", n, n, n)
	case "count-mismatch":
		if step(hb.RoleJoin).Op == event.OpRecv {
			return fmt.Sprintf("goroutine is not joined: fewer receives from %s than goroutines that send on it", n)
		}
		if f.By == hb.Left {
			return fmt.Sprintf("%s.Add is not made up for by a Done when %s returns, as it is elsewhere: %s.Wait then blocks for ever", n, line(hb.RoleReturn), n)
		}
		if step(hb.RoleTask).Op == event.OpNone && len(f.Steps) == 1 {
			return fmt.Sprintf("%s is counted down twice: %s.Go calls Done by itself", n, n)
		}
		return fmt.Sprintf("%s is not counted up as often as it is counted down", n)
	case "join-before-fork":
		return fmt.Sprintf("%s.Wait can run before the goroutine it should wait for is counted", n)
	case "join-deadlock":
		need := step(hb.RoleNeed)
		switch {
		case need.Op == event.OpClose && need.Name != f.Name:
			return fmt.Sprintf("waiting for %s blocks for ever: the goroutine goes on until %s is closed, and nothing closes it", n, need.Name)
		case need.Op == event.OpClose:
			return fmt.Sprintf("range over %s never ends: nothing closes it", n)
		case need.Pos != 0:
			return fmt.Sprintf("waiting for %s blocks for ever: the goroutine waits for %s, which comes only after", n, need.Name)
		}
		return fmt.Sprintf("goroutine waits for %s, in which it is counted itself", n)
	case "copied-handle":
		return fmt.Sprintf("goroutine calls Done on a copy of %s, so %s.Wait blocks for ever: pass a pointer", n, n)
	case "exit-before-join":
		return "the process ends here without waiting for a goroutine that is joined otherwise"
	case "outlives-test":
		if step(hb.RoleOther).Pos != 0 {
			return fmt.Sprintf("deferred function changes %s before the parallel subtest that uses it runs: use t.Cleanup", n)
		}
		if join := step(hb.RoleJoin); join.Pos != 0 {
			return fmt.Sprintf("goroutine uses the test after it has signalled, which %s does not wait for: signal last", operation(join))
		}
		return "goroutine uses the test after it may have returned: wait for it"
	case "lost-output":
		where := ""
		if step(hb.RoleOutput).Pos != f.Pos { // else it is in another package
			where = " (" + line(hb.RoleOutput) + ")"
		}
		if step(hb.RoleJoin).Pos == 0 {
			return fmt.Sprintf("goroutine is told to end through %s, and nothing waits until it has written what it has%s", n, where)
		}
		return fmt.Sprintf("goroutine signals here before it has written what it has%s, which %s does not wait for: signal last", where, operation(step(hb.RoleJoin)))
	case "shutdown-not-awaited":
		return "the program can end while Shutdown is still draining: wait for the goroutine that calls it"
	case "never-stopped":
		return neverStopped(f, step(hb.RoleJoin), line(hb.RoleReturn))
	case "detached":
		return "goroutine can be neither joined nor stopped by any caller"
	case "cancelled-not-awaited":
		return fmt.Sprintf("goroutine is told to stop through %s, but nothing waits until it has", n)
	case "abandoned-send":
		if f.By == hb.Itself {
			return fmt.Sprintf("goroutine blocks for ever here: nobody but itself receives from %s", n)
		}
		return fmt.Sprintf("goroutine can block for ever here: nobody receives from %s any more%s", n, leaves(f, step(hb.RoleReturn), line(hb.RoleReturn)))
	case "abandoned-receive":
		if f.By == hb.Skipped {
			return fmt.Sprintf("blocks for ever if a round starts no goroutine (%s): more receives from %s than goroutines that send on it", line(hb.RoleFork), n)
		}
		if f.By == hb.Silent {
			return fmt.Sprintf("blocks for ever if a goroutine returns without sending on %s: one receive for each (%s)", n, line(hb.RoleFork))
		}
		return fmt.Sprintf("goroutine can block for ever here: nobody sends on %s or closes it any more%s", n, leaves(f, step(hb.RoleReturn), line(hb.RoleReturn)))
	case "stuck-join":
		switch f.By {
		case hb.Unheard:
			return fmt.Sprintf("%s is set, and who waits for it (%s) is not woken: call Broadcast", n, line(hb.RoleNeed))
		case hb.OneHears:
			return fmt.Sprintf("one of those that wait for %s (%s) is woken, the others wait for ever: call Broadcast", n, line(hb.RoleNeed))
		}
		return fmt.Sprintf("this wait can block for ever: %s is never signalled again on some path", n)
	case "stuck-lock":
		switch f.By {
		case hb.Itself:
			return fmt.Sprintf("waits for %s for ever: it is held already (%s)", n, line(hb.RoleNeed))
		case hb.ReadTwice:
			return fmt.Sprintf("%s is read-locked already (%s): this waits for ever when somebody calls %s.Lock in between", n, line(hb.RoleNeed), n)
		case hb.Left:
			if step(hb.RoleNeed).Op == event.OpSend {
				return fmt.Sprintf("what is sent on %s here is not taken back when %s returns, as it is elsewhere: in the end, a send waits for ever", n, line(hb.RoleReturn))
			}
			return fmt.Sprintf("%s is still held when %s returns: whoever takes it next waits for ever", n, line(hb.RoleReturn))
		}
		return fmt.Sprintf("goroutine can wait for %s for ever: whoever holds it is blocked", n)
	case "nil-channel":
		return "blocks for ever: the channel is nil"
	case "empty-select":
		return "goroutine never ends: a select without cases blocks for ever"
	case "ordered":
		return ordered(f, step(hb.RoleJoin), line(hb.RoleJoin))
	}
	return race(f, step, line)
}

// lineOf names a line, with its file if the finding is in another.
func lineOf(fset *token.FileSet, at, finding event.Pos) string {
	p := fset.Position(token.Pos(at))
	if p.Filename != fset.Position(token.Pos(finding)).Filename {
		return fmt.Sprintf("%s:%d", filepath.Base(p.Filename), p.Line)
	}
	return fmt.Sprintf("line %d", p.Line)
}

// neverStopped says of which value or function nothing makes use. By is how to
// call what would stop the goroutine, "" if that has no name here.
func neverStopped(f hb.Finding, told hb.Step, returns string) string {
	switch {
	case told.Pos != 0 || f.Partly && f.By != "":
		return fmt.Sprintf("the goroutine that this call starts is not stopped on every path: %s returns before %s is called", returns, f.By)
	case f.By == "":
		return "the goroutine that this call starts never ends: the function that stops it is dropped"
	}
	return fmt.Sprintf("the goroutine that this call starts never ends: nothing calls %s", f.By)
}

func ordered(f hb.Finding, join hb.Step, line string) string {
	switch f.By {
	case "join":
		return fmt.Sprintf("goroutine changes captured %s; ordered by %s (%s)", f.Name, operation(join), line)
	case "lock":
		return fmt.Sprintf("goroutine changes captured %s; ordered by the lock %s", f.Name, join.Name)
	}
	return fmt.Sprintf("goroutine changes captured %s; ordered: nobody else uses it meanwhile", f.Name)
}

// leaves says that the forking function is gone by then, or what it has left out.
func leaves(f hb.Finding, ret hb.Step, line string) string {
	if f.By != "" {
		return ", for nothing calls " + f.By
	}
	if ret.Pos == 0 {
		return ""
	}
	return ", once the function has returned at " + line
}

// operation names a join as the source spells it.
func operation(s hb.Step) string {
	switch s.Op {
	case event.OpWait, event.OpCond, event.OpProcess:
		return s.Name + ".Wait"
	case event.OpRecv, event.OpClosed, event.OpRangeEnd:
		return "the receive from " + s.Name
	case event.OpSend:
		return "the send on " + s.Name
	case event.OpTestEnd:
		return "the end of the subtests"
	case event.OpAtomic, event.OpFlag:
		return "the test of " + s.Name
	}
	return "a join"
}

func race(f hb.Finding, step func(hb.Role) hb.Step, line func(hb.Role) string) string {
	verb := "reads"
	if f.Write {
		verb = "writes"
	}
	other := "reads"
	if step(hb.RoleOther).Write {
		other = "writes"
	}
	meanwhile := fmt.Sprintf("while %s %s it", line(hb.RoleOther), other)
	if itself(f, step(hb.RoleOther)) {
		meanwhile = "while other instances of it do"
	}
	base := fmt.Sprintf("goroutine %s %s %s", verb, f.Name, meanwhile)
	switch f.Rule {
	case "instance-race":
		return fmt.Sprintf("goroutine %s %s, and several instances of it run at once", verb, f.Name)
	case "sibling-race":
		return fmt.Sprintf("goroutine %s %s while another goroutine %s it (%s)", verb, f.Name, other, line(hb.RoleOther))
	case "loop-variable":
		return fmt.Sprintf("goroutine %s loop variable %s, which the loop changes: before Go 1.22 all rounds share it", verb, f.Name)
	case "map-race":
		return fmt.Sprintf("concurrent use of map %s: goroutine %s it %s; the runtime aborts the program", f.Name, verb, meanwhile)
	case "append-race":
		return fmt.Sprintf("concurrent append to %s: elements are lost", f.Name)
	case "write-after-release":
		when := "at the same time"
		if f.By == hb.Locked {
			when = "before that"
		}
		return fmt.Sprintf("goroutine writes %s after it has signalled, so %s can %s it %s", f.Name, line(hb.RoleOther), strings.TrimSuffix(other, "s"), when)
	case "write-after-send":
		if step(hb.RoleSend).Name == "" {
			return fmt.Sprintf("%s is used again here, while the goroutine that has been given it (%s) may use it", f.Name, line(hb.RoleSend))
		}
		return fmt.Sprintf("%s is written after it has been sent on %s (%s), while its receiver may use it", f.Name, step(hb.RoleSend).Name, line(hb.RoleSend))
	case "wrong-lock":
		return base + ", and the locks they hold do not exclude each other"
	case "err-capture":
		return base + ": declare one inside with :=, or lock it"
	}
	return base
}

// itself reports whether the other access of a race is the same operation, of
// another instance of the goroutine, or what is written is so in another package.
func itself(f hb.Finding, s hb.Step) bool {
	return (s.Role == hb.RoleOther || s.Role == hb.RoleOutput) && s.Pos == f.Pos
}

func label(f hb.Finding, s hb.Step) string {
	switch s.Role {
	case hb.RoleFork:
		return finding.ForkLabel
	case hb.RoleOther:
		if s.Write {
			return "also written here"
		}
		return "also read here"
	case hb.RoleSend:
		if s.Name == "" {
			return finding.ForkLabel
		}
		return "sent here"
	case hb.RoleInner:
		if s.Write {
			return "written here"
		}
		return "read here"
	case hb.RoleJoin:
		if f.Rule == "sleep-join" {
			return "time passes here, which orders nothing"
		}
		if isRace(f.Rule) && f.Rule != "ordered" {
			return "joined only here"
		}
		return "joined here"
	case hb.RoleReturn:
		if r := rule.Lookup(f.Rule); f.By == hb.Left || r != nil && r.Analyzer == "goroutineleak" {
			return "the function returns here"
		}
		return "returns here without waiting"
	case hb.RoleTask:
		if s.Op == event.OpDone {
			return "Done is called here"
		}
		if s.Op == event.OpSend {
			return "sent here by the goroutine"
		}
		return "used here by the goroutine"
	case hb.RoleAdd:
		return "counted here"
	case hb.RoleNeed:
		switch s.Op {
		case event.OpServe:
			return "Serve returns as soon as Shutdown is called"
		case event.OpClose:
			return "the range waits for a close"
		}
		switch f.By {
		case hb.Itself, hb.ReadTwice:
			return "locked here"
		case hb.Left:
			return "given back here, on another way"
		}
		if r := rule.Lookup(f.Rule); r != nil && r.Analyzer == "goroutineleak" {
			return "meanwhile, blocked here"
		}
		return "the goroutine waits here"
	case hb.RoleTold:
		return "told to end here"
	case hb.RoleOutput:
		return "the goroutine writes here"
	case hb.RoleStart:
		if f.By == hb.Itself {
			return "called here with the lock held"
		}
		return "started by this call; nothing calls " + s.Name
	}
	return ""
}

func isRace(id string) bool {
	r := rule.Lookup(id)
	return r != nil && r.Analyzer == "closurecapture"
}
