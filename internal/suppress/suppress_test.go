package suppress

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strings"
	"testing"
)

// Findings in the tests stand on the lines that hold a call of a function
// named after the rule, with _ for each hyphen.
var analyzers = map[string]string{
	"unjoined": "missingjoin", "join-skipped": "missingjoin", "captured-race": "closurecapture", "map-race": "closurecapture",
}

func TestSuppression(t *testing.T) {
	for _, test := range []struct {
		name     string
		body     string   // of a function; its lines count from 1
		shown    []string // findings that are not silenced
		problems []string
	}{
		{name: "on the line", body: `unjoined() //gojoincheck:ignore unjoined it may be lost`},
		{name: "on the line above", body: "//gojoincheck:ignore unjoined it may be lost\nunjoined()"},
		{name: "above with other comments", body: "// Why.\n//gojoincheck:ignore unjoined it may be lost\n// More.\nunjoined()"},
		{name: "two above", body: "//gojoincheck:ignore unjoined x\n//gojoincheck:ignore captured-race y\nfor unjoined() { captured_race() }"},
		{name: "by the analyzer", body: "unjoined() //gojoincheck:ignore missingjoin reason"},
		{name: "by our name", body: "captured_race() //gojoincheck:ignore gojoincheck reason"},
		{name: "all", body: "captured_race() //gojoincheck:ignore all reason"},
		{name: "a list", body: "for unjoined() { captured_race() } //gojoincheck:ignore unjoined,captured-race reason"},
		{name: "tabs", body: "unjoined() //gojoincheck:ignore\tunjoined\treason"},
		{name: "nolint", body: "unjoined() //nolint"},
		{name: "nolint with our name", body: "unjoined() //nolint:gojoincheck // reason"},
		{name: "nolint with a rule", body: "unjoined() //nolint:errcheck,unjoined // reason"},
		{name: "lint:ignore", body: "//lint:ignore unjoined reason\nunjoined()"},
		{name: "detached", body: "go unjoined() //gojoincheck:detached the process outlives it"},
		{name: "detached, and not reported anyway", body: "go f() //gojoincheck:detached the process outlives it"},
		{name: "not for other linters", body: "x() //nolint:gojoincheck // reason\n//lint:ignore unjoined reason\nx()"},

		{name: "after another comment", body: "unjoined() // note //gojoincheck:ignore unjoined reason", shown: []string{"1: unjoined"}},
		{
			name: "two lines above", body: "//gojoincheck:ignore unjoined reason\n\nunjoined()",
			shown: []string{"3: unjoined"}, problems: []string{"1: unused-suppression: there is no finding of unjoined here to silence"},
		},
		{
			name: "another rule", body: "unjoined() //gojoincheck:ignore captured-race reason",
			shown: []string{"1: unjoined"}, problems: []string{"1: unused-suppression: there is no finding of captured-race here to silence"},
		},
		{
			name: "one name of two", body: "unjoined() //gojoincheck:ignore unjoined,captured-race reason",
			problems: []string{"1: unused-suppression: there is no finding of captured-race here to silence"},
		},
		{
			name: "nothing of an analyzer", body: "x() //gojoincheck:ignore missingjoin reason",
			problems: []string{"1: unused-suppression: there is no finding of missingjoin here to silence"},
		},
		{
			name: "nothing of all", body: "x() //gojoincheck:ignore all reason",
			problems: []string{"1: unused-suppression: there is no finding of all here to silence"},
		},
		{
			name: "no reason", body: "unjoined() //gojoincheck:ignore unjoined",
			shown: []string{"1: unjoined"}, problems: []string{"1: bad-suppression: this comment silences nothing: it gives no reason: say why the finding may stand"},
		},
		{
			name: "a reason that is a comment", body: "captured_race() //gojoincheck:ignore captured-race // reason",
			shown: []string{"1: captured-race"}, problems: []string{"1: bad-suppression: this comment silences nothing: it gives no reason: say why the finding may stand"},
		},
		{
			name: "no rule", body: "unjoined() //gojoincheck:ignore",
			shown: []string{"1: unjoined"}, problems: []string{"1: bad-suppression: this comment silences nothing: it names no rule and gives no reason"},
		},
		{
			name: "unknown rule", body: "unjoined() //gojoincheck:ignore unjoind,zzzzzz reason",
			shown:    []string{"1: unjoined"},
			problems: []string{`1: bad-suppression: unknown rule "unjoind": do you mean "unjoined"?`, `1: bad-suppression: unknown rule "zzzzzz"`},
		},
		{
			name: "a space", body: "unjoined() // gojoincheck:ignore unjoined reason",
			shown: []string{"1: unjoined"}, problems: []string{"1: bad-suppression: this comment silences nothing: a directive has no space behind the slashes"},
		},
		{
			name: "unknown directive", body: "x() //gojoincheck:allow unjoined reason",
			problems: []string{`1: bad-suppression: this comment silences nothing: unknown directive "allow": it is ignore or detached`},
		},
		{
			name: "detached without a reason", body: "go unjoined() //gojoincheck:detached",
			shown: []string{"1: unjoined"}, problems: []string{"1: bad-suppression: this comment silences nothing: it gives no reason: say why nothing waits for the goroutine"},
		},
		{
			name: "detached nothing", body: "var x int //gojoincheck:detached reason\n_ = x",
			problems: []string{"1: unused-suppression: no goroutine is started here that could be detached"},
		},
		{
			name: "detached is not about races", body: "captured_race() //gojoincheck:detached reason",
			shown: []string{"1: captured-race"},
		},
		{
			name: "silenced by its own name", body: "x() //gojoincheck:ignore unjoined,unused-suppression only with another build tag",
		},
		{name: "prose", body: "// The directive is written gojoincheck:ignore in comments.\nx()"},
	} {
		shown, problems := judge(t, "package p\nfunc f() {\n"+test.body+"\n}\n", true)
		if !slices.Equal(shown, test.shown) {
			t.Errorf("%s: shown %q, want %q", test.name, shown, test.shown)
		}
		if !slices.Equal(problems, test.problems) {
			t.Errorf("%s: problems\n%q, want\n%q", test.name, problems, test.problems)
		}
	}
}

