// Command emptyvet is a vet tool that does nothing: what remains of a run's
// time is the price of being started for every package of a build. The
// scripts of this folder compare the linter with it.
package main

import (
	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/unitchecker"
)

// nothing wants facts, as the linter does: without them the go command would
// not start the tool for dependencies, and the comparison would flatter it.
var nothing = &analysis.Analyzer{
	Name:      "nothing",
	Doc:       "report nothing",
	Run:       func(*analysis.Pass) (any, error) { return nil, nil },
	FactTypes: []analysis.Fact{new(noFact)},
}

type noFact struct{}

func (*noFact) AFact() {}

func main() { unitchecker.Main(nothing) }
