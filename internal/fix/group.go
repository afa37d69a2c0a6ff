package fix

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"strconv"

	"github.com/gojoincheck/gojoincheck/internal/hb"
)

// groupForSleep mends sleep-join, unsafely: a WaitGroup counts the goroutines,
// and its Wait takes the place of the sleep.
func groupForSleep(d *draft) string {
	at, ok := d.step(hb.RoleJoin)
	if !ok {
		return ""
	}
	g := d.newGroup(func(other hb.Finding) bool { return joinPos(other) == at })
	seats := d.seats(at)
	if g == nil || len(seats) == 0 || seats[0].holder != g.outer.body || !d.isSleep(seats[0].stmt()) {
		return ""
	}
	sleep := seats[0].stmt()
	for _, f := range g.forks {
		if f.stmt().Pos() > sleep.Pos() {
			return ""
		}
	}
	if !g.count() {
		return ""
	}
	d.replace(sleep.Pos(), sleep.End(), g.name+".Wait()")
	if !g.imports(sleep) {
		return ""
	}
	return "replace the sleep by a WaitGroup"
}

// groupForUnjoined mends unjoined, unsafely: a WaitGroup counts the goroutines,
// and the function waits for it wherever it returns.
func groupForUnjoined(d *draft) string {
	g := d.newGroup(func(hb.Finding) bool { return true })
	if g == nil || !g.count() {
		return ""
	}
	visible := func(pos token.Pos) bool { return pos > g.declared.Pos() }
	if !d.beforeReturns(g.outer, g.forks[0].stmt(), g.name+".Wait()", visible) || !g.imports(nil) {
		return ""
	}
	return "wait for the goroutine with a WaitGroup"
}

func joinPos(f hb.Finding) token.Pos {
	for _, s := range f.Steps {
		if s.Role == hb.RoleJoin {
			return token.Pos(s.Pos)
		}
	}
	return token.NoPos
}

func (d *draft) isSleep(s ast.Stmt) bool {
	e, ok := s.(*ast.ExprStmt)
	if !ok {
		return false
	}
	call, ok := e.X.(*ast.CallExpr)
	if !ok {
		return false
	}
	sel, ok := call.Fun.(*ast.SelectorExpr)
	if !ok {
		return false
	}
	fn, ok := d.object(sel.Sel).(*types.Func)
	return ok && fn.FullName() == "time.Sleep"
}

// newGroup is a WaitGroup that a fix adds to a function, with the forks that it
// is to count: all in the function that a rule tells of in the same way.
type newGroup struct {
	*draft
	name     string
	sync     string // what the file calls package sync
	outer    function
	forks    []fork
	declared ast.Stmt // before which the group is declared
}

func (d *draft) newGroup(like func(hb.Finding) bool) *newGroup {
	first, ok := d.forkAt(token.Pos(d.f.Pos))
	if !ok || !d.firstOf(first.outer, like) {
		return nil
	}
	g := &newGroup{draft: d, outer: first.outer}
	for _, f := range d.p.findings {
		if f.Rule != d.f.Rule || !within(token.Pos(f.Pos), g.outer.node) || !like(f) {
			continue
		}
		at, ok := d.forkAt(token.Pos(f.Pos))
		if !ok || !at.isGo || d.mayBlock(at) || at.outer.node != g.outer.node {
			return nil
		}
		g.forks = append(g.forks, at)
	}
	// The group belongs to all rounds of all loops: before the statement of the
	// body that holds the first fork.
	seats := d.seats(first.stmt().Pos())
	for _, s := range seats {
		if s.holder == g.outer.body {
			g.declared = s.stmt()
		}
	}
	g.name = d.freeName(g.outer, "wg", "group", "forked")
	if _, labeled := g.declared.(*ast.LabeledStmt); labeled || g.declared == nil || g.name == "" {
		return nil
	}
	return g
}

// freeName returns the first of some names that the function does not use.
func (d *draft) freeName(f function, names ...string) string {
	taken := map[string]bool{}
	ast.Inspect(f.node, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok {
			taken[id.Name] = true
		}
		return true
	})
	for _, name := range names {
		if !taken[name] && d.lookup(name, f.body.Rbrace) == nil {
			return name
		}
	}
	return ""
}

// count writes the declaration of the group and the counting of each fork.
func (g *newGroup) count() bool {
	g.sync = g.importName("sync")
	if g.sync == "" {
		g.sync = "sync"
		if g.lookup("sync", g.declared.Pos()) != nil {
			return false
		}
	} else if _, ok := g.lookup(g.sync, g.declared.Pos()).(*types.PkgName); !ok {
		return false
	}
	g.insertBefore(g.declared, fmt.Sprintf("var %s %s.WaitGroup", g.name, g.sync))
	for _, f := range g.forks {
		if !g.countFork(f) {
			return false
		}
	}
	return true
}

