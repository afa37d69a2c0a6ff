package fix

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"github.com/gojoincheck/gojoincheck/internal/hb"
)

// declareInside mends err-capture: the goroutine's assignments of the outer
// variable become declarations of one of its own.
//
// That changes nothing but the race when the goroutine reads only what it has
// itself assigned before, and when nobody else can have been meant to see what
// it assigns: nobody reads the variable between a point where the goroutine
// may have been joined and the next assignment.
func declareInside(d *draft) string {
	pos := token.Pos(d.f.Pos)
	id, ok := enclosing[*ast.Ident](d, pos)
	if !ok {
		return ""
	}
	v := d.variable(id)
	at, ok := d.taskAt(pos, v)
	if !ok || within(v.Pos(), at.lit) {
		return ""
	}
	assigns, ok := d.ownAssigns(v, at.lit)
	if !ok || d.readElsewhere(v, at) {
		return ""
	}
	for _, a := range assigns {
		d.replace(a.TokPos, a.TokPos+1, ":=")
	}
	return fmt.Sprintf("declare %s inside with :=", v.Name())
}

// taskAt returns the fork of the finding, whose literal must hold the position.
func (d *draft) taskAt(pos token.Pos, v *types.Var) (fork, bool) {
	at, ok := d.step(hb.RoleFork)
	if v == nil || !ok {
		return fork{}, false
	}
	f, ok := d.forkAt(at)
	return f, ok && f.lit != nil && within(pos, f.lit)
}

// ownAssigns returns the assignments in a function literal that can become
// declarations, such that every use of the outer variable in it is one of
// those declared then.
func (d *draft) ownAssigns(v *types.Var, lit *ast.FuncLit) (assigns []*ast.AssignStmt, ok bool) {
	type span struct{ pos, end token.Pos }
	var covered []span
	for _, id := range d.uses(v, lit) {
		if slices.ContainsFunc(covered, func(s span) bool { return s.pos <= id.Pos() && id.Pos() < s.end }) {
			continue
		}
		a, end := d.declarable(id, v)
		if a == nil {
			return nil, false
		}
		assigns = append(assigns, a)
		covered = append(covered, span{a.Pos(), end})
	}
	return assigns, len(assigns) > 0
}

// declarable returns the assignment on whose left side an identifier stands,
// if := may take the place of =, and the end of the scope it would declare in.
func (d *draft) declarable(id *ast.Ident, v *types.Var) (*ast.AssignStmt, token.Pos) {
	path := d.path(id.Pos())
	if len(path) < 3 {
		return nil, 0
	}
	a, ok := path[1].(*ast.AssignStmt)
	if !ok || a.Tok != token.ASSIGN || len(d.uses(v, a)) != 1 {
		return nil, 0
	}
	scope, end := d.scopeOf(a, path[2], path[3:])
	if scope == nil {
		return nil, 0
	}
	for i, lhs := range a.Lhs {
		other, ok := lhs.(*ast.Ident)
		switch {
		case !ok:
			return nil, 0
		case other == id:
			if !d.sameType(a, i, v) {
				return nil, 0
			}
		case other.Name != "_" && (d.object(other) == nil || d.object(other).Parent() != scope):
			return nil, 0 // := would declare this one, too
		}
	}
	return a, end
}

// scopeOf returns the scope in which a statement declares, and its end.
func (d *draft) scopeOf(s ast.Stmt, parent ast.Node, outer []ast.Node) (*types.Scope, token.Pos) {
	scopes := d.info().Scopes
	switch p := parent.(type) {
	case *ast.IfStmt:
		if p.Init == s {
			return scopes[p], p.End()
		}
	case *ast.SwitchStmt:
		if p.Init == s {
			return scopes[p], p.End()
		}
	case *ast.CommClause, *ast.CaseClause:
		return scopes[p], p.End()
	case *ast.BlockStmt:
		if f, ok := functionOf(outer[0]); ok {
			return scopes[f.typ], p.End()
		}
		return scopes[p], p.End()
	}
	return nil, 0
}

// sameType reports whether := would give the variable the type it has.
func (d *draft) sameType(a *ast.AssignStmt, i int, v *types.Var) bool {
	var t types.Type
	if len(a.Rhs) == len(a.Lhs) {
		tv := d.typed(a.Rhs[i])
		if tv.IsNil() || tv.Value != nil {
			return false // := would give it the default type
		}
		t = tv.Type
	} else if tuple, ok := d.typed(a.Rhs[0]).Type.(*types.Tuple); ok && i < tuple.Len() {
		t = tuple.At(i).Type()
	}
	return t != nil && types.Identical(t, v.Type())
}

// readElsewhere reports whether somebody outside the literal may read what the
// goroutine assigned, and be meant to.
func (d *draft) readElsewhere(v *types.Var, at fork) bool {
	decl := d.declaring(v)
	if decl.body == nil || hasGoto(decl.body) {
		return true
	}
	e := &elsewhere{draft: d, v: v, at: at, decl: decl}
	return !e.gather() || e.returnedLate() || !e.allOwn()
}

// declaring returns the function that declares a variable.
func (d *draft) declaring(v *types.Var) function {
	for _, n := range d.path(v.Pos()) {
		if f, ok := functionOf(n); ok {
			return f
		}
	}
	return function{}
}

func hasGoto(body *ast.BlockStmt) bool {
	found := false
	ast.Inspect(body, func(n ast.Node) bool {
		b, ok := n.(*ast.BranchStmt)
		found = found || ok && b.Tok == token.GOTO
		return !found
	})
	return found
}

