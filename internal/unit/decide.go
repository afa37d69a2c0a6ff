package unit

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/gojoincheck/gojoincheck/internal/front"
)

// Relevant, if set, reports whether the analyzers can have anything to say
// about a package that is asked for diagnostics, judging by its sources alone;
// facts that it imports can make it relevant as well (see [Calling]). A package
// that is not is type-checked at most, for its errors, and no analyzer sees it.
// It is to be set before [Main].
var Relevant func([]front.Source) bool

// A Calling fact knows whether it makes packages relevant. A fact of another type
// makes relevant every package that imports it.
type Calling interface {
	analysis.Fact
	// Calls reports whether the analyzers may have something to say about a
	// package because it names the fact's object. A package that only imports it
	// is none the more relevant.
	Calls() bool
}

// A decision is what is done with a unit.
type decision int

const (
	// answer: no facts, no diagnostics, nothing is type-checked.
	answer decision = iota
	// check: type-check for the errors' sake and to hand on the facts of imports,
	// and run no analyzer.
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
	if cfg.Foreign() {
		return analyze, nil
	}
	facts, err := importedNames(cfg)
	if err != nil {
		return 0, err
	}
	sources, err := cfg.Sources()
	if err != nil {
		return 0, err
	}
	switch {
	case facts.In(sources),
		(cfg.VetxOnly || haveFacts(opts.analyzers) && importable(sources)) && front.Concurrency.In(sources),
		!cfg.VetxOnly && (Relevant == nil || Relevant(sources)):
		return analyze, nil
	case facts != nil && importable(sources):
		return check, nil // somebody may need what it hands on
	case cfg.VetxOnly, cfg.SucceedOnTypecheckFailure, !opts.complete:
		return answer, nil // somebody else reports what does not compile
	default:
		return check, nil
	}
}

// importable reports whether a package other than its own tests can import that
// of the sources.
func importable(sources []front.Source) bool {
	name := sources[0].Package()
	return name != "main" && !strings.HasSuffix(name, "_test")
}

// mayCache reports whether a unit that no analyzer has seen may write its fact
// file, and with it be cached. A package of the main module that is asked for facts
// today is likely to be asked for diagnostics tomorrow, and the go command
// would then take the empty output of today (see the package documentation).
// So it may be cached only if it cannot have diagnostics; otherwise it is
// answered anew each time, which costs the start of a process. That it names
// nothing that makes it relevant by an imported fact, decide has found.
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
	sources, err := cfg.Sources()
	return err == nil && !Relevant(sources), err
}

// importedNames returns what the fact files of the imports say makes a package
// relevant; nil if they hold no facts.
func importedNames(cfg *front.Config) (*factNames, error) {
	var all []*factNames
	for _, path := range slices.Sorted(maps.Keys(cfg.PackageVetx)) {
		names, err := readNames(cfg.PackageVetx[path])
		if err != nil {
			return nil, fmt.Errorf("cannot read the facts of %s: %w", path, err)
		}
		all = append(all, names)
	}
	return union(all), nil
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
