package exprtype

import (
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"testing"

	"golang.org/x/tools/go/analysis"
)

const source = `package p

import "sync"

type pair struct{ a, b int }

func two() (int, error) { return 0, nil }

func generic[T any](x T) []T { return []T{x} }

func f(ch chan pair, wg *sync.WaitGroup, list []string) (err error) {
	x := len(list)
	x, err = two()
	const c = 3
	go func(y int) {
		defer wg.Done()
		for v := range ch {
			x := v.a + y + c
			_ = generic(x)
			_ = append(list[:x:x+1], string(rune(x)))
		}
	}(x)
	if p := (*pair)(nil); p != nil {
		panic(p.b)
	}
	close(ch)
	return nil
}
`

// Whatever was recorded is found out again, but for what constants and generic functions
// become.
func TestOf(t *testing.T) {
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "p.go", source, 0)
	if err != nil {
		t.Fatal(err)
	}
	info := &types.Info{Types: map[ast.Expr]types.TypeAndValue{}, Instances: map[*ast.Ident]types.Instance{}}
	pkg, err := (&types.Config{Importer: importer.ForCompiler(fset, "source", nil)}).Check("p", fset, []*ast.File{file}, info)
	if err != nil {
		t.Fatal(err)
	}
	full := &analysis.Pass{Fset: fset, Pkg: pkg, TypesInfo: info}
	without := &analysis.Pass{Fset: fset, Pkg: pkg, TypesInfo: &types.Info{}}
	n := 0
	for e, want := range info.Types {
		at := fset.Position(e.Pos()).String() + ": " + types.ExprString(e)
		if got := Of(full, e); got != want {
			t.Errorf("%s: %v, recorded is %v", at, got, want)
		}
		got := Of(without, e)
		if want.Value != nil && (got.Value == nil || got.Value.ExactString() != want.Value.ExactString()) || want.IsNil() != got.IsNil() {
			t.Errorf("%s: %v, want %v", at, got, want)
		}
		if id, ok := e.(*ast.Ident); ok && info.Instances[id].Type != nil || want.Value != nil || want.IsNil() || want.IsVoid() {
			continue
		}
		n++
		if want.IsBuiltin() || want.IsType() {
			if got.IsBuiltin() != want.IsBuiltin() || got.IsType() != want.IsType() {
				t.Errorf("%s: %v, want %v", at, got, want)
			}
		} else if got.Type == nil || !types.Identical(got.Type, want.Type) {
			t.Errorf("%s has type %v, want %v", at, got.Type, want.Type)
		}
	}
	if n < 40 {
		t.Errorf("only %d expressions were compared", n)
	}
}

func TestOfUnknown(t *testing.T) {
	fset := token.NewFileSet()
	file := fset.AddFile("p.go", -1, 10)
	pass := &analysis.Pass{Fset: fset, Pkg: types.NewPackage("p", "p"), TypesInfo: &types.Info{}}
	for _, e := range []ast.Expr{nil, &ast.Ident{NamePos: file.Pos(1), Name: "nobody"}} {
		if got := Of(pass, e); got.Type != nil {
			t.Errorf("Of(%v) has type %v", e, got.Type)
		}
	}
}
