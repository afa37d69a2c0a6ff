// Package exprtype tells the types of expressions when the driver has let go of them.
//
// The types of all expressions are a large part of what a package holds in memory, and
// hardly anybody asks for them once its SSA is built: a message or a fix asks for a few,
// where there is a finding.
package exprtype

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/analysis"
)

// Of returns the type of an expression of the pass's package, and its value if it is a
// constant: as the pass has recorded it, or else found out anew by [types.CheckExpr], in
// which case a constant without a type has none yet, and a generic function by itself no
// type arguments. It is zero if neither knows.
func Of(pass *analysis.Pass, e ast.Expr) types.TypeAndValue {
	if tv, ok := pass.TypesInfo.Types[e]; ok || e == nil {
		return tv
	}
	info := &types.Info{Types: make(map[ast.Expr]types.TypeAndValue)}
	if err := types.CheckExpr(pass.Fset, pass.Pkg, e.Pos(), e, info); err != nil && !info.Types[e].IsBuiltin() {
		return types.TypeAndValue{} // a builtin by itself is an error
	}
	return info.Types[e]
}
