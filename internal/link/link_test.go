package link_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/gojoincheck/gojoincheck/internal/event"
	"github.com/gojoincheck/gojoincheck/internal/link"
	"github.com/gojoincheck/gojoincheck/internal/testutil/graph"
)

// kinds are the events that the tests below look at, as they write them.
var kinds = map[event.Kind]string{
	event.Fresh: "fresh", event.Release: "release", event.Acquire: "acquire", event.Lock: "lock", event.Unlock: "unlock",
	event.Add: "add", event.Escape: "escape", event.Call: "call", event.Bind: "bind", event.Exit: "exit",
}

// printed writes a graph down, a block a line: its events, the line of the call
// through which each came about, and where control goes. A task stands in
// braces behind its fork.
func printed(p *graph.Program, g *link.Graph) string {
	var b strings.Builder
	for i, blk := range g.Blocks {
		fmt.Fprintf(&b, "%d:", i)
		for _, e := range blk.Events {
			b.WriteString(" " + printedEvent(p, g, e))
			if e.Via != 0 {
				fmt.Fprintf(&b, "@%d", e.Via)
			}
		}
		for _, s := range blk.Succs {
			fmt.Fprintf(&b, " →%d", s.To)
		}
		if blk.Return {
			b.WriteString(" return")
		}
		b.WriteString("\n")
	}
	return strings.TrimSpace(b.String())
}

func printedEvent(p *graph.Program, g *link.Graph, e event.Event) string {
	name := p.Space.String(e.Loc)
	switch e.Kind {
	case event.Access:
		if e.Has(event.Write) {
			return "write " + name
		}
		return "read " + name
	case event.Fork:
		if t := g.Sites[e.Call].Task; t != nil {
			return "go {" + printed(p, t) + "}"
		}
		return "go unknown"
	}
	return kinds[e.Kind] + " " + name
}

// TestSplice: the events of a callee stand where the call was, with arguments in
// place of parameters.
func TestSplice(t *testing.T) {
	for _, c := range []struct{ name, src, want string }{
		{"a call in the middle", `
func main
	var x
	group g
	read x
	call f(g)
	write x
	return
func f(wg)
	done wg
	return`, `0: fresh x fresh g read x release g@5 write x return`},

		{"a field of an argument", `
func main
	var x
	call f(x)
	return
func f(p)
	done p.wg
	return`, `0: fresh x release x.wg@3 return`},

		{"through two calls, named by the outermost", `
func main
	var x
	call f(x)
	return
func f(p)
	call g(p.a)
	return
func g(q)
	done q.b
	return`, `0: fresh x release x.a.b@3 return`},

		{"a callee with branches", `
func main
	group g
	call f(g)
	wait g
	return
func f(wg)
	if 1 yes no
yes:
	done wg
no:
	return`, `0: fresh g →1
1: →2 →3
2: release g@3 →3
3: →4
4: acquire g return`},

		{"a callee that never returns", `
func main
	group g
	call f(g)
	wait g
	return
func f(wg)
	done wg
loop:
	goto loop`, `0: fresh g →1
1: release g@3 →2
2: →2
3: acquire g return`},

		{"a function that is passed and called", `
func main
	group g
	call apply(task)
	return
func apply(f)
	call f()
	return
func task
	done g
	return`, `0: fresh g release g@3 return`},

		{"a function that is passed and forked", `
func main
	group g
	call start(task)
	return
func start(f)
	go f()
	return
func task
	done g
	return`, `0: fresh g go {0: release g return}@3 return`},

		{"a fork with arguments", `
func main
	group g
	go task(g)
	return
func task(wg)
	done wg
	return`, `0: fresh g go {0: release g return} return`},

		{"a fork of code out of sight", `
func main
	group g
	go unknown(g)
	return`, `0: fresh g go unknown return`},

		{"a function that nobody has said yet", `
func main(f)
	call f()
	return`, `0: call nothing return`},

		{"a result", `
func main
	r = call make()
	wait r.wg
	return
func make
	var made
	add made.wg 1
	return made`, `0: fresh made@2 add made.wg@2 acquire made.wg return`},

		{"the result of a result", `
func main
	r = call outer()
	wait r
	return
func outer
	s = call inner()
	return s
func inner
	group made
	add made 1
	return made`, `0: fresh made@2 add made@2 acquire made return`},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := graph.Parse(c.src)
			if got := printed(p, p.Link("main")); got != c.want {
				t.Errorf("linked:\n%s\nwant:\n%s", got, c.want)
			}
		})
	}
}

