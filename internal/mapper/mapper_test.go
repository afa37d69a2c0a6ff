package mapper_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/gojoincheck/gojoincheck/internal/forkjoin"
	"github.com/gojoincheck/gojoincheck/internal/forkmap"
	"github.com/gojoincheck/gojoincheck/internal/mapper"
	"github.com/gojoincheck/gojoincheck/internal/testutil"

	"golang.org/x/tools/go/analysis"
)

// forksOf runs the analyzer over one file and decodes what it reports.
func forksOf(t *testing.T, file string) []forkmap.Fork {
	t.Helper()
	forkjoin.Strict = true
	if err := mapper.Analyzer.Flags.Set("report", "true"); err != nil {
		t.Fatal(err)
	}
	defer mapper.Analyzer.Flags.Set("report", "false")
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, file, nil, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	imports := []string{"sync"}
	for _, spec := range f.Imports {
		imports = append(imports, strings.Trim(spec.Path.Value, `"`))
	}
	imp, err := testutil.ExportImporter(fset, imports...)
	if err != nil {
		t.Skip("no go command: ", err)
	}
	unit, err := testutil.Check(fset, imp, "example.com/"+f.Name.Name, "go1.25", []*ast.File{f}...)
	if err != nil {
		t.Fatal(err)
	}
	ds, err := testutil.Run(unit, []*analysis.Analyzer{mapper.Analyzer})
	if err != nil {
		t.Fatal(err)
	}
	var forks []forkmap.Fork
	for _, d := range ds {
		fork, err := forkmap.Decode(d.Message)
		if err != nil {
			t.Fatalf("%v: %v", fset.Position(d.Pos), err)
		}
		forks = append(forks, fork)
	}
	return forkmap.New(forks, nil, filepath.Dir(file)).Forks
}

// want is a comment that says what the map must tell of the forks and shares of
// its line: the words of the text format, in order.
var want = regexp.MustCompile(`// map: (.*)`)

// TestFixtures holds the map to the comments of the fixtures: every fork has
// one, and every comment has a fork.
func TestFixtures(t *testing.T) {
	files, err := filepath.Glob("testdata/*.go")
	if err != nil || len(files) == 0 {
		t.Fatal("no fixtures: ", err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			wanted := map[int]string{}
			for i, line := range strings.Split(string(text), "\n") {
				if m := want.FindStringSubmatch(line); m != nil {
					wanted[i+1] = m[1]
				}
			}
			got := map[int]string{}
			for _, f := range forksOf(t, file) {
				got[f.Pos.Line] += summary(f)
			}
			for line, w := range wanted {
				if got[line] != w {
					t.Errorf("%s:%d: the map says\n\t%s\nand should say\n\t%s", file, line, got[line], w)
				}
			}
			for line, g := range got {
				if _, ok := wanted[line]; !ok {
					t.Errorf("%s:%d: the map says %q, and no comment says so", file, line, g)
				}
			}
		})
	}
}

// summary tells of a fork without line numbers, so that fixtures can grow.
func summary(f forkmap.Fork) string {
	reason := regexp.MustCompile(` \(line \d+\)|line \d+ `).ReplaceAllString(f.Reason, "")
	s := fmt.Sprintf("%s: %s", f.Verdict, reason)
	if f.Times != "1" {
		s += " [" + f.Times + "]"
	}
	for _, x := range f.Shares {
		how := "reads "
		if x.Write {
			how = "writes "
		}
		order := regexp.MustCompile(` \(line \d+\)|line \d+ `).ReplaceAllString(x.Order, "")
		if x.Race {
			order = "RACE"
		}
		s += "; " + how + x.Name + ": " + order
	}
	return s
}

func TestSilentUnlessAsked(t *testing.T) {
	if forks := func() int {
		fset := token.NewFileSet()
		f, err := parser.ParseFile(fset, "p.go", "package p\n\nfunc F() { go F() }\n", 0)
		if err != nil {
			t.Fatal(err)
		}
		unit, err := testutil.Check(fset, nil, "p", "go1.25", f)
		if err != nil {
			t.Fatal(err)
		}
		ds, err := testutil.Run(unit, []*analysis.Analyzer{mapper.Analyzer})
		if err != nil {
			t.Fatal(err)
		}
		return len(ds)
	}(); forks != 0 {
		t.Errorf("%d diagnostics without the flag", forks)
	}
}

// TestSame runs twice: the same forks in the same words.
func TestSame(t *testing.T) {
	encode := func() (all []string) {
		for _, f := range forksOf(t, "testdata/joins.go") {
			text, err := f.Encode()
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, text)
		}
		return all
	}
	if a, b := encode(), encode(); !slices.Equal(a, b) {
		t.Errorf("two runs differ:\n%s\n%s", a, b)
	}
}
