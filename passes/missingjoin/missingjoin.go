package missingjoin

import (
	"golang.org/x/tools/go/analysis"

	"github.com/gojoincheck/gojoincheck/internal/diagnose"
	"github.com/gojoincheck/gojoincheck/internal/forkjoin"
)

// Analyzer is the missingjoin analyzer. Its flag "notes" turns on what is true and
// worth knowing but not a bug.
var Analyzer = New()

// New returns another instance of the analyzer, with flags of its own, for a
// driver that sets them from more than one place.
func New() *analysis.Analyzer {
	a := &analysis.Analyzer{
		Name:     "missingjoin",
		Doc:      doc,
		URL:      "https://pkg.go.dev/github.com/gojoincheck/gojoincheck/passes/missingjoin",
		Requires: []*analysis.Analyzer{forkjoin.Analyzer},
	}
	notes := a.Flags.Bool("notes", false, "report notes as well")
	diagnose.AddGeneratedFlag(a)
	diagnose.AddUnsafeFixesFlag(a)
	diagnose.AddNoNolintFlag(a)
	a.Run = func(pass *analysis.Pass) (any, error) {
		diagnose.Report(pass, *notes)
		return nil, nil
	}
	return a
}
