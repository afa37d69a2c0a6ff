package mapper

import (
	"fmt"
	"go/token"
	"go/types"
	"slices"
	"strconv"
	"strings"

	"github.com/gojoincheck/gojoincheck/internal/diagnose"
	"github.com/gojoincheck/gojoincheck/internal/event"
	"github.com/gojoincheck/gojoincheck/internal/forkjoin"
	"github.com/gojoincheck/gojoincheck/internal/forkmap"
	"github.com/gojoincheck/gojoincheck/internal/hb"
)

var kinds = map[event.ForkKind]string{
	event.GoStmt: "go statement", event.Group: "group", event.Timer: "timer", event.Subtest: "parallel subtest",
	event.Many: "parallel loop", event.Library: "library", event.Finalizer: "finalizer",
}

var reasons = map[forkjoin.Why]string{
	forkjoin.WhyHandle:   "joined by whoever waits for what it signals; the package itself has nobody who does",
	forkjoin.WhyHanded:   "what it signals is handed to code out of sight, which is taken to wait for it",
	forkjoin.WhyTask:     "another goroutine waits for it",
	forkjoin.WhyTimer:    "a timer runs it; nothing waits for that",
	forkjoin.WhyFinal:    "the garbage collector runs it; nothing waits for that",
	forkjoin.WhyForever:  "the function that forks it does not return",
	forkjoin.WhyNoHandle: "it signals nothing that the function or its callers wait for",
	forkjoin.WhyComment:  "a comment says that it is unjoined on purpose",
	forkjoin.WhyTold:     "it ends when it is told to",
	forkjoin.WhyNever:    "it never ends",
	forkjoin.WhyLibrary:  "the library waits for it",
	forkjoin.WhyUnseen:   "what it runs is out of sight",
	forkjoin.WhyOrder:    "a lock or the like orders its end; whether somebody waits for it is not known",
	forkjoin.WhyLimit:    "the function that forks it was not analyzed: it is too large, or never called",
}

// fork puts into words what the engine knows of a fork.
func (m *mapper) fork(f *forkjoin.Fork) forkmap.Fork {
	out := m.place(token.Pos(f.Pos))
	out.Kind, out.Task, out.TaskPos = kinds[f.Kind], f.TaskName, m.posOrNil(token.Pos(f.Task))
	out.Times = strconv.Itoa(int(f.Times))
	if f.Times == hb.Often {
		out.Times = "many"
	}
	if s := m.stmtAt(token.Pos(f.Pos)); s != nil && !isLiteral(s) && !strings.Contains(out.Task, ".") {
		out.Task = types.ExprString(s.Call.Fun) // of another package, or a value
	}
	var declared bool
	out.Findings, declared = m.issues(f.Findings)
	out.Verdict = forkmap.Verdict(f.Verdict)
	why := f.Why
	if declared && f.Verdict == forkjoin.Missing && m.quiet.Silences(token.Pos(f.Pos), "missingjoin", "unjoined") {
		out.Verdict, why = forkmap.Detached, forkjoin.WhyComment
	}
	for _, j := range f.Joins {
		out.Joins = append(out.Joins, m.join(j))
	}
	if why == forkjoin.WhyTask {
		for _, w := range f.Waiters {
			out.Joins = append(out.Joins, m.join(forkjoin.Join{Place: w, By: "another goroutine"}))
		}
	}
	for _, r := range f.Pending {
		if r > 1 { // the end of a function without a return statement may have no place
			out.Returns = append(out.Returns, m.pos(token.Pos(r)))
		}
	}
	out.Reason = m.reason(f, &out, why)
	for _, s := range f.Shares {
		if !s.Write && m.isChannel(token.Pos(s.Decl)) && raceOn(f, s) == nil {
			continue // what is shared is what is sent
		}
		out.Shares = append(out.Shares, m.share(f, s))
	}
	return out
}

// reason says in words why the verdict is what it is.
func (m *mapper) reason(f *forkjoin.Fork, out *forkmap.Fork, why forkjoin.Why) string {
	text := reasons[why]
	switch {
	case why == forkjoin.WhyTold && len(plainNames(f.Stops)) > 0:
		text = "it ends when told to through " + strings.Join(plainNames(f.Stops), ", ")
	case why == forkjoin.WhyHanded && len(f.Handed) > 0:
		text += fmt.Sprintf(" (line %d)", m.Fset.Position(token.Pos(f.Handed[0].Pos)).Line)
	case text == "" && out.Verdict == forkmap.Missing:
		var all []string
		for _, x := range out.Findings {
			all = append(all, x.Message)
		}
		text = strings.Join(all, "; ")
	case text == "" && len(out.Joins) > 0:
		text = "joined by " + joinWords(out.Joins, out.Pos.File)
		if out.Verdict == forkmap.Partial {
			text += ", but not on every path"
		}
	}
	return text
}