// TestOwnCode: what a literal does is done by the function that it is written in, if that
// calls it, and by way of a call otherwise.
func TestOwnCode(t *testing.T) {
	p := graph.Parse(`
func main
	group g
	call here()
	call apply(given)
	call other()
	return
func apply(f)
	call f()
	return
func here
	add g 1
	call inner()
	return
func inner
	var made
	done g
	return
func given
	wait g
	return
func other
	add g 2
	return`)
	ids := map[string]event.FuncID{}
	for _, f := range p.Funcs {
		ids[f.Name] = f.ID
	}
	for literal, within := range map[string]string{"here": "main", "inner": "here", "given": "main", "other": "apply"} {
		f := p.Funcs[ids[literal]]
		f.Literal, f.Within = true, ids[within]
	}
	g := p.Link("main")
	if got, want := printed(p, g), "0: fresh g add g fresh made release g acquire g@4 add g@5 return"; got != want {
		t.Errorf("linked:\n%s\nwant:\n%s", got, want)
	}
	var contained []string
	for _, id := range g.Contains() {
		contained = append(contained, p.Funcs[id].Name)
	}
	if got := strings.Join(contained, " "); got != "here inner" {
		t.Errorf("contains %q, want here and inner", got)
	}
	var direct []string
	for _, l := range g.Direct {
		direct = append(direct, p.Space.String(l))
	}
	if got := strings.Join(direct, " "); got != "g made" {
		t.Errorf("makes %q itself, want g and made", got)
	}
}

// TestActivations: each call of a function makes objects of its own.
func TestActivations(t *testing.T) {
	p := graph.Parse(`
func main
	a = call make()
	b = call make()
	wait a
	wait b
	return
func make
	group made
	add made 1
	return made`)
	g := p.Link("main")
	var made, waited []event.Loc
	for _, e := range g.Blocks[0].Events {
		switch e.Kind {
		case event.Fresh:
			made = append(made, e.Loc)
		case event.Acquire:
			waited = append(waited, e.Loc)
		}
	}
	switch {
	case len(made) != 2 || len(waited) != 2:
		t.Fatalf("made %v, waited for %v", made, waited)
	case made[0] == made[1]:
		t.Error("two calls made one object")
	case made[0] != waited[0] || made[1] != waited[1]:
		t.Errorf("made %v, waited for %v", made, waited)
	case p.Space.Original(made[0]) != p.Space.Original(made[1]):
		t.Error("the two come from different places")
	}
	for _, l := range made {
		if !g.Own[l] {
			t.Errorf("%v is not the graph's own", l)
		}
	}
}

// TestArgumentsOfOneCallOnly: a substitution for one call leaves the others, and
// the callee itself, alone.
func TestArgumentsOfOneCallOnly(t *testing.T) {
	p := graph.Parse(`
func main
	group a
	group b
	go task(a)
	go task(b)
	return
func task(wg)
	done wg
	return`)
	l := p.Linker()
	want := `0: fresh a fresh b go {0: release a return} go {0: release b return} return`
	if got := printed(p, l.Complete(p.ID("main"))); got != want {
		t.Errorf("linked:\n%s\nwant:\n%s", got, want)
	}
	if got := printed(p, l.Complete(p.ID("task"))); got != `0: release wg return` {
		t.Errorf("the task itself became:\n%s", got)
	}
}

// TestRecursion: a recursive function is unfolded once, and a mark is left where
// it would go deeper.
func TestRecursion(t *testing.T) {
	for _, c := range []struct{ name, src, want string }{
		{"a function that calls itself", `
func main
	group g
	call main
	done g
	return`, `0: fresh g fresh g@3 call nothing@3 release g@3 release g return`},
		{"a function that forks itself", `
func main
	group g
	go main
	done g
	return`, `0: fresh g go {0: fresh g go unknown release g return} release g return`},
		{"two functions that call each other", `
func main
	group g
	call other
	return
func other
	done g
	call main
	return`, ``},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := graph.Parse(c.src)
			got := printed(p, p.Link("main"))
			if c.want == "" {
				if n := strings.Count(got, "release"); n < 1 || n > 4 {
					t.Errorf("unfolded %d times:\n%s", n, got)
				}
			} else if got != c.want {
				t.Errorf("linked:\n%s\nwant:\n%s", got, c.want)
			}
		})
	}
}

