package cli

import (
	"errors"
	"go/ast"
	"testing/fstest"

	"golang.org/x/tools/go/analysis"

	"github.com/gojoincheck/gojoincheck/internal/rule"
)

// fakeRules are the rules of the fake analyzer.
var fakeRules = []*rule.Rule{
	{
		ID: "fake-fork", Analyzer: "fake", Severity: rule.Error, Summary: "a go statement",
		Texts: fstest.MapFS{
			"doc.md":      {Data: []byte("Every go statement is one.\n")},
			"bad.go.txt":  {Data: []byte("package p\n\nfunc F() {\n\tgo F()\n}\n")},
			"good.go.txt": {Data: []byte("package p\n")},
		},
	},
	{ID: "fake-loud", Analyzer: "fake", Severity: rule.Note, Summary: "a call of loud"},
	{ID: "fake-note", Analyzer: "fake", Severity: rule.Note, Summary: "a call of note"},
	{ID: "fake-warning", Analyzer: "fake", Severity: rule.Warning, Summary: "a call of warn"},
}

// newFake returns an analyzer that finds what a test asks for by name: each go
// statement, and each call of warn, loud, note, boom and fail.
func newFake() *analysis.Analyzer {
	a := &analysis.Analyzer{
		Name: "fake", Doc: "report what tests ask for", FactTypes: []analysis.Fact{new(fakeFact)},
	}
	notes := a.Flags.Bool("notes", false, "report notes")
	a.Run = func(pass *analysis.Pass) (any, error) {
		f := &fake{pass: pass, notes: *notes}
		for _, file := range pass.Files {
			for _, decl := range file.Decls {
				if fn, ok := decl.(*ast.FuncDecl); ok {
					f.decl(fn)
				}
			}
		}
		return nil, f.err
	}
	return a
}

// FakeMain is the command with the fake analyzer and its rules.
func FakeMain(args []string) int {
	return Main([]*analysis.Analyzer{newFake()}, fakeRules, args)
}

// fakeFact makes the driver run the analyzer on dependencies, too.
type fakeFact struct{}

func (*fakeFact) AFact() {}

type fake struct {
	pass  *analysis.Pass
	notes bool
	err   error
}

func (f *fake) decl(fn *ast.FuncDecl) {
	ast.Inspect(fn, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.GoStmt:
			f.pass.Report(analysis.Diagnostic{
				Pos: n.Pos(), End: n.Pos() + 2, Category: "fake-fork", Message: "a goroutine is forked by " + fn.Name.Name,
				Related: []analysis.RelatedInformation{
					{Pos: fn.Name.Pos(), End: fn.Name.End(), Message: "in this function"},
					{Pos: fn.Body.Rbrace, Message: "not joined here"},
				},
				SuggestedFixes: []analysis.SuggestedFix{{
					Message:   "do not fork",
					TextEdits: []analysis.TextEdit{{Pos: n.Pos(), End: n.Pos() + 3}},
				}},
			})
		case *ast.CallExpr:
			if id, ok := n.Fun.(*ast.Ident); ok {
				f.call(n, id.Name)
			}
		}
		return true
	})
}

func (f *fake) call(n *ast.CallExpr, name string) {
	switch name {
	case "warn":
		f.pass.Report(analysis.Diagnostic{Pos: n.Pos(), End: n.End(), Category: "fake-warning", Message: "warn is called"})
	case "loud":
		f.pass.Report(analysis.Diagnostic{Pos: n.Pos(), End: n.End(), Category: "fake-loud", Message: "loud is called"})
	case "note":
		if f.notes {
			f.pass.Report(analysis.Diagnostic{Pos: n.Pos(), End: n.End(), Category: "fake-note", Message: "note is called"})
		}
	case "boom":
		panic("boom at " + f.pass.Fset.Position(n.Pos()).String())
	case "fail":
		f.err = errors.New("fail is called")
	}
}
