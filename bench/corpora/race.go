package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strings"

	"github.com/gojoincheck/gojoincheck/bench"
	"github.com/gojoincheck/gojoincheck/internal/finding"
)

// A raceTest is one test of the race detector. A race in it is found when
// closurecapture reports within the function.
type raceTest struct {
	file       string // base name in the module
	name       string
	first, end int // lines
	race       bool
}

type raceLabels []raceTest

// raceEdits make the files of an external test package of the standard library
// into a package of any module. None changes the number of a line.
var raceEdits = strings.NewReplacer(
	"package race_test\n", "package race\n",
	// The predecessor of testing/synctest, which only the standard library may import.
	`"internal/synctest"`, `"testing/synctest"`,
	"synctest.Run(func() {", "synctest.Test(t, func(t *testing.T) {",
	// It is declared only under -race, and orders nothing.
	"runtime.RaceDisable()", "runtime.Gosched()",
)

// prepareRace copies the race detector's tests into the module.
func prepareRace(src, module string) (labels, error) {
	paths, err := filepath.Glob(filepath.Join(src, "*_test.go"))
	if err != nil {
		return nil, err
	}
	var all raceLabels
	for _, path := range paths {
		text, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		edited := raceEdits.Replace(strings.ReplaceAll(string(text), "\r\n", "\n"))
		name := strings.TrimSuffix(filepath.Base(path), "_test.go") + ".go"
		fset := token.NewFileSet()
		file, err := parser.ParseFile(fset, name, edited, parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		tests := raceTests(fset, file)
		if len(tests) == 0 || importsInternal(file) {
			continue
		}
		if err := os.WriteFile(filepath.Join(module, name), []byte(edited), 0o666); err != nil {
			return nil, err
		}
		all = append(all, tests...)
	}
	return all, nil
}

// raceTests lists the labelled tests of a file. As where they come from, a
// test that skips itself counts neither way.
func raceTests(fset *token.FileSet, file *ast.File) (tests []raceTest) {
	for _, d := range file.Decls {
		fn, ok := d.(*ast.FuncDecl)
		if !ok || fn.Recv != nil || fn.Body == nil || skips(fn.Body) {
			continue
		}
		name := fn.Name.Name
		race := strings.HasPrefix(name, "TestRace")
		if !race && !strings.HasPrefix(name, "TestNoRace") {
			continue
		}
		first, end := fset.Position(fn.Pos()), fset.Position(fn.End())
		tests = append(tests, raceTest{first.Filename, name, first.Line, end.Line, race})
	}
	return tests
}

// skips reports whether a test begins by skipping itself.
func skips(body *ast.BlockStmt) bool {
	if len(body.List) == 0 {
		return false
	}
	stmt, ok := body.List[0].(*ast.ExprStmt)
	if !ok {
		return false
	}
	call, ok := stmt.X.(*ast.CallExpr)
	if !ok {
		return false
	}
	sel, ok := call.Fun.(*ast.SelectorExpr)
	return ok && (sel.Sel.Name == "Skip" || sel.Sel.Name == "Skipf" || sel.Sel.Name == "SkipNow")
}

func importsInternal(file *ast.File) bool {
	for _, spec := range file.Imports {
		if strings.HasPrefix(spec.Path.Value, `"internal/`) {
			return true
		}
	}
	return false
}

func (all raceLabels) score(findings []finding.Finding, say func(string, ...any)) (s bench.Score) {
	used := make([]bool, len(findings))
	for _, t := range all {
		hit := -1
		for i, f := range findings {
			if f.Analyzer == "closurecapture" && t.has(f.Pos) {
				hit, used[i] = i, true
			}
		}
		switch {
		case t.race && hit >= 0:
			s.Bugs, s.Found = s.Bugs+1, s.Found+1
		case t.race:
			s.Bugs++
			say("missed       %s:%d %s", t.file, t.first, t.name)
		case hit >= 0:
			s.Clean, s.False = s.Clean+1, s.False+1
			say("false alarm  %s:%d %s: %s", t.file, findings[hit].Pos.Line, t.name, findings[hit].Message)
		default:
			s.Clean++
		}
	}
	sayUnused(findings, used, "closurecapture", say)
	return s
}

func (t raceTest) has(pos finding.Position) bool {
	return filepath.Base(pos.File) == t.file && t.first <= pos.Line && pos.Line <= t.end
}

// sayUnused lists what an analyzer reports about code that has no label.
func sayUnused(findings []finding.Finding, used []bool, analyzer string, say func(string, ...any)) {
	for i, f := range findings {
		if !used[i] && (analyzer == "" || f.Analyzer == analyzer) {
			say("unlabelled   %s:%d %s", filepath.Base(f.Pos.File), f.Pos.Line, f.Message)
		}
	}
}
