package vetrun

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/txtar"

	"github.com/gojoincheck/gojoincheck/internal/finding"
	"github.com/gojoincheck/gojoincheck/internal/rule"
)

var update = flag.Bool("update", false, "rewrite the golden part of testdata")

func noRule(string) *rule.Rule { return nil }

// TestDecode decodes what real go commands printed. Each archive holds the
// two streams and, in the section "want", what we make of them.
func TestDecode(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal("no testdata", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			ar, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			var runErr error
			if !strings.Contains(string(ar.Comment), "exit: 0") {
				runErr = errors.New("exit status 1")
			}
			out := parse(section(ar, "stdout"), section(ar, "stderr"), runErr)
			res := out.decode(Options{
				Tool: "/bin/fake", Dir: "/src/p", Patterns: []string{"./..."}, Rule: noRule,
			})
			got := dump(res)
			if *update {
				setSection(ar, "want", got)
				if err := os.WriteFile(file, txtar.Format(ar), 0o666); err != nil {
					t.Fatal(err)
				}
			}
			if want := string(section(ar, "want")); got != want {
				t.Errorf("got:\n%s\nwant:\n%s", got, want)
			}
		})
	}
}

// TestGoVersionsAgree holds that the two archives of one tree, from a go
// command that writes documents to stdout and one that writes them to stderr,
// mean the same.
func TestGoVersionsAgree(t *testing.T) {
	want := func(file string) string {
		ar, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		return string(section(ar, "want"))
	}
	if a, b := want("testdata/go1.26.txtar"), want("testdata/go1.25.txtar"); a != b {
		t.Errorf("go1.26:\n%s\ngo1.25:\n%s", a, b)
	}
}

func section(ar *txtar.Archive, name string) []byte {
	for _, f := range ar.Files {
		if f.Name == name {
			return f.Data
		}
	}
	return nil
}

func setSection(ar *txtar.Archive, name, data string) {
	ar.Files = slices.DeleteFunc(ar.Files, func(f txtar.File) bool { return f.Name == name })
	ar.Files = append(ar.Files, txtar.File{Name: name, Data: []byte(data)})
}

func dump(res *Result) string {
	var b strings.Builder
	for _, f := range finding.Normalize(res.Findings) {
		fmt.Fprintf(&b, "finding %s %v %s %s %s\n", f.Package, f.Severity, f.Rule, at(f.Pos), f.Message)
		for _, r := range f.Related {
			fmt.Fprintf(&b, "\trelated %s %s\n", at(r.Pos), r.Message)
		}
	}
	for _, p := range finding.NormalizeProblems(res.Problems) {
		fmt.Fprintf(&b, "problem %s %q %s %q\n", p.Kind, p.Package, at(p.Pos), p.Message)
	}
	for _, w := range res.Warnings {
		fmt.Fprintf(&b, "warning %q\n", w)
	}
	return b.String()
}

func at(p finding.Position) string {
	return fmt.Sprintf("%s:%d:%d", filepath.ToSlash(p.File), p.Line, p.Col)
}

func TestSplitKeepsWhatIsNoJSON(t *testing.T) {
	items := split([]byte("{ not JSON\n{\"p\": {}}\nlast"))
	if len(items) != 3 || items[0].line != "{ not JSON" || items[1].doc == nil || items[2].line != "last" {
		t.Errorf("got %q", items)
	}
}

func TestSilentFailure(t *testing.T) {
	res := parse(nil, []byte("go: downloading example.com/x v1.0.0\n"), errors.New("exit status 3")).decode(Options{Rule: noRule})
	if len(res.Problems) != 1 || !strings.Contains(res.Problems[0].Message, "exit status 3") {
		t.Errorf("got %v", res.Problems)
	}
}

func TestUnitCounter(t *testing.T) {
	n := 0
	var buf bytes.Buffer
	c := &unitCounter{to: &buf, done: func() { n++ }}
	text := "{}\n# p\n{\n\t\"p\": {\n\t}\n}\n{}\nother }\n"
	for _, b := range []byte(text) { // the worst way to cut a stream
		if _, err := c.Write([]byte{b}); err != nil {
			t.Fatal(err)
		}
	}
	if n != 3 || buf.String() != text {
		t.Errorf("counted %d documents, want 3; passed on %q", n, buf.String())
	}
}

func TestToolFlags(t *testing.T) {
	with, without := &analysis.Analyzer{Name: "with"}, &analysis.Analyzer{Name: "without"}
	with.Flags.Bool("notes", false, "")
	with.Flags.Bool("generated", false, "")
	with.Flags.Bool("other", false, "")
	if got := ToolFlags([]*analysis.Analyzer{without, with}); !slices.Equal(got, []string{"-with.notes", "-with.generated"}) {
		t.Errorf("got %q", got)
	}
}

func TestPackagePath(t *testing.T) {
	for unit, want := range map[string]string{
		"p": "p", "p [p.test]": "p", "p_test [p.test]": "p", "p_test": "p_test",
	} {
		if got := packagePath(unit); got != want {
			t.Errorf("packagePath(%q) = %q, want %q", unit, got, want)
		}
	}
}

func TestCutCrash(t *testing.T) {
	for _, test := range []struct{ in, want string }{
		{"panic: boom [recovered]\n\tpanic: boom", "the analysis panicked: boom"},
		{"panic in fake on example.com/p: a: b", "the analyzer fake panicked: a: b"},
		{"internal error in analyzer fake on package example.com/p: a: b", "the analyzer fake panicked: a: b"},
		{"internal error on package example.com/p: a: b", "the analysis panicked: a: b"},
		{"fatal error: stack overflow", "the analysis crashed: stack overflow"},
		{"undefined: panic", ""},
		{"panic in the streets", ""},
	} {
		if got, ok := cutCrash(test.in); got != test.want || ok != (test.want != "") {
			t.Errorf("cutCrash(%q) = %q, %v; want %q", test.in, got, ok, test.want)
		}
	}
}
