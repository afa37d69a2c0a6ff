package fix_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/gojoincheck/gojoincheck"
	"github.com/gojoincheck/gojoincheck/internal/rule"
)

// TestFixes applies the fixes to testdata/<rule>, or <rule>-old for what is
// different in older versions of Go, and compares with the golden file there.
// Functions of the fixtures say in a comment why they have no fix.
func TestFixes(t *testing.T) {
	unsafeFixes(t)
	data := analysistest.TestData()
	for _, dir := range fixtures(t) {
		t.Run(dir, func(t *testing.T) {
			analysistest.RunWithSuggestedFixes(t, data, analyzerOf(t, dir), "./"+dir)
		})
	}
}

// fixtures lists the folders of testdata.
func fixtures(t *testing.T) (dirs []string) {
	t.Helper()
	entries, err := os.ReadDir("testdata")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if e.IsDir() {
			dirs = append(dirs, e.Name())
		}
	}
	return dirs
}

func ruleOf(t *testing.T, dir string) *rule.Rule {
	t.Helper()
	r := rule.Lookup(strings.TrimSuffix(dir, "-old"))
	if r == nil {
		t.Fatalf("%s: no such rule", filepath.Join("testdata", dir))
	}
	return r
}

func analyzerOf(t *testing.T, dir string) *analysis.Analyzer {
	t.Helper()
	for _, a := range gojoincheck.Analyzers() {
		if a.Name == ruleOf(t, dir).Analyzer {
			return a
		}
	}
	t.Fatalf("%s: no analyzer", dir)
	return nil
}

// unsafeFixes turns unsafe fixes on for one test.
func unsafeFixes(t *testing.T) {
	t.Helper()
	for _, a := range gojoincheck.Analyzers() {
		if err := a.Flags.Set("unsafe-fixes", "true"); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = a.Flags.Set("unsafe-fixes", "false") })
	}
}
