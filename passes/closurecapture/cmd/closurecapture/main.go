// Command closurecapture runs the closurecapture analyzer on its own, notes included.
package main

import (
	"golang.org/x/tools/go/analysis/singlechecker"

	"github.com/gojoincheck/gojoincheck/internal/diagnose"
	"github.com/gojoincheck/gojoincheck/passes/closurecapture"
)

func main() {
	diagnose.NotesOn(closurecapture.Analyzer)
	singlechecker.Main(closurecapture.Analyzer)
}
