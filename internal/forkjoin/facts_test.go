package forkjoin

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"golang.org/x/tools/go/analysis"

	"github.com/gojoincheck/gojoincheck/internal/summary"
	"github.com/gojoincheck/gojoincheck/internal/testutil"
)

// exported runs the analyzer of summaries over a fixture, as a driver does, and
// returns the facts about functions, by full name.
func exported(t *testing.T, imp types.Importer, dir string) map[string]*Summary {
	t.Helper()
	fset := token.NewFileSet()
	names, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil || len(names) == 0 {
		t.Fatalf("no files in %s: %v", dir, err)
	}
	var files []*ast.File
	for _, name := range names {
		file, err := parser.ParseFile(fset, name, nil, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, file)
	}
	u, err := testutil.Check(fset, imp, "example.com/"+filepath.Base(dir), "go1.25", files...)
	if err != nil {
		t.Fatal(err)
	}
	facts := map[string]*Summary{}
	pass := &analysis.Pass{
		Analyzer: Summaries, Fset: fset, Files: u.Files, Pkg: u.Pkg, TypesInfo: u.Info, TypesSizes: u.Sizes,
		ImportObjectFact:  func(types.Object, analysis.Fact) bool { return false },
		ImportPackageFact: func(*types.Package, analysis.Fact) bool { return false },
		ExportObjectFact:  func(obj types.Object, f analysis.Fact) { facts[obj.(*types.Func).FullName()] = f.(*Summary) },
		ExportPackageFact: func(analysis.Fact) {},
	}
	if _, err := Summaries.Run(pass); err != nil {
		t.Fatal(err)
	}
	return facts
}

// std imports what the fixtures need.
func std(t *testing.T) types.Importer {
	imp, err := testutil.ExportImporter(token.NewFileSet(), "fmt", "sync")
	if err != nil {
		t.Fatal(err)
	}
	return imp
}

func fixtures(t *testing.T) string {
	dir, err := filepath.Abs("../../testdata/src/facts")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(dir); err != nil {
		t.Fatal(err)
	}
	return dir
}

// TestWhatIsSummarized tells which functions of a package have a summary, and
// which of these say that they start goroutines.
func TestWhatIsSummarized(t *testing.T) {
	got := map[string]string{}
	for name, f := range exported(t, std(t), filepath.Join(fixtures(t), "a")) {
		got[name] = f.String()
	}
	want := map[string]string{
		"example.com/a.Incr":            "summary",
		"example.com/a.Locked":          "summary",
		"example.com/a.Start":           "forks",
		"example.com/a.Background":      "forks",
		"example.com/a.Hidden":          "forks",
		"example.com/a.Race":            "forks",
		"example.com/a.Leaky":           "forks",
		"example.com/a.Skips":           "forks",
		"example.com/a.Fire":            "forks",
		"example.com/a.Fill":            "forks",
		"example.com/a.NewServer":       "forks",
		"(*example.com/a.Server).Close": "summary",
		"(*example.com/a.Job).Start":    "forks",
		"(*example.com/a.Job).Wait":     "summary",
		"(*example.com/a.Job).Sum":      "summary",
		"example.com/a.Worker":          "forks",
		"(*example.com/a.worker).Join":  "summary",
		"(*example.com/a.worker).Done":  "summary",
		"example.com/a.Run":             "summary",
		"example.com/a.Lost":            "forks",
	}
	for _, name := range keys(got, want) {
		if got[name] != want[name] {
			t.Errorf("%s: fact %q, want %q", name, got[name], want[name])
		}
	}
}

func keys(maps ...map[string]string) []string {
	var all []string
	for _, m := range maps {
		for k := range m {
			all = append(all, k)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// TestSummariesAreStable summarizes each fixture ten times, from the sources:
// the bytes are the same each time, and not many.
func TestSummariesAreStable(t *testing.T) {
	imp := std(t)
	for _, name := range []string{"a", "par"} {
		dir := filepath.Join(fixtures(t), name)
		first := exported(t, imp, dir)
		for range 9 {
			again := exported(t, imp, dir)
			if len(again) != len(first) {
				t.Fatalf("%d summaries, then %d", len(first), len(again))
			}
			for fn, f := range first {
				if !bytes.Equal(f.Data, again[fn].Data) {
					t.Fatalf("two summaries of %s differ:\n%x\n%x", fn, f.Data, again[fn].Data)
				}
			}
		}
		for fn, f := range first {
			if len(f.Data) > summary.MaxBytes/8 {
				t.Errorf("the summary of %s, a small function, has %d bytes", fn, len(f.Data))
			}
		}
	}
}
