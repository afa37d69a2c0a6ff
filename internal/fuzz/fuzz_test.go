// Package fuzz feeds mutated Go programs to every analyzer of the linter and
// demands two things of them: no panic, and an end.
//
// It is a test only. Programs come from testdata/seeds and from the examples
// of the rules; they are changed as text by Go's own fuzzer and as syntax by
// mutate, since text that has been changed at random seldom compiles.
//
//	go test -fuzz FuzzSource -fuzzminimizetime 10x ./internal/fuzz
//
// The limit on minimizing matters: the type checker ranges over maps, so the
// coverage of one program is not always the same, and without a limit the
// fuzzer spends a minute on each program trying to make it so.
package fuzz

import (
	"errors"
	"fmt"
	"go/parser"
	"go/token"
	"go/types"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gojoincheck/gojoincheck"
	"github.com/gojoincheck/gojoincheck/internal/forkjoin"
	"github.com/gojoincheck/gojoincheck/internal/rule"
	"github.com/gojoincheck/gojoincheck/internal/testutil"
)

// hang is how long one program may take. The analysis of a program of this
// size takes milliseconds; the rest is for the race detector and a busy machine.
const hang = 20 * time.Second

// goVersion is the language of the programs: loop variables per iteration,
// and functions to range over.
const goVersion = "go1.25"

// maxSource keeps the fuzzer at programs that a person can read afterwards.
const maxSource = 16 << 10

// allowedImports is what a program may import. Each is loaded once.
var allowedImports = []string{
	"bytes", "context", "errors", "fmt", "io", "iter", "log", "log/slog", "math/rand", "net", "net/http",
	"net/http/httptest", "os", "os/exec", "os/signal", "runtime", "slices", "sort", "strings", "sync",
	"sync/atomic", "testing", "testing/synctest", "time",
}

// A panic in the engine costs one function and is only counted; here it has to
// show.
func init() { forkjoin.Strict = true }

func FuzzSource(f *testing.F) {
	for i, src := range seeds(f) {
		f.Add([]byte(src), []byte{})
		f.Add([]byte(src), []byte{byte(i), 1, 2, byte(3 * i), 5, 8})
	}
	f.Fuzz(func(t *testing.T, src, edits []byte) {
		if len(src) > maxSource {
			t.Skip("too long")
		}
		check(t, mutate(src, edits))
	})
}

// TestMutants is the part of the fuzzing that every run of the tests pays for:
// always the same mutants of the seeds.
func TestMutants(t *testing.T) {
	perSeed := 60
	if testing.Short() {
		perSeed = 5
	}
	compiled, all := 0, 0
	for i, src := range seeds(t) {
		random := rand.New(rand.NewPCG(1, uint64(i)))
		for range perSeed {
			edits := make([]byte, editSize*(1+random.IntN(4)))
			for j := range edits {
				edits[j] = byte(random.Uint32())
			}
			all++
			if check(t, mutate([]byte(src), edits)) {
				compiled++
			}
		}
	}
	t.Logf("%d of %d mutants compile", compiled, all)
	if compiled*5 < all {
		t.Errorf("only %d of %d mutants compile: the mutator is of little use", compiled, all)
	}
}

// check analyzes one program and reports whether it compiled.
func check(t *testing.T, src []byte) bool {
	t.Helper()
	type outcome struct {
		compiled bool
		failure  string
	}
	done := make(chan outcome, 1) // room for one, so that a late end leaks nothing
	go func() {
		var o outcome
		defer func() {
			if r := recover(); r != nil {
				o.failure = fmt.Sprintf("panic: %v\n%s", r, debug.Stack())
			}
			done <- o
		}()
		o.compiled, o.failure = analyze(src)
	}()
	select {
	case o := <-done:
		if o.failure != "" {
			t.Fatalf("%s\n\nthe program:\n%s", o.failure, src)
		}
		return o.compiled
	case <-time.After(hang):
		t.Fatalf("no end after %v\n\nthe program:\n%s", hang, src)
		return false
	}
}

// errNotAllowed keeps programs from importing what has not been loaded.
var errNotAllowed = errors.New("the import is not among those allowed")

// analyze runs every analyzer over a program of one file. It says why that
// failed, and nothing about a program that does not compile.
func analyze(src []byte) (compiled bool, failure string) {
	w, err := world()
	if err != nil {
		return false, err.Error()
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	const name = "p_test.go" // a name under which tests are tests
	file, err := parser.ParseFile(w.fset, name, src, parser.ParseComments)
	if file != nil {
		// The set of files lives as long as the imports; the program's must not.
		defer w.fset.RemoveFile(w.fset.File(file.FileStart))
	}
	if err != nil {
		return false, ""
	}
	unit, err := testutil.Check(w.fset, w.imports, "p", goVersion, file)
	if err != nil {
		return false, ""
	}
	unit.Sources = map[string][]byte{name: src}
	diagnostics, err := testutil.Run(unit, gojoincheck.Analyzers())
	if err != nil {
		return true, err.Error()
	}
	for _, d := range diagnostics {
		if !d.Pos.IsValid() || w.fset.File(d.Pos) != w.fset.File(file.FileStart) {
			return true, fmt.Sprintf("a diagnostic outside the program: %s", d.Message)
		}
	}
	return true, ""
}

// A loaded holds what all programs share. Its mutex is held during a check,
// because neither the importer nor lazily loaded types are safe for two.
type loaded struct {
	mu      sync.Mutex
	fset    *token.FileSet
	imports types.Importer
}

var world = sync.OnceValues(func() (*loaded, error) {
	fset := token.NewFileSet()
	imp, err := testutil.ExportImporter(fset, allowedImports...)
	if err != nil {
		return nil, err
	}
	return &loaded{fset: fset, imports: allowList{imp}}, nil
})

// allowList refuses what go list was not asked for, "C" and "unsafe" included.
type allowList struct{ types.Importer }

func (l allowList) Import(path string) (*types.Package, error) {
	for _, p := range allowedImports {
		if p == path {
			return l.Importer.Import(path)
		}
	}
	return nil, errNotAllowed
}

// seeds returns the programs to start from, always in the same order.
func seeds(tb testing.TB) []string {
	tb.Helper()
	all := ownSeeds(tb)
	for _, r := range rule.All() {
		for _, example := range []string{r.Bad(), r.Good()} {
			if strings.TrimSpace(example) != "" {
				all = append(all, example)
			}
		}
	}
	return all
}

func ownSeeds(tb testing.TB) (all []string) {
	tb.Helper()
	paths, err := filepath.Glob(filepath.Join("testdata", "seeds", "*.go"))
	if err != nil || len(paths) == 0 {
		tb.Fatalf("no seeds: %v", err)
	}
	for _, path := range paths {
		text, err := os.ReadFile(path)
		if err != nil {
			tb.Fatal(err)
		}
		all = append(all, string(text))
	}
	return all
}

// TestSeedsCompile keeps the seeds from rotting: a seed that does not compile
// tests nothing.
func TestSeedsCompile(t *testing.T) {
	for _, src := range ownSeeds(t) {
		if !check(t, []byte(src)) {
			t.Errorf("does not compile:\n%s", src)
		}
	}
}
