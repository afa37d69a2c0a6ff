package forkjoin

import (
	"go/parser"
	"go/token"
	"go/types"
	"reflect"
	"testing"

	"golang.org/x/tools/go/analysis"

	"github.com/gojoincheck/gojoincheck/internal/testutil"
)

const factsLib = `package lib

import "sync"

func Spawn(wg *sync.WaitGroup, f func()) {
	wg.Add(1)
	go func() {
		defer wg.Done()
		f()
	}()
}
`

const factsUser = `package user

import (
	"sync"

	"example.com/lib"
)

func F() int {
	var wg sync.WaitGroup
	x := 0
	lib.Spawn(&wg, func() { x = 1 })
	y := x
	wg.Wait()
	return y
}
`

// oneMore imports a package besides others.
type oneMore struct {
	types.Importer
	pkg *types.Package
}

func (m oneMore) Import(path string) (*types.Package, error) {
	if m.pkg != nil && path == m.pkg.Path() {
		return m.pkg, nil
	}
	return m.Importer.Import(path)
}

// TestOldFacts reads a summary of another version as no summary: nothing is
// known of the function, that is counted, and nothing else happens.
func TestOldFacts(t *testing.T) {
	Strict = true
	defer func() { Strict = false }()
	var res *Result
	grab := &analysis.Analyzer{
		Name: "grab", Doc: "hands out the verdicts", Requires: []*analysis.Analyzer{Analyzer}, ResultType: reflect.TypeFor[*Result](),
		Run: func(pass *analysis.Pass) (any, error) {
			res = pass.ResultOf[Analyzer].(*Result)
			return res, nil
		},
	}
	fset := token.NewFileSet()
	imp := oneMore{Importer: std(t)}
	facts := testutil.Facts{}
	run := func(path, src string) *testutil.Unit {
		file, err := parser.ParseFile(fset, path+".go", src, 0)
		if err != nil {
			t.Fatal(err)
		}
		u, err := testutil.Check(fset, imp, path, "go1.25", file)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := testutil.RunAfter(facts, u, []*analysis.Analyzer{grab}); err != nil {
			t.Fatal(err)
		}
		return u
	}
	imp.pkg = run("example.com/lib", factsLib).Pkg
	races := func() (n int) {
		run("example.com/user", factsUser)
		for _, f := range res.Findings {
			if f.Rule == "captured-race" {
				n++
			}
		}
		return n
	}
	if n := races(); n != 1 || res.GivenUp["summary that cannot be read"] != 0 {
		t.Fatalf("%d races with the summary, %v given up", n, res.GivenUp)
	}
	changed := 0
	for _, f := range facts {
		if s, ok := f.(*Summary); ok {
			s.Data[0]-- // the version
			changed++
		}
	}
	if n := races(); changed == 0 || n != 0 || res.GivenUp["summary that cannot be read"] == 0 {
		t.Errorf("%d races with a summary of an older version, %v given up", n, res.GivenUp)
	}
}
