// Package graph reads functions that a test writes by hand, as events: the
// engine is tested on these, without source and without SSA.
//
// A program is a list of functions, one event a line. The number of a line is
// the position of its event, and names are declared once for all functions, so
// that a function sees what another declares as a closure would:
//
//	func main
//		var x
//		group wg
//		add wg 1
//		go task
//		wait wg
//		read x
//		return
//	func task
//		write x
//		done wg
//		return
//
// Memory and objects: var, chan (with a capacity, ? if unknown), group, mutex,
// opaque. A path is x, x.f, x[0], x[?] for one element, x[*] for all, *x, x~ for
// a copy of x, and x! for the cancellation of the context x.
//
// Events: read and write (with flags after the path), send, recv, close, add,
// done, wait, lock, unlock, rlock, runlock, escape, sleep, exit, forever,
// joinall, serve, shutdown, uses, serialize, bind, acquire and release (with an
// operation). Calls: call f(args), go f(args), group g f(args) for a group's Go
// method, many f(args), timer f(args), atend f(args); "y = call f(x)" names the result.
//
// Control: a line "label:" starts a block, to which control falls through from
// the one above; "label: 3" is the header of a loop of three rounds, "label:
// key 1" of one whose rounds the first expression bounds, "label: endless" of one
// without condition. "goto a b" ends a block, "if 1 a b" does so by condition 1,
// "select a b" by a select; "return x" returns.
package graph

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/gojoincheck/gojoincheck/internal/event"
	"github.com/gojoincheck/gojoincheck/internal/link"
)

// A Program is what Parse has read.
type Program struct {
	Space *event.Space
	Funcs []*event.Func

	locs   map[string]event.Loc
	funcs  map[string]event.FuncID
	fields map[string]int32
}

// Parse reads a program; it panics with the line when the program is wrong,
// which is a mistake of the test.
func Parse(src string) *Program {
	p := &Program{
		Space: event.NewSpace(), locs: map[string]event.Loc{}, funcs: map[string]event.FuncID{}, fields: map[string]int32{},
	}
	lines := strings.Split(strings.TrimLeft(src, "\n"), "\n")
	for _, l := range lines { // functions may be used before they are written
		if name, ok := strings.CutPrefix(strings.TrimSpace(l), "func "); ok {
			name, _, _ = strings.Cut(name, "(")
			p.funcs[strings.TrimSpace(name)] = event.FuncID(len(p.funcs))
		}
	}
	r := &reader{Program: p}
	for i, l := range lines {
		r.line(event.Pos(i+1), strings.TrimSpace(l))
	}
	r.endFunc()
	return p
}

// Loc returns the location of a path.
func (p *Program) Loc(path string) event.Loc {
	inner, deref := strings.CutPrefix(path, "*")
	if deref {
		return p.Space.Child(p.Loc(inner), event.Sel{Kind: event.Deref})
	}
	for suffix, kind := range map[string]event.SelKind{"~": event.Copy, "!": event.Done} {
		if inner, ok := strings.CutSuffix(path, suffix); ok {
			return p.Space.Child(p.Loc(inner), event.Sel{Kind: kind})
		}
	}
	end := strings.IndexAny(path, ".[")
	if end < 0 {
		end = len(path)
	}
	l, ok := p.locs[path[:end]]
	if !ok {
		panic(fmt.Sprintf("%q is not declared", path[:end]))
	}
	for rest := path[end:]; rest != ""; {
		var step string
		if rest[0] == '[' {
			step, rest, _ = strings.Cut(rest, "]")
			l = p.Space.Child(l, index(step[1:]))
			continue
		}
		step, rest = rest[1:], ""
		if k := strings.IndexAny(step, ".["); k >= 0 {
			step, rest = step[:k], step[k:]
		}
		n, ok := p.fields[step]
		if !ok {
			n = int32(len(p.fields))
			p.fields[step] = n
		}
		l = p.Space.Child(l, event.Sel{Kind: event.Field, N: n, Name: step})
	}
	return l
}

func index(s string) event.Sel {
	switch s {
	case "?":
		return event.Sel{Kind: event.AnyIndex}
	case "*":
		return event.Sel{Kind: event.AllIndex}
	}
	return event.Sel{Kind: event.Index, N: int32(number(s))}
}

// ID returns the number of a function.
func (p *Program) ID(name string) event.FuncID {
	id, ok := p.funcs[name]
	if !ok {
		panic(fmt.Sprintf("no function %q", name))
	}
	return id
}

// Linker returns a linker over the program.
func (p *Program) Linker() *link.Linker {
	return link.New(p.Space, func(id event.FuncID) *event.Func { return p.Funcs[id] },
		func(event.FuncID, int) event.Target { return event.Target{Func: event.NoFunc} })
}

// Link returns the graph of a function, its callees spliced into it.
func (p *Program) Link(name string) *link.Graph { return p.Linker().Complete(p.ID(name)) }

func number(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		panic(err)
	}
	return n
}
