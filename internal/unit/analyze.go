package unit

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"log"
	"os"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/gojoincheck/gojoincheck/internal/front"
)

// A result is what one analyzer says of the unit.
type result struct {
	name        string
	diagnostics []analysis.Diagnostic
	err         error
}

// An outcome is what all of them say.
type outcome struct {
	results []result
	facts   []byte
	keep    bool // write the fact file, and so let the unit be cached
}

// analyze runs the analyzers, one after the other: the go command already
// runs as many units at once as there are processors, and facts that are
// encoded in an order of no accident are the same bytes each time.
func (pkg *loaded) analyze(cfg *front.Config, opts options) (outcome, error) {
	analyzers := opts.analyzers
	facts, err := readFacts(cfg, pkg)
	if err != nil {
		return outcome{}, err
	}
	if cfg.Foreign() {
		analyzers = slices.DeleteFunc(expand(analyzers), func(a *analysis.Analyzer) bool {
			return len(a.FactTypes) == 0
		})
	}
	out := outcome{keep: true}
	values := make(map[*analysis.Analyzer]any)
	failed := make(map[*analysis.Analyzer]error)
	for _, a := range expand(analyzers) {
		res := pkg.run(cfg, a, facts, values, failed)
		if res.err != nil {
			failed[a] = res.err
		}
		if a == TypesUntil {
			pkg.info.Types = make(map[ast.Expr]types.TypeAndValue)
		}
		if slices.Contains(analyzers, a) {
			out.results = append(out.results, res)
		}
		// The go command would show a failure once, file the rest of the
		// result, and show success from then on.
		out.keep = out.keep && res.err == nil
		if len(res.diagnostics) > 0 && cfg.OwnModule() && !opts.reports(cfg) {
			out.keep = false // nobody sees them today; tomorrow somebody asks
		}
	}
	out.facts, err = facts.encode()
	return out, err
}

// handOn passes the facts of the imports to the importers, for a package that no
// analyzer looks at.
func (pkg *loaded) handOn(cfg *front.Config) (out outcome, err error) {
	facts, err := readFacts(cfg, pkg)
	if err != nil {
		return out, err
	}
	if out.keep, err = mayCache(cfg); err == nil {
		out.facts, err = facts.encode()
	}
	return out, err
}

// run runs one analyzer, for which those that it requires have run.
func (pkg *loaded) run(cfg *front.Config, a *analysis.Analyzer, facts *factSet,
	values map[*analysis.Analyzer]any, failed map[*analysis.Analyzer]error) result {
	res := result{name: a.Name}
	inputs := make(map[*analysis.Analyzer]any)
	for _, required := range a.Requires {
		if err := failed[required]; err != nil {
			res.err = fmt.Errorf("%s cannot run: %w", a.Name, err)
			return res
		}
		inputs[required] = values[required]
	}
	pass := &analysis.Pass{
		Analyzer:     a,
		Fset:         pkg.fset,
		Files:        pkg.files,
		OtherFiles:   cfg.NonGoFiles,
		IgnoredFiles: cfg.IgnoredFiles,
		Pkg:          pkg.types,
		TypesInfo:    pkg.info,
		TypesSizes:   pkg.sizes,
		Module:       moduleOf(cfg),
		ResultOf:     inputs,
		ReadFile:     pkg.readFile(cfg),
		Report: func(d analysis.Diagnostic) {
			res.diagnostics = append(res.diagnostics, pkg.withValidFixes(a, d))
		},
	}
	facts.serve(pass)
	values[a], res.err = a.Run(pass)
	return res
}

// readFile serves Pass.ReadFile, which is for the package's own files: a
// result that depends on another one would be cached past its changes.
func (pkg *loaded) readFile(cfg *front.Config) func(string) ([]byte, error) {
	return func(name string) ([]byte, error) {
		own := slices.Contains(cfg.NonGoFiles, name) || slices.Contains(cfg.IgnoredFiles, name) ||
			slices.ContainsFunc(pkg.files, func(f *ast.File) bool { return pkg.fset.File(f.FileStart).Name() == name })
		if !own {
			return nil, fmt.Errorf("Pass.ReadFile: %s is not a file of the package", name)
		}
		return os.ReadFile(name)
	}
}

// withValidFixes returns the diagnostic without the fixes that nobody could
// apply, so that one wrong fix does not cost the diagnostic. An edit without
// an end inserts.
func (pkg *loaded) withValidFixes(a *analysis.Analyzer, d analysis.Diagnostic) analysis.Diagnostic {
	d.SuggestedFixes = slices.DeleteFunc(slices.Clone(d.SuggestedFixes), func(fix analysis.SuggestedFix) bool {
		edits := slices.Clone(fix.TextEdits)
		slices.SortStableFunc(edits, func(x, y analysis.TextEdit) int { return int(x.Pos - y.Pos) })
		last := token.NoPos
		for _, e := range edits {
			end := max(e.End, e.Pos)
			file := pkg.fset.File(e.Pos)
			if file == nil || file != pkg.fset.File(end) || e.Pos < last || e.End.IsValid() && e.End < e.Pos {
				log.Printf("%s: %s: dropped the fix %q: its edits are invalid",
					pkg.fset.Position(d.Pos), a.Name, strings.TrimSpace(fix.Message))
				return true
			}
			last = end
		}
		return false
	})
	return d
}

// moduleOf is what an analyzer may know of the package's module.
func moduleOf(cfg *front.Config) *analysis.Module {
	m := cfg.OfModule()
	if m == nil {
		return nil
	}
	return &analysis.Module{Path: m.Path, Version: m.Version, GoVersion: m.GoVersion}
}
