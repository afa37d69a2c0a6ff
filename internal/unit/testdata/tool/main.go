// Command tool is a vet tool for the tests and for bench/coldrun.sh, driven by
// package unit. Its analyzers are the least that shows what a driver does:
//
//   - forkssa builds SSA for each package with a go statement and reports the
//     statement, which is what the real analyzers pay;
//   - forkfact exports a fact about each function that forks and reports the
//     calls of such functions, so that facts travel;
//   - trouble panics in packages with a function of a telling name.
package main

import (
	"go/ast"
	"go/token"
	"go/types"
	"os"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ssa"
	"golang.org/x/tools/go/types/objectpath"

	"github.com/gojoincheck/gojoincheck/internal/front"
	"github.com/gojoincheck/gojoincheck/internal/unit"
)

func main() {
	analyzers := []*analysis.Analyzer{forkssa, trouble}
	if os.Getenv("UNITTOOL_FACTS") != "" {
		analyzers = append(analyzers, forkfact)
	}
	if os.Getenv("UNITTOOL_RELEVANT") != "" {
		forks := front.Marks{Tokens: []token.Token{token.GO}}
		unit.Relevant = forks.In
	}
	// The go command does not know that the environment decides what we say.
	unit.VersionSalt = func() ([]byte, error) {
		return []byte(os.ExpandEnv("$UNITTOOL_FACTS,$UNITTOOL_RELEVANT,$UNITTOOL_SALT")), nil
	}
	unit.Main(analyzers...)
}

func goStatements(pass *analysis.Pass, visit func(*ast.FuncDecl, *ast.GoStmt)) {
	for _, file := range pass.Files {
		for _, decl := range file.Decls {
			fn, _ := decl.(*ast.FuncDecl)
			ast.Inspect(decl, func(n ast.Node) bool {
				if g, ok := n.(*ast.GoStmt); ok {
					visit(fn, g)
				}
				return true
			})
		}
	}
}

var forkssa = &analysis.Analyzer{
	Name: "forkssa",
	Doc:  "builds SSA where there is a go statement, and reports the statement",
	Run: func(pass *analysis.Pass) (any, error) {
		forks := 0
		goStatements(pass, func(_ *ast.FuncDecl, g *ast.GoStmt) {
			forks++
			pass.Report(analysis.Diagnostic{Pos: g.Pos(), Category: "fork", Message: "fork"})
		})
		if forks > 0 {
			buildSSA(pass)
		}
		return nil, nil
	},
}

func buildSSA(pass *analysis.Pass) {
	prog := ssa.NewProgram(pass.Fset, ssa.BuilderMode(0))
	for _, p := range pass.Pkg.Imports() {
		prog.CreatePackage(p, nil, nil, true)
	}
	prog.CreatePackage(pass.Pkg, pass.Files, pass.TypesInfo, false).Build()
}

var trouble = &analysis.Analyzer{
	Name: "trouble",
	Doc:  "panics on a package that declares PleasePanic",
	Run: func(pass *analysis.Pass) (any, error) {
		if pass.Pkg.Scope().Lookup("PleasePanic") != nil {
			panic("as asked")
		}
		return nil, nil
	},
}

type forks struct{ How string }

func (*forks) AFact()           {}
func (f *forks) String() string { return "forks " + f.How }

var forkfact = &analysis.Analyzer{
	Name:      "forkfact",
	Doc:       "reports calls of functions that fork",
	FactTypes: []analysis.Fact{new(forks)},
	Run: func(pass *analysis.Pass) (any, error) {
		goStatements(pass, func(fn *ast.FuncDecl, _ *ast.GoStmt) {
			if fn != nil {
				pass.ExportObjectFact(pass.TypesInfo.Defs[fn.Name], &forks{"itself"})
			}
		})
		for _, file := range pass.Files {
			ast.Inspect(file, func(n ast.Node) bool {
				if id, ok := n.(*ast.Ident); ok {
					reportForking(pass, id)
				}
				return true
			})
		}
		return nil, nil
	},
}

func reportForking(pass *analysis.Pass, id *ast.Ident) {
	fn, ok := pass.TypesInfo.Uses[id].(*types.Func)
	if !ok {
		return
	}
	var fact forks
	if pass.ImportObjectFact(fn.Origin(), &fact) {
		path, _ := objectpath.For(fn.Origin())
		pass.Reportf(id.Pos(), "%s", strings.Join([]string{fn.Pkg().Path(), string(path), fact.String()}, " "))
	}
}
