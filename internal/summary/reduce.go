package summary

import (
	"slices"

	"github.com/gojoincheck/gojoincheck/internal/event"
)

// Reduce leaves out of a module what no caller can notice: accesses to memory
// that stays within, blocks in which nothing happens, branches that come to the
// same. It fills in Hidden, and reports whether anything is left that a caller
// must know.
func Reduce(sp *event.Space, m *event.Module) bool {
	r := &reducer{Space: sp, m: m, own: map[event.Loc]bool{}, visible: map[event.Loc]bool{}, tested: map[event.Loc]bool{}, synced: map[event.Loc]bool{}, handed: map[event.Loc]bool{}}
	r.findVisible()
	r.findSynced()
	for i := range m.Funcs {
		sp.Handed(r.handed, m.Funcs[i].Blocks)
	}
	for i := range m.Funcs {
		f := &m.Funcs[i]
		for b := range f.Blocks {
			r.events(&f.Blocks[b])
		}
		straighten(f)
		renumber(f)
	}
	prune(m)
	r.owned()
	for i := range m.Funcs {
		for _, l := range m.Funcs[i].Own {
			if !r.visible[l] {
				m.Hidden = append(m.Hidden, l)
			}
		}
	}
	slices.Sort(m.Hidden)
	m.Hidden = slices.Compact(m.Hidden)
	return r.matters()
}

type reducer struct {
	*event.Space
	m       *event.Module
	own     map[event.Loc]bool // roots that the module makes
	visible map[event.Loc]bool // roots that callers can know, but for those they passed in
	tested  map[event.Loc]bool // roots that a branch tests: they may be flags
	synced  map[event.Loc]bool // roots that goroutines meet at, or that refer to such
	handed  map[event.Loc]bool // roots that code out of sight gets hold of
	locks   bool
}

// known reports whether a caller can know the memory.
func (r *reducer) known(l event.Loc) bool {
	root := r.RootLoc(l)
	return !r.own[root] || r.visible[root]
}

// findVisible follows what leaves the module: results, what is stored in or
// sent through what is known, what is passed to functions of the caller, and
// what the functions use that the caller gets to run.
func (r *reducer) findVisible() {
	values := r.m.Values()
	show := func(l event.Loc) bool {
		if l == event.NoLoc || r.known(l) {
			return false
		}
		r.visible[r.RootLoc(l)] = true
		return true
	}
	for i := range r.m.Funcs {
		for _, l := range r.m.Funcs[i].Own {
			r.own[l] = true
		}
	}
	for i := range r.m.Funcs {
		f := &r.m.Funcs[i]
		if i == 0 || values[i] {
			for _, l := range f.Results {
				show(l)
			}
		}
		for _, c := range f.Calls {
			if c.Target.Func == event.NoFunc {
				for _, a := range c.Args {
					show(a.Loc)
				}
			}
		}
		for b := range f.Blocks {
			for _, e := range f.Blocks[b].Events {
				r.locks = r.locks || e.Kind == event.Lock
				if values[i] {
					show(e.Loc)
				}
			}
		}
	}
	for changed := true; changed; {
		changed = false
		for i := range r.m.Funcs {
			for _, b := range r.m.Funcs[i].Blocks {
				for _, e := range b.Events {
					if e.Val != event.NoLoc && r.known(e.Loc) {
						changed = show(e.Val) || changed
					}
				}
			}
		}
	}
}

// findSynced finds what orders goroutines; a variable that a branch tests under
// a lock does too.
func (r *reducer) findSynced() {
	for i := range r.m.Funcs {
		f := &r.m.Funcs[i]
		for _, b := range f.Blocks {
			for _, e := range b.Events {
				switch e.Kind {
				case event.Access:
					if r.locks && e.Decides() {
						r.tested[r.RootLoc(e.Loc)] = true
					}
					continue
				case event.Fresh, event.Unmade, event.Bind, event.BindFunc, event.Escape, event.Set:
					continue
				}
				r.synced[r.RootLoc(e.Loc)] = true
			}
		}
		for _, c := range f.Calls {
			r.synced[r.RootLoc(c.Handle)] = true
			for _, e := range c.Effects {
				r.synced[r.RootLoc(e.Loc)] = true
			}
		}
	}
	for changed := true; changed; {
		changed = false
		for i := range r.m.Funcs {
			for _, b := range r.m.Funcs[i].Blocks {
				for _, e := range b.Events {
					from, to := r.RootLoc(e.Loc), r.RootLoc(e.Val)
					if e.Val != event.NoLoc && r.synced[from] != r.synced[to] {
						r.synced[from], r.synced[to], changed = true, true, true
					}
				}
			}
		}
	}
}

