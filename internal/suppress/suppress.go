// Package suppress reads the comments that silence findings, says which of
// them do not, and writes them.
//
// They work the same in every driver:
//
//	//gojoincheck:ignore rule reason   on the line, or alone on the line above
//	//gojoincheck:detached reason      the goroutine started here is unjoined on purpose
//	//nolint:gojoincheck // reason     also with a rule's or an analyzer's name, or bare
//	//lint:ignore rule reason
//
// The first two are ours: they need a reason, and [Set.Judge] tells of those
// that are wrong or that nothing needs. The others may be meant for other
// linters, so nothing is said of them.
package suppress

import (
	"go/ast"
	"go/token"
	"slices"
)

// A directive is one comment that silences findings.
type directive struct {
	content
	comment *ast.Comment
	lines   []int // the lines that it is about
	judged  bool  // it is ours, and it is about code that is analyzed
	used    map[string]bool
}

type line struct {
	file string
	line int
}

// A Set holds the directives of a package.
type Set struct {
	fset *token.FileSet
	all  []*directive // in the order of the source
	at   map[line][]*directive
	busy map[line]bool // calls and go statements start here
}

// Parse reads the directives of the files.
func Parse(fset *token.FileSet, files []*ast.File) *Set {
	s := &Set{fset: fset, at: map[line][]*directive{}, busy: map[line]bool{}}
	for _, f := range files {
		s.file(f)
	}
	return s
}

func (s *Set) file(f *ast.File) {
	var code map[int]bool // found when there is a directive: most files have none
	for _, g := range f.Comments {
		for _, c := range g.List {
			content, ok := parse(c.Text)
			if !ok {
				continue
			}
			if code == nil {
				code = s.codeLines(f)
			}
			p := s.fset.Position(c.Pos())
			d := &directive{
				content: content, comment: c, lines: []int{p.Line},
				judged: content.ours && !ast.IsGenerated(f), used: map[string]bool{},
			}
			if !code[p.Line] { // alone: it is about the next line of code
				d.lines = append(d.lines, s.fset.Position(g.End()).Line+1)
			}
			s.all = append(s.all, d)
			for _, n := range d.lines {
				s.at[line{p.Filename, n}] = append(s.at[line{p.Filename, n}], d)
			}
		}
	}
}

// codeLines finds the lines on which a statement or declaration starts or ends.
func (s *Set) codeLines(f *ast.File) map[int]bool {
	lines := map[int]bool{}
	ast.Inspect(f, func(n ast.Node) bool {
		switch n.(type) {
		case *ast.GoStmt, *ast.CallExpr:
			p := s.fset.Position(n.Pos())
			s.busy[line{p.Filename, p.Line}] = true
		}
		switch n.(type) {
		case ast.Stmt, ast.Decl, ast.Expr:
			lines[s.fset.Position(n.Pos()).Line] = true
			lines[s.fset.Position(n.End()-1).Line] = true
		}
		return true
	})
	return lines
}

// Silences reports whether a finding of the rule at the position is silenced,
// and keeps in mind which directives it took. It is to be asked about every
// finding before [Set.Judge] is.
func (s *Set) Silences(pos token.Pos, analyzer, rule string) bool {
	p := s.fset.Position(pos)
	silenced := false
	for _, d := range s.at[line{p.Filename, p.Line}] {
		if d.problem != "" {
			continue
		}
		if d.detached {
			if detachable[rule] {
				silenced, d.used[""] = true, true
			}
			continue
		}
		if d.rules == nil {
			silenced = true
		}
		for _, name := range d.rules {
			if covers(name, analyzer, rule) {
				silenced, d.used[name] = true, true
			}
		}
	}
	return silenced
}

// LeaveNolint leaves //nolint comments to the driver, as far as it understands
// them: bare ones, and our name in them. A driver that also looks for unused
// comments would take those for unused whose findings it never sees.
func (s *Set) LeaveNolint() {
	for _, d := range s.all {
		if !d.nolint {
			continue
		}
		d.rules = slices.DeleteFunc(slices.Clone(d.rules), func(name string) bool { return name == everything || name == "all" })
		if d.rules == nil {
			d.rules = []string{}
		}
	}
}

// covers reports whether a name in a directive stands for the rule. What is
// said of directives themselves is silenced by its own name only: otherwise a
// directive for everything would silence that it is needless.
func covers(name, analyzer, rule string) bool {
	if IsAboutDirectives(rule) {
		return name == rule
	}
	return name == everything || name == "all" || name == analyzer || name == rule
}

// everything is our name in directives.
const everything = "gojoincheck"

// detachable are the rules about a goroutine that nobody waits for.
var detachable = map[string]bool{
	"unjoined": true, "join-skipped": true, "sleep-join": true, "group-not-waited": true,
	"detached": true, "cancelled-not-awaited": true, "outlives-test": true, "lost-output": true,
}
