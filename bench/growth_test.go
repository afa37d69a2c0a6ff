package bench

import (
	"fmt"
	"go/parser"
	"go/token"
	"go/types"
	"runtime"
	"strings"
	"sync"
	"testing"

	"github.com/gojoincheck/gojoincheck"
	"github.com/gojoincheck/gojoincheck/internal/testutil"
)

// growing are programs of any size: many functions, and one that does much.
var growing = []struct {
	name string
	make func(n int) string
	base int
	most float64 // how much more 16 times the code may cost
}{
	{"functions", manyFunctions, 10, 18},
	{"callers", manyCallers, 10, 18},
	{"forks", manyForks, 4, 16},
	{"statements", manyStatements, 20, 18},
}

const growthHead = `package p

import "sync"

func use(...any) {}
`

// manyFunctions has n functions that fork, lock, send and wait.
func manyFunctions(n int) string {
	var b strings.Builder
	b.WriteString(growthHead)
	for i := range n {
		fmt.Fprintf(&b, `
func f%d(jobs []int) int {
	var wg sync.WaitGroup
	var mu sync.Mutex
	sum, done := 0, make(chan int, 1)
	for _, j := range jobs {
		wg.Go(func() {
			mu.Lock()
			defer mu.Unlock()
			sum += j
		})
	}
	go func() {
		wg.Wait()
		done <- sum
	}()
	return <-done
}
`, i)
	}
	return b.String()
}

// manyCallers has a chain of n functions, the last of which forks.
func manyCallers(n int) string {
	var b strings.Builder
	b.WriteString(growthHead)
	for i := range n {
		fmt.Fprintf(&b, "\nfunc f%d(wg *sync.WaitGroup, c chan int) {\n\tc <- 1\n\tf%d(wg, c)\n}\n", i, i+1)
	}
	fmt.Fprintf(&b, "\nfunc f%d(wg *sync.WaitGroup, c chan int) {\n\twg.Go(func() { c <- 1 })\n}\n", n)
	return b.String()
}

// manyForks has one function with n forks.
func manyForks(n int) string {
	var b strings.Builder
	b.WriteString(growthHead + "\nfunc f() {\n\tvar wg sync.WaitGroup\n\tvar mu sync.Mutex\n\tx := 0\n")
	for range n {
		b.WriteString("\twg.Go(func() {\n\t\tmu.Lock()\n\t\tx++\n\t\tmu.Unlock()\n\t})\n")
	}
	b.WriteString("\twg.Wait()\n\tuse(x)\n}\n")
	return b.String()
}

// manyStatements has one function with one fork and n branches around it.
func manyStatements(n int) string {
	var b strings.Builder
	b.WriteString(growthHead + "\nfunc f(ok []bool) {\n\tx, done := 0, make(chan int)\n\tgo func() { done <- 1 }()\n")
	for i := range n {
		fmt.Fprintf(&b, "\tif ok[%d] {\n\t\tx++\n\t}\n", i)
	}
	b.WriteString("\t<-done\n\tuse(x)\n}\n")
	return b.String()
}

var growthImports = sync.OnceValues(func() (types.Importer, error) {
	return testutil.ExportImporter(token.NewFileSet(), "sync")
})

func growthUnit(tb testing.TB, src string) *testutil.Unit {
	tb.Helper()
	imp, err := growthImports()
	if err != nil {
		tb.Fatal(err)
	}
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "p.go", src, 0)
	if err != nil {
		tb.Fatal(err)
	}
	u, err := testutil.Check(fset, imp, "p", "go1.25", file)
	if err != nil {
		tb.Fatal(err)
	}
	u.Sources = map[string][]byte{"p.go": []byte(src)}
	return u
}

// TestGrowth counts the allocations of the analysis, which are about the same
// each time, on 1, 4 and 16 times as much code: they grow as the code does.
func TestGrowth(t *testing.T) {
	for _, g := range growing {
		var cost [3]float64
		for i, times := range []int{1, 4, 16} {
			u := growthUnit(t, g.make(g.base*times))
			runAll(t, []*testutil.Unit{u}, gojoincheck.Analyzers()) // what is loaded once
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			runAll(t, []*testutil.Unit{u}, gojoincheck.Analyzers())
			runtime.ReadMemStats(&after)
			cost[i] = float64(after.Mallocs - before.Mallocs)
		}
		t.Logf("%-10s %7.0f, 4 times as much code %5.1f times, 16 times as much %5.1f times", g.name, cost[0], cost[1]/cost[0], cost[2]/cost[0])
		if cost[2]/cost[0] > g.most {
			t.Errorf("%s: 16 times as much code costs %.1f times as much, more than %.0f", g.name, cost[2]/cost[0], g.most)
		}
		if cost[2]/cost[0] < 4 {
			t.Errorf("%s: 16 times as much code costs %.1f times as much: it is not analyzed", g.name, cost[2]/cost[0])
		}
	}
}

// BenchmarkGrowth times the same.
func BenchmarkGrowth(b *testing.B) {
	for _, g := range growing {
		for _, times := range []int{1, 4, 16} {
			units := []*testutil.Unit{growthUnit(b, g.make(g.base*times))}
			b.Run(fmt.Sprintf("%s/%d", g.name, times), func(b *testing.B) {
				for b.Loop() {
					runAll(b, units, gojoincheck.Analyzers())
				}
			})
		}
	}
}
