package unit

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"

	"github.com/gojoincheck/gojoincheck/internal/front"
	"github.com/gojoincheck/gojoincheck/internal/testutil"
)

// world type-checks small packages that import each other.
type world map[string]*types.Package

func (w world) add(t *testing.T, path, text string) *types.Package {
	t.Helper()
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, path+".go", text, 0)
	if err != nil {
		t.Fatal(err)
	}
	conf := types.Config{Importer: importFunc(func(path string) (*types.Package, error) {
		if pkg := w[path]; pkg != nil {
			return pkg, nil
		}
		return importer.Default().Import(path)
	})}
	pkg, err := conf.Check(path, fset, []*ast.File{file}, nil)
	if err != nil {
		t.Fatal(err)
	}
	w[path] = pkg
	return pkg
}

// factsOf reads the facts of files, by package path, for self.
func factsOf(t *testing.T, self *types.Package, files map[string][]byte) *factSet {
	t.Helper()
	cfg := &front.Config{PackageVetx: make(map[string]string)}
	imports := make(map[string]*types.Package)
	for _, p := range self.Imports() {
		imports[p.Path()] = p
		name := filepath.Join(t.TempDir(), "facts")
		if err := os.WriteFile(name, files[p.Path()], 0o600); err != nil {
			t.Fatal(err)
		}
		cfg.PackageVetx[p.Path()] = name
	}
	s, err := readFacts(cfg, &loaded{types: self, imports: imports})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func encode(t *testing.T, s *factSet) []byte {
	t.Helper()
	data, err := s.encode()
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// TestFactsTravel has a fact pass through a package that has none itself, to
// where its object can be reached only as a method of a result.
func TestFactsTravel(t *testing.T) {
	w := make(world)
	a := w.add(t, "a", "package a\ntype T struct{}\nfunc (T) Run() {}\nfunc Run() {}\nfunc hidden() { type local int }")
	b := w.add(t, "b", "package b\nimport \"a\"\nfunc Make() []a.T { return nil }")
	silent := w.add(t, "silent", "package silent\nimport \"a\"\nvar x a.T")
	c := w.add(t, "c", "package c\nimport \"b\"\nvar X = b.Make()[0]")

	method := a.Scope().Lookup("T").Type().(*types.Named).Method(0)
	sa := factsOf(t, a, nil)
	sa.set(method, &someFact{1})
	sa.set(a.Scope().Lookup("Run"), &someFact{2})
	sa.set(nil, &someFact{3})
	files := map[string][]byte{"a": encode(t, sa)}
	for range 10 {
		if !bytes.Equal(encode(t, sa), files["a"]) {
			t.Fatal("the encoding changes from one time to the next")
		}
	}
	files["b"] = encode(t, factsOf(t, b, files))
	if data := encode(t, factsOf(t, silent, files)); len(data) != 0 {
		t.Error("facts are handed on by a package that lets nobody reach their objects")
	}

	sc := factsOf(t, c, files)
	var fact someFact
	if !sc.importObject(method, &fact) || fact.N != 1 {
		t.Errorf("fact of the method: %v", fact)
	}
	if !sc.importPackage(a, &fact) || fact.N != 3 {
		t.Errorf("fact of the package: %v", fact)
	}
	if sc.importObject(b.Scope().Lookup("Make"), &fact) {
		t.Error("a fact out of nowhere")
	}
	objects, packages := sc.all(withFact)
	if len(objects) != 2 || len(packages) != 1 {
		t.Errorf("all facts: %v and %v", objects, packages)
	}
}

type callingFact struct{ Does bool }

func (*callingFact) AFact()        {}
func (f *callingFact) Calls() bool { return f.Does }

// TestNamesTravel is about what a fact file says before the facts, also those that
// it hands on.
func TestNamesTravel(t *testing.T) {
	w := make(world)
	a := w.add(t, "a", "package a\ntype T struct{}\nfunc Run() {}\nfunc Idle() {}\nfunc Stop() {}")
	b := w.add(t, "b", "package b\nimport \"a\"\nfunc Make() a.T { return a.T{} }")
	names := func(data []byte) string {
		n, err := readNames(testutil.WriteFile(t, t.TempDir(), "facts", string(data)))
		if err != nil {
			t.Fatal(err)
		}
		return fmt.Sprint(n)
	}
	if got := names(nil); got != "<nil>" {
		t.Errorf("an empty file says %s", got)
	}
	s := factsOf(t, a, nil)
	s.set(a.Scope().Lookup("Stop"), &callingFact{true})
	s.set(a.Scope().Lookup("Run"), &callingFact{true})
	s.set(a.Scope().Lookup("Idle"), &callingFact{false})
	s.set(nil, &callingFact{false})
	data := encode(t, s)
	if got, want := names(data), "&{false [Run Stop]}"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	onward := factsOf(t, b, map[string][]byte{"a": data})
	if got, want := names(encode(t, onward)), "&{false [Run Stop]}"; got != want {
		t.Errorf("handed on, got %s, want %s", got, want)
	}
	onward.set(b.Scope().Lookup("Make"), &someFact{1})
	if got, want := names(encode(t, onward)), "&{true [Run Stop]}"; got != want {
		t.Errorf("with a fact of another type, got %s, want %s", got, want)
	}
}

func TestNoFactsIsAnEmptyFile(t *testing.T) {
	a := make(world).add(t, "a", "package a")
	if data := encode(t, factsOf(t, a, nil)); len(data) != 0 {
		t.Errorf("%d bytes", len(data))
	}
}

func TestBrokenFactFile(t *testing.T) {
	name := filepath.Join(t.TempDir(), "facts")
	if err := os.WriteFile(name, []byte("broken"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := readFacts(&front.Config{PackageVetx: map[string]string{"p": name}}, &loaded{}); err == nil {
		t.Error("read without an error")
	}
}

func TestUndeclaredFactPanics(t *testing.T) {
	a := make(world).add(t, "a", "package a")
	pass := &analysis.Pass{Analyzer: plain}
	factsOf(t, a, nil).serve(pass)
	defer func() {
		if recover() == nil {
			t.Error("no panic")
		}
	}()
	pass.ExportPackageFact(&someFact{1})
}

func TestImporterPanicIsAnError(t *testing.T) {
	_, err := importSafely(importFunc(func(string) (*types.Package, error) { panic("version 4") }), "p")
	if err == nil || !strings.Contains(err.Error(), "version 4; this tool was built with go") {
		t.Errorf("error %v", err)
	}
}