// judge returns the findings shown, and the problems as all analyzers together
// tell them, each as "line: ...".
func judge(t *testing.T, src string, complete bool) (shown, problems []string) {
	t.Helper()
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, "p.go", src, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	const before = 2 // lines before the body
	lineOf := func(pos token.Pos) int { return fset.Position(pos).Line - before }
	for _, running := range []string{"closurecapture", "goroutineleak", "missingjoin"} {
		s := Parse(fset, []*ast.File{f})
		ast.Inspect(f, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			id := strings.ReplaceAll(call.Fun.(*ast.Ident).Name, "_", "-")
			if a := analyzers[id]; a != "" && !s.Silences(call.Pos(), a, id) && a == running {
				shown = append(shown, fmt.Sprintf("%d: %s", lineOf(call.Pos()), id))
			}
			return true
		})
		for _, p := range s.Judge(running, complete) {
			problems = append(problems, fmt.Sprintf("%d: %s: %s", lineOf(p.Comment.Pos()), p.Rule, p.Message))
		}
	}
	return shown, problems
}

func TestGeneratedFilesAreNotJudged(t *testing.T) {
	_, problems := judge(t, "// Code generated by x. DO NOT EDIT.\npackage p\n//gojoincheck:ignore unjoined\nvar x int //gojoincheck:ignore unjoined reason\n", true)
	if len(problems) > 0 {
		t.Errorf("problems %q", problems)
	}
}

func TestNeedIsNotJudgedWhenFindingsAreMissing(t *testing.T) {
	_, problems := judge(t, "package p\n\n//gojoincheck:ignore unjoined reason\nvar x int //gojoincheck:ignore unjoined\n", false)
	want := []string{"2: bad-suppression: this comment silences nothing: it gives no reason: say why the finding may stand"}
	if !slices.Equal(problems, want) {
		t.Errorf("problems %q, want %q", problems, want)
	}
}
