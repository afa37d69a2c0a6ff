package diagnose

import (
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/analysis"

	"github.com/gojoincheck/gojoincheck/internal/exprtype"
	"github.com/gojoincheck/gojoincheck/internal/hb"
)

// neverWaited is the message of a group that is not waited for. Most groups
// have a method Wait that a reader can be told to call; some pools wait in
// another way, such as a release with a timeout.
func neverWaited(pass *analysis.Pass, f hb.Finding, usual string) string {
	t := receiverAt(pass, token.Pos(f.Pos))
	if t == nil {
		return usual
	}
	if m, _, _ := types.LookupFieldOrMethod(t, true, pass.Pkg, "Wait"); m != nil {
		return usual
	}
	return "goroutine is never joined: nothing waits for " + f.Name
}

// receiverAt finds the type whose method is called at the position, which for a
// call is that of its parenthesis; nil if there is no such call.
func receiverAt(pass *analysis.Pass, pos token.Pos) (t types.Type) {
	for _, file := range pass.Files {
		if pos < file.FileStart || file.FileEnd < pos {
			continue
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if n == nil || pos < n.Pos() || n.End() <= pos || t != nil {
				return false
			}
			call, ok := n.(*ast.CallExpr)
			if !ok || call.Lparen != pos {
				return true
			}
			if sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr); ok && pass.TypesInfo.Selections[sel] != nil {
				t = exprtype.Of(pass, sel.X).Type
			}
			return true
		})
	}
	return t
}
