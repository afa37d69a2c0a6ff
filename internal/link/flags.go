package link

import (
	"maps"
	"slices"

	"github.com/gojoincheck/gojoincheck/internal/event"
)

// Flags. Which way a branch on a private field goes is known where the object is
// made in the graph, nobody out of sight knows it, and no goroutine stores to
// the field: a constant propagation over the graph that goes only where control
// can come (Wegman and Zadeck, Constant propagation with conditional branches,
// 1991). The edges that it never takes are cut.

// What is known of a flag is a constant, event.NonZero, event.Unknown, or this.
const flagLost = -4 // not known, for others store to it from now on

// A propagation is one run over a graph.
type propagation struct {
	*joiner
	flags []event.Loc // that branches test
	in    [][]int32
	tasks map[*Graph]*storing
	lead  *referents              // nil unless a flag is reached through a pointer
	names map[event.Loc]event.Loc // see object
	// pointed are the roots that something points to; nil until asked.
	pointed []event.Loc
}

// storing is what a task stores to, and what it hands to code out of sight.
type storing struct {
	fields map[event.Sel]bool
	handed map[event.Loc]bool // roots
	any    bool
}

// cutByFlags cuts the edges that no run takes.
func (j *joiner) cutByFlags() {
	j.cutNil()
	j.cutNever()
	p := &propagation{joiner: j, tasks: map[*Graph]*storing{}}
	for i := range j.g.Blocks {
		for _, e := range j.g.Blocks[i].Succs {
			if e.Test == event.NoLoc || j.Space.IsSelf(e.Test) || !j.makes(e.Test) {
				continue
			}
			if p.lead == nil && !j.Space.IsRoot(e.Test) && !j.direct(j.Space.Parent(e.Test)) {
				p.lead, p.names = newReferents(j.Linker, j.g), map[event.Loc]event.Loc{}
			}
			if f := p.object(e.Test); p.makes(f) && !slices.Contains(p.flags, f) {
				p.flags = append(p.flags, f)
			}
		}
	}
	if len(p.flags) == 0 || len(p.flags) > maxFlags {
		return
	}
	p.solve()
	for i := range j.g.Blocks {
		if p.in[i] == nil {
			continue
		}
		out := p.after(i)
		b := &j.g.Blocks[i]
		if slices.ContainsFunc(b.Succs, func(e event.Edge) bool { return p.against(out, e) }) {
			b.Succs = slices.DeleteFunc(slices.Clone(b.Succs), func(e event.Edge) bool { return p.against(out, e) })
		}
	}
}

// cutNil cuts the edges that are taken when a reference to what the graph makes is nil.
func (j *joiner) cutNil() {
	never := func(e event.Edge) bool {
		return j.Space.IsSelf(e.Test) && j.direct(j.Space.Parent(e.Test)) && j.makes(e.Test) && !e.Allows(event.NonZero)
	}
	for i := range j.g.Blocks {
		if b := &j.g.Blocks[i]; slices.ContainsFunc(b.Succs, never) {
			b.Succs = slices.DeleteFunc(slices.Clone(b.Succs), never)
		}
	}
}

// cutNever cuts the cases of selects that wait for a context which nobody ends: what is left, if
// it is one case, is waited for.
func (j *joiner) cutNever() {
	var lead *referents
	never := func(e event.Event) bool {
		if e.Kind != event.Acquire || e.Op != event.OpCtxDone || !e.Has(event.Select) || j.Space.IsRoot(e.Loc) {
			return false
		}
		ctx := j.Space.Parent(e.Loc)
		if !j.Space.IsRoot(ctx) && j.makes(ctx) {
			if lead == nil {
				lead = newReferents(j.Linker, j.g)
			}
			ctx = lead.canonical(ctx, maxHops)
		}
		return j.Space.IsRoot(ctx) && j.Space.Root(ctx).Ends == event.Never
	}
	for i := range j.g.Blocks {
		b := &j.g.Blocks[i]
		if !b.Select {
			continue
		}
		kept := slices.DeleteFunc(slices.Clone(b.Succs), func(e event.Edge) bool { return slices.ContainsFunc(j.g.Blocks[e.To].Events, never) })
		if len(kept) == 0 || len(kept) == len(b.Succs) {
			continue
		}
		if b.Succs = kept; len(kept) == 1 {
			b.Select = false
			only := &j.g.Blocks[kept[0].To]
			only.Events = slices.Clone(only.Events)
			for k := range only.Events {
				only.Events[k].Flags &^= event.Select
			}
		}
	}
}

