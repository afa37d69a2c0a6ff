package gojoincheck_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/analysistest"
)

// TestFixtures runs every analyzer over testdata/src/api, which has a directory
// for each way to fork, join or order goroutines. The names of the functions
// carry their verdicts:
//
//	good…  right, and silent
//	bad…   wrong, and told of
//	fn…    wrong, and not told of: a known miss
//	fp…    right, and told of all the same: a known false alarm
//
// The expectations are about whole findings: the rule, the message, and each
// place of the proof with its line.
func TestFixtures(t *testing.T) {
	data, err := filepath.Abs("testdata")
	if err != nil {
		t.Fatal(err)
	}
	dirs := fixtureDirs(t, filepath.Join(data, "src"), "api")
	analysistest.Run(t, data, whole, dirs...)
}

// fixtureDirs lists the directories below root/sub that hold Go files,
// relative to root.
func fixtureDirs(t *testing.T, root, sub string) []string {
	t.Helper()
	var dirs []string
	err := filepath.WalkDir(filepath.Join(root, sub), func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.IsDir() {
			return err
		}
		files, err := filepath.Glob(filepath.Join(path, "*.go"))
		if len(files) > 0 {
			rel, _ := filepath.Rel(root, path)
			dirs = append(dirs, filepath.ToSlash(rel))
		}
		return err
	})
	if err != nil || len(dirs) == 0 {
		t.Fatalf("no fixtures below %s: %v", sub, err)
	}
	return dirs
}

// whole is both, with the rule and the related positions written into the
// message, where an expectation can see them:
//
//	captured-race: goroutine writes x while line 16 reads it [12 the goroutine is started here] [16 also read here]
var whole = &analysis.Analyzer{
	Name:     "whole",
	Doc:      "runs every analyzer and tells all of each finding",
	Requires: both.Requires,
	Run: func(pass *analysis.Pass) (any, error) {
		report := pass.Report
		pass.Report = func(d analysis.Diagnostic) {
			d.Message = d.Category + ": " + d.Message
			for _, r := range d.Related {
				d.Message += fmt.Sprintf(" [%d %s]", pass.Fset.Position(r.Pos).Line, r.Message)
			}
			report(d)
		}
		return both.Run(pass)
	},
}

// A fixture is a function of a fixture file.
type fixture struct {
	name    string
	verdict string // good, bad, fn or fp, "" for a helper
	reason  string // its doc comment
	wants   int    // expectations within it
	at      token.Position
}

// verdictOf reads the verdict from a name such as badSend, TestGoodCleanup or
// BenchmarkBadCounter.
func verdictOf(name string) string {
	for _, prefix := range []string{"Test", "Benchmark", "Fuzz"} {
		name = strings.TrimPrefix(name, prefix)
	}
	for _, v := range []string{"good", "bad", "fn", "fp"} {
		for _, prefix := range []string{v, strings.ToUpper(v[:1]) + v[1:]} {
			rest, ok := strings.CutPrefix(name, prefix)
			if ok && (rest == "" || rest[0] >= 'A' && rest[0] <= 'Z') {
				return v
			}
		}
	}
	return ""
}

// readFixtures parses the fixture functions of a file. In a program's main
// function the name of the directory is the verdict.
func readFixtures(t *testing.T, path string) []fixture {
	t.Helper()
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, path, nil, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	var all []fixture
	for _, d := range f.Decls {
		fn, ok := d.(*ast.FuncDecl)
		if !ok {
			continue
		}
		x := fixture{name: fn.Name.Name, verdict: verdictOf(fn.Name.Name), reason: strings.TrimSpace(fn.Doc.Text()), at: fset.Position(fn.Pos())}
		if x.name == "main" && fn.Recv == nil {
			x.name = filepath.Base(filepath.Dir(path))
			x.verdict = verdictOf(x.name)
		}
		for _, g := range f.Comments {
			for _, c := range g.List {
				if fn.Pos() <= c.Pos() && c.Pos() <= fn.End() && strings.HasPrefix(c.Text, "// want ") {
					x.wants++
				}
			}
		}
		all = append(all, x)
	}
	return all
}

// TestFixturesSayWhatTheyAre holds the names to the expectations: what is good
// or missed expects nothing, what is bad or a false alarm expects something,
// and a known limit tells why.
func TestFixturesSayWhatTheyAre(t *testing.T) {
	root := filepath.Join("testdata", "src")
	for _, dir := range fixtureDirs(t, root, "api") {
		files, err := filepath.Glob(filepath.Join(root, dir, "*.go"))
		if err != nil {
			t.Fatal(err)
		}
		named := 0
		for _, path := range files {
			for _, x := range readFixtures(t, path) {
				if x.verdict != "" {
					named++
				}
				silent := x.verdict == "good" || x.verdict == "fn"
				switch {
				case x.verdict == "" && x.wants > 0:
					t.Errorf("%s: %s expects a finding, and its name does not say whether it is true", x.at, x.name)
				case silent && x.wants > 0:
					t.Errorf("%s: %s expects a finding", x.at, x.name)
				case x.verdict != "" && !silent && x.wants == 0:
					t.Errorf("%s: %s expects no finding", x.at, x.name)
				case (x.verdict == "fn" || x.verdict == "fp") && x.reason == "":
					t.Errorf("%s: %s does not say why", x.at, x.name)
				}
			}
		}
		if named == 0 && !strings.HasSuffix(dir, "lock") {
			t.Errorf("%s: no function carries a verdict", dir)
		}
	}
}

// TestReadmeCountsKnownLimits holds the numbers in the README to the fixtures.
func TestReadmeCountsKnownLimits(t *testing.T) {
	counts := map[string]int{}
	root := filepath.Join("testdata", "src")
	for _, dir := range fixtureDirs(t, root, ".") {
		files, err := filepath.Glob(filepath.Join(root, dir, "*.go"))
		if err != nil {
			t.Fatal(err)
		}
		for _, path := range files {
			for _, x := range readFixtures(t, path) {
				counts[x.verdict]++
			}
		}
	}
	text, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	want := fmt.Sprintf("%d known misses (`fn…`) and %d known false alarms (`fp…`)", counts["fn"], counts["fp"])
	if !strings.Contains(string(text), want) {
		t.Errorf("the README is stale; it should say: %s", want)
	}
}
