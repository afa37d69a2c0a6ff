package bench

import (
	"fmt"
	"go/types"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/packages"

	"github.com/gojoincheck/gojoincheck"
	"github.com/gojoincheck/gojoincheck/internal/testutil"
)

// measured are packages that differ in what they ask of the engine. The tests
// of a package are measured with it: they fork more than the code they test.
var measured = []struct{ path, why string }{
	{"net/http", "large, with goroutines in every shape"},
	{"os/exec", "goroutines joined through a channel of errors"},
	{"sync", "its tests are the idioms of the trade"},
	{"context", "goroutines that wait for a cancellation"},
	{"internal/singleflight", "small, one goroutine per call"},
	{"testing", "parallel subtests, benchmarks and fuzz targets"},
	{"go/types", "large, with next to no concurrency: what the gate must skip"},
}

// BenchmarkAnalyzers runs all analyzers over one type-checked package, without
// the price of parsing and type-checking it.
func BenchmarkAnalyzers(b *testing.B) {
	for _, m := range measured {
		units := load(b, m.path)
		b.Run(m.path, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				runAll(b, units, gojoincheck.Analyzers())
			}
		})
	}
}

// BenchmarkAnalyzer runs each analyzer, with what it requires, alone. The
// difference to the sum is what they share.
func BenchmarkAnalyzer(b *testing.B) {
	units := load(b, "net/http")
	for _, a := range gojoincheck.Analyzers() {
		b.Run(a.Name, func(b *testing.B) {
			for b.Loop() {
				runAll(b, units, []*analysis.Analyzer{a})
			}
		})
	}
}

func runAll(tb testing.TB, units []*testutil.Unit, analyzers []*analysis.Analyzer) (n int) {
	for _, u := range units {
		ds, err := testutil.Run(u, analyzers)
		if err != nil {
			tb.Fatalf("%s: %v", u.Pkg.Path(), err)
		}
		n += len(ds)
	}
	return n
}

// load type-checks a package and its tests. Dependencies come from export data.
func load(tb testing.TB, path string) (units []*testutil.Unit) {
	tb.Helper()
	pkgs, err := packages.Load(&packages.Config{
		Mode: packages.NeedName | packages.NeedFiles | packages.NeedSyntax | packages.NeedTypes |
			packages.NeedTypesInfo | packages.NeedTypesSizes | packages.NeedImports | packages.NeedExportFile,
		Tests: true,
	}, path)
	if err != nil {
		tb.Fatal(err)
	}
	if len(pkgs) == 0 {
		tb.Fatalf("no package %s", path)
	}
	for _, p := range pkgs {
		if strings.HasSuffix(p.PkgPath, ".test") {
			continue // the generated main function
		}
		if p.ID == path && len(pkgs) > 1 {
			continue // its files are in the variant with the tests too
		}
		if len(p.Errors) > 0 {
			tb.Fatalf("%s: %v", p.ID, p.Errors[0])
		}
		sizes := p.TypesSizes
		if sizes == nil {
			sizes = types.SizesFor("gc", "amd64")
		}
		units = append(units, &testutil.Unit{Fset: p.Fset, Files: p.Syntax, Pkg: p.Types, Info: p.TypesInfo, Sizes: sizes})
	}
	return units
}

// TestStd runs the analyzers over every measured package once, so that a
// benchmark that no longer runs is noticed before somebody needs it.
func TestStd(t *testing.T) {
	if testing.Short() {
		t.Skip("loads large packages")
	}
	for _, m := range measured {
		n := runAll(t, load(t, m.path), gojoincheck.Analyzers())
		t.Logf("%-22s %3d diagnostics (%s)", m.path, n, m.why)
	}
}

func TestCheck(t *testing.T) {
	onRecord := Score{Found: 150, Bugs: 200, False: 5, Clean: 100}
	for _, test := range []struct {
		score Score
		want  string
	}{
		{Score{150, 200, 5, 100}, ""},
		{Score{160, 200, 0, 100}, ""},
		{Score{149, 200, 5, 100}, "finds 149 of 200, at least 150 is on record"},
		{Score{150, 200, 6, 100}, "raises 6 false alarms of 100, at most 5 is on record"},
		{Score{151, 202, 6, 101}, ""}, // another release of Go: 151.5 and 5.05, rounded our way
		{Score{150, 202, 6, 101}, "finds 150 of 202, at least 151 is on record"},
	} {
		got := ""
		if err := test.score.Check(onRecord); err != nil {
			got = err.Error()
		}
		if got != test.want {
			t.Errorf("%v: %q, want %q", test.score, got, test.want)
		}
	}
}

func TestRecorded(t *testing.T) {
	scores, err := Recorded()
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"goroot-race", "goroot-leak", "idioms", "race", "leak"} {
		s, ok := scores[name]
		if !ok || s.Found > s.Bugs || s.False > s.Clean {
			t.Errorf("%s: %s", name, fmt.Sprint(s))
		}
	}
}
