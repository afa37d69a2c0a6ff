// Command goroutineleak runs the goroutineleak analyzer on its own, notes included.
package main

import (
	"golang.org/x/tools/go/analysis/singlechecker"

	"github.com/gojoincheck/gojoincheck/internal/diagnose"
	"github.com/gojoincheck/gojoincheck/passes/goroutineleak"
)

func main() {
	diagnose.NotesOn(goroutineleak.Analyzer)
	singlechecker.Main(goroutineleak.Analyzer)
}
