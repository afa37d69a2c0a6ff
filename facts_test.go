package gojoincheck_test

import (
	"path/filepath"
	"testing"

	"golang.org/x/tools/go/analysis/analysistest"
)

// TestAcrossPackages runs the analyzers over packages that use the goroutines of
// others: what they know of these is in the facts.
func TestAcrossPackages(t *testing.T) {
	data, err := filepath.Abs("testdata")
	if err != nil {
		t.Fatal(err)
	}
	for _, pkg := range []string{"captures", "goodmain", "badmain", "stops", "stopsmain"} {
		t.Run(pkg, func(t *testing.T) {
			analysistest.Run(t, data, both, "facts/"+pkg)
		})
	}
}
