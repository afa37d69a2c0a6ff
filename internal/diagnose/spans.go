package diagnose

import (
	"go/ast"
	"go/token"

	"golang.org/x/tools/go/analysis"
)

// spans knows the calls of a package by their opening parentheses: there SSA
// says that a call is, and nobody who reads the source would.
type spans struct {
	fset  *token.FileSet
	files []*ast.File
	calls map[token.Pos]*ast.CallExpr // nil until asked
}

// widen lets a diagnostic and its related positions start where a call starts.
func (s *spans) widen(d *analysis.Diagnostic) {
	d.Pos, d.End = s.span(d.Pos, d.End)
	for i := range d.Related {
		r := &d.Related[i]
		r.Pos, r.End = s.span(r.Pos, r.End)
	}
}

// span gives the part of a call that names what is called, with the parentheses
// if there is nothing between them. It never leaves the line of pos.
func (s *spans) span(pos, end token.Pos) (token.Pos, token.Pos) {
	call := s.call(pos)
	if call == nil || end.IsValid() {
		return pos, end
	}
	start := call.Fun.Pos()
	if sel, ok := call.Fun.(*ast.SelectorExpr); ok && s.line(start) != s.line(pos) {
		start = sel.Sel.Pos()
	}
	if s.line(start) != s.line(pos) {
		return pos, end
	}
	if len(call.Args) == 0 && s.line(call.Rparen) == s.line(pos) {
		return start, call.End()
	}
	return start, pos
}

func (s *spans) line(pos token.Pos) int { return s.fset.Position(pos).Line }

func (s *spans) call(pos token.Pos) *ast.CallExpr {
	if s.calls == nil {
		s.calls = map[token.Pos]*ast.CallExpr{}
		for _, f := range s.files {
			ast.Inspect(f, func(n ast.Node) bool {
				if c, ok := n.(*ast.CallExpr); ok {
					s.calls[c.Lparen] = c
				}
				return true
			})
		}
	}
	return s.calls[pos]
}
