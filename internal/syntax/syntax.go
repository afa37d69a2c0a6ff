// Package syntax answers small questions about syntax trees.
package syntax

import "go/ast"

// TypeName is the name of a type, or of what a pointer points to, without type
// arguments; empty if it is of another package or has none.
func TypeName(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name
	case *ast.StarExpr:
		return TypeName(e.X)
	case *ast.ParenExpr:
		return TypeName(e.X)
	case *ast.IndexExpr:
		return TypeName(e.X)
	case *ast.IndexListExpr:
		return TypeName(e.X)
	}
	return ""
}
