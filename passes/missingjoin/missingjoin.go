package missingjoin

import "golang.org/x/tools/go/analysis"

// Analyzer is the missingjoin analyzer.
var Analyzer = &analysis.Analyzer{
	Name: "missingjoin",
	Doc:  doc,
	Run:  run,
}

func run(pass *analysis.Pass) (any, error) { return nil, nil }
