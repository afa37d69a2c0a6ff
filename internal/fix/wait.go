package fix

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"

	"github.com/gojoincheck/gojoincheck/internal/hb"
)

// waitForGroup mends group-not-waited, unsafely: the function waits for the
// group wherever it returns after the fork.
func waitForGroup(d *draft) string {
	f, ok := d.forkAt(token.Pos(d.f.Pos))
	if !ok || d.mayBlock(f) || !d.firstOf(f.outer, func(other hb.Finding) bool { return other.Name == d.f.Name }) {
		return ""
	}
	v := d.variableNamed(d.f.Name, f.stmt().Pos())
	if v == nil || !named(v.Type(), "sync", "WaitGroup") || !within(v.Pos(), f.outer.node) {
		return ""
	}
	wait := v.Name() + ".Wait()"
	if !d.beforeReturns(f.outer, f.stmt(), wait, func(pos token.Pos) bool { return d.lookup(v.Name(), pos) == v }) {
		return ""
	}
	return fmt.Sprintf("call %s before the function returns", wait)
}

// firstOf reports whether the finding is the first of its rule, in a function,
// that meets a condition: one fix mends them all.
func (d *draft) firstOf(f function, like func(hb.Finding) bool) bool {
	for _, other := range d.p.findings {
		if pos := token.Pos(other.Pos); other.Rule == d.f.Rule && pos < token.Pos(d.f.Pos) && within(pos, f.node) && like(other) {
			return false
		}
	}
	return true
}

// mayBlock reports whether what the goroutine runs has an operation on a channel
// in it: its partner may be one that comes only after the join to be added. Of
// functions in other files nothing is known, which a fix that is unsafe may
// pass over.
func (d *draft) mayBlock(f fork) bool {
	var body ast.Node = f.lit
	if f.lit == nil {
		task, ok := d.taskOf(f.pos())
		if !ok {
			return false
		}
		body = task.body
	}
	blocks := false
	ast.Inspect(body, func(n ast.Node) bool {
		if _, call := n.(*ast.CallExpr); !call && n != nil {
			blocks = blocks || d.waits(n)
		}
		return !blocks
	})
	return blocks
}

// variableNamed returns the local variable that a name means at a position.
func (d *draft) variableNamed(name string, pos token.Pos) *types.Var {
	v, _ := d.lookup(name, pos).(*types.Var)
	if v == nil || v.Parent() == d.p.pass.Pkg.Scope() {
		return nil
	}
	return v
}

// beforeReturns inserts a statement before every return of a function that may
// come after a statement, and at the end of the function if it is come to. It
// fails where the statement would not mean what it says.
func (d *draft) beforeReturns(f function, after ast.Stmt, text string, visible func(token.Pos) bool) bool {
	loops := d.loops(after.Pos())
	ok, placed := true, false
	inspect(f, func(n ast.Node) bool {
		ret, isReturn := n.(*ast.ReturnStmt)
		if !isReturn || !ok {
			return ok
		}
		later := ret.Pos() > after.Pos()
		for _, loop := range loops {
			later = later || within(ret.Pos(), loop)
		}
		if !later {
			return true
		}
		if len(d.seats(ret.Pos())) == 0 || d.seats(ret.Pos())[0].stmt() != ast.Stmt(ret) || !visible(ret.Pos()) {
			ok = false
			return false
		}
		d.insertBefore(ret, text)
		placed = true
		return true
	})
	if ok && d.fallsOff(f) {
		if !visible(f.body.Rbrace) {
			return false
		}
		d.insertLast(f.body, text)
		placed = true
	}
	return ok && placed
}

// fallsOff reports whether control may come to the end of a function's body.
func (d *draft) fallsOff(f function) bool {
	if f.typ.Results != nil || len(f.body.List) == 0 {
		return false
	}
	switch s := f.body.List[len(f.body.List)-1].(type) {
	case *ast.ReturnStmt:
		return false
	case *ast.ForStmt:
		return s.Cond != nil || breaks(s.Body)
	case *ast.SelectStmt:
		return breaks(s.Body)
	case *ast.ExprStmt:
		call, ok := s.X.(*ast.CallExpr)
		return !ok || !d.isBuiltin(call, "panic")
	}
	return true
}

func breaks(b *ast.BlockStmt) bool {
	found := false
	ast.Inspect(b, func(n ast.Node) bool {
		s, ok := n.(*ast.BranchStmt)
		found = found || ok && s.Tok != token.CONTINUE
		return !found
	})
	return found
}

// joinBeforeReturn mends join-skipped, unsafely: the join that the function
// has comes before the return that skips it as well.
func joinBeforeReturn(d *draft) string {
	at, ok := d.step(hb.RoleJoin)
	ret, ok2 := d.step(hb.RoleReturn)
	f, ok3 := d.forkAt(token.Pos(d.f.Pos))
	if !ok || !ok2 || !ok3 || d.mayBlock(f) || !d.firstOf(f.outer, func(other hb.Finding) bool { return sameReturn(other, d.f) }) {
		return ""
	}
	seats := d.seats(at)
	returns := d.seats(ret)
	if len(seats) == 0 || len(returns) == 0 {
		return ""
	}
	join, isExpr := seats[0].stmt().(*ast.ExprStmt)
	s, isReturn := returns[0].stmt().(*ast.ReturnStmt)
	if !isExpr || !isReturn {
		return ""
	}
	inner, _ := d.functionAt(at)
	if returning, _ := d.functionAt(ret); inner.node != f.outer.node || returning.node != f.outer.node {
		return ""
	}
	object := d.joined(join.X)
	if object == nil || !d.means(object, s.Pos()) || !d.stable(object) {
		return ""
	}
	d.insertBefore(s, d.text(join))
	return fmt.Sprintf("%s before this return as well", d.text(join))
}

// sameReturn reports whether two findings tell of the same return.
func sameReturn(a, b hb.Finding) bool {
	pos := func(f hb.Finding) (pos token.Pos) {
		for _, s := range f.Steps {
			if s.Role == hb.RoleReturn {
				return token.Pos(s.Pos)
			}
		}
		return token.NoPos
	}
	return a.Name == b.Name && pos(a) == pos(b)
}

// joined returns what an expression waits for: the group of a Wait, or the
// channel of a receive.
func (d *draft) joined(e ast.Expr) ast.Expr {
	switch e := e.(type) {
	case *ast.CallExpr:
		if g, ok := d.groupCall(e, "Wait"); ok {
			return g
		}
	case *ast.UnaryExpr:
		if e.Op == token.ARROW {
			return e.X
		}
	}
	return nil
}
