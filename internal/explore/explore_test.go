package explore_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/gojoincheck/gojoincheck/internal/event"
	"github.com/gojoincheck/gojoincheck/internal/explore"
	"github.com/gojoincheck/gojoincheck/internal/hb"
	"github.com/gojoincheck/gojoincheck/internal/testutil/graph"
)

// ops are the words for what a goroutine blocks on.
var ops = map[event.Op]string{
	event.OpSend: "send", event.OpRecv: "recv", event.OpCtxDone: "ctxdone", event.OpWait: "wait", event.OpLock: "lock",
	event.OpRLock: "rlock", event.OpNil: "nil", event.OpNoCase: "nocase", event.OpCond: "cond",
}

// spell writes leaks as a test expects them: what blocks on what, after "main"
// if it is the function itself, and the function it is forked in if not.
func spell(leaks []explore.Leak) string {
	var all []string
	for _, l := range leaks {
		s := "main: "
		if l.Fork != 0 {
			s = "task: "
		}
		s += strings.TrimSpace(ops[l.Op] + " " + l.Name)
		if l.Select {
			s += " select"
		}
		all = append(all, s)
	}
	return strings.Join(all, "; ")
}

// program writes functions in the language of package graph: statements are
// separated by semicolons, functions by bars, the first is main.
func program(src string) string {
	var b strings.Builder
	for i, f := range strings.Split(src, "|") {
		name := "main"
		if i > 0 {
			name = fmt.Sprintf("t%d", i)
		}
		b.WriteString("func " + name + "\n" + strings.ReplaceAll(strings.TrimSpace(f), "; ", "\n") + "\nreturn\n")
	}
	return b.String()
}

func explored(src string, root hb.Root) (*explore.Explorer, []explore.Leak) {
	p := graph.Parse(program(src))
	x := explore.New(p.Space)
	return x, x.Leaks(p.Link("main"), root, false)
}

type test struct{ name, src, want string }

func check(t *testing.T, root hb.Root, tests []test) {
	t.Helper()
	for _, test := range tests {
		x, leaks := explored(test.src, root)
		if got := spell(leaks); got != test.want {
			t.Errorf("%s: found %q, want %q", test.name, got, test.want)
		}
		if x.GivenUp != 0 {
			t.Errorf("%s: %d searches are given up", test.name, x.GivenUp)
		}
	}
}

func TestChannels(t *testing.T) {
	check(t, hb.NotRoot, []test{
		{"received", "chan c 0; go t1; recv c | send c", ""},
		{"nobody receives", "chan c 0; go t1 | send c", "task: send c"},
		{"room", "chan c 1; go t1 | send c", ""},
		{"no more room", "chan c 1; go t1; go t1 | send c", "task: send c"},
		{"nobody sends", "chan c 0; go t1 | recv c", "task: recv c"},
		{"closed", "chan c 0; go t1; close c | recv c; recv c", ""},
		{"closed with a message", "chan c 1; go t1; send c; close c | recv c; recv c", ""},
		{"received on one path", "chan c 0; go t1; if 1 yes no; yes:; recv c; no: | send c", "task: send c"},
		{"one condition decides both", "chan c 0; go t1; if 1 yes no; yes:; recv c; no: | if 1 put end; put:; send c; end:", ""},
		{"the goroutine tests it again", "chan c 0; if 1 yes no; yes:; go t1; recv c; no: | if 1 put end; put:; send c; end:", ""},
		{"out of sight", "chan c 0; escape c; go t1 | send c", ""},
		{"a capacity that is not known", "chan c ?; go t1 | send c", ""},
		{"three rounds, room for two", "chan c 2; go t1; goto end; end: | goto loop; loop: 3; if 7 body end2; body:; send c; goto loop; end2:", "task: send c"},
		{"three rounds, room for three", "chan c 3; go t1 | goto loop; loop: 3; if 7 body end; body:; send c; goto loop; end:", ""},
		{"many rounds and as much room", "chan c 400; go t1 | goto loop; loop: 400; if 7 body end; body:; send c; goto loop; end:", ""},
		{"the function itself", "chan c 0; go t1; recv c; recv c | send c", "main: recv c"},
	})
}

func TestSelects(t *testing.T) {
	two := " | select one two; one:; send c select; return; two:; recv d select"
	wake := " | select one two; one:; send c select; return; two:"
	check(t, hb.NotRoot, []test{
		{"neither", "chan c 0; chan d 0; go t1" + two, "task: send c select"},
		{"the first", "chan c 0; chan d 0; go t1; recv c" + two, ""},
		{"the second", "chan c 0; chan d 0; go t1; close d" + two, ""},
		{"a default", "chan c 0; go t1" + wake, ""},
		{"a default that is not taken", "chan c 1; go t1; recv c" + wake, ""},
		{"a default that may be taken", "chan c 0; go t1; recv c" + wake, "main: recv c"},
		{"a default, the channel full", "chan c 1; send c; go t1; recv c" + wake, ""},
		{"a case that takes the room", "chan c 1; go t1; send c; recv c" + wake, "main: send c"},
	})
}

func TestGroups(t *testing.T) {
	check(t, hb.NotRoot, []test{
		{"done", "group wg; add wg 1; go t1; wait wg | done wg", ""},
		{"done on one path", "group wg; add wg 1; go t1; wait wg | if 1 yes no; yes:; done wg; no:", "main: wait wg"},
		{"one Done for two", "group wg; add wg 2; go t1; wait wg | done wg", "main: wait wg"},
		{"its own Go", "group wg; group wg t1; wait wg | sleep", ""},
		{"its own Go, blocked", "group wg; chan c 0; group wg t1; wait wg | send c", "main: wait wg; task: send c"},
		{"as many as are forked", "group wg; goto loop; loop: key 1; if 7 body end; body:; add wg 1; go t1; goto loop; end:; wait wg | done wg", ""},
		{"added by a number that is not known", "group wg; add wg key 1; go t1; wait wg | done wg", ""},
	})
}