// object names a flag by the object that it belongs to, where a pointer that the graph
// stores leads there: a Once is often made for a field that points to it.
func (p *propagation) object(l event.Loc) event.Loc {
	if p.lead == nil || l == event.NoLoc {
		return l
	}
	name, ok := p.names[l]
	if !ok {
		if name = p.lead.canonical(l, maxHops); name == event.NoLoc {
			name = l
		}
		p.names[l] = name
	}
	return name
}

// direct reports whether a path follows no pointer.
func (j *joiner) direct(l event.Loc) bool {
	for ; !j.Space.IsRoot(l); l = j.Space.Parent(l) {
		if j.Space.Last(l).Kind != event.Field {
			return false
		}
	}
	return true
}

// maxFlags bounds the flags that are followed in one graph.
const maxFlags = 64

// makes reports whether a path starts at an object that the graph makes.
func (j *joiner) makes(l event.Loc) bool {
	r := j.Space.RootLoc(l)
	return j.g.Own[r] && j.Space.Root(r).Kind == event.Alloc
}

func (p *propagation) solve() {
	p.in = make([][]int32, len(p.g.Blocks))
	first := make([]int32, len(p.flags))
	for i := range first {
		first[i] = event.Unknown
	}
	p.in[0] = first
	for work := []int{0}; len(work) > 0; {
		i := work[len(work)-1]
		work = work[:len(work)-1]
		out := p.after(i)
		for _, e := range p.g.Blocks[i].Succs {
			if !p.against(out, e) && p.join(int(e.To), p.taking(out, e)) {
				work = append(work, int(e.To))
			}
		}
	}
}

// join adds what is known on an edge to what is known at the start of a block,
// and reports whether that changed.
func (p *propagation) join(b int, v []int32) bool {
	if p.in[b] == nil {
		p.in[b] = slices.Clone(v)
		return true
	}
	changed := false
	for i := range v {
		if to := meet(p.in[b][i], v[i]); to != p.in[b][i] {
			p.in[b][i], changed = to, true
		}
	}
	return changed
}

// meet is what is known when either is.
func meet(a, b int32) int32 {
	switch {
	case a == flagLost || b == flagLost:
		return flagLost
	case a == b:
		return a
	case a != 0 && b != 0 && a != event.Unknown && b != event.Unknown:
		return event.NonZero
	}
	return event.Unknown
}

// against reports whether an edge is not taken.
func (p *propagation) against(v []int32, e event.Edge) bool {
	i := slices.Index(p.flags, p.object(e.Test))
	return i >= 0 && !e.Allows(v[i])
}

// taking adds what an edge tells by being taken.
func (p *propagation) taking(v []int32, e event.Edge) []int32 {
	i := slices.Index(p.flags, p.object(e.Test))
	if i < 0 || v[i] >= 0 || v[i] == flagLost || e.Tells() == event.Unknown { // or nothing new
		return v
	}
	v = slices.Clone(v)
	v[i] = e.Tells()
	return v
}

// after is what is known at the end of a block.
func (p *propagation) after(b int) []int32 {
	v := slices.Clone(p.in[b])
	for i := range p.g.Blocks[b].Events {
		p.step(v, &p.g.Blocks[b].Events[i])
	}
	return v
}

func (p *propagation) step(v []int32, e *event.Event) {
	switch e.Kind {
	case event.Fresh:
		for i, f := range p.flags {
			if p.Space.RootLoc(f) == e.Loc {
				v[i] = 0
			}
		}
	case event.Set:
		p.store(v, e)
	case event.Fork:
		if t := p.g.Sites[e.Call].Task; t != nil {
			p.fork(v, t)
		}
		fallthrough
	default:
		to := int32(flagLost)
		if e.Has(event.Lent) || e.Kind == event.Call && p.g.Sites[e.Call].Callee() != event.NoLoc {
			to = event.Unknown // an option, say, stores to what it is given, and does not keep it
		}
		p.handed(p.g, e, func(root event.Loc) {
			p.forget(v, to, func(f event.Loc) bool { return p.Space.RootLoc(f) == root })
		})
	}
}

// handed calls out with the roots of what an event makes known to others.
func (p *propagation) handed(g *Graph, e *event.Event, out func(event.Loc)) {
	tell := func(l event.Loc) {
		switch {
		case l == event.NoLoc:
		case p.part(l, p.Space.RootLoc(l)):
			out(p.Space.RootLoc(l))
		default: // what something points to
			for _, root := range p.pointedTo() {
				out(root)
			}
		}
	}
	switch e.Kind {
	case event.Escape:
		if !e.Has(event.Implied) {
			tell(e.Loc)
		}
	case event.Bind:
		if !p.makes(e.Loc) && !g.Own[p.Space.RootLoc(e.Loc)] {
			tell(e.Val)
		}
	case event.Release:
		tell(e.Val)
	case event.Call, event.AtEnd, event.BindFunc, event.Fork:
		s := &g.Sites[e.Call]
		if s.Task != nil {
			return
		}
		if c := s.Callee(); c != event.NoLoc && p.Space.IsRoot(c) { // a function in a field is not the object
			tell(c)
		}
		for _, a := range s.Args {
			tell(a.Loc)
		}
	}
}

