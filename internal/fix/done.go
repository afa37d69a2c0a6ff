package fix

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/types/typeutil"

	"github.com/gojoincheck/gojoincheck/internal/hb"
)

// doneFirst mends done-skipped: the task defers Done as its first statement,
// and all its other calls of Done go away. Each of those must have been the
// last thing that the task does on its path, so that Done comes no later than
// before; other deferred calls then run before Done instead of after it, so
// that they must be such as cannot wait.
func doneFirst(d *draft) string {
	at, ok := d.step(hb.RoleTask)
	if !ok {
		return ""
	}
	task, ok := d.taskOf(token.Pos(d.f.Pos))
	call := d.callAt(at)
	if !ok || call == nil {
		return ""
	}
	group, ok := d.groupCall(call, "Done")
	if !ok {
		return ""
	}
	var dones []ast.Stmt
	ok = true
	inspectAll(task, func(n ast.Node, nested bool) {
		switch n := n.(type) {
		case *ast.CallExpr:
			g, isDone := d.groupCall(n, "Done")
			if !isDone || !d.same(g, group) {
				return
			}
			s := d.statement(n)
			if s == nil || nested || !d.last(task, s) {
				ok = false
				return
			}
			dones = append(dones, s)
		case *ast.DeferStmt:
			_, isDone := d.groupCall(n.Call, "Done")
			ok = ok && (nested || isDone || d.harmlessDefer(n))
		}
	})
	isDefer := func(s ast.Stmt) bool { _, ok := s.(*ast.DeferStmt); return ok }
	if !ok || len(dones) == 0 || len(dones) > 1 && slices.ContainsFunc(dones, isDefer) || !d.means(group, task.body.List[0].Pos()) || !d.stable(group) {
		return ""
	}
	for _, s := range dones {
		d.remove(s)
	}
	text := d.text(group)
	d.insertFirst(task.body, "defer "+text+".Done()")
	return fmt.Sprintf("defer %s.Done() first", text)
}

// taskOf returns the function that the fork at a position starts, if it stands
// in the file and returns nothing that a caller could go by.
func (d *draft) taskOf(pos token.Pos) (function, bool) {
	f, ok := d.forkAt(pos)
	if !ok {
		return function{}, false
	}
	if f.lit != nil {
		task, _ := functionOf(f.lit)
		return task, task.typ.Results == nil
	}
	callee, _ := typeutil.Callee(d.info(), f.call).(*types.Func)
	for _, decl := range d.file.Decls {
		if decl, ok := decl.(*ast.FuncDecl); ok && callee != nil && d.info().Defs[decl.Name] == callee.Origin() {
			task, ok := functionOf(decl)
			return task, ok && task.typ.Results == nil
		}
	}
	return function{}, false
}

// callAt returns the call that a position stands for: that of its parenthesis
// or of the defer before it.
func (d *draft) callAt(pos token.Pos) *ast.CallExpr {
	for _, n := range d.path(pos) {
		switch n := n.(type) {
		case *ast.CallExpr:
			if n.Lparen == pos {
				return n
			}
		case *ast.DeferStmt:
			if n.Defer == pos {
				return n.Call
			}
		}
	}
	return nil
}

// inspectAll visits the nodes of a function, and says which of them belong to
// a function in it.
func inspectAll(f function, visit func(n ast.Node, nested bool)) {
	ast.Inspect(f.body, func(n ast.Node) bool {
		if lit, ok := n.(*ast.FuncLit); ok {
			ast.Inspect(lit, func(n ast.Node) bool {
				if n != nil {
					visit(n, true)
				}
				return true
			})
			return false
		}
		if n != nil {
			visit(n, false)
		}
		return true
	})
}

// statement returns the statement of a list that consists of the call.
func (d *draft) statement(call *ast.CallExpr) ast.Stmt {
	seats := d.seats(call.Lparen)
	if len(seats) == 0 {
		return nil
	}
	switch s := seats[0].stmt().(type) {
	case *ast.ExprStmt:
		if s.X == call {
			return s
		}
	case *ast.DeferStmt:
		if s.Call == call {
			return s
		}
	}
	return nil
}

// last reports whether the function ends after a statement that calls Done, or
// the statement defers the call and is always come to from there on.
func (d *draft) last(f function, s ast.Stmt) bool {
	if len(d.loops(s.Pos())) > 0 {
		return false
	}
	seats := d.seats(s.Pos())
	for _, at := range seats {
		if !within(at.stmt().Pos(), f.body) {
			break
		}
		if _, deferred := s.(*ast.DeferStmt); deferred {
			return at.holder == f.body
		}
		if at.i+1 < len(at.list) {
			ret, ok := at.list[at.i+1].(*ast.ReturnStmt)
			return ok && at.stmt() == s && d.plainReturn(ret)
		}
		if at.holder == f.body {
			return true
		}
	}
	return false
}

// plainReturn reports whether a return computes nothing.
func (d *draft) plainReturn(r *ast.ReturnStmt) bool {
	for _, e := range r.Results {
		_, name := ast.Unparen(e).(*ast.Ident)
		if !name && !d.constant(e) {
			return false
		}
	}
	return true
}

// harmlessDefer reports whether a deferred call cannot wait.
func (d *draft) harmlessDefer(s *ast.DeferStmt) bool {
	lit, ok := s.Call.Fun.(*ast.FuncLit)
	if !ok {
		return d.harmless(s.Call)
	}
	waits := false
	ast.Inspect(lit.Body, func(n ast.Node) bool {
		waits = waits || n != nil && d.waits(n)
		return !waits
	})
	return !waits
}

// releaseLast mends write-after-release where the order of deferred calls is
// the cause: the call that releases moves before the first of the others, and
// so runs after them.
func releaseLast(d *draft) string {
	pos := token.Pos(d.f.Pos)
	seats := d.seats(pos)
	for _, at := range seats {
		writer, ok := at.stmt().(*ast.DeferStmt)
		if !ok || !isFunctionBody(d, at.holder) {
			continue
		}
		for _, s := range at.list[at.i+1:] {
			rel, ok := s.(*ast.DeferStmt)
			if !ok {
				continue
			}
			object := d.released(rel.Call)
			if object == nil {
				if !d.harmlessDefer(rel) {
					return ""
				}
				continue
			}
			if !d.harmlessDefer(writer) || !d.means(object, writer.Pos()) || !d.stable(object) || d.mayLeave(at.list[at.i:], rel) {
				return ""
			}
			text := d.text(rel)
			d.remove(rel)
			d.insertBefore(writer, text)
			return fmt.Sprintf("move %s up: deferred calls run last in, first out", text)
		}
	}
	return ""
}

func isFunctionBody(d *draft, n ast.Node) bool {
	b, ok := n.(*ast.BlockStmt)
	if !ok {
		return false
	}
	f, ok := d.functionAt(b.Rbrace)
	return ok && f.body == b
}

// released returns what a deferred call releases: the group of a Done, the
// channel of a close.
func (d *draft) released(call *ast.CallExpr) ast.Expr {
	if g, ok := d.groupCall(call, "Done"); ok {
		return g
	}
	if d.isBuiltin(call, "close") && len(call.Args) == 1 {
		return call.Args[0]
	}
	return nil
}

// mayLeave reports whether a statement up to the last one may return, so that
// the last would not have been deferred.
func (d *draft) mayLeave(stmts []ast.Stmt, last ast.Stmt) bool {
	for i, s := range stmts {
		if s == last {
			return d.leaves(stmts[:i])
		}
	}
	return true
}
