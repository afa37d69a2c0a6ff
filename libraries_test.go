package gojoincheck_test

import (
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/tools/go/analysis/analysistest"
)

// TestLibraries runs the analyzers over the fixtures of the table's rows, one
// folder for each family of libraries. Third parties are stubs beside them,
// with the signatures of the real ones and no bodies to speak of: what the
// linter knows of a library, it knows from the table.
func TestLibraries(t *testing.T) {
	data, err := filepath.Abs("testdata")
	if err != nil {
		t.Fatal(err)
	}
	dirs, err := os.ReadDir(filepath.Join(data, "src", "library"))
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range dirs {
		t.Run(d.Name(), func(t *testing.T) {
			analysistest.Run(t, data, both, "library/"+d.Name())
		})
	}
}
