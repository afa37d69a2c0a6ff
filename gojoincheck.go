// Package gojoincheck lists the analyzers of the linter, for any driver of
// golang.org/x/tools/go/analysis.
package gojoincheck

import (
	"golang.org/x/tools/go/analysis"

	"github.com/gojoincheck/gojoincheck/passes/closurecapture"
	"github.com/gojoincheck/gojoincheck/passes/goroutineleak"
	"github.com/gojoincheck/gojoincheck/passes/missingjoin"
)

// Analyzers returns every analyzer of the linter, in the order of their names.
func Analyzers() []*analysis.Analyzer {
	return []*analysis.Analyzer{closurecapture.Analyzer, goroutineleak.Analyzer, missingjoin.Analyzer}
}

// New returns the same analyzers as [Analyzers] in new instances, whose flags
// nobody else sets.
func New() []*analysis.Analyzer {
	return []*analysis.Analyzer{closurecapture.New(), goroutineleak.New(), missingjoin.New()}
}
