package testutil

import (
	"encoding/gob"
	"fmt"
	"go/types"
	"io"
	"os"
	"reflect"
	"slices"

	"golang.org/x/tools/go/analysis"
)

// Run runs the analyzers over the unit, after those that they require, and
// returns what the analyzers named (not those they require) reported, in the
// order reported. A panic of an analyzer is the caller's to recover.
func Run(u *Unit, analyzers []*analysis.Analyzer) ([]analysis.Diagnostic, error) {
	return RunAfter(Facts{}, u, analyzers)
}

// Facts are what a unit tells those that import it.
type Facts map[factKey]analysis.Fact

// RunAfter is Run for a unit that imports others, whose facts it sees; its own
// are added to them.
func RunAfter(facts Facts, u *Unit, analyzers []*analysis.Analyzer) ([]analysis.Diagnostic, error) {
	r := runner{unit: u, named: analyzers, results: map[*analysis.Analyzer]any{}, facts: facts}
	for _, a := range analyzers {
		if err := r.run(a); err != nil {
			return nil, err
		}
	}
	return r.diagnostics, nil
}

type runner struct {
	unit        *Unit
	named       []*analysis.Analyzer
	results     map[*analysis.Analyzer]any
	facts       Facts
	order       []factKey // facts in the order of their export
	diagnostics []analysis.Diagnostic
}

// A factKey names a fact; obj is nil for the fact of a package.
type factKey struct {
	analyzer *analysis.Analyzer
	obj      types.Object
	pkg      *types.Package
	typ      reflect.Type
}

func (r *runner) run(a *analysis.Analyzer) error {
	if _, done := r.results[a]; done {
		return nil
	}
	for _, req := range a.Requires {
		if err := r.run(req); err != nil {
			return err
		}
	}
	result, err := a.Run(r.pass(a))
	if err != nil {
		return fmt.Errorf("%s: %w", a.Name, err)
	}
	if got, want := reflect.TypeOf(result), a.ResultType; got != want {
		return fmt.Errorf("%s: the result is a %v, not a %v", a.Name, got, want)
	}
	r.results[a] = result
	return nil
}

func (r *runner) pass(a *analysis.Analyzer) *analysis.Pass {
	u, report := r.unit, slices.Contains(r.named, a)
	pass := &analysis.Pass{
		Analyzer:   a,
		Fset:       u.Fset,
		Files:      u.Files,
		Pkg:        u.Pkg,
		TypesInfo:  u.Info,
		TypesSizes: u.Sizes,
		Module:     &analysis.Module{},
		ResultOf:   map[*analysis.Analyzer]any{},
		ReadFile: func(name string) ([]byte, error) {
			if text, ok := u.Sources[name]; ok {
				return text, nil
			}
			return os.ReadFile(name)
		},
		Report: func(d analysis.Diagnostic) {
			if report {
				r.diagnostics = append(r.diagnostics, d)
			}
		},
	}
	for _, req := range a.Requires {
		pass.ResultOf[req] = r.results[req]
	}
	r.addFacts(pass)
	return pass
}

// addFacts gives the pass the facts of this unit and those that came with it.
func (r *runner) addFacts(pass *analysis.Pass) {
	a := pass.Analyzer
	load := func(k factKey, into analysis.Fact) bool {
		got, ok := r.facts[k]
		if ok {
			reflect.ValueOf(into).Elem().Set(reflect.ValueOf(got).Elem())
		}
		return ok
	}
	store := func(k factKey, fact analysis.Fact) {
		// A fact that cannot be encoded fails under every real driver.
		if err := gob.NewEncoder(io.Discard).Encode(fact); err != nil {
			panic(fmt.Sprintf("%s: fact %T of %v: %v", a.Name, fact, k.obj, err))
		}
		if _, again := r.facts[k]; !again {
			r.order = append(r.order, k)
		}
		r.facts[k] = fact
	}
	pass.ImportObjectFact = func(obj types.Object, fact analysis.Fact) bool {
		return load(factKey{analyzer: a, obj: obj, typ: reflect.TypeOf(fact)}, fact)
	}
	pass.ExportObjectFact = func(obj types.Object, fact analysis.Fact) {
		if obj == nil || obj.Pkg() != pass.Pkg {
			panic(fmt.Sprintf("%s: exports a fact of %v, which is not of this package", a.Name, obj))
		}
		store(factKey{analyzer: a, obj: obj, typ: reflect.TypeOf(fact)}, fact)
	}
	pass.ImportPackageFact = func(pkg *types.Package, fact analysis.Fact) bool {
		return load(factKey{analyzer: a, pkg: pkg, typ: reflect.TypeOf(fact)}, fact)
	}
	pass.ExportPackageFact = func(fact analysis.Fact) {
		store(factKey{analyzer: a, pkg: pass.Pkg, typ: reflect.TypeOf(fact)}, fact)
	}
	pass.AllObjectFacts = func() (all []analysis.ObjectFact) {
		for _, k := range r.order {
			if k.analyzer == a && k.obj != nil {
				all = append(all, analysis.ObjectFact{Object: k.obj, Fact: r.facts[k]})
			}
		}
		return all
	}
	pass.AllPackageFacts = func() (all []analysis.PackageFact) {
		for _, k := range r.order {
			if k.analyzer == a && k.obj == nil {
				all = append(all, analysis.PackageFact{Package: k.pkg, Fact: r.facts[k]})
			}
		}
		return all
	}
}