// elsewhere is what happens to a variable outside the goroutine.
type elsewhere struct {
	*draft
	v      *types.Var
	at     fork
	decl   function
	reads  []token.Pos
	writes []ast.Stmt
}

// gather finds the reads and writes; it fails on what it cannot judge.
func (e *elsewhere) gather() bool {
	done := map[ast.Node]bool{e.at.lit: true}
	for _, id := range e.uses(e.v, e.decl.node) {
		if within(id.Pos(), e.at.lit) || e.info().Defs[id] != nil && id.Pos() < e.decl.body.Lbrace {
			continue
		}
		path := e.path(id.Pos())
		if lit := e.literalAround(path); lit != nil {
			if done[lit] {
				continue
			}
			// Another closure: what it reads it must have assigned itself.
			if _, ok := e.ownAssigns(e.v, lit); !ok {
				return false
			}
			done[lit] = true
			continue
		}
		if s := pureWrite(path); s != nil {
			e.writes = append(e.writes, s)
			continue
		}
		if u, ok := path[1].(*ast.UnaryExpr); ok && u.Op == token.AND {
			return false
		}
		e.reads = append(e.reads, id.Pos())
	}
	e.bareReturns()
	return true
}

// literalAround returns the outermost function literal of a path within the
// function that declares the variable.
func (e *elsewhere) literalAround(path []ast.Node) (lit *ast.FuncLit) {
	for _, n := range path {
		if n == e.decl.node {
			break
		}
		if l, ok := n.(*ast.FuncLit); ok {
			lit = l
		}
	}
	return lit
}

// result reports whether the variable is a named result.
func (e *elsewhere) result() bool {
	return e.decl.typ.Results != nil && within(e.v.Pos(), e.decl.typ.Results)
}

// bareReturns counts returns that return a named result without saying so.
func (e *elsewhere) bareReturns() {
	if !e.result() {
		return
	}
	inspect(e.decl, func(n ast.Node) bool {
		if r, ok := n.(*ast.ReturnStmt); ok && len(r.Results) == 0 {
			e.reads = append(e.reads, r.Pos())
		}
		return true
	})
}

// returnedLate reports whether a deferred call may wait for the goroutine when
// the named result has been set, so that the goroutine sets it once more.
func (e *elsewhere) returnedLate() bool {
	late := false
	if e.result() {
		inspect(e.decl, func(n ast.Node) bool {
			s, ok := n.(*ast.DeferStmt)
			late = late || ok && !e.harmless(s.Call)
			return !late
		})
	}
	return late
}

// pureWrite returns the statement that writes an identifier without reading.
func pureWrite(path []ast.Node) ast.Stmt {
	switch s := path[1].(type) {
	case *ast.AssignStmt:
		if s.Tok == token.ASSIGN || s.Tok == token.DEFINE {
			for _, lhs := range s.Lhs {
				if lhs == path[0] {
					return s
				}
			}
		}
	case *ast.ValueSpec:
		for k := range path {
			if decl, ok := path[k].(*ast.DeclStmt); ok {
				return decl
			}
		}
	}
	return nil
}

// allOwn reports whether every read sees what the function itself has written,
// or comes before the goroutine can have been joined.
func (e *elsewhere) allOwn() bool {
	return !slices.ContainsFunc(e.reads, func(pos token.Pos) bool { return !e.own(pos) })
}

func (e *elsewhere) own(pos token.Pos) bool {
	if !e.forksAgain() && (pos < e.at.stmt().Pos() || !e.mayJoin(e.at.stmt().End(), pos)) {
		return true
	}
	return slices.ContainsFunc(e.writes, func(w ast.Stmt) bool {
		return e.comesAfter(w, pos) && !e.mayJoin(w.End(), pos)
	})
}

// forksAgain reports whether one variable meets several goroutines of the fork.
func (e *elsewhere) forksAgain() bool {
	return e.at.outer.node != e.decl.node ||
		slices.ContainsFunc(e.loops(e.at.stmt().Pos()), func(loop ast.Stmt) bool { return !within(e.v.Pos(), loop) })
}

// comesAfter reports whether each way to the position leads through the write:
// the write begins the statement that holds the position, or stands before it
// in a list of statements.
func (e *elsewhere) comesAfter(w ast.Stmt, pos token.Pos) bool {
	for _, n := range e.path(pos) {
		switch n := n.(type) {
		case *ast.IfStmt:
			if n.Init == w {
				return true
			}
		case *ast.SwitchStmt:
			if n.Init == w {
				return true
			}
		case *ast.FuncLit:
			return false
		}
		for _, s := range list(n) {
			if s.Pos() > pos {
				break
			}
			if s == w && s.End() <= pos {
				return true
			}
		}
	}
	return false
}

// mayJoin reports whether something between two places of the function may
// wait for the goroutine. Where the second place lies in a loop that begins
// after the first, all of the loop lies between them.
func (e *elsewhere) mayJoin(from, to token.Pos) bool {
	end := to
	for _, n := range e.path(to) {
		switch n.(type) {
		case *ast.ForStmt, *ast.RangeStmt:
			if n.Pos() >= from {
				end = n.End()
			}
		}
	}
	found := false
	inspect(e.decl, func(n ast.Node) bool {
		if found || n.Pos() >= end || n.End() <= from {
			return false
		}
		if n.Pos() < from {
			return true
		}
		if _, fork := n.(*ast.GoStmt); fork {
			return false
		}
		// The arguments of a call come before it.
		if call, ok := n.(*ast.CallExpr); !ok || !within(to, call) {
			found = e.waits(n)
		}
		return !found
	})
	return found
}