// events drops what nobody can notice, and what only repeats.
func (r *reducer) events(b *event.Block) {
	type access struct {
		loc   event.Loc
		flags event.Flags
	}
	seen := map[access]bool{}
	kept := b.Events[:0:0]
	for _, e := range b.Events {
		if e.Kind == event.Bind && e.Val != event.NoLoc && !r.keep(&e) && r.handed[r.RootLoc(e.Loc)] {
			e = e.AsEscape()
		}
		if !r.keep(&e) {
			continue
		}
		if e.Kind == event.Set {
			kept = append(kept, e)
			continue
		}
		if e.Kind != event.Access {
			clear(seen)
		} else if k := (access{e.Loc, e.Flags}); seen[k] {
			continue
		} else {
			seen[k] = true
		}
		kept = append(kept, e)
	}
	b.Events = kept
}

func (r *reducer) keep(e *event.Event) bool {
	if e.Loc == event.NoLoc && e.Kind.NeedsLoc() {
		return false
	}
	root := r.RootLoc(e.Loc)
	if d := r.Root(e.Loc); e.Loc != event.NoLoc && d.Kind == event.Global && d.Name == "" {
		return false // something outside, which has a name in its own package only
	}
	switch e.Kind {
	case event.Access:
		if r.tested[root] {
			return true
		}
		d := r.Root(e.Loc)
		return r.known(e.Loc) && (d.Kind != event.Global || exported(d.Name))
	case event.Set:
		return r.known(e.Loc)
	case event.Fresh, event.Unmade, event.Escape, event.Bind, event.BindFunc:
		return r.synced[root] || r.known(e.Loc)
	}
	return true
}

// exported is ast.IsExported for the names of variables: what callers cannot
// name, they cannot protect either.
func exported(name string) bool {
	return name != "" && (name[0] >= 'A' && name[0] <= 'Z' || name[0] >= 0x80)
}

// owned keeps those roots of each function that something still refers to.
func (r *reducer) owned() {
	used := map[event.Loc]bool{}
	use := func(l event.Loc) { used[r.RootLoc(l)] = true }
	for i := range r.m.Funcs {
		f := &r.m.Funcs[i]
		for _, l := range f.Results {
			use(l)
		}
		for _, b := range f.Blocks {
			for _, e := range b.Events {
				use(e.Loc)
				use(e.Val)
			}
			for _, e := range b.Succs {
				use(e.Test)
			}
		}
		for _, c := range f.Calls {
			use(c.Handle)
			use(c.Target.Param)
			for _, a := range c.Args {
				use(a.Loc)
				use(a.Fn.Param)
			}
			for _, l := range c.Results {
				use(l)
			}
			for _, e := range c.Effects {
				use(e.Loc)
				use(e.Val)
			}
		}
	}
	for i := range r.m.Funcs {
		f := &r.m.Funcs[i]
		f.Own = slices.DeleteFunc(slices.Clone(f.Own), func(l event.Loc) bool { return !used[l] })
	}
}

// matters reports whether a call of the function differs from a call of code
// out of sight.
func (r *reducer) matters() bool {
	f := &r.m.Funcs[0]
	for i, l := range f.Results {
		if r.m.Results[0][i].Known() || l != event.NoLoc && !r.own[r.RootLoc(l)] && r.Root(l).Kind != event.Opaque {
			return true
		}
	}
	returns := false
	for _, b := range f.Blocks {
		returns = returns || b.Return
		for _, e := range b.Events {
			switch e.Kind {
			case event.Fresh, event.Unmade, event.Escape, event.Bind, event.BindFunc, event.Set:
			default:
				return true
			}
		}
	}
	return !returns
}

// prune leaves out the functions that nothing refers to any more.
func prune(m *event.Module) {
	live := make([]bool, len(m.Funcs))
	var visit func(t event.Target)
	visit = func(t event.Target) {
		if t.Func == event.NoFunc || live[t.Func] {
			return
		}
		live[t.Func] = true
		for _, c := range m.Funcs[t.Func].Calls {
			visit(c.Target)
			for _, a := range c.Args {
				visit(a.Fn)
			}
		}
		for _, r := range m.Results[t.Func] {
			visit(r)
		}
	}
	visit(event.Target{Func: 0})
	at := make([]event.FuncID, len(m.Funcs))
	n := event.FuncID(0)
	for i := range m.Funcs {
		at[i] = event.NoFunc
		if live[i] {
			at[i] = n
			m.Funcs[n], m.Results[n] = m.Funcs[i], m.Results[i]
			m.Funcs[n].ID = n
			n++
		}
	}
	m.Funcs, m.Results = m.Funcs[:n], m.Results[:n]
	Renumber(m, func(id event.FuncID) event.FuncID { return at[id] })
}

// Renumber gives the functions that a module's targets name other numbers.
func Renumber(m *event.Module, to func(event.FuncID) event.FuncID) {
	target := func(t *event.Target) {
		if t.Func != event.NoFunc {
			t.Func = to(t.Func)
		}
	}
	for i := range m.Funcs {
		for k := range m.Funcs[i].Calls {
			c := &m.Funcs[i].Calls[k]
			target(&c.Target)
			for a := range c.Args {
				target(&c.Args[a].Fn)
			}
		}
		for k := range m.Results[i] {
			target(&m.Results[i][k])
		}
	}
}
