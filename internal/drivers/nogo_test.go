package drivers

import (
	"bytes"
	"encoding/gob"
	"encoding/json"
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/types/objectpath"

	"github.com/gojoincheck/gojoincheck"
	"github.com/gojoincheck/gojoincheck/internal/testutil"
)

// A nogo is a small driver with what Bazel's nogo gives an analyzer, and
// without what it does not: no Pass.Module, no Pass.ReadFile, no other files,
// and no facts about the standard library. As there, types come from export
// data and facts from the packages that were analyzed before, encoded.
type nogo struct {
	analyzers []*analysis.Analyzer
	exports   map[string]string // export data, by package path
	facts     map[nogoFact][]byte
}

// A nogoFact names a fact of a package; the object path is empty if it is about
// the package itself.
type nogoFact struct {
	pkg    string
	object objectpath.Path
	typ    reflect.Type
}

// check analyzes one package, and returns what nogo would print.
func (n *nogo) check(path string, files []string) ([]string, error) {
	fset := token.NewFileSet()
	var syntax []*ast.File
	for _, name := range files {
		f, err := parser.ParseFile(fset, name, nil, parser.ParseComments)
		if err != nil {
			return nil, err
		}
		syntax = append(syntax, f)
	}
	info := &types.Info{
		Types: map[ast.Expr]types.TypeAndValue{}, Uses: map[*ast.Ident]types.Object{}, Defs: map[*ast.Ident]types.Object{},
		Implicits: map[ast.Node]types.Object{}, Scopes: map[ast.Node]*types.Scope{}, Selections: map[*ast.SelectorExpr]*types.Selection{},
		Instances: map[*ast.Ident]types.Instance{}, FileVersions: map[*ast.File]string{},
	}
	config := types.Config{Importer: importer.ForCompiler(fset, "gc", func(path string) (io.ReadCloser, error) {
		return os.Open(n.exports[path])
	})}
	pkg, err := config.Check(path, fset, syntax, info)
	if err != nil {
		return nil, err
	}
	r := &nogoRun{
		nogo: n, results: map[*analysis.Analyzer]any{}, own: map[nogoFact]analysis.Fact{},
		pass: analysis.Pass{Fset: fset, Files: syntax, Pkg: pkg, TypesInfo: info, TypesSizes: types.SizesFor("gc", "amd64")},
	}
	for _, a := range n.analyzers {
		if err := r.run(a); err != nil {
			return nil, err
		}
	}
	return r.lines, r.encode()
}

// A nogoRun is the analysis of one package.
type nogoRun struct {
	*nogo
	pass    analysis.Pass // what is the same for all analyzers
	results map[*analysis.Analyzer]any
	own     map[nogoFact]analysis.Fact
	lines   []string
}

func (r *nogoRun) run(a *analysis.Analyzer) error {
	if _, done := r.results[a]; done {
		return nil
	}
	pass := r.pass
	pass.Analyzer = a
	pass.ResultOf = map[*analysis.Analyzer]any{}
	for _, required := range a.Requires {
		if err := r.run(required); err != nil {
			return err
		}
		pass.ResultOf[required] = r.results[required]
	}
	pass.Report = func(d analysis.Diagnostic) {
		r.lines = append(r.lines, fmt.Sprintf("%s: %s (%s)", pass.Fset.Position(d.Pos), d.Message, a.Name))
	}
	r.serveFacts(&pass)
	var err error
	r.results[a], err = a.Run(&pass)
	return err
}

// serveFacts fills in the pass's functions for facts.
func (r *nogoRun) serveFacts(pass *analysis.Pass) {
	self := pass.Pkg
	pass.ExportPackageFact = func(f analysis.Fact) { r.own[nogoFact{self.Path(), "", reflect.TypeOf(f)}] = f }
	pass.ImportPackageFact = func(pkg *types.Package, f analysis.Fact) bool {
		return r.load(pkg, nogoFact{pkg.Path(), "", reflect.TypeOf(f)}, f)
	}
	pass.ExportObjectFact = func(obj types.Object, f analysis.Fact) {
		if path, err := objectpath.For(obj); err == nil { // others cannot be named by importers
			r.own[nogoFact{self.Path(), path, reflect.TypeOf(f)}] = f
		}
	}
	pass.ImportObjectFact = func(obj types.Object, f analysis.Fact) bool {
		path, err := objectpath.For(obj)
		return err == nil && obj.Pkg() != nil && r.load(obj.Pkg(), nogoFact{obj.Pkg().Path(), path, reflect.TypeOf(f)}, f)
	}
	pass.AllObjectFacts = func() []analysis.ObjectFact { panic("no analyzer asks for all facts") }
	pass.AllPackageFacts = func() []analysis.PackageFact { panic("no analyzer asks for all facts") }
}

// load finds a fact of this package, or one of another package's, encoded.
func (r *nogoRun) load(pkg *types.Package, key nogoFact, into analysis.Fact) bool {
	if own, ok := r.own[key]; ok {
		reflect.ValueOf(into).Elem().Set(reflect.ValueOf(own).Elem())
		return true
	}
	data, ok := r.facts[key]
	if !ok || pkg == r.pass.Pkg {
		return false
	}
	return gob.NewDecoder(bytes.NewReader(data)).Decode(into) == nil
}

