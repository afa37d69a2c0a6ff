package fix

import (
	"fmt"
	"go/ast"
	"go/token"

	"github.com/gojoincheck/gojoincheck/internal/hb"
)

// addOutOfGoroutine mends add-in-goroutine: Add moves from the beginning of the
// goroutine to before its fork. Where other statements come before it, the
// deferred Done that follows it becomes the first statement: once the group
// counts the goroutine from its fork on, nothing may end it without Done.
func addOutOfGoroutine(d *draft) string {
	at, ok := d.step(hb.RoleFork)
	if !ok {
		return ""
	}
	f, ok := d.forkAt(at)
	if !ok || !f.isGo || f.lit == nil {
		return ""
	}
	body := f.lit.Body.List
	for i, s := range body {
		group, deferred, ok := d.groupStmt(s, "Add")
		if !ok || deferred || !within(token.Pos(d.f.Pos), s) {
			if !d.straight(s) {
				return ""
			}
			continue
		}
		call := s.(*ast.ExprStmt).X.(*ast.CallExpr)
		outside := d.argument(group, f)
		if outside == nil || !d.constant(call.Args[0]) || !d.means(outside, f.stmt().Pos()) || !d.stable(outside) {
			return ""
		}
		if i > 0 && !d.doneToFront(f.lit.Body, i+1, group) {
			return ""
		}
		d.remove(s)
		d.insertBefore(f.stmt(), fmt.Sprintf("%s.Add(%s)", d.text(outside), d.text(call.Args[0])))
		return fmt.Sprintf("move %s.Add before the go statement", d.text(outside))
	}
	return ""
}

// straight reports whether control goes on after a statement, or the goroutine
// ends there by a panic.
func (d *draft) straight(s ast.Stmt) bool {
	switch s := s.(type) {
	case *ast.ExprStmt:
		call, ok := s.X.(*ast.CallExpr)
		return ok && d.harmless(call)
	case *ast.DeferStmt:
		_, _, ok := d.groupStmt(s, "Done")
		return ok || d.harmless(s.Call)
	}
	return false
}

// doneToFront makes the deferred Done at the index the first statement, if it
// is not before that already.
func (d *draft) doneToFront(body *ast.BlockStmt, i int, group ast.Expr) bool {
	for k, s := range body.List {
		g, deferred, ok := d.groupStmt(s, "Done")
		if !ok || !deferred || !d.same(g, group) {
			continue
		}
		switch {
		case k == 0:
			return true
		case k != i || !d.means(g, body.List[0].Pos()):
			return false
		}
		d.remove(s)
		d.insertFirst(body, "defer "+d.text(g)+".Done()")
		return true
	}
	return false
}

// argument returns what an expression in the goroutine is outside of it: the
// same, or the argument for the parameter that it is.
func (d *draft) argument(e ast.Expr, f fork) ast.Expr {
	v := d.root(e)
	if v == nil {
		return nil
	}
	if !within(v.Pos(), f.lit) {
		return e
	}
	if d.variable(e) != v || d.written(v, f.lit.Body) {
		return nil
	}
	i := 0
	for _, field := range f.lit.Type.Params.List {
		for _, name := range field.Names {
			if d.object(name) != v || i >= len(f.call.Args) {
				i++
				continue
			}
			arg := ast.Unparen(f.call.Args[i])
			if addr, ok := arg.(*ast.UnaryExpr); ok && addr.Op == token.AND {
				return addr.X
			}
			return arg
		}
	}
	return nil
}

// addBeforeFork mends add-after-fork: Add moves before the first statement,
// of the list it stands in, that forks a goroutine of its group.
func addBeforeFork(d *draft) string {
	seats := d.seats(token.Pos(d.f.Pos))
	at, ok := d.step(hb.RoleFork)
	if !ok || len(seats) == 0 {
		return ""
	}
	add := seats[0]
	group, deferred, ok := d.groupStmt(add.stmt(), "Add")
	if !ok || deferred || !d.stable(group) {
		return ""
	}
	call := add.stmt().(*ast.ExprStmt).X.(*ast.CallExpr)
	v := d.root(group)
	for i, s := range add.list[:add.i] {
		if !d.forks(s) || len(d.uses(v, s)) == 0 {
			continue
		}
		if s.Pos() > at || !d.means(group, s.Pos()) || !d.countKnown(call.Args[0], s.Pos()) || d.leaves(add.list[i:add.i]) {
			return ""
		}
		d.remove(add.stmt())
		d.insertBefore(s, d.text(call))
		return fmt.Sprintf("move %s.Add before the go statement", d.text(group))
	}
	return ""
}

// forks reports whether a statement holds a go statement.
func (d *draft) forks(s ast.Stmt) bool {
	found := false
	ast.Inspect(s, func(n ast.Node) bool {
		_, ok := n.(*ast.GoStmt)
		found = found || ok
		return !found
	})
	return found
}

// countKnown reports whether the number to add is the same at an earlier place.
func (d *draft) countKnown(n ast.Expr, pos token.Pos) bool {
	if d.constant(n) {
		return true
	}
	n = ast.Unparen(n)
	if call, ok := n.(*ast.CallExpr); ok && d.isBuiltin(call, "len") {
		n = ast.Unparen(call.Args[0])
	}
	id, ok := n.(*ast.Ident)
	return ok && d.variable(id) != nil && d.means(id, pos) && d.stable(id)
}

// leaves reports whether statements may leave the list they stand in, or wait,
// before they are done.
func (d *draft) leaves(stmts []ast.Stmt) bool {
	found := false
	for _, s := range stmts {
		ast.Inspect(s, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.FuncLit:
				return false
			case *ast.ReturnStmt, *ast.BranchStmt, *ast.SelectStmt, *ast.LabeledStmt:
				found = true
			case *ast.CallExpr:
				_, wait := d.groupCall(n, "Wait")
				found = found || wait
			}
			return !found
		})
	}
	return found
}
