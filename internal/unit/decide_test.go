package unit

import (
	"bytes"
	"encoding/gob"
	"path/filepath"
	"testing"

	"golang.org/x/tools/go/analysis"

	"github.com/gojoincheck/gojoincheck/internal/front"
	"github.com/gojoincheck/gojoincheck/internal/testutil"
)

type someFact struct{ N int }

func (*someFact) AFact() {}

var (
	plain    = &analysis.Analyzer{Name: "plain"}
	withFact = &analysis.Analyzer{Name: "withfact", FactTypes: []analysis.Fact{new(someFact)}}
	onFact   = &analysis.Analyzer{Name: "onfact", Requires: []*analysis.Analyzer{withFact}}
)

func TestDecide(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) string { return testutil.WriteFile(t, dir, name, text) }
	calm, forking := write("calm.go", "package p"), write("forking.go", "package p\nfunc f() { go f() }")
	file := func(name string, names factNames) string {
		var buf bytes.Buffer
		if err := gob.NewEncoder(&buf).Encode(names); err != nil {
			t.Fatal(err)
		}
		return write(name, buf.String())
	}
	empty, full := write("empty", ""), file("full", factNames{Always: true})
	named := map[string]string{"q": empty, "r": file("named", factNames{Names: []string{"Drain", "Serve"}})}
	naming, command := write("naming.go", "package p\nfunc f() { r.Serve() }"), write("main.go", "package main")
	forks := func(s []front.Source) bool { return front.Concurrency.In(s) }
	t.Setenv("GOROOT", filepath.Join(dir, "goroot"))
	std := filepath.Join(dir, "goroot", "src", "sync")

	tests := []struct {
		name     string
		cfg      front.Config
		analyzer *analysis.Analyzer
		relevant func([]front.Source) bool
		complete bool
		want     decision
		cached   bool
	}{
		{"facts wanted, none produced, sources not even there",
			front.Config{VetxOnly: true, GoFiles: []string{"missing.go"}, ModulePath: "m", ModuleVersion: "v1.0.0"}, plain, nil, false, answer, true},
		{"the same in the main module",
			front.Config{VetxOnly: true, GoFiles: []string{forking}, ModulePath: "m"}, plain, nil, false, answer, false},
		{"the same, and no diagnostics are possible",
			front.Config{VetxOnly: true, GoFiles: []string{calm}, ModulePath: "m"}, plain, forks, false, answer, true},
		{"the same, but they are",
			front.Config{VetxOnly: true, GoFiles: []string{forking}, ModulePath: "m"}, plain, forks, false, answer, false},
		{"standard library", front.Config{VetxOnly: true, GoFiles: []string{forking}, Dir: std}, onFact, nil, false, answer, true},
		{"standard library asked about", front.Config{GoFiles: []string{forking}, Dir: std}, onFact, nil, false, analyze, false},
		{"dependency without concurrency",
			front.Config{VetxOnly: true, GoFiles: []string{calm}, ModulePath: "m", ModuleVersion: "v1.0.0", PackageVetx: map[string]string{"q": empty}},
			onFact, nil, false, answer, true},
		{"dependency with concurrency",
			front.Config{VetxOnly: true, GoFiles: []string{calm, forking}, ModulePath: "m", ModuleVersion: "v1.0.0"}, onFact, nil, false, analyze, false},
		{"dependency that may hand on facts",
			front.Config{VetxOnly: true, GoFiles: []string{calm}, ModulePath: "m", PackageVetx: map[string]string{"q": empty, "r": full}}, withFact, nil, false, analyze, false},
		{"asked about, relevance unknown", front.Config{GoFiles: []string{calm}, ModulePath: "m"}, plain, nil, false, analyze, false},
		{"asked about, irrelevant", front.Config{GoFiles: []string{calm}, ModulePath: "m"}, plain, forks, false, answer, true},
		{"asked about, irrelevant, type errors wanted", front.Config{GoFiles: []string{calm}, ModulePath: "m"}, plain, forks, true, check, false},
		{"asked about, irrelevant, somebody else reports errors",
			front.Config{GoFiles: []string{calm}, ModulePath: "m", SucceedOnTypecheckFailure: true}, plain, forks, true, answer, true},
		{"asked about, irrelevant, but its importers may need its facts",
			front.Config{GoFiles: []string{write("locking.go", "package p\nimport \"sync\"\nvar mu sync.Mutex")}, ModulePath: "m"}, withFact, func([]front.Source) bool { return false }, false, analyze, false},
		{"asked about, relevant", front.Config{GoFiles: []string{forking}, ModulePath: "m"}, plain, forks, false, analyze, false},
		{"asked about, relevant for its imports' facts",
			front.Config{GoFiles: []string{calm}, ModulePath: "m", PackageVetx: map[string]string{"q": full}}, withFact, forks, false, analyze, false},
		{"asked about, calls what starts goroutines",
			front.Config{GoFiles: []string{calm, naming}, ModulePath: "m", PackageVetx: named}, withFact, forks, false, analyze, false},
		{"asked about, only imports it, and hands it on",
			front.Config{GoFiles: []string{calm}, ModulePath: "m", PackageVetx: named}, withFact, forks, false, check, false},
		{"asked about, only imports it, and is a command",
			front.Config{GoFiles: []string{command}, ModulePath: "m", PackageVetx: named}, withFact, forks, false, answer, true},
		{"only imports it, and hands it on",
			front.Config{VetxOnly: true, GoFiles: []string{calm}, ModulePath: "m", PackageVetx: named}, withFact, forks, false, check, true},
		{"calls it for its importers",
			front.Config{VetxOnly: true, GoFiles: []string{naming}, ModulePath: "m", PackageVetx: named}, withFact, forks, false, analyze, false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			Relevant = test.relevant
			defer func() { Relevant = nil }()
			got, err := decide(&test.cfg, &options{analyzers: []*analysis.Analyzer{test.analyzer}, complete: test.complete})
			if err != nil || got != test.want {
				t.Fatalf("decide = %v, %v, want %v", got, err, test.want)
			}
			if got == analyze || got == check && !test.cfg.VetxOnly {
				return
			}
			if cached, err := mayCache(&test.cfg); err != nil || cached != test.cached {
				t.Errorf("mayCache = %t, %v, want %t", cached, err, test.cached)
			}
		})
	}
}

func TestEnabled(t *testing.T) {
	tests := []struct {
		args []string
		want string
	}{
		{nil, "plain onfact"},
		{[]string{"-json", "-plain"}, "plain"},
		{[]string{"-plain=false"}, "onfact"},
		{[]string{"-plain", "-onfact=false"}, "plain"},
	}
	for _, test := range tests {
		got := ""
		for _, a := range parseFlags(test.args, []*analysis.Analyzer{plain, onFact}).analyzers {
			got += " " + a.Name
		}
		if got != " "+test.want {
			t.Errorf("%v enables%s, want %s", test.args, got, test.want)
		}
	}
}