// countFork counts one fork: with WaitGroup.Go where there is one and nothing
// is evaluated later for it, and else with Add and Done.
func (g *newGroup) countFork(f fork) bool {
	stmt := f.stmt()
	plain := f.lit != nil && len(f.call.Args) == 0 && f.lit.Type.Results == nil
	switch {
	case plain && g.atLeast("go1.25"):
		g.replace(stmt.Pos(), f.call.Pos(), g.name+".Go(")
		g.replace(f.lit.End(), f.call.End(), ")")
	case f.lit != nil && len(f.lit.Body.List) > 0:
		g.insertBefore(stmt, g.name+".Add(1)")
		g.insertFirst(f.lit.Body, "defer "+g.name+".Done()")
	case f.lit != nil || !g.evaluableLater(f.call):
		return false
	case g.atLeast("go1.25"):
		g.replace(stmt.Pos(), f.call.Pos(), g.name+".Go(func() { ")
		g.replace(f.call.End(), f.call.End(), " })")
	default:
		g.insertBefore(stmt, g.name+".Add(1)")
		in := g.indent(stmt.Pos())
		g.replace(f.call.Pos(), f.call.Pos(), fmt.Sprintf("func() {\n%s\tdefer %s.Done()\n%s\t", in, g.name, in))
		g.replace(f.call.End(), f.call.End(), fmt.Sprintf("\n%s}()", in))
	}
	return true
}

// evaluableLater reports whether the parts of a call are the same when the
// goroutine evaluates them as when the go statement does.
func (g *newGroup) evaluableLater(call *ast.CallExpr) bool {
	fixed := func(e ast.Expr) bool {
		if g.constant(e) {
			return true
		}
		if id, ok := ast.Unparen(e).(*ast.Ident); ok {
			return g.variable(id) != nil && g.stable(id) && !named(g.variable(id).Type(), "sync", "WaitGroup")
		}
		return false
	}
	for _, arg := range call.Args {
		if !fixed(arg) {
			return false
		}
	}
	switch fun := ast.Unparen(call.Fun).(type) {
	case *ast.Ident:
		_, ok := g.object(fun).(*types.Func)
		return ok
	case *ast.SelectorExpr:
		if _, ok := g.object(fun.Sel).(*types.Func); !ok {
			return false
		}
		if id, ok := fun.X.(*ast.Ident); ok {
			if _, pkg := g.object(id).(*types.PkgName); pkg {
				return true
			}
		}
		return fixed(fun.X)
	}
	return false
}

// importName returns what the file calls an imported package, or "".
func (d *draft) importName(path string) string {
	for _, spec := range d.file.Imports {
		if p, err := strconv.Unquote(spec.Path.Value); err == nil && p == path {
			if name := d.info().PkgNameOf(spec); name != nil && name.Name() != "_" && name.Name() != "." {
				return name.Name()
			}
		}
	}
	return ""
}

// imports adds the import of sync, and takes away that of time when the sleep
// was all that needed it.
func (g *newGroup) imports(sleep ast.Stmt) bool {
	needed := g.importName("sync") == ""
	var unused *ast.ImportSpec
	if sleep != nil {
		unused = g.importOnlyFor(sleep)
	}
	switch {
	case needed && unused != nil:
		g.replace(unused.Pos(), unused.End(), `"sync"`)
		return true
	case needed:
		return g.addImport()
	case unused != nil:
		return g.dropImport(unused)
	}
	return true
}

// importOnlyFor returns the import of time if only the statement uses it.
func (g *newGroup) importOnlyFor(s ast.Stmt) *ast.ImportSpec {
	for _, spec := range g.file.Imports {
		if spec.Path.Value != `"time"` {
			continue
		}
		name := g.info().PkgNameOf(spec)
		for _, id := range g.uses(name, g.file) {
			if !within(id.Pos(), s) && !within(id.Pos(), spec) {
				return nil
			}
		}
		return spec
	}
	return nil
}

func (g *newGroup) addImport() bool {
	for _, decl := range g.file.Decls {
		imp, ok := decl.(*ast.GenDecl)
		if !ok || imp.Tok != token.IMPORT {
			continue
		}
		if !imp.Lparen.IsValid() {
			g.replace(imp.Specs[0].Pos(), imp.Specs[0].Pos(), "(\n\t")
			g.replace(imp.End(), imp.End(), "\n\t\"sync\"\n)")
			return true
		}
		// Before the first that sorts after it, in the first group: the one
		// of the standard library, by custom.
		for i, spec := range imp.Specs {
			if spec.(*ast.ImportSpec).Path.Value > `"sync"` {
				g.replace(spec.Pos(), spec.Pos(), "\"sync\"\n\t")
				return true
			}
			if i+1 == len(imp.Specs) || g.tok.Line(imp.Specs[i+1].Pos()) > g.tok.Line(spec.End())+1 {
				g.replace(spec.End(), spec.End(), "\n\t\"sync\"")
				return true
			}
		}
	}
	end := g.file.Name.End()
	g.replace(end, end, "\n\nimport \"sync\"")
	return true
}

// dropImport removes an import, and the declaration when it was all of it.
func (g *newGroup) dropImport(spec *ast.ImportSpec) bool {
	for _, decl := range g.file.Decls {
		imp, ok := decl.(*ast.GenDecl)
		if !ok || !within(spec.Pos(), imp) {
			continue
		}
		node := ast.Node(spec)
		if len(imp.Specs) == 1 {
			node = imp
		}
		g.remove(node)
		return true
	}
	return false
}