// encode hands the facts of the package on to its importers.
func (r *nogoRun) encode() error {
	for key, fact := range r.own {
		var data bytes.Buffer
		if err := gob.NewEncoder(&data).Encode(fact); err != nil {
			return err
		}
		r.facts[key] = data.Bytes()
	}
	return nil
}

// TestNogo compares what the driver prints with what go vet does, for the same
// module.
func TestNogo(t *testing.T) {
	if testing.Short() {
		t.Skip("runs the go command")
	}
	dir := writeFiles(t, examples())
	n := &nogo{analyzers: gojoincheck.New(), exports: map[string]string{}, facts: map[nogoFact][]byte{}}
	all := listPackages(t, dir)
	for _, pkg := range all {
		n.exports[pkg.ImportPath] = pkg.Export
	}
	var got []string
	for _, pkg := range all {
		if !strings.HasPrefix(pkg.ImportPath, "example.com/") {
			continue
		}
		lines, err := n.check(pkg.ImportPath, pkg.files())
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, lines...)
	}
	want := vetLines(t, dir)
	slices.Sort(got)
	if len(want) < 20 {
		t.Fatalf("go vet finds only %q", want)
	}
	for _, line := range want {
		if !slices.Contains(got, line) {
			t.Errorf("nogo does not find %s", line)
		}
	}
	quiet := slices.DeleteFunc(slices.Clone(got), func(line string) bool { return !strings.Contains(filepath.ToSlash(line), "/quiet/main.go:") })
	if len(quiet) != len(testutil.QuietFindings) {
		t.Errorf("comments silence too much or too little: %q", quiet)
	}
	for _, line := range got {
		if !slices.Contains(want, line) {
			t.Errorf("go vet does not find %s", line)
		}
	}
}

// A listed is a package as "go list" describes it.
type listed struct {
	Dir, ImportPath, Export string
	GoFiles, TestGoFiles    []string
}

// files are the files of the package, those of its tests among them: Bazel's
// rule go_test compiles them together.
func (p *listed) files() (names []string) {
	for _, name := range slices.Concat(p.GoFiles, p.TestGoFiles) {
		names = append(names, filepath.Join(p.Dir, name))
	}
	return names
}

// listPackages lists the module's packages and all that they import, each after
// its imports.
func listPackages(t *testing.T, dir string) (all []*listed) {
	t.Helper()
	out := mustRun(t, dir, nil, "go", "list", "-e", "-export", "-deps", "-json=Dir,ImportPath,Export,GoFiles,TestGoFiles", "./...", "testing")
	for dec := json.NewDecoder(strings.NewReader(out.stdout)); dec.More(); {
		pkg := new(listed)
		if err := dec.Decode(pkg); err != nil {
			t.Fatal(err)
		}
		all = append(all, pkg)
	}
	return all
}

// vetLines runs the linter as go vet's tool, and returns its findings in the
// form of nogo, sorted.
func vetLines(t *testing.T, dir string) (lines []string) {
	t.Helper()
	tool := build(t, "cmd/gojoincheck")
	res := mustRun(t, dir, nil, "go", "vet", "-json", "-vettool="+tool, "./...")
	lines, err := diagnosticLines(res.stdout + res.stderr)
	if err != nil {
		t.Fatalf("%v in\n%s%s", err, res.stdout, res.stderr)
	}
	return lines
}

// diagnosticLines decodes the documents of "go vet -json", which Go 1.25 prints
// between comments.
func diagnosticLines(out string) (lines []string, err error) {
	var text strings.Builder
	for line := range strings.Lines(out) {
		if !strings.HasPrefix(line, "#") {
			text.WriteString(line)
		}
	}
	for dec := json.NewDecoder(strings.NewReader(text.String())); dec.More(); {
		var units map[string]map[string][]struct{ Posn, Message string }
		if err := dec.Decode(&units); err != nil {
			return nil, err
		}
		for _, unit := range units {
			for analyzer, diagnostics := range unit {
				for _, d := range diagnostics {
					lines = append(lines, fmt.Sprintf("%s: %s (%s)", d.Posn, d.Message, analyzer))
				}
			}
		}
	}
	slices.Sort(lines)
	return slices.Compact(lines), nil
}

// TestAnalyzerVariable holds the packages of the passes to nogo's contract: a
// variable named Analyzer, and one analyzer for each.
func TestAnalyzerVariable(t *testing.T) {
	root, err := testutil.Root()
	if err != nil {
		t.Fatal(err)
	}
	dirs, err := filepath.Glob(filepath.Join(root, "passes", "*"))
	if err != nil {
		t.Fatal(err)
	}
	analyzers := gojoincheck.Analyzers()
	if len(dirs) != len(analyzers) {
		t.Errorf("%d packages in passes, %d analyzers", len(dirs), len(analyzers))
	}
	for _, dir := range dirs {
		name := filepath.Base(dir)
		if !slices.ContainsFunc(analyzers, func(a *analysis.Analyzer) bool { return a.Name == name }) {
			t.Errorf("package %s has no analyzer of its name", name)
		}
		pkgs, err := parser.ParseFile(token.NewFileSet(), filepath.Join(dir, name+".go"), nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		if obj := pkgs.Scope.Lookup("Analyzer"); obj == nil || obj.Kind != ast.Var {
			t.Errorf("package %s has no variable Analyzer", name)
		}
	}
	if err := analysis.Validate(analyzers); err != nil {
		t.Error(err)
	}
}
