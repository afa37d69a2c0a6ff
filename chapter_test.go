package gojoincheck_test

import (
	"path/filepath"
	"slices"
	"testing"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/gojoincheck/gojoincheck"
)

// both runs every analyzer of the linter as one, for fixtures that want
// diagnostics of more than one.
var both = &analysis.Analyzer{
	Name:     "both",
	Doc:      "runs every analyzer",
	Requires: requires(),
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

func requires() []*analysis.Analyzer {
	var all []*analysis.Analyzer
	seen := map[*analysis.Analyzer]bool{}
	for _, a := range gojoincheck.Analyzers() {
		for _, r := range a.Requires {
			if !seen[r] {
				seen[r] = true
				all = append(all, r)
			}
		}
	}
	return all
}

// TestChapter runs the analyzers over the examples of the chapter, and over
// what becomes of them when a join is moved, dropped or not enough.
func TestChapter(t *testing.T) {
	data, err := filepath.Abs("testdata")
	if err != nil {
		t.Fatal(err)
	}
	const noted = "chapter/closure_ordered"
	dirs := slices.DeleteFunc(fixtureDirs(t, filepath.Join(data, "src"), "chapter"), func(d string) bool { return d == noted })
	t.Run("findings", func(t *testing.T) { analysistest.Run(t, data, both, dirs...) }) // one run: each loads what is imported
	t.Run("notes", func(t *testing.T) {
		notes(t)
		analysistest.Run(t, data, both, noted)
	})
}

// notes turns the notes of all analyzers on for one test.
func notes(t *testing.T) {
	for _, a := range gojoincheck.Analyzers() {
		if err := a.Flags.Set("notes", "true"); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = a.Flags.Set("notes", "false") })
	}
}
