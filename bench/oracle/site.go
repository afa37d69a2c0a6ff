package main

import (
	"fmt"
	"slices"
	"strings"
)

// libPath is the package with the foreign helpers.
const libPath = "example.com/lib"

// libSource is that package. It is analyzed once, and the programs see its
// facts only.
const libSource = `package lib

import "sync"

func Run(f func()) { f() }

func Spawn(f func()) { go f() }

func SpawnIn(wg *sync.WaitGroup, f func()) {
	wg.Add(1)
	go func() {
		defer wg.Done()
		f()
	}()
}

func Locked(mu *sync.RWMutex, f func()) {
	mu.Lock()
	defer mu.Unlock()
	f()
}

func Wait(wg *sync.WaitGroup) { wg.Wait() }

func Done(wg *sync.WaitGroup) { wg.Done() }

func Send(c chan int) { c <- 1 }

func Recv(c chan int) { <-c }

func Stop(c chan int) { close(c) }
`

// A help is a helper of the program's own package. Its text has the operation
// that it is about in the line that starts with a mark.
type help struct{ name, text string }

// helps are written after the program, those that it uses.
var helps = []help{
	{"run", "func run(f func()) {\n!\tf()\n}"},
	{"spawn", "func spawn(f func()) {\n!\tgo f()\n}"},
	{"spawnIn", "func spawnIn(wg *GROUP, f func()) {\n\twg.Add(1)\n!\tgo func() {\n\t\tdefer wg.Done()\n\t\tf()\n\t}()\n}"},
	{"locked", "func locked(mu *sync.RWMutex, f func()) {\n!\tmu.Lock()\n\tdefer mu.Unlock()\n\tf()\n}"},
	{"wait", "func wait(wg *GROUP) {\n!\twg.Wait()\n}"},
	{"done", "func done(wg *GROUP) {\n!\twg.Done()\n}"},
	{"send", "func send(c chan int) {\n!\tc <- 1\n}"},
	{"recv", "func recv(c chan int) {\n!\t<-c\n}"},
	{"stop", "func stop(c chan int) {\n!\tclose(c)\n}"},
	{"group.Add", "func (g *group) Add(n int) {\n!\tg.wg.Add(n)\n}"},
	{"group.Done", "func (g *group) Done() {\n!\tg.wg.Done()\n}"},
	{"group.Wait", "func (g *group) Wait() {\n!\tg.wg.Wait()\n}"},
	{"group.Go", "func (g *group) Go(f func()) {\n\tg.wg.Add(1)\n!\tgo func() {\n\t\tdefer g.wg.Done()\n\t\tf()\n\t}()\n}"},
}

var helperNames = map[op]string{
	opDone: "done", opWait: "wait", opSend: "send", opRecv: "recv", opClose: "stop",
	opCall: "run", opGo: "spawn", opGroupGo: "spawnIn", opLocked: "locked",
}

// helperOf names what does a statement in place of the statement itself; the
// second result is what is written.
func (p *prog) helperOf(s *stmt) (key, call string) {
	name := helperNames[s.op]
	isGroup := slices.Contains([]op{opAdd, opDone, opWait, opGroupGo}, s.op)
	switch {
	case name == "":
	case s.style == foreign && !(isGroup && p.wrapped):
		return "", "lib." + strings.ToUpper(name[:1]) + name[1:]
	case s.style == helper, s.op == opLocked:
		return name, name
	}
	if isGroup && p.wrapped {
		return map[op]string{opAdd: "group.Add", opDone: "group.Done", opWait: "group.Wait", opGroupGo: "group.Go"}[s.op], ""
	}
	return "", ""
}

