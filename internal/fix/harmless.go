package fix

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/types/typeutil"
)

// plain are packages whose functions wait for no goroutine of their caller, as
// long as no function of the caller's is handed to them. Of fmt only what takes
// neither a reader nor a writer: those may be ends of a pipe.
var plain = []string{"errors", "log", "log/slog", "math", "path", "path/filepath", "strconv", "strings", "unicode"}

// harmless reports whether a call cannot wait for a goroutine: it is one of a
// few that are known not to.
func (d *draft) harmless(call *ast.CallExpr) bool {
	tv := d.typed(call.Fun)
	if tv.IsType() || tv.IsBuiltin() {
		return true
	}
	for _, method := range []string{"Add", "Done", "Go"} {
		if _, ok := d.groupCall(call, method); ok {
			return true
		}
	}
	fn, ok := typeutil.Callee(d.info(), call).(*types.Func)
	if !ok || slices.ContainsFunc(call.Args, d.isFunction) {
		return false
	}
	if fn.Pkg() == nil { // the method Error of type error
		return true
	}
	switch path := fn.Pkg().Path(); path {
	case "fmt":
		for _, prefix := range []string{"Print", "Sprint", "Errorf", "Append"} {
			if strings.HasPrefix(fn.Name(), prefix) {
				return true
			}
		}
		return false
	case "os", "time":
		return fn.Signature().Recv() == nil && fn.Name() != "Sleep"
	case "sync":
		return fn.Name() == "Unlock" || fn.Name() == "RUnlock"
	case "testing":
		return slices.Contains([]string{"Error", "Errorf", "Fatal", "Fatalf", "Helper", "Log", "Logf"}, fn.Name())
	default:
		return slices.Contains(plain, path)
	}
}

// waits reports whether the operation that a node stands for may wait for a
// goroutine.
func (d *draft) waits(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.UnaryExpr:
		return n.Op == token.ARROW
	case *ast.SelectStmt, *ast.SendStmt:
		return true
	case *ast.RangeStmt:
		t := d.typed(n.X).Type
		if t == nil {
			return true
		}
		switch t.Underlying().(type) {
		case *types.Chan, *types.Signature, *types.TypeParam:
			return true
		}
	case *ast.CallExpr:
		return !d.harmless(n)
	}
	return false
}

func (d *draft) isFunction(e ast.Expr) bool {
	t := d.typed(e).Type
	if t == nil {
		return true
	}
	_, ok := t.Underlying().(*types.Signature)
	return ok
}
