package goroutineleak

import (
	"golang.org/x/tools/go/analysis"

	"github.com/gojoincheck/gojoincheck/internal/diagnose"
	"github.com/gojoincheck/gojoincheck/internal/forkjoin"
)

// Analyzer is the goroutineleak analyzer. Its flag "notes" turns on what is true and
// worth knowing but not a bug.
var Analyzer = &analysis.Analyzer{
	Name:     "goroutineleak",
	Doc:      doc,
	URL:      "https://pkg.go.dev/github.com/gojoincheck/gojoincheck/passes/goroutineleak",
	Run:      run,
	Requires: []*analysis.Analyzer{forkjoin.Analyzer},
}

var notes bool

func init() {
	Analyzer.Flags.BoolVar(&notes, "notes", false, "report notes as well")
	diagnose.AddGeneratedFlag(Analyzer)
	diagnose.AddUnsafeFixesFlag(Analyzer)
}

func run(pass *analysis.Pass) (any, error) {
	diagnose.Report(pass, notes)
	return nil, nil
}
