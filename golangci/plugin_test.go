package golangci

import (
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strings"
	"testing"

	"github.com/golangci/plugin-module-register/register"
	"golang.org/x/tools/go/analysis"

	"github.com/gojoincheck/gojoincheck/internal/rule"
)

func TestRegistered(t *testing.T) {
	build, err := register.GetPlugin(Name)
	if err != nil {
		t.Fatal(err)
	}
	p, err := build(map[string]any{"notes": true, "disable": []any{"captured-race"}})
	if err != nil {
		t.Fatal(err)
	}
	analyzers, err := p.BuildAnalyzers()
	if err != nil || len(analyzers) != 1 || analyzers[0].Name != Name {
		t.Fatalf("analyzers %v, error %v", analyzers, err)
	}
	if err := analysis.Validate(analyzers); err != nil {
		t.Error(err)
	}
	if p.GetLoadMode() != register.LoadModeTypesInfo {
		t.Errorf("load mode %q", p.GetLoadMode())
	}
}

func TestSettingsAreStrict(t *testing.T) {
	for _, test := range []struct {
		conf any
		want string // part of the error, or "" for none
	}{
		{nil, ""},
		{map[string]any{}, ""},
		{map[string]any{"disable": []any{"ordered"}}, ""},
		{map[string]any{"Note": true}, `unknown field "Note"`},
		{map[string]any{"notes": "yes"}, "string"},
		{map[string]any{"disable": "ordered"}, "string"},
		{map[string]any{"disable": []any{"orderd"}}, `there is no rule "orderd"`},
	} {
		_, err := New(test.conf)
		switch {
		case test.want == "" && err != nil:
			t.Errorf("%v: %v", test.conf, err)
		case test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want)):
			t.Errorf("%v: error %v, want one with %q", test.conf, err, test.want)
		}
	}
}

// file returns the positions of the identifiers of a file, by name.
func file(t *testing.T, fset *token.FileSet, name, src string) map[string]token.Pos {
	f, err := parser.ParseFile(fset, name, src, 0)
	if err != nil {
		t.Fatal(err)
	}
	at := make(map[string]token.Pos)
	ast.Inspect(f, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok {
			at[id.Name] = id.Pos()
		}
		return true
	})
	return at
}

func TestFold(t *testing.T) {
	fset := token.NewFileSet()
	a := file(t, fset, "/src/p/a.go", "package p\n\nvar fork int\nvar read int\nvar serve int\n")
	b := file(t, fset, "/src/p/b.go", "package p\n\n\n\n\nvar elsewhere int\n")
	for _, test := range []struct {
		message string
		related []analysis.RelatedInformation
		want    string
	}{
		{"plain", nil, "plain"},
		{
			"goroutine writes x",
			[]analysis.RelatedInformation{
				{Pos: a["read"], Message: "also read here"},
				{Pos: a["read"], Message: "also read here"},
				{Pos: b["elsewhere"], Message: "used here by the goroutine"},
				{Pos: a["serve"], Message: "Serve returns"},
				{Message: "no position"},
			},
			"goroutine writes x (also read at line 4; used at b.go:6 by the goroutine; line 5: Serve returns)",
		},
		{
			"goroutine writes x while line 4 reads it",
			[]analysis.RelatedInformation{
				{Pos: a["fork"], Message: "started here"}, // where the issue is
				{Pos: a["read"], Message: "also read here"},
				{Pos: a["serve"], Message: "joined only here"},
			},
			"goroutine writes x while line 4 reads it (joined only at line 5)",
		},
		{
			"goroutine writes x while line 47 reads it",
			[]analysis.RelatedInformation{{Pos: a["read"], Message: "joined only here"}},
			"goroutine writes x while line 47 reads it (joined only at line 4)",
		},
	} {
		got := fold(fset, analysis.Diagnostic{Pos: a["fork"], Message: test.message, Related: test.related})
		if got.Message != test.want || got.Related != nil {
			t.Errorf("got  %q, related %v\nwant %q", got.Message, got.Related, test.want)
		}
	}
	if got := fold(fset, analysis.Diagnostic{Pos: a["fork"], Category: "unjoined", Message: "plain"}); got.Message != "unjoined: plain" {
		t.Errorf("the rule is missing from %q", got.Message)
	}
}

func TestApplicable(t *testing.T) {
	fset := token.NewFileSet()
	a := file(t, fset, "/src/p/a.go", "package p\n\nvar here int\n")
	b := file(t, fset, "/src/p/b.go", "package p\n\nvar there int\n")
	edit := func(pos token.Pos) analysis.TextEdit {
		return analysis.TextEdit{Pos: pos, End: pos, NewText: []byte("x")}
	}
	local := analysis.SuggestedFix{Message: "local", TextEdits: []analysis.TextEdit{edit(a["here"])}}
	wide := analysis.SuggestedFix{Message: "wide", TextEdits: []analysis.TextEdit{edit(a["here"]), edit(b["there"])}}
	for _, test := range []struct {
		name  string
		fixes []analysis.SuggestedFix
		want  string // the message of the fix that is passed on
	}{
		{"none", nil, ""},
		{"one", []analysis.SuggestedFix{local}, "local"},
		{"alternatives", []analysis.SuggestedFix{local, wide}, "local"},
		{"two files", []analysis.SuggestedFix{wide, local}, ""},
	} {
		got := applicable(fset, analysis.Diagnostic{Pos: a["here"], SuggestedFixes: test.fixes})
		if test.want == "" && len(got) != 0 || test.want != "" && (len(got) != 1 || got[0].Message != test.want) {
			t.Errorf("%s: got %v, want %q", test.name, got, test.want)
		}
	}
}

// TestCombine runs two analyzers as one.
func TestCombine(t *testing.T) {
	helper := &analysis.Analyzer{Name: "helper"}
	member := func(name string, categories ...string) *analysis.Analyzer {
		return &analysis.Analyzer{Name: name, Requires: []*analysis.Analyzer{helper}, Run: func(pass *analysis.Pass) (any, error) {
			if pass.Analyzer.Name != name || pass.ResultOf[helper] != 7 {
				t.Errorf("%s runs as %s with %v", name, pass.Analyzer.Name, pass.ResultOf)
			}
			for _, c := range categories {
				pass.Report(analysis.Diagnostic{Category: c, Message: name})
			}
			return nil, nil
		}}
	}
	combined := combine([]*analysis.Analyzer{member("one", "a", "b"), member("two", "b", "c")}, Settings{Disable: []string{"b"}})
	if len(combined.Requires) != 1 {
		t.Errorf("requires %v", combined.Requires)
	}
	var got []string
	pass := &analysis.Pass{
		Analyzer: combined, Fset: token.NewFileSet(), ResultOf: map[*analysis.Analyzer]any{helper: 7},
		Report: func(d analysis.Diagnostic) { got = append(got, d.Message) },
	}
	if _, err := combined.Run(pass); err != nil {
		t.Fatal(err)
	}
	if want := []string{"a: one", "c: two"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestRuleIDs(t *testing.T) {
	if len(ruleIDs()) != len(rule.All()) {
		t.Errorf("%q", ruleIDs())
	}
}
