package fix

import (
	"go/ast"
	"go/token"
	"go/types"
	"go/version"
	"slices"

	"golang.org/x/tools/go/types/typeutil"

	"github.com/gojoincheck/gojoincheck/internal/exprtype"
)

func (d *draft) info() *types.Info { return d.p.pass.TypesInfo }

// typed returns the type and the value of an expression.
func (d *draft) typed(e ast.Expr) types.TypeAndValue { return exprtype.Of(d.p.pass, e) }

// isBuiltin reports whether a call is of the builtin function with a name.
func (d *draft) isBuiltin(call *ast.CallExpr, name string) bool {
	b, ok := typeutil.Callee(d.info(), call).(*types.Builtin)
	return ok && b.Name() == name
}

// object returns what an identifier names or declares.
func (d *draft) object(id *ast.Ident) types.Object { return d.info().ObjectOf(id) }

// variable returns the local variable that an expression is, or nil.
func (d *draft) variable(e ast.Expr) *types.Var {
	id, ok := ast.Unparen(e).(*ast.Ident)
	if !ok {
		return nil
	}
	v, _ := d.object(id).(*types.Var)
	if v == nil || v.IsField() || v.Parent() == nil || v.Parent() == d.p.pass.Pkg.Scope() {
		return nil
	}
	return v
}

// uses returns the identifiers that name or declare an object in a node, in
// the order of the source.
func (d *draft) uses(obj types.Object, in ast.Node) (ids []*ast.Ident) {
	ast.Inspect(in, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok && d.object(id) == obj {
			ids = append(ids, id)
		}
		return true
	})
	return ids
}

// lookup returns what a name means at a position.
func (d *draft) lookup(name string, pos token.Pos) types.Object {
	scope := d.info().Scopes[d.file]
	if scope == nil {
		return nil
	}
	inner := scope.Innermost(pos)
	if inner == nil {
		inner = scope
	}
	_, obj := inner.LookupParent(name, pos)
	return obj
}

// means reports whether an expression made of names and selectors means the
// same at another position.
func (d *draft) means(e ast.Expr, pos token.Pos) bool {
	switch e := ast.Unparen(e).(type) {
	case *ast.Ident:
		obj := d.object(e)
		return obj != nil && d.lookup(e.Name, pos) == obj
	case *ast.SelectorExpr:
		return d.means(e.X, pos)
	case *ast.StarExpr:
		return d.means(e.X, pos)
	}
	return false
}

// root returns the variable at the root of names and selectors.
func (d *draft) root(e ast.Expr) *types.Var {
	switch e := ast.Unparen(e).(type) {
	case *ast.Ident:
		v, _ := d.object(e).(*types.Var)
		return v
	case *ast.SelectorExpr:
		if id, ok := e.X.(*ast.Ident); ok {
			if _, pkg := d.object(id).(*types.PkgName); pkg {
				v, _ := d.object(e.Sel).(*types.Var)
				return v
			}
		}
		return d.root(e.X)
	case *ast.StarExpr:
		return d.root(e.X)
	}
	return nil
}

// same reports whether two expressions made of names and selectors mean the
// same variable, if no name in them is assigned in between.
func (d *draft) same(a, b ast.Expr) bool {
	a, b = ast.Unparen(a), ast.Unparen(b)
	switch x := a.(type) {
	case *ast.Ident:
		y, ok := b.(*ast.Ident)
		return ok && d.object(x) != nil && d.object(x) == d.object(y)
	case *ast.SelectorExpr:
		y, ok := b.(*ast.SelectorExpr)
		return ok && d.object(x.Sel) != nil && d.object(x.Sel) == d.object(y.Sel) && d.same(x.X, y.X)
	case *ast.StarExpr:
		y, ok := b.(*ast.StarExpr)
		return ok && d.same(x.X, y.X)
	}
	return false
}

// written reports whether a variable may be changed in a node other than by
// its declaration: assigned, or its address taken other than by a method call.
func (d *draft) written(v *types.Var, in ast.Node) bool {
	is := func(e ast.Expr) bool {
		id, ok := ast.Unparen(e).(*ast.Ident)
		return ok && d.info().Uses[id] == types.Object(v)
	}
	found := false
	ast.Inspect(in, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.AssignStmt:
			found = found || slices.ContainsFunc(n.Lhs, is)
		case *ast.IncDecStmt:
			found = found || is(n.X)
		case *ast.RangeStmt:
			found = found || n.Key != nil && is(n.Key) || n.Value != nil && is(n.Value)
		case *ast.UnaryExpr:
			found = found || n.Op == token.AND && is(n.X)
		}
		return !found
	})
	return found
}

// stable reports whether the variable at the root of an expression keeps the
// value that it was declared with. The address of a group may be taken: it is
// not copied for that.
func (d *draft) stable(e ast.Expr) bool {
	v := d.root(e)
	if v == nil {
		return false
	}
	if named(v.Type(), "sync", "WaitGroup") {
		return true
	}
	return !d.written(v, d.file)
}

// named reports whether a type, or what it points to, is a type of a package.
func named(t types.Type, pkg, name string) bool {
	if p, ok := types.Unalias(t).(*types.Pointer); ok {
		t = p.Elem()
	}
	n, ok := types.Unalias(t).(*types.Named)
	return ok && n.Obj().Name() == name && n.Obj().Pkg() != nil && n.Obj().Pkg().Path() == pkg
}

// method returns the receiver of a call of a method of sync.WaitGroup.
func (d *draft) groupCall(call *ast.CallExpr, method string) (group ast.Expr, ok bool) {
	sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr)
	if !ok || sel.Sel.Name != method {
		return nil, false
	}
	fn := typeutil.StaticCallee(d.info(), call)
	if fn == nil || fn.Pkg() == nil || fn.Pkg().Path() != "sync" || fn.Signature().Recv() == nil || !named(fn.Signature().Recv().Type(), "sync", "WaitGroup") {
		return nil, false
	}
	return sel.X, true
}

// groupStmt is groupCall for a statement of its own, deferred or not.
func (d *draft) groupStmt(s ast.Stmt, method string) (group ast.Expr, deferred, ok bool) {
	switch s := s.(type) {
	case *ast.ExprStmt:
		if call, isCall := s.X.(*ast.CallExpr); isCall {
			group, ok = d.groupCall(call, method)
		}
	case *ast.DeferStmt:
		group, ok = d.groupCall(s.Call, method)
		deferred = true
	}
	return group, deferred, ok
}

// constant reports whether an expression is a constant.
func (d *draft) constant(e ast.Expr) bool { return d.typed(e).Value != nil }

// atLeast reports whether the file may use what came with a Go version.
func (d *draft) atLeast(v string) bool {
	fv := d.info().FileVersions[d.file]
	if fv == "" {
		fv = d.p.pass.Pkg.GoVersion()
	}
	return fv != "" && version.Compare(fv, v) >= 0
}
