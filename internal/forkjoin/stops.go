package forkjoin

import (
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/gojoincheck/gojoincheck/internal/event"
	"github.com/gojoincheck/gojoincheck/internal/hb"
	"github.com/gojoincheck/gojoincheck/internal/link"
)

// confirmStops keeps, of the values that own a goroutine, those that the caller
// could have stopped: a method of the value gives the signal that the goroutine
// waits for, or a function that the call returned does. Without one it was never
// meant to end.
func (d *driver) confirmStops(fn *ssa.Function, g *link.Graph, found []hb.Finding) []hb.Finding {
	kept := found[:0]
	for _, f := range found {
		if f.Rule == "never-stopped" {
			st, ok := d.stopper(fn, g, &f)
			if !ok || !f.Again && d.runsOnce(fn) {
				continue
			}
			f.By, f.Usual = st.call, st.method != nil && d.called(st.method)
		}
		kept = append(kept, f)
	}
	return kept
}

// A signal is what a goroutine waits for before it ends, under all its names.
type signal struct {
	locs  []event.Loc
	close bool // a message is not enough
}

// by reports whether an event gives the signal, if it is about the location.
func (s signal) by(e *event.Event) bool {
	return e.Kind == event.Release && e.Op != event.OpRecv && (!s.close || e.Op != event.OpSend)
}

// A stopper is what would stop a goroutine.
type stopper struct {
	call   string      // how to call it there, "" for a function that was dropped at once
	method *types.Func // nil if it is a function that a call has returned
}

// called reports whether some function of the package calls the method: then
// the code behind it is right, and who leaves the call out is not.
func (d *driver) called(m *types.Func) bool {
	for _, fn := range d.funcs {
		for _, c := range d.calls[fn].Here {
			if c.Object() == m {
				return true
			}
		}
	}
	return false
}

// stopper finds what would stop the goroutine that a call in fn started.
func (d *driver) stopper(fn *ssa.Function, g *link.Graph, f *hb.Finding) (stopper, bool) {
	sig := signal{locs: f.Handles}
	for _, s := range f.Steps {
		sig.close = sig.close || s.Role == hb.RoleNeed && s.Op == event.OpClose
	}
	for _, b := range fn.Blocks {
		for _, in := range b.Instrs {
			call, ok := in.(ssa.CallInstruction)
			if !ok || event.Pos(call.Pos()) != f.Pos {
				continue
			}
			if s, ok := d.stopperOf(fn, g, call, sig); ok {
				return s, true
			}
		}
	}
	return stopper{}, false
}

func (d *driver) stopperOf(fn *ssa.Function, g *link.Graph, call ssa.CallInstruction, sig signal) (stopper, bool) {
	common := call.Common()
	callee := d.x.ID(common.StaticCallee())
	if callee == event.NoFunc {
		return stopper{}, false
	}
	results := common.Signature().Results()
	for i := range results.Len() {
		t := results.At(i).Type()
		if _, isFunc := t.Underlying().(*types.Signature); isFunc {
			if d.gives(d.x.ResultFunc(callee, i).Func, sig) {
				return stopper{call: d.nameOf(fn, call, i)}, true
			}
			continue
		}
		if m := d.stopMethod(g, t, sig); m != nil {
			return stopper{owner(d.nameOf(fn, call, i), t) + "." + m.Name(), m}, true
		}
	}
	for _, a := range common.Args { // s.Start()
		if m := d.stopMethod(g, a.Type(), sig); m != nil {
			return stopper{owner(d.nameAt(fn, a), a.Type()) + "." + m.Name(), m}, true
		}
	}
	return stopper{}, false
}

// gives reports whether a function that has captured the signal gives it.
func (d *driver) gives(id event.FuncID, sig signal) bool {
	if id == event.NoFunc {
		return false
	}
	g := d.linker.Closed(id)
	if g == nil {
		return false
	}
	sp := d.x.Space
	for i := range g.Blocks {
		for _, e := range g.Blocks[i].Events {
			if !sig.by(&e) {
				continue
			}
			for _, l := range sig.locs {
				if sp.Original(sp.RootLoc(l)) == sp.Original(sp.RootLoc(e.Loc)) && samePath(sp, l, e.Loc) {
					return true
				}
			}
		}
	}
	return false
}

