package link

import (
	"maps"
	"slices"

	"github.com/gojoincheck/gojoincheck/internal/event"
)

// maxValues bounds how deep functions within functions are followed: one that
// returns itself has no end.
const maxValues = 6

// Module returns a function and all that it forks, hands on or returns, as
// functions that call none but what they are given. It is nil when the function
// has more events than the limit: its callers then take it for code out of sight.
func (l *Linker) Module(id event.FuncID, limit int) *event.Module {
	l.work = 0
	g := l.Closed(id)
	if g == nil {
		return nil
	}
	x := &exporter{Linker: l, m: &event.Module{}, limit: limit, index: map[*Graph]event.FuncID{}, values: map[event.FuncID]event.FuncID{}}
	x.graph(g, true)
	if x.over {
		return nil
	}
	return x.m
}

// An exporter takes linked graphs apart into functions.
type exporter struct {
	*Linker
	m      *event.Module
	index  map[*Graph]event.FuncID
	values map[event.FuncID]event.FuncID // closed functions by their number in the package
	events int
	limit  int
	depth  int
	over   bool
}

// graph adds a graph. A task has no parameters left: its forker's arguments
// stand in their place.
func (x *exporter) graph(g *Graph, params bool) event.FuncID {
	if i, ok := x.index[g]; ok {
		return i
	}
	id := event.FuncID(len(x.m.Funcs))
	x.index[g] = id
	x.m.Funcs = append(x.m.Funcs, event.Func{})
	x.m.Results = append(x.m.Results, nil)
	f := event.Func{ID: id, Name: g.Name, Pos: g.Pos, Own: x.made(g)}
	if params {
		f.Params = g.Params
	}
	f.Results = g.Results
	for i := range g.Blocks {
		x.events += 1 + len(g.Blocks[i].Events)
	}
	if x.over = x.over || x.events > x.limit; x.over {
		return id
	}
	for i := range g.Blocks {
		f.Blocks = append(f.Blocks, x.block(&f, g, &g.Blocks[i]))
	}
	fns := make([]event.Target, len(g.Results))
	for i := range fns {
		fns[i] = x.value(g.fns[i])
	}
	x.m.Funcs[id], x.m.Results[id] = f, fns
	return id
}

// made lists the roots that an activation makes. What turned out to be a part
// of something else is none.
func (x *exporter) made(g *Graph) []event.Loc {
	return slices.DeleteFunc(slices.Sorted(maps.Keys(g.Own)), func(l event.Loc) bool {
		if !x.Space.IsRoot(l) {
			return true
		}
		k := x.Space.Root(l).Kind
		return k != event.Alloc && k != event.Opaque
	})
}

// block copies a block, its sites taken along.
func (x *exporter) block(f *event.Func, g *Graph, b *event.Block) event.Block {
	out := *b
	out.Succs = slices.Clone(b.Succs)
	out.Events = make([]event.Event, 0, len(b.Events))
	for _, e := range b.Events {
		switch e.Kind {
		case event.Fork, event.Call, event.AtEnd, event.BindFunc:
			site, ok := x.site(e.Kind, &g.Sites[e.Call])
			if !ok {
				continue
			}
			e.Call = int32(len(f.Calls))
			f.Calls = append(f.Calls, site)
		}
		out.Events = append(out.Events, e)
	}
	return out
}

// site rewrites a call site; one that does nothing that is known is left out.
func (x *exporter) site(k event.Kind, s *Site) (event.CallSite, bool) {
	out := s.CallSite
	out.Target = event.Target{Func: event.NoFunc}
	switch {
	case s.Lost:
		x.over = true
		return out, false
	case s.Again:
		return out, false
	case k == event.BindFunc:
		out.Target, out.Args = x.value(s.fn), nil
		return out, out.Target.Known()
	case s.Task != nil: // an Else is one, too
		out.Target.Func, out.Args = x.graph(s.Task, false), nil
		return out, true
	case s.fn.target.Func != event.NoFunc:
		if k != event.AtEnd {
			return out, k == event.Fork // over a limit: it may do anything
		}
		if t := x.task(s); t != nil {
			out.Target.Func, out.Args = x.graph(t, false), nil
			return out, true
		}
		return out, false
	}
	if x.isMethod(s.fn.target.Param) { // the numbers mean nothing elsewhere
		return out, false
	}
	out.Target.Param = s.fn.target.Param
	out.Args = make([]event.Arg, len(s.Args))
	for i, a := range s.Args {
		out.Args[i] = event.Arg{Loc: a.Loc, Fn: x.value(fnVal{target: a.Fn})}
	}
	return out, out.Target.Known() || k == event.Fork
}

// task is the joiner's: what an AtEnd registers, in the terms of the function.
func (x *exporter) task(s *Site) *Graph {
	j := &joiner{Linker: x.Linker, g: &Graph{Own: map[event.Loc]bool{}}, res: newSubst(0)}
	return j.task(s)
}

// value adds a function that is a value: it keeps its parameters.
func (x *exporter) value(f fnVal) event.Target {
	if f.target.Func == event.NoFunc {
		return event.Target{Func: event.NoFunc, Param: f.target.Param}
	}
	none := event.Target{Func: event.NoFunc}
	if x.depth >= maxValues {
		return none
	}
	if id, ok := x.values[f.target.Func]; ok && len(f.env) == 0 {
		return event.Target{Func: id}
	}
	x.depth++
	defer func() { x.depth-- }()
	g := x.Closed(f.target.Func)
	if g == nil {
		return none
	}
	id := x.graph(x.instance(g, f.env), true)
	if len(f.env) == 0 {
		x.values[f.target.Func] = id
	}
	return event.Target{Func: id}
}
