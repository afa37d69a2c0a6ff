package mapper

import (
	"go/ast"
	"go/token"
	"go/types"
	"strings"
)

// isChannel reports whether a variable declared at a position is a channel.
func (m *mapper) isChannel(pos token.Pos) bool {
	if m.vars == nil {
		m.vars = map[token.Pos]types.Object{}
		for id, obj := range m.TypesInfo.Defs {
			if v, ok := obj.(*types.Var); ok {
				m.vars[id.Pos()] = v
			}
		}
	}
	v := m.vars[pos]
	if v == nil {
		return false
	}
	_, ok := v.Type().Underlying().(*types.Chan)
	return ok
}

// nameAt gives the object of a join as the source spells it where the engine
// has no name for it, because it never was in a variable.
func (m *mapper) nameAt(pos token.Pos, name string) string {
	if name != "" && !strings.HasPrefix(name, "a value") && !strings.HasPrefix(name, "nothing") {
		return name
	}
	for _, file := range m.Files {
		if file.FileStart > pos || pos >= file.FileEnd {
			continue
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if n == nil || n.Pos() > pos || pos >= n.End() {
				return n == file
			}
			var x ast.Expr
			switch n := n.(type) {
			case *ast.UnaryExpr:
				if n.Op == token.ARROW {
					x = n.X
				}
			case *ast.RangeStmt:
				if pos < n.Body.Pos() {
					x = n.X
				}
			case *ast.SendStmt:
				x = n.Chan
			case *ast.CallExpr:
				if sel, ok := n.Fun.(*ast.SelectorExpr); ok {
					x = sel.X
				}
			}
			if x != nil {
				name = types.ExprString(x) // the innermost one is the last
			}
			return true
		})
	}
	return name
}
