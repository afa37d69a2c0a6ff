package unit

import (
	"fmt"
	"maps"
	"os"
	"slices"

	"golang.org/x/tools/go/analysis"
)

// Relevant, if set, reports whether the analyzers can have anything to say
// about a package that is asked for diagnostics, judging by its sources alone;
// imports that carry facts make a package relevant without asking. A package
// that is not is type-checked for its errors, and no analyzer sees it. It is
// to be set before [Main].
var Relevant func([]Source) bool

// A decision is what the front does with a unit.
type decision int

const (
	// answer: no facts, no diagnostics, nothing is type-checked.
	answer decision = iota
	// check: type-check for the errors' sake, and run no analyzer.
	check
	// analyze: type-check and run the analyzers.
	analyze
)

// A front looks at a unit before anything is parsed.
type front struct {
	cfg       *config
	analyzers []*analysis.Analyzer
	sources   []Source // read when first needed
}

// decide says what to do with the unit.
func (f *front) decide() (decision, error) {
	cfg := f.cfg
	if cfg.VetxOnly && (!haveFacts(f.analyzers) || cfg.standard()) {
		return answer, nil
	}
	imported, err := f.importedFacts()
	if err != nil {
		return 0, err
	}
	if err := f.read(); err != nil {
		return 0, err
	}
	switch {
	case cfg.VetxOnly && !cfg.ownModule():
		if Forking.In(f.sources) {
			return analyze, nil
		}
		return answer, nil
	case cfg.VetxOnly && matters(f.sources, imported, Concurrency):
		return analyze, nil
	case cfg.VetxOnly:
		return answer, nil
	case imported || Relevant == nil || Relevant(f.sources):
		return analyze, nil
	case cfg.SucceedOnTypecheckFailure:
		return answer, nil // somebody else reports what does not compile
	default:
		return check, nil
	}
}

// mayCache reports whether a unit answered at once may write its fact file,
// and with it be cached. A package of the main module that is asked for facts
// today is likely to be asked for diagnostics tomorrow, and the go command
// would then take the empty output of today (see the package documentation).
// So it may be cached only if it cannot have diagnostics; otherwise it is
// answered anew each time, which costs the start of a process.
//
// The modules of others and the standard library are hardly ever asked about,
// and are too many to start a process for in every run.
func (f *front) mayCache() (bool, error) {
	if !f.cfg.VetxOnly || !f.cfg.ownModule() {
		return true, nil
	}
	if Relevant == nil {
		return false, nil
	}
	if imported, err := f.importedFacts(); imported || err != nil {
		return false, err
	}
	if err := f.read(); err != nil {
		return false, err
	}
	return !Relevant(f.sources), nil
}

func (f *front) read() (err error) {
	if f.sources == nil {
		f.sources, err = readSources(f.cfg.GoFiles)
	}
	return err
}

// importedFacts reports whether the fact file of an import says anything.
func (f *front) importedFacts() (bool, error) {
	for _, path := range slices.Sorted(maps.Keys(f.cfg.PackageVetx)) {
		info, err := os.Stat(f.cfg.PackageVetx[path])
		if err != nil {
			return false, fmt.Errorf("cannot read the facts of %s: %w", path, err)
		}
		if info.Size() > 0 {
			return true, nil
		}
	}
	return false, nil
}

// haveFacts reports whether one of the analyzers, or one that they require,
// has facts.
func haveFacts(analyzers []*analysis.Analyzer) bool {
	return slices.ContainsFunc(expand(analyzers), func(a *analysis.Analyzer) bool {
		return len(a.FactTypes) > 0
	})
}

// expand lists the analyzers and all that they require, each after those.
func expand(analyzers []*analysis.Analyzer) []*analysis.Analyzer {
	var list []*analysis.Analyzer
	seen := make(map[*analysis.Analyzer]bool)
	var visit func([]*analysis.Analyzer)
	visit = func(analyzers []*analysis.Analyzer) {
		for _, a := range analyzers {
			if !seen[a] {
				seen[a] = true
				visit(a.Requires)
				list = append(list, a)
			}
		}
	}
	visit(analyzers)
	return list
}
