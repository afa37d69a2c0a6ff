package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"maps"
	"reflect"

	"golang.org/x/tools/go/analysis"

	"github.com/gojoincheck/gojoincheck/internal/forkjoin"
	"github.com/gojoincheck/gojoincheck/internal/hb"
	"github.com/gojoincheck/gojoincheck/internal/testutil"
)

// A verdict is what the linter says of a program, with lines for positions.
type verdict struct {
	findings []hb.Finding
	joined   map[int]bool // forks that it calls joined
	givenUp  int          // functions and searches over a limit
}

// An engine runs the real analyzers over one program after the other. It is
// not safe for concurrent use: the importer is not.
type engine struct {
	fset  *token.FileSet
	imp   withLib
	facts testutil.Facts // of the package with the foreign helpers
}

// withLib imports that package besides those of the standard library.
type withLib struct {
	types.Importer
	lib *types.Package
}

func (w withLib) Import(path string) (*types.Package, error) {
	if path == libPath {
		return w.lib, nil
	}
	return w.Importer.Import(path)
}

// grab hands out the result that the passes read.
var grab = &analysis.Analyzer{
	Name: "grab", Doc: "hands out the verdicts",
	Requires:   []*analysis.Analyzer{forkjoin.Analyzer},
	ResultType: reflect.TypeFor[*forkjoin.Result](),
	Run: func(pass *analysis.Pass) (any, error) {
		res := pass.ResultOf[forkjoin.Analyzer].(*forkjoin.Result)
		grabbed = res
		return res, nil
	},
}

var grabbed *forkjoin.Result

func newEngine() (*engine, error) {
	forkjoin.Strict = true
	forkjoin.WithForks = true
	e := &engine{fset: token.NewFileSet(), facts: testutil.Facts{}}
	var err error
	e.imp.Importer, err = testutil.ExportImporter(e.fset, imports[:len(imports)-1]...)
	if err != nil {
		return nil, err
	}
	unit, _, err := e.check(libPath, libSource)
	if err != nil {
		return nil, err
	}
	if _, err := testutil.RunAfter(e.facts, unit, []*analysis.Analyzer{grab}); err != nil {
		return nil, err
	}
	if len(e.facts) == 0 {
		return nil, fmt.Errorf("%s exports no facts", libPath)
	}
	e.imp.lib = unit.Pkg
	return e, nil
}

func (e *engine) check(path, src string) (*testutil.Unit, *ast.File, error) {
	file, err := parser.ParseFile(e.fset, path+".go", src, parser.SkipObjectResolution)
	if err != nil {
		return nil, file, err
	}
	unit, err := testutil.Check(e.fset, e.imp, path, "go1.25", file)
	return unit, file, err
}

// judge runs the analyzers over a source; it fails when that does not compile.
func (e *engine) judge(src string) (verdict, error) {
	unit, file, err := e.check("example.com/p", src)
	if file != nil {
		defer e.fset.RemoveFile(e.fset.File(file.FileStart))
	}
	if err != nil {
		return verdict{}, err
	}
	if _, err := testutil.RunAfter(maps.Clone(e.facts), unit, []*analysis.Analyzer{grab}); err != nil {
		return verdict{}, err
	}
	return e.inLines(grabbed), nil
}

// inLines replaces positions by lines.
func (e *engine) inLines(res *forkjoin.Result) verdict {
	v := verdict{joined: map[int]bool{}}
	line := func(p int) int {
		if p <= 0 {
			return p
		}
		return e.fset.Position(token.Pos(p)).Line
	}
	for _, f := range res.Findings {
		f.Pos = eventPos(line(int(f.Pos)))
		steps := make([]hb.Step, len(f.Steps))
		for i, s := range f.Steps {
			s.Pos = eventPos(line(int(s.Pos)))
			steps[i] = s
		}
		f.Steps = steps
		v.findings = append(v.findings, f)
	}
	for i := range res.Forks {
		if f := &res.Forks[i]; f.Verdict == forkjoin.Joined {
			v.joined[line(int(f.Pos))] = true
		}
	}
	for _, n := range res.GivenUp {
		v.givenUp += n
	}
	return v
}