// prelude writes what the program uses besides its function, and tells the
// statements which line does them.
func (w *printer) prelude() {
	used := map[string]bool{}
	for _, s := range w.helped {
		used[s.help] = true
	}
	if used["wait"] || used["done"] || used["spawnIn"] {
		for _, m := range []string{"group.Add", "group.Done", "group.Wait", "group.Go"} {
			used[m] = used[m] || w.p.wrapped
		}
	}
	w.put("")
	w.put("func maybe() bool { return rand.IntN(2) == 0 }")
	if w.p.wrapped {
		w.put("")
		w.put("type group struct{ wg sync.WaitGroup }")
	}
	lines := map[string]int{}
	for _, h := range helps {
		if !used[h.name] {
			continue
		}
		w.put("")
		for l := range strings.Lines(strings.ReplaceAll(h.text, "GROUP", w.typeOf(thing{kind: 'g'}))) {
			l, marked := strings.CutPrefix(strings.TrimSuffix(l, "\n"), "!")
			if at := w.put("%s", l); marked {
				lines[h.name] = at
			}
		}
	}
	for _, s := range w.helped {
		s.pos = lines[s.help]
		if s.op == opGo || s.op == opGroupGo {
			s.fork = s.pos
		}
	}
}

// site writes a call or a fork.
func (w *printer) site(e scope, s *stmt) {
	_, call := w.p.helperOf(s)
	keyword := ""
	if s.op == opGo {
		keyword = "go "
	}
	group := ""
	if s.op == opGroupGo || s.op == opLocked {
		group = e[s.things()[0]].addr
	}
	switch {
	case call != "" && group != "":
		w.literal(e, s, call+"("+group+", func() {", "})")
	case call != "":
		w.literal(e, s, call+"(func() {", "})")
	case s.op == opGroupGo && s.style == variable:
		name := w.variable(e, s)
		s.pos = w.put("%s.Go(%s)", e[s.things()[0]].use, name)
	case s.op == opGroupGo:
		w.literal(e, s, e[s.things()[0]].use+".Go(func() {", "})")
	case s.style == params, s.style == method && w.p.place == locals:
		s.pos = w.put("%s%s", keyword, w.named(e, s.body, false))
	case s.style == method:
		s.pos = w.put("%s%s", keyword, w.named(e, s.body, true))
	case s.style == variable:
		name := w.variable(e, s)
		s.pos = w.put("%s%s()", keyword, name)
	default:
		w.literal(e, s, keyword+"func() {", "}()")
	}
	s.fork = s.pos
}

func (w *printer) literal(e scope, s *stmt, head, tail string) {
	s.pos = w.put("%s", head)
	w.block(e, s.body)
	s.end = w.put("%s", tail)
}

func (w *printer) variable(e scope, s *stmt) string {
	w.funcs++
	name := fmt.Sprintf("t%d", w.funcs)
	w.put("%s := func() {", name)
	w.block(e, s.body)
	w.put("}")
	return name
}

// named queues a function of its own and returns the call. What the function
// does not reach by itself it gets as parameters.
func (w *printer) named(e scope, body []*stmt, reach bool) string {
	w.funcs++
	name := fmt.Sprintf("task%d", w.funcs)
	inner := scope{}
	var decl, args []string
	receiver := false
	for _, t := range free(body) {
		r := e[t]
		if reach && r.out {
			inner[t] = r
			receiver = receiver || w.p.place == fields
			continue
		}
		switch t.kind {
		case 'c', 'x', 'k', 'b', 'n':
			inner[t] = ref{use: t.name(), addr: "&" + t.name()}
			decl, args = append(decl, t.name()+" "+w.typeOf(t)), append(args, r.use)
		default:
			inner[t] = ref{use: t.name(), addr: t.name()}
			if t.kind == 'v' {
				inner[t] = ref{use: "*" + t.name(), addr: t.name()}
			}
			decl, args = append(decl, t.name()+" *"+w.typeOf(t)), append(args, r.addr)
		}
	}
	head, call := "func "+name, name
	if receiver {
		head, call = "func (s *state) "+name, "s."+name
	}
	w.queue = append(w.queue, func() {
		w.put("")
		w.put("%s(%s) {", head, strings.Join(decl, ", "))
		w.block(inner, body)
		w.put("}")
	})
	return call + "(" + strings.Join(args, ", ") + ")"
}

// free lists what statements name, in a fixed order.
func free(body []*stmt) []thing { return (&prog{body: body}).named() }
