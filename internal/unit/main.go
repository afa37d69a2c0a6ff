// Package unit is the vet tool: what runs when the go command starts this
// program for one package of a build.
package unit

import (
	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/unitchecker"
)

// Main is the main function of the vet tool. It answers the go command's
// "-V=full", "-flags" and "[flags] x.cfg", and never returns.
func Main(analyzers ...*analysis.Analyzer) {
	unitchecker.Main(analyzers...)
}
