package unit

import (
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/tools/go/analysis"
)

func source(text string) []Source {
	return []Source{{Name: "a.go", Text: []byte(text), Imports: importsOf([]byte(text))}}
}

func TestMatters(t *testing.T) {
	tests := []struct {
		name, text string
		want       bool
	}{
		{"nothing", "package p\nfunc f() int { return 1 }", false},
		{"go statement", "package p\nfunc f() { go f() }", true},
		{"go in a comment", "package p\n// let it go now\nfunc f() {}", false},
		{"go in a string", "package p\nvar s = \"go f()\"", false},
		{"go in a directive", "//go:build linux\n\npackage p", false},
		{"go in a name", "package p\nvar cargo, gopher int", false},
		{"channel type", "package p\ntype c chan int", true},
		{"receive", "package p\nfunc f(c c) { <-c }", true},
		{"arrow in a comment", "package p\n// a <- b", false},
		{"empty select", "package p\nfunc f() { select {} }", true},
		{"sync", "package p\nimport \"sync\"\nvar mu sync.Mutex", true},
		{"sync/atomic", "package p\nimport _ \"sync/atomic\"", true},
		{"a path that only starts like one", "package p\nimport _ \"synctool\"", false},
		{"context", "package p\nimport c \"context\"", true},
		{"errgroup", "package p\nimport _ \"golang.org/x/sync/errgroup\"", true},
		{"testing", "package p\nimport _ \"testing\"", true},
		{"time alone", "package p\nimport \"time\"\nvar d time.Duration", false},
		{"time.AfterFunc", "package p\nimport \"time\"\nvar _ = time.AfterFunc", true},
		{"does not parse", "package p\nfunc f( { go f() }", true},
		{"is no Go", "\x00\xff", false},
		{"empty", "", false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := matters(source(test.text), false, Concurrency); got != test.want {
				t.Errorf("matters = %t, want %t", got, test.want)
			}
		})
	}
	if !matters(source("package p"), true, Concurrency) {
		t.Error("a package whose imports carry facts does not matter")
	}
}

func TestContainsWord(t *testing.T) {
	tests := []struct {
		text, word string
		want       bool
	}{
		{"", "go", false},
		{"go", "go", true},
		{"gogo go", "go", true},
		{"go_ _go 2go go2 égo", "go", false},
		{"a<-b", "<-", true},
	}
	for _, test := range tests {
		if got := containsWord([]byte(test.text), test.word); got != test.want {
			t.Errorf("containsWord(%q, %q) = %t, want %t", test.text, test.word, got, test.want)
		}
	}
}

type someFact struct{ N int }

func (*someFact) AFact() {}

var (
	plain    = &analysis.Analyzer{Name: "plain"}
	withFact = &analysis.Analyzer{Name: "withfact", FactTypes: []analysis.Fact{new(someFact)}}
	onFact   = &analysis.Analyzer{Name: "onfact", Requires: []*analysis.Analyzer{withFact}}
)

