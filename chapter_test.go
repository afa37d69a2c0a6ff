package gojoincheck_test

import (
	"os"
	"path/filepath"
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
	dirs, err := os.ReadDir(filepath.Join(data, "src", "chapter"))
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range dirs {
		t.Run(d.Name(), func(t *testing.T) {
			notes(t, d.Name() == "closure_ordered")
			analysistest.Run(t, data, both, "chapter/"+d.Name())
		})
	}
}

// notes turns the notes of all analyzers on for one test.
func notes(t *testing.T, on bool) {
	if !on {
		return
	}
	for _, a := range gojoincheck.Analyzers() {
		if err := a.Flags.Set("notes", "true"); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = a.Flags.Set("notes", "false") })
	}
}
