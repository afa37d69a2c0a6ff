package closurecapture

import "golang.org/x/tools/go/analysis"

// Analyzer is the closurecapture analyzer.
var Analyzer = &analysis.Analyzer{
	Name: "closurecapture",
	Doc:  doc,
	Run:  run,
}

func run(pass *analysis.Pass) (any, error) { return nil, nil }
