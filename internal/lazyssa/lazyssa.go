// Package lazyssa builds SSA for the packages that need it and for no others.
//
// It does what x/tools' buildssa does, but as a function, called once it is
// known that a package forks; buildssa, as an analyzer that others require,
// would build every package. It does not use ctrlflow's facts about functions
// that never return: facts would force every dependency, the standard library
// included, through the type checker. What does not return is in the table.
package lazyssa

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strconv"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ssa"

	"github.com/gojoincheck/gojoincheck/internal/syncmodel"
)

// Needed reports whether a package can start a goroutine: it has a go statement,
// or it names a function that starts some, of a package that it imports.
func Needed(files []*ast.File) bool {
	return anyNode(files, syncmodel.ForkNames, func(n ast.Node) bool {
		_, ok := n.(*ast.GoStmt)
		return ok
	})
}

// Serves reports whether a package names a function of one that it imports to which it
// hands what is run for each request.
func Serves(files []*ast.File) bool {
	return anyNode(files, syncmodel.ServeNames, func(ast.Node) bool { return false })
}

// Shares reports whether the functions of a package can have something to say to
// callers in other packages: it starts goroutines, or it has to do with what
// goroutines meet at.
func Shares(files []*ast.File) bool {
	if imports(files)["sync"] {
		return true
	}
	return anyNode(files, syncmodel.MeetNames, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.GoStmt, *ast.ChanType, *ast.SendStmt, *ast.SelectStmt:
			return true
		case *ast.UnaryExpr:
			return n.Op == token.ARROW
		}
		return false
	})
}

// anyNode reports whether some node of the files is what is looked for, or names
// one of the functions that are listed for a package that they import. Of which
// package a name is only the type checker knows.
func anyNode(files []*ast.File, listed func(pkg string) []string, is func(ast.Node) bool) bool {
	names := map[string]bool{}
	for path := range imports(files) {
		for _, name := range listed(path) {
			names[name] = true
		}
	}
	return slices.ContainsFunc(files, func(f *ast.File) bool {
		found := false
		ast.Inspect(f, func(n ast.Node) bool {
			if id, ok := n.(*ast.Ident); ok {
				found = found || names[id.Name]
			} else if n != nil {
				found = found || is(n)
			}
			return !found
		})
		return found
	})
}

func imports(files []*ast.File) map[string]bool {
	paths := map[string]bool{}
	for _, f := range files {
		for _, imp := range f.Imports {
			if path, err := strconv.Unquote(imp.Path.Value); err == nil {
				paths[path] = true
			}
		}
	}
	return paths
}

// Build builds the SSA of the package of a pass.
func Build(pass *analysis.Pass) *ssa.Package {
	prog := ssa.NewProgram(pass.Fset, ssa.BuilderMode(0))
	for _, p := range pass.Pkg.Imports() {
		prog.CreatePackage(p, nil, nil, true)
	}
	pkg := prog.CreatePackage(pass.Pkg, pass.Files, pass.TypesInfo, false)
	pkg.Build()
	return pkg
}

// Functions returns the functions of the package that have a body, literals
// included, in the order of the source.
func Functions(pass *analysis.Pass, pkg *ssa.Package) []*ssa.Function {
	var all []*ssa.Function
	var add func(f *ssa.Function)
	add = func(f *ssa.Function) {
		if f == nil || f.Blocks == nil {
			return
		}
		all = append(all, f)
		for _, anon := range f.AnonFuncs {
			add(anon)
		}
	}
	for _, file := range pass.Files {
		for _, decl := range file.Decls {
			if d, ok := decl.(*ast.FuncDecl); ok {
				add(function(pass, pkg, d))
			}
		}
	}
	add(pkg.Func("init")) // initializers of variables hold literals too
	return all
}

func function(pass *analysis.Pass, pkg *ssa.Package, d *ast.FuncDecl) *ssa.Function {
	fn, ok := pass.TypesInfo.Defs[d.Name].(*types.Func)
	if !ok {
		return nil
	}
	return pkg.Prog.FuncValue(fn)
}
