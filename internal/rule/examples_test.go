package rule_test

import (
	"os"
	"path"
	"path/filepath"
	"slices"
	"testing"

	"golang.org/x/tools/go/analysis/checker"
	"golang.org/x/tools/go/packages"

	"github.com/gojoincheck/gojoincheck"
	"github.com/gojoincheck/gojoincheck/internal/rule"
)

// engineReady says whether the analyzers report anything yet.
const engineReady = true

// TestExamplesCompile type-checks every example.
func TestExamplesCompile(t *testing.T) {
	load(t, packages.LoadSyntax)
}

// TestExamples runs all analyzers over all examples. The bad one must give its
// rule once and nothing else, the good one nothing.
func TestExamples(t *testing.T) {
	if !engineReady {
		t.Skip("the analyzers report nothing yet")
	}
	pkgs := load(t, packages.LoadAllSyntax)
	setNotes(t, "false")
	plain := analyze(t, pkgs)
	setNotes(t, "true")
	withNotes := analyze(t, pkgs)
	for _, r := range rule.All() {
		t.Run(r.ID, func(t *testing.T) {
			reported := plain
			if r.Severity == rule.Note {
				reported = withNotes
			}
			for dir, want := range map[string][]string{"bad": {r.ID}, "good": nil} {
				got := slices.DeleteFunc(reported[path.Join(r.ID, dir)], func(id string) bool {
					other := rule.Lookup(id)
					return other != nil && other != r && other.Severity == rule.Note
				})
				if !slices.Equal(got, want) {
					t.Errorf("%s example: reported %q, want %q", dir, got, want)
				}
			}
		})
	}
}

// load writes every example to a package of its own, <id>/bad or <id>/good, in
// one module, and loads them all. It fails the test on those with errors.
func load(t *testing.T, mode packages.LoadMode) []*packages.Package {
	t.Helper()
	root := t.TempDir()
	write(t, filepath.Join(root, "go.mod"), "module example\n\ngo 1.25.0\n")
	for _, r := range rule.All() {
		write(t, filepath.Join(root, r.ID, "bad", rule.FileName(r.Bad())), r.Bad())
		write(t, filepath.Join(root, r.ID, "good", rule.FileName(r.Good())), r.Good())
	}
	pkgs, err := packages.Load(&packages.Config{
		Mode:  mode,
		Dir:   root,
		Env:   append(os.Environ(), "GOWORK=off", "GOFLAGS=", "GOPROXY=off"),
		Tests: true,
	}, "./...")
	if err != nil {
		t.Fatal(err)
	}
	for _, pkg := range pkgs {
		for _, err := range pkg.Errors {
			t.Errorf("%s: %v", pkg.ID, err)
		}
	}
	if want := 2 * len(rule.All()); len(pkgs) < want {
		t.Errorf("%d packages, want at least %d", len(pkgs), want)
	}
	if t.Failed() {
		t.FailNow()
	}
	return pkgs
}

func write(t *testing.T, file, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}

// setNotes sets the flag -notes of every analyzer that has it.
func setNotes(t *testing.T, value string) {
	t.Helper()
	for _, a := range gojoincheck.Analyzers() {
		f := a.Flags.Lookup("notes")
		if f == nil {
			continue
		}
		old := f.Value.String()
		if err := a.Flags.Set("notes", value); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { a.Flags.Set("notes", old) })
	}
}

// analyze returns the rules that were reported in each example, by its folder
// in the module: "join-skipped/bad".
func analyze(t *testing.T, pkgs []*packages.Package) map[string][]string {
	t.Helper()
	graph, err := checker.Analyze(gojoincheck.Analyzers(), pkgs, nil)
	if err != nil {
		t.Fatal(err)
	}
	// A package and its test variant hold the same files: count a place once.
	type finding struct {
		file, rule   string
		line, column int
	}
	seen := make(map[finding]bool)
	reported := make(map[string][]string)
	for _, act := range graph.Roots {
		if act.Err != nil {
			t.Fatalf("%s: %v", act, act.Err)
		}
		for _, d := range act.Diagnostics {
			pos := act.Package.Fset.Position(d.Pos)
			f := finding{pos.Filename, d.Category, pos.Line, pos.Column}
			if seen[f] {
				continue
			}
			seen[f] = true
			dir := filepath.Dir(pos.Filename)
			key := path.Join(filepath.Base(filepath.Dir(dir)), filepath.Base(dir))
			reported[key] = append(reported[key], d.Category)
			t.Logf("%s: line %d: %s (%s)", key, pos.Line, d.Message, d.Category)
		}
	}
	return reported
}
