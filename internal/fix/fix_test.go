package fix_test

import (
	"bytes"
	"context"
	"go/ast"
	"go/types"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/analysistest"
	"golang.org/x/tools/go/analysis/checker"
	"golang.org/x/tools/go/packages"

	"github.com/gojoincheck/gojoincheck"
	"github.com/gojoincheck/gojoincheck/internal/forkjoin"
	"github.com/gojoincheck/gojoincheck/internal/rule"
)

// TestFixes applies all fixes to testdata/<rule>, or <rule>-old for what is
// different in older versions of Go, and compares with the golden file there.
// Functions of the fixtures say in a comment why they have no fix.
func TestFixes(t *testing.T) {
	setFlag(t, "unsafe-fixes", "true")
	t.Run("types recorded", func(t *testing.T) {
		analysistest.RunWithSuggestedFixes(t, analysistest.TestData(), all(), "./...")
	})
	t.Run("types forgotten", func(t *testing.T) { // as the vet tool does
		run := forkjoin.Summaries.Run
		forkjoin.Summaries.Run = func(pass *analysis.Pass) (any, error) {
			result, err := run(pass)
			pass.TypesInfo.Types = make(map[ast.Expr]types.TypeAndValue)
			return result, err
		}
		t.Cleanup(func() { forkjoin.Summaries.Run = run })
		analysistest.RunWithSuggestedFixes(t, analysistest.TestData(), all(), "./...")
	})
}

// all returns an analyzer that runs every analyzer of the linter.
func all() *analysis.Analyzer {
	return &analysis.Analyzer{
		Name:     "all",
		Doc:      "runs every analyzer",
		Requires: []*analysis.Analyzer{forkjoin.Analyzer},
		Run: func(pass *analysis.Pass) (any, error) {
			for _, a := range gojoincheck.Analyzers() {
				sub := *pass
				sub.Analyzer = a
				if _, err := a.Run(&sub); err != nil {
					return nil, err
				}
			}
			return nil, nil
		},
	}
}

// setFlag sets a flag of every analyzer for one test.
func setFlag(t *testing.T, name, value string) {
	t.Helper()
	for _, a := range gojoincheck.Analyzers() {
		f := a.Flags.Lookup(name)
		if f == nil {
			t.Fatalf("%s has no flag -%s", a.Name, name)
		}
		old := f.Value.String()
		if err := a.Flags.Set(name, value); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = a.Flags.Set(name, old) })
	}
}

// TestFixedCode looks at the golden files as at any code: they compile, nothing
// is found in them and nothing is left to fix, and the programs among them run
// under the race detector.
func TestFixedCode(t *testing.T) {
	setFlag(t, "unsafe-fixes", "true")
	dir := fixedModule(t)
	pkgs, err := packages.Load(&packages.Config{Mode: packages.LoadAllSyntax, Dir: dir}, "./...")
	if err != nil {
		t.Fatal(err)
	}
	if packages.PrintErrors(pkgs) > 0 {
		t.Fatal("the fixed code does not compile")
	}
	graph, err := checker.Analyze([]*analysis.Analyzer{all()}, pkgs, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, act := range graph.Roots {
		if act.Err != nil {
			t.Errorf("%s: %v", act, act.Err)
		}
		for _, d := range act.Diagnostics {
			pos := act.Package.Fset.Position(d.Pos)
			if filepath.Base(pos.Filename) != "nofix.go" || len(d.SuggestedFixes) > 0 {
				t.Errorf("%s: %s (%s), %d fixes", pos, d.Message, d.Category, len(d.SuggestedFixes))
			}
		}
	}
	if testing.Short() {
		return
	}
	for _, pkg := range pkgs {
		if pkg.Name == "main" {
			t.Run(filepath.Base(pkg.PkgPath), func(t *testing.T) { runRace(t, dir, pkg.PkgPath) })
		}
	}
}

// fixedModule makes a module of the fixtures with the golden files in place.
func fixedModule(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS("testdata")); err != nil {
		t.Fatal(err)
	}
	golden, err := filepath.Glob(filepath.Join(dir, "*", "*.golden"))
	if err != nil || len(golden) == 0 {
		t.Fatal("no golden files: ", err)
	}
	for _, g := range golden {
		if err := os.Rename(g, strings.TrimSuffix(g, ".golden")); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// runRace runs a program under the race detector, which needs cgo. A program
// that waits for ever is a failure, too.
func runRace(t *testing.T, dir, pkg string) {
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, "go", "run", "-race", pkg)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "CGO_ENABLED=1")
	out, err := cmd.CombinedOutput()
	if bytes.Contains(out, []byte("C compiler")) || bytes.Contains(out, []byte("-race is not supported")) {
		t.Skip("no race detector here")
	}
	if err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

// TestRulesHaveFixes holds the catalog to what this package does.
func TestRulesHaveFixes(t *testing.T) {
	for _, r := range rule.All() {
		_, err := os.Stat(filepath.Join("testdata", r.ID, "main.go.golden"))
		if has := err == nil; has != (r.Fix != rule.NoFix) {
			t.Errorf("%s: declared fix %q, fixture: %v", r.ID, r.Fix, has)
		}
	}
}

// TestSafeOnly demands that unsafe fixes are not proposed unless asked for.
func TestSafeOnly(t *testing.T) {
	pkgs, err := packages.Load(&packages.Config{Mode: packages.LoadAllSyntax, Dir: "testdata"}, "./...")
	if err != nil {
		t.Fatal(err)
	}
	for _, unsafe := range []bool{false, true} {
		setFlag(t, "unsafe-fixes", strconv.FormatBool(unsafe))
		graph, err := checker.Analyze([]*analysis.Analyzer{all()}, pkgs, nil)
		if err != nil {
			t.Fatal(err)
		}
		counts := map[rule.Fix]int{}
		for _, act := range graph.Roots {
			for _, d := range act.Diagnostics {
				for _, fix := range d.SuggestedFixes {
					declared := rule.Lookup(d.Category).Fix
					counts[declared]++
					if marked := strings.HasPrefix(fix.Message, rule.UnsafePrefix); marked != (declared == rule.UnsafeFix) {
						t.Errorf("%s: the message %q, and the fix is %s", d.Category, fix.Message, declared)
					}
				}
			}
		}
		if counts[rule.SafeFix] == 0 || (counts[rule.UnsafeFix] > 0) != unsafe {
			t.Errorf("-unsafe-fixes=%v: %v", unsafe, counts)
		}
	}
}
