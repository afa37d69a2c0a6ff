package unit

import (
	"fmt"
	"maps"
	"os"
	"slices"

	"golang.org/x/tools/go/analysis"

	"github.com/gojoincheck/gojoincheck/internal/front"
)

// Relevant, if set, reports whether the analyzers can have anything to say
// about a package that is asked for diagnostics, judging by its sources alone;
// imports that carry facts make a package relevant without asking. A package
// that is not is type-checked at most, for its errors, and no analyzer sees it.
// It is to be set before [Main].
var Relevant func([]front.Source) bool

// A decision is what is done with a unit.
type decision int

const (
	// answer: no facts, no diagnostics, nothing is type-checked.
	answer decision = iota
	// check: type-check for the errors' sake, and run no analyzer.
	check
	// analyze: type-check and run the analyzers.
	analyze
)

// decide says what to do with the unit, before anything is parsed.
func decide(cfg *front.Config, opts *options) (decision, error) {
	if cfg.VetxOnly && !haveFacts(opts.analyzers) {
		return answer, nil
	}
	if silent, err := cfg.Silent(); silent || err != nil {
		return answer, err
	}
	imported, err := importedFacts(cfg)
	if err != nil {
		return 0, err
	}
	sources, err := cfg.Sources()
	if err != nil {
		return 0, err
	}
	switch {
	case cfg.Foreign(), cfg.VetxOnly && (imported || front.Concurrency.In(sources)):
		return analyze, nil
	case cfg.VetxOnly:
		return answer, nil
	case imported || Relevant == nil || Relevant(sources):
		return analyze, nil
	case cfg.SucceedOnTypecheckFailure || !opts.complete:
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
func mayCache(cfg *front.Config) (bool, error) {
	if !cfg.VetxOnly || !cfg.OwnModule() {
		return true, nil
	}
	if Relevant == nil {
		return false, nil
	}
	if imported, err := importedFacts(cfg); imported || err != nil {
		return false, err
	}
	sources, err := cfg.Sources()
	return err == nil && !Relevant(sources), err
}

// importedFacts reports whether the fact file of an import says anything.
func importedFacts(cfg *front.Config) (bool, error) {
	for _, path := range slices.Sorted(maps.Keys(cfg.PackageVetx)) {
		info, err := os.Stat(cfg.PackageVetx[path])
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