func TestLocks(t *testing.T) {
	check(t, hb.NotRoot, []test{
		{"in turns", "mutex a; go t1; lock a; unlock a | lock a; unlock a", ""},
		{"never given back", "mutex a; go t1; lock a | lock a", "main: lock a; task: lock a"},
		{"crosswise", "mutex a; mutex b; go t1; lock a; lock b; unlock b; unlock a | lock b; lock a; unlock a; unlock b", "main: lock b; task: lock a"},
		{"readers", "mutex a; chan c 0; rlock a; go t1; recv c; runlock a | rlock a; send c; runlock a", ""},
		{"a writer among readers", "mutex a; chan c 0; rlock a; go t1; recv c; runlock a | lock a; send c; unlock a", "main: recv c; task: lock a"},
		{"a message that needs the lock", "mutex a; chan c 0; go t1; lock a; recv c; unlock a | lock a; send c; unlock a", "main: lock a; main: recv c; task: lock a; task: send c"},
		{"unlocked by another", "mutex a; lock a; go t1; lock a; unlock a | unlock a", ""},
	})
}

// TestEnds has what makes others go on, or the search stop.
func TestEnds(t *testing.T) {
	check(t, hb.MainRoot, []test{
		{"the process ends", "chan c 0; go t1 | send c", ""},
		{"it does not", "chan c 0; go t1; recv c; recv c | send c", "main: recv c"},
	})
	check(t, hb.TestRoot, []test{{"a test ends", "chan c 0; go t1 | send c", "task: send c"}})
	check(t, hb.NotRoot, []test{
		{"a context of others", "chan c 0; var ctx; escape ctx; go t1 | select one two; one:; send c select; return; two:; acquire ctx! ctxdone select", ""},
		{"the process exits", "chan c 0; go t1; exit; recv c | send c", ""},
		{"in a variable that escapes", "var x; chan c 0; escape x; bind x c; go t1 | send c", ""},
		{"nothing is forked", "chan c 0; send c", ""},
		{"nested", "chan c 0; chan d 0; go t1; recv d | go t2; recv c; send d | send c", ""},
		{"nested, abandoned", "chan c 0; chan d 0; go t1; recv d | go t2; send d | send c", "task: send c"},
	})
	p := graph.Parse("func main\nchan c 0\ngo t\nreturn c\nfunc t\nsend c\nreturn")
	if leaks := explore.New(p.Space).Leaks(p.Link("main"), hb.NotRoot, false); len(leaks) > 0 {
		t.Errorf("the caller gets the channel, and yet %s", spell(leaks))
	}
}

// TestWho tells who else is blocked, and that the function has returned.
func TestWho(t *testing.T) {
	_, leaks := explored("mutex a; chan c 0; go t1; lock a; recv c | lock a; send c", hb.NotRoot)
	holder := false
	for _, l := range leaks {
		for _, o := range l.Others {
			holder = holder || l.Op == event.OpLock && o.Op == event.OpRecv && o.Pos == 6 && o.Name == "c" && o.Holds
		}
	}
	if !holder {
		t.Errorf("nobody holds the lock: %+v", leaks)
	}
	if _, leaks := explored("chan c 0; go t1 | send c", hb.NotRoot); len(leaks) != 1 || leaks[0].Return != 4 || leaks[0].Fork != 3 || leaks[0].Pos != 6 {
		t.Errorf("not forked in line 3, returned in line 4, blocked in line 6: %+v", leaks)
	}
}

// TestLimits: beyond the limit nothing is said, and that is counted.
func TestLimits(t *testing.T) {
	src, tasks := "chan c 0", ""
	for i := range 9 {
		src += fmt.Sprintf("; go t%d", i+1)
		tasks += " | "
		for j := range 4 {
			tasks += fmt.Sprintf("recv c; mutex m%d%d; lock m%d%d; ", i, j, i, j)
		}
		tasks += "send c"
	}
	for range 40 {
		src += "; send c"
	}
	x, leaks := explored(src+tasks, hb.NotRoot)
	if len(leaks) > 0 || x.GivenUp == 0 {
		t.Errorf("given up %d, and yet %s", x.GivenUp, spell(leaks))
	}
}

// TestDeterministic explores again and finds the same, in the same order.
func TestDeterministic(t *testing.T) {
	first := ""
	for i := range 10 {
		_, leaks := explored("chan c 0; chan d 0; mutex a; go t1; go t2; lock a; recv c | lock a; send c | send d", hb.NotRoot)
		if got := fmt.Sprintf("%+v", leaks); i == 0 {
			first = got
		} else if got != first {
			t.Fatalf("run %d finds\n%s\nand not\n%s", i, got, first)
		}
	}
	if strings.Count(first, "Pos") < 3 {
		t.Errorf("nothing to compare: %s", first)
	}
}

// What has nothing to do with who waits for whom costs no states: thirty
// branches would be a thousand million ways through the function.
func TestBranchesThatDoNotMatter(t *testing.T) {
	var b strings.Builder
	b.WriteString("chan c 0; var x; go t1; goto n0; n0:; ")
	for i := range 30 {
		fmt.Fprintf(&b, "if %d y%d n%d; y%d:; write x; goto n%d; n%d:; ", i+10, i, i+1, i, i+1, i+1)
	}
	b.WriteString("if 1 yes no; yes:; recv c; no: | send c")
	x, leaks := explored(b.String(), hb.NotRoot)
	if got, want := spell(leaks), "task: send c"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if x.GivenUp != 0 {
		t.Errorf("the search ran into a limit")
	}
}