// TestSizeIsBounded: calls that double the graph again and again end in code out
// of sight, to which the arguments escape, and which is counted.
func TestSizeIsBounded(t *testing.T) {
	var src strings.Builder
	src.WriteString("func main\n\tgroup g\n\tcall f0(g)\n\treturn\n")
	const levels = 16
	for i := range levels {
		fmt.Fprintf(&src, "func f%d(wg)\n\tcall f%d(wg)\n\tcall f%d(wg)\n\treturn\n", i, i+1, i+1)
	}
	fmt.Fprintf(&src, "func f%d(wg)\n\tadd wg 1\n\tdone wg\n\treturn\n", levels)
	p := graph.Parse(src.String())
	l := p.Linker()
	g := l.Complete(p.ID("main"))
	events, escapes := 0, 0
	for _, b := range g.Blocks {
		events += len(b.Events)
		for _, e := range b.Events {
			if e.Kind == event.Escape {
				escapes++
			}
		}
	}
	if events > 5000 {
		t.Errorf("the graph has %d events", events)
	}
	if escapes == 0 || l.GivenUp == 0 {
		t.Errorf("nothing was given up: %d escapes, %d counted", escapes, l.GivenUp)
	}
}

// TestSimplify: a callee that only uses memory becomes one block with one event
// for each access, and its own variables are gone; what they are bound to stays.
func TestSimplify(t *testing.T) {
	for _, c := range []struct{ name, src, want string }{
		{"accesses in branches", `
func main(p)
	var own
	if 1 yes no
yes:
	write own
	write p
no:
	read p
	read p
	read own
	return`, `0: write p read p return`},
		{"a result stays known", `
func main(p)
	var own
	write own
	read p
	return own`, `0: fresh own write own read p return`},
		{"what is bound to something older stays", `
func main(p)
	var own
	write own
	bind p own
	return`, `0: fresh own write own bind p return`},
		{"synchronization keeps its order", `
func main(p)
	if 1 yes no
yes:
	write p
no:
	read p
	done p.wg
	return`, `0: →1 →2
1: write p →2
2: read p release p.wg return`},
		{"a function that never returns keeps its loop", `
func main(p)
	read p
loop:
	write p
	goto loop`, `0: read p →1
1: write p →1`},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := graph.Parse(c.src)
			if got := printed(p, p.Link("main")); got != c.want {
				t.Errorf("simplified:\n%s\nwant:\n%s", got, c.want)
			}
		})
	}
}

// TestAtEnd: what is registered for the end of a test runs at each return, the
// last first, and in the function as it runs on its own only.
func TestAtEnd(t *testing.T) {
	p := graph.Parse(`
func main
	var x
	group g
	atend first
	atend second
	if 1 yes no
yes:
	return
no:
	return
func first
	done g
	return
func second
	wait g
	return`)
	want := `0: fresh x fresh g →1 →2
1: acquire g@5 release g@4 return
2: acquire g@5 release g@4 return`
	if got := printed(p, p.Link("main")); got != want {
		t.Errorf("linked:\n%s\nwant:\n%s", got, want)
	}
}

// TestDeterminism: linking a program twice gives the same graph.
func TestDeterminism(t *testing.T) {
	const src = `
func main
	group g
	a = call make(g)
	b = call make(g)
	go task(a, b)
	return
func make(wg)
	var one
	var two
	done wg
	return one
func task(p, q)
	write p.x
	write q.x
	lock p.mu
	return`
	first := ""
	for range 20 {
		p := graph.Parse(src)
		got := printed(p, p.Link("main"))
		if first == "" {
			first = got
		} else if got != first {
			t.Fatalf("linked:\n%s\nbefore:\n%s", got, first)
		}
	}
}
