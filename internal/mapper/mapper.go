// Package mapper is the analyzer behind the fork-join map: it reports every
// fork of a package, as data and not as a finding, and only when asked to.
package mapper

import (
	"cmp"
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/analysis"

	"github.com/gojoincheck/gojoincheck/internal/diagnose"
	"github.com/gojoincheck/gojoincheck/internal/event"
	"github.com/gojoincheck/gojoincheck/internal/forkjoin"
	"github.com/gojoincheck/gojoincheck/internal/forkmap"
	"github.com/gojoincheck/gojoincheck/internal/hb"
	"github.com/gojoincheck/gojoincheck/internal/rule"
	"github.com/gojoincheck/gojoincheck/internal/suppress"
	"github.com/gojoincheck/gojoincheck/internal/syntax"
)

// Name is the name of the analyzer.
const Name = "forkmap"

// Flags make the vet tool run this analyzer alone, and make it speak.
var Flags = []string{"-" + Name, "-" + Name + ".report"}

// Analyzer reports one diagnostic for each fork, whose message is what
// [forkmap.Decode] reads. Without its flag "report" it says nothing.
var Analyzer = &analysis.Analyzer{
	Name:     Name,
	Doc:      "tell of every fork, for 'gojoincheck map'; says nothing unless -forkmap.report is given",
	URL:      "https://pkg.go.dev/github.com/gojoincheck/gojoincheck/internal/mapper",
	Run:      run,
	Requires: []*analysis.Analyzer{forkjoin.Analyzer},
}

func init() {
	Analyzer.Flags.BoolVar(&forkjoin.WithForks, "report", false, "report every fork")
}

func run(pass *analysis.Pass) (any, error) {
	if !forkjoin.WithForks {
		return nil, nil
	}
	m := &mapper{Pass: pass, quiet: suppress.Parse(pass.Fset, pass.Files)}
	m.index()
	res := pass.ResultOf[forkjoin.Analyzer].(*forkjoin.Result)
	seen := map[ast.Node]bool{}
	for i := range res.Forks {
		f := &res.Forks[i]
		if f.Kind == event.Library && len(f.Shares) == 0 {
			continue // it is not known that the library forks here
		}
		if s := m.stmtAt(token.Pos(f.Pos)); s != nil {
			seen[s] = true
		}
		if err := m.report(token.Pos(f.Pos), m.fork(f)); err != nil {
			return nil, err
		}
	}
	for _, s := range m.stmts {
		if seen[s] {
			continue
		}
		f := m.place(s.Pos())
		f.Kind, f.Times, f.Verdict = kinds[event.GoStmt], "1", forkmap.Unknown
		f.Reason = reasons[forkjoin.WhyLimit]
		if f.Task = "func literal"; !isLiteral(s) {
			f.Task = types.ExprString(s.Call.Fun)
		}
		if err := m.report(s.Pos(), f); err != nil {
			return nil, err
		}
	}
	return nil, nil
}

type mapper struct {
	*analysis.Pass
	quiet *suppress.Set
	decls []*ast.FuncDecl
	stmts []*ast.GoStmt
	vars  map[token.Pos]types.Object // by place of declaration
}

// index finds the declared functions and the go statements.
func (m *mapper) index() {
	for _, file := range m.Files {
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.FuncDecl:
				m.decls = append(m.decls, n)
			case *ast.GoStmt:
				m.stmts = append(m.stmts, n)
			}
			return true
		})
	}
}

func (m *mapper) report(pos token.Pos, f forkmap.Fork) error {
	text, err := f.Encode()
	if err == nil {
		m.Report(analysis.Diagnostic{Pos: pos, Message: text})
	}
	return err
}

func isLiteral(s *ast.GoStmt) bool {
	_, ok := s.Call.Fun.(*ast.FuncLit)
	return ok
}

// stmtAt finds the go statement at a position.
func (m *mapper) stmtAt(pos token.Pos) *ast.GoStmt {
	for _, s := range m.stmts {
		if s.Pos() == pos {
			return s
		}
	}
	return nil
}

// place is what the syntax alone tells of a fork.
func (m *mapper) place(pos token.Pos) forkmap.Fork {
	f := forkmap.Fork{Package: m.Pkg.Path(), Pos: m.pos(pos)}
	if d := m.declAt(pos); d != nil {
		f.Function, f.Start, f.End = declName(d), m.pos(d.Pos()), m.pos(d.End()-1)
	} else {
		f.Function = "variables of the package"
		f.Start, f.End = f.Pos, f.Pos
	}
	for _, s := range m.stmts { // the innermost one is the last that matches
		if lit, ok := s.Call.Fun.(*ast.FuncLit); ok && lit.Body.Pos() <= pos && pos < lit.Body.End() {
			f.Inside = m.posOrNil(s.Pos())
		}
	}
	return f
}

func (m *mapper) declAt(pos token.Pos) *ast.FuncDecl {
	for _, d := range m.decls {
		if d.Pos() <= pos && pos < d.End() {
			return d
		}
	}
	return nil
}

// declName is the name of a function as a stack trace has it, the package left
// out: F, T.M, (*T).M.
func declName(d *ast.FuncDecl) string {
	if d.Recv == nil || len(d.Recv.List) == 0 {
		return d.Name.Name
	}
	t := d.Recv.List[0].Type
	name := cmp.Or(syntax.TypeName(t), "T")
	if _, pointer := ast.Unparen(t).(*ast.StarExpr); pointer {
		name = "(*" + name + ")"
	}
	return name + "." + d.Name.Name
}

func (m *mapper) pos(p token.Pos) forkmap.Pos {
	x := m.Fset.Position(p)
	return forkmap.Pos{File: x.Filename, Line: x.Line, Col: x.Column}
}

func (m *mapper) posOrNil(p token.Pos) *forkmap.Pos {
	if !p.IsValid() {
		return nil
	}
	x := m.pos(p)
	return &x
}

// issues are the findings about a fork; it also reports whether a comment
// declares the fork detached.
func (m *mapper) issues(fs []hb.Finding) (out []forkmap.Issue, declared bool) {
	for _, x := range fs {
		r := rule.Lookup(x.Rule)
		if r == nil {
			continue
		}
		silenced := m.quiet.Silences(token.Pos(x.Pos), r.Analyzer, x.Rule)
		declared = declared || silenced
		out = append(out, forkmap.Issue{
			Rule: x.Rule, Message: diagnose.Message(m.Fset, x), Pos: m.pos(token.Pos(x.Pos)), Silenced: silenced,
		})
	}
	return out, declared
}
