// Command missingjoin runs the missingjoin analyzer on its own, notes included.
package main

import (
	"golang.org/x/tools/go/analysis/singlechecker"

	"github.com/gojoincheck/gojoincheck/internal/diagnose"
	"github.com/gojoincheck/gojoincheck/passes/missingjoin"
)

func main() {
	diagnose.NotesOn(missingjoin.Analyzer)
	singlechecker.Main(missingjoin.Analyzer)
}
