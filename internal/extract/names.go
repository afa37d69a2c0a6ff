package extract

import (
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ssa"
)

// givenName finds the variable that the value of an expression such as &T{},
// make(…) or f() is first given to, "" if there is none. SSA keeps names of
// variables in memory only.
func (x *Extractor) givenName(v ssa.Value) string {
	fn := v.Parent()
	if fn == nil || !v.Pos().IsValid() {
		return ""
	}
	for fn.Parent() != nil {
		fn = fn.Parent()
	}
	if o := fn.Origin(); o != nil {
		fn = o
	}
	names, ok := x.names[fn]
	if !ok {
		names = map[token.Pos]string{}
		if syn := fn.Syntax(); syn != nil {
			findNames(syn, names)
		}
		x.names[fn] = names
	}
	name := names[v.Pos()]
	if p, ok := v.Type().Underlying().(*types.Pointer); ok && name != "" {
		switch p.Elem().Underlying().(type) {
		case *types.Struct, *types.Array:
		default:
			return "*" + name // the object is what the variable points to
		}
	}
	return name
}

// findNames maps where a value is made to the name of the variable it is
// assigned to.
func findNames(syn ast.Node, names map[token.Pos]string) {
	ast.Inspect(syn, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.AssignStmt:
			for i, e := range n.Rhs { // the first variable, if there are many for one call
				if id, ok := n.Lhs[i].(*ast.Ident); ok {
					nameValue(e, id.Name, names)
				}
			}
		case *ast.ValueSpec:
			for i, e := range n.Values {
				nameValue(e, n.Names[i].Name, names)
			}
		}
		return true
	})
}

// nameValue names what an expression makes, at the position that SSA gives it.
func nameValue(e ast.Expr, name string, names map[token.Pos]string) {
	if name == "_" {
		return
	}
	e = ast.Unparen(e)
	if u, ok := e.(*ast.UnaryExpr); ok && u.Op == token.AND {
		e = ast.Unparen(u.X)
	}
	switch e := e.(type) {
	case *ast.CompositeLit:
		names[e.Lbrace] = name
	case *ast.CallExpr:
		names[e.Lparen] = name
	}
}
