package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/gojoincheck/gojoincheck/internal/finding"
)

// corpusDir finds a corpus in the Go installation, or skips the test.
func corpusDir(t *testing.T, dir string) string {
	t.Helper()
	goroot, _, err := goEnv()
	if err != nil {
		t.Fatal(err)
	}
	src := filepath.Join(goroot, "src", filepath.FromSlash(dir))
	if _, err := os.Stat(src); err != nil {
		t.Skipf("this Go installation has no %s", dir)
	}
	return src
}

func quiet(string, ...any) {}

func TestRaceLabels(t *testing.T) {
	all, err := prepareRace(corpusDir(t, "runtime/race/testdata"), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	s := all.score(nil, quiet)
	if s.Bugs < 200 || s.Clean < 100 {
		t.Errorf("only %d tests with and %d without a race", s.Bugs, s.Clean)
	}
	// A report on the last line of each function is as good as any other.
	var findings []finding.Finding
	for _, r := range all.(raceLabels) {
		findings = append(findings, finding.Finding{Analyzer: "closurecapture", Pos: finding.Position{File: r.file, Line: r.end}})
	}
	if s := all.score(findings, quiet); s.Found != s.Bugs || s.False != s.Clean {
		t.Errorf("with a report everywhere: %v", s)
	}
	for i := range findings {
		findings[i].Analyzer = "missingjoin"
	}
	if s := all.score(findings, quiet); s.Found != 0 || s.False != 0 {
		t.Errorf("another analyzer's reports count: %v", s)
	}
}

func TestLeakLabels(t *testing.T) {
	got, err := prepareLeak(corpusDir(t, "runtime/testdata/testgoroutineleakprofile"), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	all := got.(*leakLabels)
	if s := all.score(nil, quiet); s.Bugs < 70 || s.Clean < 30 {
		t.Errorf("only %d leaking programs and %d clean forks", s.Bugs, s.Clean)
	}
	var findings []finding.Finding
	report := func(at place) {
		findings = append(findings, finding.Finding{
			Analyzer: "goroutineleak", Message: "m", Pos: finding.Position{File: "/tmp/" + at.file, Line: at.line},
		})
	}
	for _, p := range all.programs {
		for _, text := range p.lost {
			t.Errorf("%s: no go statement starts %s", p.name, text)
		}
		if len(p.places) > 0 {
			report(p.places[0])
		}
	}
	if s := all.score(findings, quiet); s.Found != s.Bugs || s.False != 0 {
		t.Errorf("with a report on each leak: %v", s)
	}
	for _, places := range all.clean {
		report(places[len(places)-1])
	}
	if s := all.score(findings, quiet); s.Found != s.Bugs || s.False != s.Clean {
		t.Errorf("with a report on each clean fork too: %v", s)
	}
}

func TestExpectations(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x_test.go")
	const text = "package x\n\nvar _ = []int{\n" +
		"\tmakeTest(\"None\"),\n" +
		"\tmakeFlakyTest(\"Two\", `Two\\.func1\\(.* \\[chan send\\]`, `\\(\\*T\\)\\.run\\(.* \\[sync\\.(RW)?Mutex\\.Lock\\]`),\n" +
		"\t// makeTest(\"Gone\"),\n\tmakeTest(name),\n}\n"
	if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
	got, err := expectations(path)
	if err != nil {
		t.Fatal(err)
	}
	if len(got) != 2 || len(got["None"]) != 0 || len(got["Two"]) != 2 {
		t.Fatalf("got %v", got)
	}
	run := got["Two"][1]
	if !run.task.MatchString("(*T).run()") || run.task.MatchString("(*T).runner()") {
		t.Errorf("task %v", run.task)
	}
	if !run.reason.MatchString("sync.RWMutex.Lock") || run.reason.MatchString("sync.RWMutex.RLock") {
		t.Errorf("reason %v", run.reason)
	}
}

func TestSymbols(t *testing.T) {
	const text = `package main

type T struct{}

func (t *T) run()  { go func() { defer func() {}(); func() {}() }() }
func (t T) value() { go t.run() }

func main() {
	defer func() {}()
	go func() {}()
	go T{}.value()
}
`
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "x.go", text, 0)
	if err != nil {
		t.Fatal(err)
	}
	p, err := load(fset, []*ast.File{file})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, f := range p.forks["x.go"] {
		for _, task := range f.tasks {
			got = append(got, symbol(task))
			for _, inner := range task.AnonFuncs {
				got = append(got, symbol(inner))
			}
		}
	}
	want := []string{
		"(*T).run.func1()", "(*T).run.func1.1()", "(*T).run.func1.2()", // the fork in run
		"(*T).run()", "(*T).run.func1()", // the one in value
		"main.func2()", "T.value()",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
