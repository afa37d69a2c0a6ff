package fix

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
)

// copyLoopVariable mends loop-variable: each round of the loop begins with a
// copy of the variable. That is the same as long as nothing in the body of the
// loop changes the variable.
func copyLoopVariable(d *draft) string {
	id, ok := enclosing[*ast.Ident](d, token.Pos(d.f.Pos))
	if !ok {
		return ""
	}
	v := d.variable(id)
	if v == nil {
		return ""
	}
	for _, n := range d.path(v.Pos()) {
		body := loopBody(d, n, v)
		if body == nil {
			continue
		}
		if len(body.List) == 0 || !within(id.Pos(), body) || d.written(v, body) {
			return ""
		}
		d.insertFirst(body, fmt.Sprintf("%s := %s", v.Name(), v.Name()))
		return fmt.Sprintf("copy %s for each round", v.Name())
	}
	return ""
}

// loopBody returns the body of a loop whose own statement declares a variable.
func loopBody(d *draft, n ast.Node, v *types.Var) *ast.BlockStmt {
	switch n := n.(type) {
	case *ast.ForStmt:
		if n.Init != nil && within(v.Pos(), n.Init) {
			return n.Body
		}
	case *ast.RangeStmt:
		if n.Tok == token.DEFINE && !within(v.Pos(), n.Body) {
			return n.Body
		}
	}
	return nil
}
