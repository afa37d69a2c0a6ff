package main

import (
	"fmt"
	"slices"
	"strings"
)

// A ref is how a function gets at a thing: by its value, and by its address.
type ref struct {
	use, addr string
	out       bool // any function, or method, gets at it like that
}

// scope is what a function sees.
type scope map[thing]ref

// printer writes a program as Go and gives each statement its line.
type printer struct {
	p      *prog
	b      strings.Builder
	line   int
	depth  int
	queue  []func() // functions still to be written
	funcs  int
	helped []*stmt // statements that a helper of the package does
}

func (w *printer) put(format string, args ...any) int {
	w.line++
	w.b.WriteString(strings.Repeat("\t", w.depth))
	fmt.Fprintf(&w.b, format, args...)
	w.b.WriteByte('\n')
	return w.line
}

// imports are what a program may name; what it does not use is no matter to
// the type checker, and is dropped from a program that a person gets to see.
var imports = []string{"context", "math/rand/v2", "sync", "sync/atomic", "time", libPath}

// source prints the program as Go; it numbers the lines anew.
func (p *prog) source() string {
	w := &printer{p: p}
	name := "p"
	if p.main {
		name = "main"
	}
	w.put("package %s", name)
	w.put("")
	w.put("import (")
	for _, path := range imports {
		w.put("\t%q", path)
	}
	w.put(")")
	w.put("")
	w.function()
	for len(w.queue) > 0 {
		next := w.queue[0]
		w.queue = w.queue[1:]
		next()
	}
	w.prelude()
	return w.b.String()
}

// function writes the function that the program is about.
func (w *printer) function() {
	p, e := w.p, scope{}
	used := p.used()
	w.declare(e, used)
	for _, t := range used {
		if t.kind == 'b' || t.kind == 'n' {
			e[t] = ref{use: t.name()}
		}
	}
	if p.main {
		w.put("func main() {")
	} else {
		w.put("func F(c1, c2 bool, n int) {")
	}
	w.depth++
	if p.main {
		for _, t := range used {
			switch t.kind {
			case 'b':
				w.put("%s := maybe()", t.name())
			case 'n':
				w.put("n := rand.IntN(3)")
			}
		}
	}
	w.create(used)
	w.list(e, p.body)
	w.depth--
	p.end = w.put("}")
}

// used lists what the program has to declare.
func (p *prog) used() []thing {
	all := p.named()
	if i := slices.Index(all, thing{'k', 0}); i >= 0 {
		all = slices.Delete(all, i, i+1)
		if !slices.Contains(all, thing{'x', 0}) {
			all = append(all, thing{'x', 0})
		}
	}
	return all
}

// named lists what the program names, in a fixed order.
func (p *prog) named() []thing {
	var all []thing
	p.any(func(s *stmt) bool {
		for _, t := range s.things() {
			if !slices.Contains(all, t) {
				all = append(all, t)
			}
		}
		return false
	})
	slices.SortFunc(all, func(a, b thing) int { return int(a.kind)*8 + a.i - int(b.kind)*8 - b.i })
	return all
}

var typeNames = map[byte]string{
	'v': "int32", 'c': "chan int", 'g': "sync.WaitGroup", 'm': "sync.RWMutex", 'o': "sync.Once", 'f': "atomic.Bool",
	'x': "context.Context", 'k': "context.CancelFunc", 'b': "bool", 'n': "int",
}

func (w *printer) typeOf(t thing) string {
	if t.kind == 'g' && w.p.wrapped {
		return "group"
	}
	return typeNames[t.kind]
}

// declare writes the declarations in front of the function, if there are any,
// and says how the function gets at the objects.
func (w *printer) declare(e scope, used []thing) {
	prefix := ""
	switch w.p.place {
	case fields:
		prefix = "s."
		w.put("type state struct {")
	case globals:
		w.put("var (")
	}
	for _, t := range used {
		if t.kind == 'b' || t.kind == 'n' {
			continue
		}
		for _, t := range withCancel(t) {
			e[t] = ref{prefix + t.name(), "&" + prefix + t.name(), w.p.place != locals}
			if w.p.place != locals {
				w.put("\t%s %s", t.name(), w.typeOf(t))
			}
		}
	}
	switch w.p.place {
	case fields:
		w.put("}")
		w.put("")
	case globals:
		w.put(")")
		w.put("")
	}
}

func withCancel(t thing) []thing {
	if t.kind == 'x' {
		return []thing{t, {'k', 0}}
	}
	return []thing{t}
}

// create writes the statements that make the objects.
func (w *printer) create(used []thing) {
	local := w.p.place == locals
	prefix := ""
	if w.p.place == fields {
		w.put("s := &state{}")
		prefix = "s."
	}
	assign := map[bool]string{true: ":=", false: "="}[local]
	for _, t := range used {
		switch t.kind {
		case 'b', 'n':
		case 'c':
			switch size := w.p.chans[t.i]; {
			case size != nilChan:
				w.put("%s%s %s make(chan int, %d)", prefix, t.name(), assign, size)
			case local:
				w.put("var %s chan int", t.name())
			default:
				w.put("%s%s = nil", prefix, t.name())
			}
		case 'x':
			w.put("%sctx, %scancel %s context.WithCancel(context.Background())", prefix, prefix, assign)
		default:
			if local {
				w.put("var %s %s", t.name(), w.typeOf(t))
			}
		}
	}
}

