package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/gojoincheck/gojoincheck/bench"
	"github.com/gojoincheck/gojoincheck/internal/finding"
)

// leakLabels are the programs of the leak profile's tests. A leaking program
// is found when missingjoin or goroutineleak reports a go statement that
// starts a goroutine which leaks, or an operation at which that goroutine is
// blocked. A go statement whose goroutine does not leak is wrongly reported
// when there is a report on it, or on an operation that only such goroutines
// reach.
type leakLabels struct {
	programs []leakProgram
	clean    [][]place // of each such go statement: itself, then those operations
}

// A place is a line of a file, which is named with its folder.
type place struct {
	file string
	line int
}

type leakProgram struct {
	name   string
	places []place  // where a report finds it
	lost   []string // expectations for which no go statement was found
}

// leakTest is where the expectations stand, seen from the corpus.
const leakTest = "../../goroutineleakprofile_test.go"

// prepareLeak copies the two folders of programs into the module and labels
// their go statements.
func prepareLeak(src, module string) (labels, error) {
	expected, err := expectations(filepath.Join(src, filepath.FromSlash(leakTest)))
	if err != nil {
		return nil, err
	}
	all := &leakLabels{}
	for _, set := range []struct{ name, dir string }{{"patterns", src}, {"goker", filepath.Join(src, "goker")}} {
		to := filepath.Join(module, set.name)
		files, fset, err := copyFolder(set.dir, to)
		if err != nil {
			return nil, err
		}
		p, err := load(fset, files)
		if err != nil {
			return nil, err
		}
		all.label(set.name, p, registrations(fset, files), expected)
	}
	return all, nil
}

// copyFolder copies the Go files of a folder and parses them.
func copyFolder(from, to string) (files []*ast.File, fset *token.FileSet, err error) {
	if err := os.MkdirAll(to, 0o777); err != nil {
		return nil, nil, err
	}
	paths, err := filepath.Glob(filepath.Join(from, "*.go"))
	if err != nil {
		return nil, nil, err
	}
	fset = token.NewFileSet()
	for _, path := range paths {
		text, err := os.ReadFile(path)
		if err != nil {
			return nil, nil, err
		}
		copied := filepath.Join(to, filepath.Base(path))
		if err := os.WriteFile(copied, text, 0o666); err != nil {
			return nil, nil, err
		}
		file, err := parser.ParseFile(fset, copied, text, parser.SkipObjectResolution)
		if err != nil {
			return nil, nil, err
		}
		files = append(files, file)
	}
	return files, fset, nil
}

// registrations maps each file to the names of the programs that are in it,
// from calls such as register("ChanRecv", ChanRecv).
func registrations(fset *token.FileSet, files []*ast.File) map[string][]string {
	in := map[string][]string{}
	for _, file := range files {
		ast.Inspect(file, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok || len(call.Args) != 2 {
				return true
			}
			name := &ast.CallExpr{Fun: call.Fun, Args: call.Args[:1]}
			if texts, ok := stringArgs(name, "register"); ok {
				base := filepath.Base(fset.Position(file.FileStart).Filename)
				in[base] = append(in[base], texts[0])
			}
			return true
		})
	}
	return in
}

// label adds the programs of one folder. Programs that the test does not run
// have no label: some do not leak in every run, some crash.
func (l *leakLabels) label(set string, p *program, in map[string][]string, expected map[string][]expectation) {
	for _, file := range slices.Sorted(maps.Keys(in)) {
		name := set + "/" + file
		var leaks []expectation // of all programs in the file
		unlabelled := false
		for _, prog := range in[file] {
			es, ok := expected[prog]
			unlabelled = unlabelled || !ok
			leaks = append(leaks, es...)
			if len(es) > 0 {
				l.programs = append(l.programs, newLeakProgram(prog, name, p.forks[file], es, p))
			}
		}
		if !unlabelled {
			l.addClean(name, p, p.forks[file], leaks)
		}
	}
}

func newLeakProgram(prog, file string, forks []fork, leaks []expectation, p *program) leakProgram {
	lp := leakProgram{name: prog}
	for _, e := range leaks {
		found := false
		for _, f := range forks {
			for _, task := range f.tasks {
				if !e.task.MatchString(symbol(task)) {
					continue
				}
				found = true
				lp.places = append(lp.places, place{file, f.line})
				for _, op := range p.ops(task) {
					if slices.ContainsFunc(op.reasons, e.reason.MatchString) {
						lp.places = append(lp.places, place{file, op.line})
					}
				}
			}
		}
		if !found {
			lp.lost = append(lp.lost, e.text)
		}
	}
	return lp
}

// addClean adds the go statements of a file that start nothing that leaks.
func (l *leakLabels) addClean(file string, p *program, forks []fork, leaks []expectation) {
	leaky := func(task *ssa.Function) bool {
		return slices.ContainsFunc(leaks, func(e expectation) bool { return e.task.MatchString(symbol(task)) })
	}
	var blocks []int // lines at which a leaking goroutine may be blocked
	for _, f := range forks {
		for _, task := range slices.DeleteFunc(slices.Clone(f.tasks), func(t *ssa.Function) bool { return !leaky(t) }) {
			for _, op := range p.ops(task) {
				blocks = append(blocks, op.line)
			}
		}
	}
	for _, f := range forks {
		if slices.ContainsFunc(f.tasks, leaky) {
			continue
		}
		places := []place{{file, f.line}}
		for _, task := range f.tasks {
			for _, op := range p.ops(task) {
				if !slices.Contains(blocks, op.line) {
					places = append(places, place{file, op.line})
				}
			}
		}
		l.clean = append(l.clean, places)
	}
}

func (l *leakLabels) score(findings []finding.Finding, say func(string, ...any)) (s bench.Score) {
	reports := map[place]string{}
	used := make([]bool, len(findings))
	for i, f := range findings {
		used[i] = f.Analyzer == "closurecapture" || l.known(at(f))
		if f.Analyzer != "closurecapture" {
			reports[at(f)] = f.Message
		}
	}
	for _, p := range l.programs {
		s.Bugs++
		if slices.ContainsFunc(p.places, func(at place) bool { return reports[at] != "" }) {
			s.Found++
		} else {
			say("missed       %s", p.name)
		}
	}
	for _, places := range l.clean {
		s.Clean++
		if i := slices.IndexFunc(places, func(at place) bool { return reports[at] != "" }); i >= 0 {
			s.False++
			say("false alarm  %s:%d %s", places[i].file, places[i].line, reports[places[i]])
		}
	}
	sayUnused(findings, used, "", say)
	return s
}

func (l *leakLabels) known(at place) bool {
	return slices.ContainsFunc(l.clean, func(places []place) bool { return slices.Contains(places, at) }) ||
		slices.ContainsFunc(l.programs, func(p leakProgram) bool { return slices.Contains(p.places, at) })
}

func at(f finding.Finding) place {
	dir, base := filepath.Split(f.Pos.File)
	return place{filepath.Base(dir) + "/" + base, f.Pos.Line}
}