// stopMethod finds the method of a type that gives the signal, which is
// somewhere in the value: the first by name.
func (d *driver) stopMethod(g *link.Graph, t types.Type, sig signal) *types.Func {
	n := namedOf(t)
	if n == nil || types.IsInterface(n) {
		return nil
	}
	set := types.NewMethodSet(types.NewPointer(n))
	for i := range set.Len() {
		m, ok := set.At(i).Obj().(*types.Func)
		if !ok || len(set.At(i).Index()) != 1 || m.Pkg() != d.pass.Pkg && !m.Exported() {
			continue
		}
		if id := d.x.MethodID(m); id != event.NoFunc && d.stops(g, id, sig) {
			return m
		}
	}
	return nil
}

// stops reports whether a method gives the signal on its receiver: it releases
// the same path from there, or it calls a function that the receiver keeps and
// that does.
func (d *driver) stops(g *link.Graph, method event.FuncID, sig signal) bool {
	m := d.linker.Closed(method)
	if m == nil || len(m.Params) == 0 || m.Params[0] == event.NoLoc {
		return false
	}
	sp, recv := d.x.Space, m.Params[0]
	for i := range m.Blocks {
		for _, e := range m.Blocks[i].Events {
			switch {
			case sig.by(&e) && sp.RootLoc(e.Loc) == recv:
				for _, l := range sig.locs {
					if samePath(sp, l, e.Loc) {
						return true
					}
				}
			case e.Kind == event.Call:
				at := m.Sites[e.Call].Callee()
				if at != event.NoLoc && sp.RootLoc(at) == recv && d.keptGives(g, at, sig) {
					return true
				}
			}
		}
	}
	return false
}

// keptGives reports whether the function that the value keeps in a field gives
// the signal.
func (d *driver) keptGives(g *link.Graph, field event.Loc, sig signal) bool {
	sp := d.x.Space
	for i := range g.Blocks {
		for _, e := range g.Blocks[i].Events {
			if e.Kind != event.BindFunc || sp.IsRoot(field) || !samePath(sp, e.Loc, sp.Parent(field)) {
				continue
			}
			if d.gives(g.Sites[e.Call].Known(), sig) {
				return true
			}
		}
	}
	return false
}

// samePath reports whether two locations are reached by the same steps from
// their roots.
func samePath(sp *event.Space, a, b event.Loc) bool {
	for {
		if sp.IsRoot(a) || sp.IsRoot(b) {
			return sp.IsRoot(a) && sp.IsRoot(b)
		}
		x, y := sp.Last(a), sp.Last(b)
		if x.Kind != y.Kind || x.N != y.N {
			return false
		}
		a, b = sp.Parent(a), sp.Parent(b)
	}
}

func namedOf(t types.Type) *types.Named {
	if p, ok := types.Unalias(t).(*types.Pointer); ok {
		t = p.Elem()
	}
	n, _ := types.Unalias(t).(*types.Named)
	return n
}

// owner names a value: by its variable, or else by its type.
func owner(name string, t types.Type) string {
	if name != "" {
		return name
	}
	if _, ptr := types.Unalias(t).(*types.Pointer); ptr {
		return "(*" + namedOf(t).Obj().Name() + ")"
	}
	return namedOf(t).Obj().Name()
}

// nameOf is the variable that the i'th result of a call is assigned to, "" if
// there is none.
func (d *driver) nameOf(fn *ssa.Function, call ssa.CallInstruction, i int) string {
	syn := fn.Syntax()
	if syn == nil {
		return ""
	}
	name := ""
	take := func(lhs ast.Expr) {
		if id, ok := lhs.(*ast.Ident); ok && id.Name != "_" {
			name = id.Name
		}
	}
	is := func(e ast.Expr) bool {
		c, ok := ast.Unparen(e).(*ast.CallExpr)
		return ok && c.Lparen == call.Pos()
	}
	ast.Inspect(syn, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.AssignStmt:
			for k, e := range n.Rhs {
				if is(e) && k+i < len(n.Lhs) {
					take(n.Lhs[k+i])
				}
			}
		case *ast.ValueSpec:
			for k, e := range n.Values {
				if is(e) && k+i < len(n.Names) {
					take(n.Names[k+i])
				}
			}
		}
		return true
	})
	return name
}

// nameAt is the variable that a value is, was read from, or is assigned to.
func (d *driver) nameAt(fn *ssa.Function, v ssa.Value) string {
	switch v := v.(type) {
	case *ssa.Call:
		return d.nameOf(fn, v, 0)
	case *ssa.Extract:
		if call, ok := v.Tuple.(*ssa.Call); ok {
			return d.nameOf(fn, call, v.Index)
		}
	}
	if u, ok := v.(*ssa.UnOp); ok && u.Op == token.MUL {
		v = u.X
	}
	if l := d.x.Obj(v); l != event.NoLoc && d.x.Space.IsRoot(l) {
		return d.x.Space.Root(l).Name
	}
	return ""
}
