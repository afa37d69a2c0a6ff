package forkjoin

import (
	"fmt"
	"go/types"
	"maps"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/gojoincheck/gojoincheck/internal/event"
	"github.com/gojoincheck/gojoincheck/internal/hb"
	"github.com/gojoincheck/gojoincheck/internal/link"
)

// findOwners finds, for each fork that is left to others, the functions of the
// package that wait for the same field of the same type or the same variable of
// the package: a method Close for what a method Start forks, say. It matches
// names and not objects, which is good enough to point a reader there.
func (m *forkMapper) findOwners() {
	wanted := map[string]bool{}
	for _, keys := range m.keys {
		for _, k := range keys {
			wanted[k] = true
		}
	}
	if len(wanted) == 0 {
		return
	}
	waits := map[string][]Join{}
	for _, fn := range m.funcs {
		m.collectWaits(fn, wanted, waits)
	}
	for _, pos := range slices.Sorted(maps.Keys(m.home)) {
		h := m.home[pos]
		if len(h.Joins) > 0 {
			continue
		}
		for _, k := range m.keys[pos] {
			h.Joins = append(h.Joins, waits[k]...)
		}
	}
}

// collectWaits notes where a function itself waits for something wanted.
func (m *forkMapper) collectWaits(fn *ssa.Function, wanted map[string]bool, waits map[string][]Join) {
	defer m.survive(fn)
	g := m.linker.Complete(m.x.ID(fn))
	if g == nil {
		return
	}
	for i := range g.Blocks {
		for _, e := range g.Blocks[i].Events {
			if e.Kind != event.Acquire || e.Via != 0 || !joins(e.Op) {
				continue
			}
			for _, k := range m.handleKeys(fn, g, []event.Loc{e.Loc}) {
				if wanted[k] {
					waits[k] = append(waits[k], Join{hb.Place{Pos: e.Pos, Op: e.Op, Name: m.x.Space.String(e.Loc)}, m.name(fn)})
				}
			}
		}
	}
}

// joins reports whether an operation waits for the end of something.
func joins(op event.Op) bool {
	switch op {
	case event.OpRecv, event.OpClosed, event.OpRangeEnd, event.OpWait, event.OpCond, event.OpCtxDone, event.OpProcess:
		return true
	}
	return false
}

// handleKeys names objects so that other functions can find them: by the type
// of the parameter or result and the fields from there, or by the variable of
// the package. What only the function itself can reach has no key.
func (m *forkMapper) handleKeys(fn *ssa.Function, g *link.Graph, handles []event.Loc) []string {
	sp := m.x.Space
	var keys []string
	for _, l := range handles {
		for _, alias := range m.aliases(g, l) {
			root := sp.RootLoc(alias)
			if sp.Root(root).Kind == event.Global {
				keys = append(keys, fmt.Sprintf("variable %d%s", root, m.path(alias)))
			}
			sig := fn.Signature
			for i, r := range g.Results {
				if r == root && i < sig.Results().Len() {
					keys = append(keys, m.typed(sig.Results().At(i).Type(), alias))
				}
			}
			for i, p := range fn.Params {
				if i < len(g.Params) && g.Params[i] == root {
					keys = append(keys, m.typed(p.Type(), alias))
				}
			}
		}
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}

// typed is the key of a location within an object of the type: of a type
// without a name, one that no other function has.
func (m *forkMapper) typed(t types.Type, l event.Loc) string {
	if k := typeKey(t); k != "" {
		return k + m.path(l)
	}
	return fmt.Sprintf("location %d", l)
}

// aliases are a location and the variables and fields in which the function
// stores a reference to it.
func (m *forkMapper) aliases(g *link.Graph, l event.Loc) []event.Loc {
	sp := m.x.Space
	out := []event.Loc{l}
	for i := range g.Blocks {
		for _, e := range g.Blocks[i].Events {
			if e.Kind == event.Bind && e.Val == l {
				out = append(out, sp.Child(e.Loc, event.Sel{Kind: event.Deref}))
			}
		}
	}
	return out
}

// path tells the selectors of a location.
func (m *forkMapper) path(l event.Loc) string {
	sp := m.x.Space
	var steps []string
	for ; !sp.IsRoot(l); l = sp.Parent(l) {
		steps = append(steps, fmt.Sprintf(".%d:%d", sp.Last(l).Kind, sp.Last(l).N))
	}
	slices.Reverse(steps)
	return strings.Join(steps, "")
}

// typeKey names a type, or what a pointer points to. It has no name for a plain
// channel, function or the like: any two of them may be different.
func typeKey(t types.Type) string {
	if p, ok := t.Underlying().(*types.Pointer); ok {
		t = p.Elem()
	}
	n, ok := types.Unalias(t).(*types.Named)
	if !ok || n.Obj().Pkg() == nil {
		return ""
	}
	return "type " + n.Origin().Obj().Pkg().Path() + "." + n.Obj().Name()
}
