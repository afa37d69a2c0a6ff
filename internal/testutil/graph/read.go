package graph

import (
	"fmt"
	"strings"

	"github.com/gojoincheck/gojoincheck/internal/event"
)

// reader reads a program line by line.
type reader struct {
	*Program
	f      *event.Func
	labels map[string]int32
	jumps  []jump // edges to labels that may come later
	cur    int32
	open   bool // control falls through to the next label
	sites  int32
}

type jump struct {
	from  int32
	edge  event.Edge
	label string
}

func (r *reader) line(pos event.Pos, l string) {
	defer func() {
		if e := recover(); e != nil {
			panic(fmt.Sprintf("line %d: %s: %v", pos, l, e))
		}
	}()
	word, rest, _ := strings.Cut(l, " ")
	label, isLabel := strings.CutSuffix(word, ":")
	switch {
	case l == "":
	case word == "func":
		r.endFunc()
		r.function(pos, rest)
	case isLabel:
		r.block(label, rest)
	case !r.control(pos, word, strings.Fields(rest)):
		r.statement(pos, word, rest)
	}
}

func (r *reader) function(pos event.Pos, head string) {
	name, params, _ := strings.Cut(strings.TrimSuffix(head, ")"), "(")
	r.f = &event.Func{ID: event.FuncID(len(r.Funcs)), Name: strings.TrimSpace(name), Pos: pos}
	r.Funcs = append(r.Funcs, r.f)
	r.labels, r.jumps = map[string]int32{}, nil
	for _, p := range list(params) {
		r.locs[p] = r.Space.NewRoot(event.Root{Kind: event.Param, Name: p, Cap: event.CapUnknown})
		r.f.Params = append(r.f.Params, r.locs[p])
	}
	r.newBlock()
}

func list(s string) []string {
	return strings.FieldsFunc(s, func(c rune) bool { return c == ',' || c == ' ' })
}

func (r *reader) newBlock() {
	r.cur, r.open = int32(len(r.f.Blocks)), true
	r.f.Blocks = append(r.f.Blocks, event.Block{Trip: event.Unknown})
}

// endFunc resolves the jumps of a function.
func (r *reader) endFunc() {
	if r.f == nil {
		return
	}
	for _, j := range r.jumps {
		to, ok := r.labels[j.label]
		if !ok {
			panic(fmt.Sprintf("%s: no label %q", r.f.Name, j.label))
		}
		j.edge.To = to
		r.f.Blocks[j.from].Succs = append(r.f.Blocks[j.from].Succs, j.edge)
	}
}

// block starts a block at a label.
func (r *reader) block(label, kind string) {
	from, falls := r.cur, r.open
	r.newBlock()
	r.labels[label] = r.cur
	if falls {
		r.jumps = append(r.jumps, jump{from: from, label: label})
	}
	b := &r.f.Blocks[r.cur]
	switch key, isKey := strings.CutPrefix(kind, "key "); {
	case kind == "endless":
		b.Endless = true
	case isKey:
		b.Key = int32(number(key))
	case kind != "":
		b.Trip = int32(number(kind))
	}
}

// control reads what ends a block.
func (r *reader) control(pos event.Pos, word string, args []string) bool {
	b := &r.f.Blocks[r.cur]
	switch word {
	case "goto", "select":
		b.Select = word == "select"
		for _, l := range args {
			r.jumps = append(r.jumps, jump{from: r.cur, label: l})
		}
	case "if":
		c := int32(number(args[0]))
		r.jumps = append(r.jumps,
			jump{r.cur, event.Edge{Cond: c}, args[1]},
			jump{r.cur, event.Edge{Cond: c, Neg: true}, args[2]})
	case "return":
		b.Return, b.RetPos = true, pos
		r.f.Results = nil
		for _, a := range args {
			r.f.Results = append(r.f.Results, r.Loc(a))
		}
	default:
		return false
	}
	r.open = false
	return true
}

func (r *reader) emit(e event.Event) {
	b := &r.f.Blocks[r.cur]
	b.Events = append(b.Events, e)
}

// declare makes a root that each activation of the function creates anew.
func (r *reader) declare(pos event.Pos, name string, root event.Root) {
	root.Name, root.Pos = name, pos
	l := r.Space.NewRoot(root)
	r.locs[name] = l
	r.f.Own = append(r.f.Own, l)
	r.emit(event.Event{Kind: event.Fresh, Loc: l, Pos: pos})
}
