// Package suppress reads the comments that silence findings.
//
// They work the same in every driver:
//
//	//gojoincheck:ignore rule reason   on the line, or alone on the line above
//	//gojoincheck:detached reason      the goroutine started here is unjoined on purpose
//	//nolint:gojoincheck // reason     also with a rule's or an analyzer's name, or bare
//	//lint:ignore rule reason
package suppress

import (
	"go/ast"
	"go/token"
	"strings"
)

// A directive silences rules on one line.
type directive struct {
	rules    []string // nil for all
	detached bool
}

type line struct {
	file string
	line int
}

// A Set holds the directives of a package.
type Set struct {
	fset *token.FileSet
	at   map[line][]directive
}

// Parse reads the directives of the files.
func Parse(fset *token.FileSet, files []*ast.File) *Set {
	s := &Set{fset: fset, at: map[line][]directive{}}
	for _, f := range files {
		code := codeLines(fset, f)
		for _, g := range f.Comments {
			for _, c := range g.List {
				d, ok := parse(c.Text)
				if !ok {
					continue
				}
				p := fset.Position(c.Pos())
				s.at[line{p.Filename, p.Line}] = append(s.at[line{p.Filename, p.Line}], d)
				if !code[p.Line] { // alone: it is about the next line of code
					next := fset.Position(g.End()).Line + 1
					s.at[line{p.Filename, next}] = append(s.at[line{p.Filename, next}], d)
				}
			}
		}
	}
	return s
}

// codeLines finds the lines on which a statement or declaration starts or ends.
func codeLines(fset *token.FileSet, f *ast.File) map[int]bool {
	lines := map[int]bool{}
	ast.Inspect(f, func(n ast.Node) bool {
		switch n.(type) {
		case ast.Stmt, ast.Decl, ast.Expr:
			lines[fset.Position(n.Pos()).Line] = true
			lines[fset.Position(n.End()-1).Line] = true
		}
		return true
	})
	return lines
}

// parse reads one comment.
func parse(text string) (directive, bool) {
	text, ok := strings.CutPrefix(text, "//")
	if !ok {
		return directive{}, false
	}
	verb, rest, _ := strings.Cut(text, " ")
	rest, _, _ = strings.Cut(strings.TrimSpace(rest), " //")
	switch {
	case verb == "gojoincheck:detached":
		return directive{detached: true}, rest != ""
	case verb == "gojoincheck:ignore", verb == "lint:ignore":
		names, reason, _ := strings.Cut(rest, " ")
		if strings.TrimSpace(reason) == "" || names == "" {
			return directive{}, false // a reason is required
		}
		return directive{rules: strings.Split(names, ",")}, true
	case verb == "nolint", strings.HasPrefix(verb, "nolint//"):
		return directive{}, true
	case strings.HasPrefix(verb, "nolint:"):
		names, _, _ := strings.Cut(strings.TrimPrefix(verb, "nolint:"), "//")
		return directive{rules: strings.Split(names, ",")}, true
	}
	return directive{}, false
}

// Silences reports whether a finding of the rule at the position is silenced.
func (s *Set) Silences(pos token.Pos, analyzer, rule string) bool {
	p := s.fset.Position(pos)
	for _, d := range s.at[line{p.Filename, p.Line}] {
		if d.detached {
			if detachable[rule] {
				return true
			}
			continue
		}
		if d.rules == nil {
			return true
		}
		for _, name := range d.rules {
			switch name {
			case "gojoincheck", "all", analyzer, rule:
				return true
			}
		}
	}
	return false
}

// detachable are the rules about a goroutine that nobody waits for.
var detachable = map[string]bool{
	"unjoined": true, "join-skipped": true, "sleep-join": true, "group-not-waited": true,
	"detached": true, "cancelled-not-awaited": true, "outlives-test": true,
}