// pointedTo lists the roots that something in the graph, or in its tasks, points to.
func (p *propagation) pointedTo() []event.Loc {
	if p.pointed != nil {
		return p.pointed
	}
	p.pointed = []event.Loc{}
	gather := func(g *Graph) {
		for i := range g.Blocks {
			for _, e := range g.Blocks[i].Events {
				if (e.Kind == event.Bind || e.Kind == event.Release) && e.Val != event.NoLoc {
					if root := p.Space.RootLoc(e.Val); p.part(e.Val, root) && !slices.Contains(p.pointed, root) {
						p.pointed = append(p.pointed, root)
					}
				}
			}
		}
	}
	gather(p.g)
	eachTask(p.g, gather)
	return p.pointed
}

// forget is for the flags that others may store to; that a Once has run stays true.
func (p *propagation) forget(v []int32, to int32, of func(event.Loc) bool) {
	for i, f := range p.flags {
		switch {
		case v[i] == flagLost || !of(f) || p.ran(f) && v[i] == 1:
		case p.ran(f):
			v[i] = event.Unknown
		default:
			v[i] = to
		}
	}
}

// ran reports whether a flag is what says that a Once has run.
func (p *propagation) ran(f event.Loc) bool {
	return !p.Space.IsRoot(f) && p.Space.Last(f).Kind == event.Done
}

// store is a store to a flag, to a struct that has some, or to what may be one.
func (p *propagation) store(v []int32, e *event.Event) {
	at := p.object(e.Loc)
	for i, f := range p.flags {
		switch {
		case v[i] == flagLost || e.Op == event.OpFlag && f != at: // a variable is no struct
		case p.Space.Within(f, at) && p.part(f, at):
			v[i] = e.N
		case p.ran(f) && v[i] == 1: // who copies a Once has other troubles
		case p.Space.Within(f, at), p.mayBe(f, at):
			v[i] = event.Unknown
		}
	}
}

// part reports whether what is within something is a part of it, and not of what it
// points to.
func (p *propagation) part(l, whole event.Loc) bool {
	for ; l != whole; l = p.Space.Parent(l) {
		if p.Space.Last(l).Kind == event.Deref {
			return false
		}
	}
	return true
}

// mayBe reports whether two paths may lead to the same field, or one into what
// the other leads to.
func (p *propagation) mayBe(f, l event.Loc) bool {
	direct := func(l event.Loc) bool { return p.Space.IsRoot(l) || p.Space.IsRoot(p.Space.Parent(l)) }
	if p.makes(f) && p.makes(l) && direct(f) && direct(l) {
		return false // of different objects, or different fields
	}
	return !p.isField(l) || p.Space.Last(l) == p.Space.Last(f)
}

// isField reports whether a path leads to a field, or to what says that a Once has run.
func (p *propagation) isField(l event.Loc) bool {
	if p.Space.IsRoot(l) {
		return false
	}
	k := p.Space.Last(l).Kind
	return k == event.Field || k == event.Done
}

// fork forgets the flags that a task may store to.
func (p *propagation) fork(v []int32, task *Graph) {
	st := p.stores(task, 0)
	p.forget(v, flagLost, func(f event.Loc) bool { return st.any || st.fields[p.Space.Last(f)] || st.handed[p.Space.RootLoc(f)] })
}

// stores tells what a task, and those that it forks, store to.
func (p *propagation) stores(g *Graph, depth int) *storing {
	if st, ok := p.tasks[g]; ok {
		return st
	}
	st := &storing{fields: map[event.Sel]bool{}, handed: map[event.Loc]bool{}, any: depth > maxTasks}
	p.tasks[g] = st
	for i := range g.Blocks {
		for _, e := range g.Blocks[i].Events {
			if e.Kind != event.Set {
				p.handed(g, &e, func(root event.Loc) { st.handed[root] = true })
			} else if e.Op == event.OpFlag { // a variable
				st.handed[e.Loc] = true
			} else if !p.isField(e.Loc) {
				st.any = true
			} else {
				st.fields[p.Space.Last(e.Loc)] = true
			}
		}
	}
	for i := range g.Sites {
		if t := g.Sites[i].Task; t != nil {
			inner := p.stores(t, depth+1)
			st.any = st.any || inner.any
			maps.Copy(st.fields, inner.fields)
			maps.Copy(st.handed, inner.handed)
		}
	}
	return st
}
