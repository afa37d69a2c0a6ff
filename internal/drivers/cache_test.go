package drivers

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestSharedCache runs the linter on two machines: each has a build cache of
// its own, which is empty at first, and both have one behind a GOCACHEPROG. The
// second has nothing left to analyze, and finds the same.
func TestSharedCache(t *testing.T) {
	if testing.Short() {
		t.Skip("compiles a part of the standard library")
	}
	if strings.HasPrefix(strings.TrimSpace(mustRun(t, ".", nil, "go", "env", "GOVERSION").stdout), "go1.25") {
		t.Skip("caches no diagnostics")
	}
	tool, prog := build(t, "cmd/gojoincheck"), build(t, "internal/drivers/testdata/cacheprog")
	shared := t.TempDir()
	// One checkout for both: as CI does, at one path on every machine.
	dir := writeFiles(t, map[string]string{
		"go.mod": "module example.com/m\n\ngo 1.25.0\n",
		"lib/lib.go": "package lib\n\nimport \"sync\"\n\nfunc Run(wg *sync.WaitGroup, f func()) {\n\twg.Add(1)\n\tgo func() {\n\t\tdefer wg.Done()\n\t\tf()\n\t}()\n}\n\n" +
			"func Count() (n int) {\n\tgo func() { n++ }()\n\treturn n\n}\n",
		"app/main.go": "package main\n\nimport (\n\t\"sync\"\n\n\t\"example.com/m/lib\"\n)\n\nfunc main() {\n\tvar wg sync.WaitGroup\n\t" +
			"lib.Run(&wg, func() {})\n\tn := 0\n\tgo func() { n++ }()\n\tprintln(n)\n}\n",
	})

	first := newMachine(t, dir, tool, prog, shared)
	analyzed, found := first.vet()
	if !slices.Contains(analyzed, "example.com/m/app") || !slices.Contains(analyzed, "example.com/m/lib") {
		t.Fatalf("the first machine analyzes only %q", analyzed)
	}
	if !strings.Contains(found, "app/main.go") || !strings.Contains(found, "lib/lib.go") {
		t.Fatalf("the first machine finds only\n%s", found)
	}
	second := newMachine(t, dir, tool, prog, shared)
	again, same := second.vet()
	if len(again) > 0 {
		t.Errorf("the second machine analyzes %d packages again: %q", len(again), again)
	}
	if same != found {
		t.Errorf("the second machine finds\n%s\nthe first found\n%s", same, found)
	}

	// A change is analyzed, with the packages that import what changed, and
	// nothing else.
	if err := os.WriteFile(filepath.Join(dir, "app", "more.go"), []byte("package main\n\nfunc more() {}\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	if changed, _ := newMachine(t, dir, tool, prog, shared).vet(); !slices.Equal(changed, []string{"example.com/m/app"}) {
		t.Errorf("after a change to app, a third machine analyzes %q", changed)
	}

	// The command is go vet with more comfort, and shares the results with
	// other machines as well.
	out := run(t, dir, newMachine(t, dir, tool, prog, shared).env, tool, "./...")
	if out.status != 1 || !strings.Contains(out.stdout, "main.go") {
		t.Errorf("the command ends with %d and prints\n%s%s", out.status, out.stdout, out.stderr)
	}
}

// A machine is an environment with an empty build cache.
type machine struct {
	t         *testing.T
	dir, tool string
	env       []string
}

func newMachine(t *testing.T, dir, tool, prog, shared string) *machine {
	return &machine{t, dir, tool, []string{
		"GOCACHE=" + t.TempDir(),
		fmt.Sprintf("GOCACHEPROG=%s %s %s", prog, shared, t.TempDir()),
	}}
}

var (
	importPath = regexp.MustCompile(`(?m)^\s*"ImportPath": "(.*)",$`)
	finding    = regexp.MustCompile(`^\w+/\w+\.go:\d+:\d+: `)
)

// vet runs go vet with the linter. It returns the packages for which the go
// command started the linter, sorted, and what that found.
func (m *machine) vet() (analyzed []string, found string) {
	m.t.Helper()
	res := run(m.t, m.dir, m.env, "go", "vet", "-x", "-vettool="+m.tool, "./...")
	if res.status != 1 {
		m.t.Fatalf("go vet: exit status %d\n%s%s", res.status, res.stdout, res.stderr)
	}
	// -x shows the config that the linter is started with.
	for _, config := range importPath.FindAllStringSubmatch(res.stderr, -1) {
		analyzed = append(analyzed, config[1])
	}
	slices.Sort(analyzed)
	// Packages are printed in the order in which they are ready.
	lines := slices.Collect(strings.Lines(res.stderr))
	lines = slices.DeleteFunc(lines, func(line string) bool { return !finding.MatchString(line) })
	slices.Sort(lines)
	return analyzed, strings.Join(lines, "")
}