func (w *printer) list(e scope, list []*stmt) {
	inner := scope{}
	for k, v := range e {
		inner[k] = v
	}
	for _, s := range list {
		w.stmt(inner, s)
	}
}

func (w *printer) block(e scope, list []*stmt) {
	w.depth++
	w.list(e, list)
	w.depth--
}

func (w *printer) stmt(e scope, s *stmt) {
	w.seek(s)
	var first ref
	if t := s.things(); len(t) > 0 {
		first = e[t[0]]
	}
	switch s.op {
	case opIf, opIfFlag:
		cond := "maybe()"
		if s.op == opIfFlag {
			cond = first.use + ".Load()"
		} else if s.n > 0 {
			cond = first.use
		}
		s.pos = w.put("if %s {", cond)
		w.block(e, s.body)
		if len(s.alt) > 0 {
			w.put("} else {")
			w.block(e, s.alt)
		}
		w.put("}")
	case opLoop:
		switch {
		case s.n == anyTrip && s.kind == 0:
			s.pos = w.put("for range %s {", first.use)
		case s.n == anyTrip:
			s.pos = w.put("for i := 0; i < %s; i++ {", first.use)
		case s.kind == 0:
			s.pos = w.put("for range %d {", s.n)
		default:
			s.pos = w.put("for i := 0; i < %d; i++ {", s.n)
		}
		w.block(e, s.body)
		w.put("}")
	case opRange:
		s.pos = w.put("for range %s {", first.use)
		w.block(e, s.body)
		w.put("}")
	case opSelect:
		w.selection(e, s)
	case opOnce:
		s.pos = w.put("%s.Do(func() {", first.use)
		w.block(e, s.body)
		w.put("})")
	case opGo, opGroupGo, opCall, opLocked:
		w.site(e, s)
	case opDefer:
		w.deferred(e, s)
	case opDecl:
		t := thing{'v', s.obj}
		s.pos = w.put("var %s int32", t.name())
		e[t] = ref{use: t.name(), addr: "&" + t.name()}
	default:
		s.pos = w.put("%s", w.simple(e, s))
	}
}

// seek notes which helper does the statement.
func (w *printer) seek(s *stmt) {
	if s.help, _ = w.p.helperOf(s); s.help != "" {
		w.helped = append(w.helped, s)
	}
}

// deferred writes a defer statement: of one call if the body is one.
func (w *printer) deferred(e scope, s *stmt) {
	if len(s.body) == 1 {
		switch d := s.body[0]; d.op {
		case opDone, opUnlock, opRUnlock, opClose, opCancel, opWait:
			w.seek(d)
			s.pos = w.put("defer %s", w.simple(e, d))
			d.pos = s.pos
			return
		}
	}
	s.pos = w.put("defer func() {")
	w.block(e, s.body)
	w.put("}()")
}

func (w *printer) selection(e scope, s *stmt) {
	s.pos = w.put("select {")
	for _, c := range s.body {
		switch c.kind {
		case caseSend:
			c.pos = w.put("case %s <- 1:", e[thing{'c', c.obj}].use)
		case caseRecv:
			c.pos = w.put("case <-%s:", e[thing{'c', c.obj}].use)
		case caseAwait:
			c.pos = w.put("case <-%s.Done():", e[thing{'x', 0}].use)
		case caseTimeout:
			c.pos = w.put("case <-time.After(time.Second):")
		default:
			c.pos = w.put("default:")
		}
		w.block(e, c.body)
	}
	w.put("}")
}

// simple is a statement of one line.
func (w *printer) simple(e scope, s *stmt) string {
	var r ref
	if t := s.things(); len(t) > 0 {
		r = e[t[0]]
	}
	if _, call := w.p.helperOf(s); call != "" {
		if s.op == opSend || s.op == opRecv || s.op == opClose {
			return call + "(" + r.use + ")"
		}
		return call + "(" + r.addr + ")"
	}
	switch s.op {
	case opRead:
		return "_ = " + r.use
	case opWrite:
		if s.kind == 1 {
			return r.use + "++"
		}
		return r.use + " = 1"
	case opAtomicAdd:
		return "atomic.AddInt32(" + r.addr + ", 1)"
	case opSend:
		return r.use + " <- 1"
	case opRecv:
		return "<-" + r.use
	case opClose:
		return "close(" + r.use + ")"
	case opAdd:
		if s.n == anyTrip {
			return r.use + ".Add(" + e[thing{'n', 0}].use + ")"
		}
		return fmt.Sprintf("%s.Add(%d)", r.use, s.n)
	case opStore:
		return r.use + ".Store(true)"
	case opLoad:
		return "_ = " + r.use + ".Load()"
	case opCancel:
		return r.use + "()"
	case opAwait:
		return "<-" + r.use + ".Done()"
	case opReturn:
		return "return"
	case opBreak:
		return "break"
	}
	return r.use + "." + methodNames[s.op] + "()"
}

var methodNames = map[op]string{
	opDone: "Done", opWait: "Wait", opLock: "Lock", opUnlock: "Unlock", opRLock: "RLock", opRUnlock: "RUnlock",
}