func TestDecide(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	calm, forking := write("calm.go", "package p"), write("forking.go", "package p\nfunc f() { go f() }")
	empty, full := write("empty", ""), write("full", "x")
	forks := func(s []Source) bool { return Concurrency.In(s) }
	t.Setenv("GOROOT", filepath.Join(dir, "goroot"))
	std := filepath.Join(dir, "goroot", "src", "sync")

	tests := []struct {
		name     string
		cfg      config
		analyzer *analysis.Analyzer
		relevant func([]Source) bool
		want     decision
		cached   bool
	}{
		{"facts wanted, none produced, sources not even there",
			config{VetxOnly: true, GoFiles: []string{"missing.go"}, ModulePath: "m", ModuleVersion: "v1.0.0"}, plain, nil, answer, true},
		{"the same in the main module",
			config{VetxOnly: true, GoFiles: []string{forking}, ModulePath: "m"}, plain, nil, answer, false},
		{"the same, and no diagnostics are possible",
			config{VetxOnly: true, GoFiles: []string{calm}, ModulePath: "m"}, plain, forks, answer, true},
		{"the same, but they are",
			config{VetxOnly: true, GoFiles: []string{forking}, ModulePath: "m"}, plain, forks, answer, false},
		{"standard library", config{VetxOnly: true, GoFiles: []string{forking}, Dir: std}, onFact, nil, answer, true},
		{"standard library asked about", config{GoFiles: []string{forking}, Dir: std}, onFact, nil, analyze, false},
		{"dependency without concurrency",
			config{VetxOnly: true, GoFiles: []string{calm}, ModulePath: "m", ModuleVersion: "v1.0.0", PackageVetx: map[string]string{"q": empty}},
			onFact, nil, answer, true},
		{"dependency with concurrency",
			config{VetxOnly: true, GoFiles: []string{calm, forking}, ModulePath: "m", ModuleVersion: "v1.0.0"}, onFact, nil, analyze, false},
		{"dependency that may hand on facts",
			config{VetxOnly: true, GoFiles: []string{calm}, ModulePath: "m", PackageVetx: map[string]string{"q": empty, "r": full}}, withFact, nil, analyze, false},
		{"asked about, relevance unknown", config{GoFiles: []string{calm}, ModulePath: "m"}, plain, nil, analyze, false},
		{"asked about, irrelevant", config{GoFiles: []string{calm}, ModulePath: "m"}, plain, forks, check, false},
		{"asked about, irrelevant, somebody else reports errors",
			config{GoFiles: []string{calm}, ModulePath: "m", SucceedOnTypecheckFailure: true}, plain, forks, answer, true},
		{"asked about, relevant", config{GoFiles: []string{forking}, ModulePath: "m"}, plain, forks, analyze, false},
		{"asked about, relevant for its imports' facts",
			config{GoFiles: []string{calm}, ModulePath: "m", PackageVetx: map[string]string{"q": full}}, withFact, forks, analyze, false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			Relevant = test.relevant
			defer func() { Relevant = nil }()
			f := &front{cfg: &test.cfg, analyzers: []*analysis.Analyzer{test.analyzer}}
			got, err := f.decide()
			if err != nil || got != test.want {
				t.Fatalf("decide = %v, %v, want %v", got, err, test.want)
			}
			if got != answer {
				return
			}
			if cached, err := f.mayCache(); err != nil || cached != test.cached {
				t.Errorf("mayCache = %t, %v, want %t", cached, err, test.cached)
			}
		})
	}
}

func TestStandard(t *testing.T) {
	tests := []struct {
		goroot string
		cfg    config
		want   bool
	}{
		{"/go", config{Dir: "/go/src/net/http", ImportPath: "net/http"}, true},
		{"/go", config{Dir: "/go/src/net/http", ImportPath: "net/http", ModulePath: "std"}, true},
		{"/go", config{Dir: "/home/me/probe", ImportPath: "probe"}, false},
		{"/go", config{Dir: "/go/srcs", ImportPath: "probe"}, false},
		{"", config{ImportPath: "net/http"}, true},
		{"", config{ImportPath: "probe", ModulePath: "probe"}, false},
		{"", config{ImportPath: "example.com/p"}, false},
	}
	for _, test := range tests {
		t.Setenv("GOROOT", test.goroot)
		if got := test.cfg.standard(); got != test.want {
			t.Errorf("GOROOT=%q: standard(%+v) = %t, want %t", test.goroot, test.cfg, got, test.want)
		}
	}
}

func TestReadConfig(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{"broken.cfg": "{", "nofiles.cfg": "{}"} {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := readConfig(path); err == nil {
			t.Errorf("%s was read without an error", name)
		}
	}
	if _, err := readConfig(filepath.Join(dir, "missing.cfg")); err == nil {
		t.Error("a missing config was read without an error")
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

func TestFixing(t *testing.T) {
	for _, args := range [][]string{{"-fix"}, {"--fix"}, {"-json", "-fix=true"}} {
		if !fixing(args) {
			t.Errorf("fixing(%q) = false", args)
		}
	}
	if fixing([]string{"-json", "-fix=false", "-fixed"}) {
		t.Error("fixing = true without -fix")
	}
}