// maxNamed is how many joins a reason names.
const maxNamed = 3

func joinWords(js []forkmap.Join, file string) string {
	var words []string
	for _, j := range js[:min(len(js), maxNamed)] {
		w := fmt.Sprintf("%s (line %d)", j.Op, j.Pos.Line)
		if j.Pos.File != file {
			w = fmt.Sprintf("%s (%s:%d)", j.Op, j.Pos.File[strings.LastIndexAny(j.Pos.File, `/\`)+1:], j.Pos.Line)
		}
		if j.By != "" {
			w += " in " + j.In
			if j.In != j.By {
				w += " for " + j.By
			}
		}
		words = append(words, w)
	}
	text := strings.Join(words, ", ")
	if n := len(js) - maxNamed; n > 0 {
		text += fmt.Sprintf(" and %d more", n)
	}
	return text
}

func (m *mapper) join(j forkjoin.Join) forkmap.Join {
	out := forkmap.Join{Pos: m.pos(token.Pos(j.Pos)), Via: m.posOrNil(token.Pos(j.Via)), Op: m.operation(j.Place), By: j.By}
	if d := m.declAt(token.Pos(j.Pos)); d != nil {
		out.In = declName(d)
	}
	return out
}

// share says of one variable what orders its uses.
func (m *mapper) share(f *forkjoin.Fork, s hb.Share) forkmap.Share {
	out := forkmap.Share{Name: s.Name, Decl: m.posOrNil(token.Pos(s.Decl)), Pos: m.pos(token.Pos(s.Pos)), Write: s.Write}
	if x := raceOn(f, s); x != nil {
		out.Race, out.Order = true, diagnose.Message(m.Fset, *x)
		for _, st := range x.Steps {
			if st.Role == hb.RoleOther {
				out.At = m.posOrNil(token.Pos(st.Pos))
			}
		}
		return out
	}
	var words []string
	for _, o := range s.By {
		words = append(words, m.order(o))
		if out.At == nil && o.Kind == hb.ByJoin {
			out.At = m.posOrNil(token.Pos(o.Pos))
		}
	}
	out.Order = strings.Join(slices.Compact(words), "; ")
	if len(words) == 0 {
		out.Order = "not known"
	}
	return out
}

func (m *mapper) order(o hb.Order) string {
	switch o.Kind {
	case hb.ByNobody:
		return "no other use in sight"
	case hb.ByReads:
		return "only read meanwhile"
	case hb.ByAtomic:
		return "atomic"
	case hb.ByLock:
		return "lock " + plainName(o.Name)
	case hb.ByJoin:
		if o.Op == event.OpLock || o.Op == event.OpRLock {
			return "lock " + m.nameAt(token.Pos(o.Pos), o.Name)
		}
		return fmt.Sprintf("%s (line %d)", m.operation(o.Place), m.Fset.Position(token.Pos(o.Pos)).Line)
	case hb.ByWait:
		return "waits for " + plainName(o.Name) + " first"
	}
	return ""
}

// operation says in words how somebody waits.
func (m *mapper) operation(p hb.Place) string {
	name := m.nameAt(token.Pos(p.Pos), p.Name)
	switch p.Op {
	case event.OpCtxDone:
		return "the end of " + name
	case event.OpNone:
		return "a wait for all goroutines"
	}
	return diagnose.Operation(p.Op, name)
}

// plainName leaves out what the engine calls an object that no variable names.
func plainName(name string) string { return strings.TrimPrefix(name, "a value.") }

func plainNames(names []string) (out []string) {
	for _, n := range names {
		if n = plainName(n); n != "a value" && !slices.Contains(out, n) {
			out = append(out, n)
		}
	}
	return out
}

// raceOn finds the race that a rule reports on the variable of a share.
func raceOn(f *forkjoin.Fork, s hb.Share) *hb.Finding {
	for i := range f.Findings {
		x := &f.Findings[i]
		if len(x.Steps) > 1 && x.Steps[1].Role == hb.RoleOther && x.Rule != "outlives-test" && (x.Name == s.Name || x.Pos == s.Pos) {
			return x
		}
	}
	return nil
}
