package front

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/gojoincheck/gojoincheck/internal/testutil"
)

func TestAnswer(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) string { return testutil.WriteFile(t, dir, name, text) }
	calm := write("calm.go", "package p\n\nimport _ \"sync\"\n\nvar c = make(chan int)\n")
	forking := write("forking.go", "package p\n\nfunc f() { go f() }\n")
	grouping := write("grouping.go", "package p\n\nimport _ \"golang.org/x/sync/errgroup\"\n")
	t.Setenv("GOROOT", filepath.Join(dir, "goroot"))
	std := filepath.Join(dir, "goroot", "src", "sync")
	facts := filepath.Join(dir, "vet.out")

	other := func(file string) Config {
		return Config{Compiler: "gc", VetxOnly: true, VetxOutput: facts, GoFiles: []string{file}, Dir: dir,
			ImportPath: "other.org/p", ModulePath: "other.org", ModuleVersion: "v1.0.0"}
	}
	with := func(cfg Config, change func(*Config)) Config {
		change(&cfg)
		return cfg
	}
	tests := []struct {
		name string
		cfg  Config
		args []string
		want bool
	}{
		{"calm dependency", other(calm), []string{"-json"}, true},
		{"dependency that forks", other(forking), nil, false},
		{"dependency that groups", other(grouping), nil, false},
		{"standard library", with(other(forking), func(c *Config) { c.Dir = std }), nil, true},
		{"standard library asked about", with(other(calm), func(c *Config) { c.Dir, c.VetxOnly = std, false }), nil, false},
		{"asked about", with(other(calm), func(c *Config) { c.VetxOnly = false }), nil, false},
		{"main module", with(other(calm), func(c *Config) { c.ModuleVersion = "" }), nil, false},
		{"main module, as Go 1.27 tells", with(other(calm), func(c *Config) { c.Module = &Module{Path: "m"} }), nil, false},
		{"another compiler", with(other(calm), func(c *Config) { c.Compiler = "gccgo" }), nil, false},
		{"source that is not there", other("missing.go"), nil, false},
		{"nowhere to answer", with(other(calm), func(c *Config) { c.VetxOutput = "" }), nil, false},
		{"fixes wanted", other(calm), []string{"-fix"}, false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			data, err := json.Marshal(test.cfg)
			if err != nil {
				t.Fatal(err)
			}
			_, got := answer(append(test.args, write("vet.cfg", string(data))))
			if got != test.want {
				t.Errorf("answered: %t, want %t", got, test.want)
			}
			info, err := os.Stat(facts)
			if there := err == nil && info.Size() == 0; there != test.want {
				t.Errorf("an empty fact file was written: %t, want %t", there, test.want)
			}
			os.Remove(facts)
		})
	}
	for _, args := range [][]string{nil, {"-V=full"}, {"./..."}, {"missing.cfg"}} {
		if _, answered := answer(args); answered {
			t.Errorf("%q was answered", args)
		}
	}
}

func TestFixing(t *testing.T) {
	for _, args := range [][]string{{"-fix"}, {"--fix"}, {"-json", "-fix=true"}} {
		if !Fixing(args) {
			t.Errorf("Fixing(%q) = false", args)
		}
	}
	if Fixing([]string{"-json", "-fix=false", "-fixed"}) {
		t.Error("fixing = true without -fix")
	}
}
