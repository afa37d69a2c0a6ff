package unit_test

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// tool is the vet tool of testdata/tool, built once.
var tool string

func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "unit")
	if err != nil {
		panic(err)
	}
	tool = filepath.Join(dir, "unittool")
	if runtime.GOOS == "windows" {
		tool += ".exe"
	}
	if _, err := exec.LookPath("go"); err == nil {
		if out, err := exec.Command("go", "build", "-o", tool, "./testdata/tool").CombinedOutput(); err != nil {
			panic(string(out))
		}
	} else {
		tool = ""
	}
	code := m.Run()
	os.RemoveAll(dir)
	os.Exit(code)
}

// A module is a module on disk.
type module struct {
	t   *testing.T
	dir string
	env []string
}

// newModule writes the files of a module. The salt makes every test start
// cold, while it shares the compiler's results with the others.
func newModule(t *testing.T, files map[string]string, env ...string) *module {
	t.Helper()
	if tool == "" {
		t.Skip("no go command")
	}
	m := &module{t, t.TempDir(), append(env, "UNITTOOL_SALT="+t.TempDir(), "GOFLAGS=", "GOWORK=off")}
	m.write("go.mod", "module m\n\ngo 1.25.0\n")
	for name, text := range files {
		m.write(name, text)
	}
	return m
}

func (m *module) write(name, text string) {
	m.t.Helper()
	path := filepath.Join(m.dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		m.t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		m.t.Fatal(err)
	}
}

// run runs the command and returns all that it prints, and the exit code.
func (m *module) run(name string, args ...string) (string, int) {
	m.t.Helper()
	cmd := exec.Command(name, args...)
	cmd.Dir = m.dir
	cmd.Env = append(os.Environ(), m.env...)
	out, err := cmd.CombinedOutput()
	if cmd.ProcessState == nil {
		m.t.Fatal(err)
	}
	return string(out), cmd.ProcessState.ExitCode()
}

func (m *module) vet(args ...string) (string, int) {
	m.t.Helper()
	return m.run("go", append([]string{"vet", "-vettool=" + tool}, args...)...)
}

// wantVet runs go vet and checks the exit code and what the output contains.
func (m *module) wantVet(code int, args []string, contains ...string) {
	m.t.Helper()
	out, got := m.vet(args...)
	if got != code {
		m.t.Errorf("go vet %v: exit code %d, want %d\n%s", args, got, code, out)
	}
	for _, s := range contains {
		if !strings.Contains(out, s) {
			m.t.Errorf("go vet %v: no %q in\n%s", args, s, out)
		}
	}
}

const (
	forking = "package lib\n\nfunc Run(f func()) {\n\tgo f()\n}\n"
	calling = "package main\n\nimport \"m/lib\"\n\nfunc main() { lib.Run(func() {}) }\n"
)

func TestFindingsAreRepeated(t *testing.T) {
	m := newModule(t, map[string]string{"lib/lib.go": forking, "app/main.go": calling})
	for range 2 { // cold and warm
		m.wantVet(1, []string{"./..."}, "lib.go:4:2: fork")
		m.wantVet(0, []string{"-json", "./..."}, `"category": "fork"`, `lib.go:4:2"`, `"message": "fork"`)
		m.wantVet(1, []string{"-c=1", "./..."}, "3\tfunc Run", "4\t\tgo f()")
	}
	m.wantVet(0, []string{"-forkssa=false", "./..."})
}

func TestJSONStream(t *testing.T) {
	m := newModule(t, map[string]string{"lib/lib.go": forking, "app/main.go": calling})
	out, _ := m.vet("-json", "./...")
	units := 0
	for d := json.NewDecoder(strings.NewReader(withoutComments(out))); d.More(); units++ {
		var doc map[string]map[string]any
		if err := d.Decode(&doc); err != nil {
			t.Fatalf("%v in\n%s", err, out)
		}
	}
	if units != 2 {
		t.Errorf("%d documents, want one for each package\n%s", units, out)
	}
}

// withoutComments drops the "# package" lines of go commands up to 1.25.
func withoutComments(out string) string {
	var b strings.Builder
	for line := range strings.Lines(out) {
		if !strings.HasPrefix(line, "#") {
			b.WriteString(line)
		}
	}
	return b.String()
}

// TestAskedLater is about a go command from 1.26 on, which files what a
// package says as a dependency under the same key as what it says when asked.
func TestAskedLater(t *testing.T) {
	for _, env := range []string{"", "UNITTOOL_FACTS=1", "UNITTOOL_RELEVANT=1"} {
		m := newModule(t, map[string]string{"lib/lib.go": forking, "app/main.go": calling}, env)
		m.vet("./app")
		m.wantVet(1, []string{"./lib"}, "lib.go:4:2: fork")
		m.vet("./app")
		m.wantVet(1, []string{"./lib"}, "lib.go:4:2: fork")
	}
}

// TestLeftToOthers is about type errors that are told only to who wants it complete.
func TestLeftToOthers(t *testing.T) {
	m := newModule(t, map[string]string{
		"calm/calm.go":       "package calm\n\nvar x int = \"no\"\n",
		"forking/forking.go": "package forking\n\nfunc f() { go f(1) }\n",
	}, "UNITTOOL_RELEVANT=1")
	m.wantVet(0, []string{"./calm"})
	m.wantVet(1, []string{"./forking"}, "forking.go:3:17: too many arguments")
	m.wantVet(1, []string{"-complete", "./calm"}, "calm.go:3:13: cannot use") // the answer above is not filed for this
}

// TestDoesNotCompile asks about packages that nobody compiles.
func TestDoesNotCompile(t *testing.T) {
	for _, env := range []string{"", "UNITTOOL_RELEVANT=1", "UNITTOOL_FACTS=1"} {
		m := newModule(t, map[string]string{
			"calm/calm.go":     "package calm\n\nvar x int = \"no\"\n",
			"unused/unused.go": "package unused\n\nfunc f() { x := 1 }\n",
			"syntax/syntax.go": "package syntax\n\nfunc f( { }\n",
			"test/test.go":     "package test\n",
			"test/in_test.go":  "package test\n\nvar y = missing\n",
		}, env)
		for range 2 { // an error is reported again
			m.wantVet(1, []string{"-complete", "./calm"}, "calm.go:3:13: cannot use")
			m.wantVet(1, []string{"-complete", "./unused"}, "unused.go:3:12: declared and not used: x")
			m.wantVet(1, []string{"-complete", "./syntax"}, "syntax.go:3:")
			m.wantVet(1, []string{"-complete", "./test"}, "in_test.go:3:9: undefined: missing")
		}
	}
}

func TestPanicStaysInItsPackage(t *testing.T) {
	for _, env := range []string{"", "UNITTOOL_FACTS=1"} {
		m := newModule(t, map[string]string{
			"lib/lib.go":  "package lib\n\nfunc PleasePanic() {}\n",
			"app/main.go": "package main\n\nimport \"m/lib\"\n\nfunc main() { go lib.PleasePanic() }\n",
		}, env)
		const failure = "internal error in analyzer trouble on package m/lib: as asked"
		for range 2 { // neither is the failure forgotten
			m.wantVet(1, []string{"./..."}, failure, "main.go:5:15: fork")
			m.wantVet(1, []string{"./lib"}, failure)
			m.wantVet(0, []string{"-json", "./..."}, `"error": "`+failure, "main.go:5:15")
		}
	}
}

func TestFactsThroughGoVet(t *testing.T) {
	m := newModule(t, map[string]string{
		"lib/lib.go":  "package lib\n\ntype T struct{}\n\nfunc (T) Run(f func()) { go f() }\n",
		"mid/mid.go":  "package mid\n\nimport \"m/lib\"\n\nfunc Make() (t lib.T) { return }\n",
		"app/main.go": "package main\n\nimport \"m/mid\"\n\nfunc main() { mid.Make().Run(nil) }\n",
	}, "UNITTOOL_FACTS=1")
	for range 2 {
		m.wantVet(1, []string{"./..."}, "main.go:5:26: m/lib T.M0 forks itself")
	}
}

func TestFixesAndHandshake(t *testing.T) {
	m := newModule(t, map[string]string{"lib/lib.go": forking})
	if out, code := m.run(tool, "-V=full"); code != 0 || !strings.Contains(out, " version devel ") || !strings.Contains(out, " buildID=") {
		t.Errorf("-V=full: exit code %d\n%s", code, out)
	}
	salted, _ := m.run(tool, "-V=full")
	m.env = append(m.env, "UNITTOOL_SALT=other")
	if other, _ := m.run(tool, "-V=full"); other == salted {
		t.Error("the salt does not change the version")
	}
	out, code := m.run(tool, "-flags")
	var flags []struct{ Name string }
	if err := json.Unmarshal([]byte(out), &flags); err != nil || code != 0 {
		t.Errorf("-flags: exit code %d, %v\n%s", code, err, out)
	}
	if help, _ := m.run("go", "help", "fix"); !strings.Contains(help, "-fixtool") {
		t.Skip("this go command's fix has no -fixtool")
	}
	if out, code := m.run("go", "fix", "-fixtool="+tool, "-diff", "./..."); code != 0 {
		t.Errorf("go fix -diff: exit code %d\n%s", code, out)
	}
}

func TestUnreadable(t *testing.T) {
	m := newModule(t, nil)
	cfg := func(fields map[string]any) string {
		data, err := json.Marshal(fields)
		if err != nil {
			t.Fatal(err)
		}
		m.write("unit.cfg", string(data))
		return "unit.cfg"
	}
	if out, code := m.run(tool, "missing.cfg"); code == 0 || !strings.Contains(out, "missing.cfg") {
		t.Errorf("missing config: exit code %d\n%s", code, out)
	}
	unit := map[string]any{"Compiler": "gc", "ImportPath": "p", "GoFiles": []string{"missing.go"}}
	if out, code := m.run(tool, cfg(unit)); code == 0 || !strings.Contains(out, "missing.go") {
		t.Errorf("missing source: exit code %d\n%s", code, out)
	}
	unit["PackageVetx"] = map[string]string{"q": "missing.vetx"}
	if out, code := m.run(tool, cfg(unit)); code == 0 || !strings.Contains(out, "missing.vetx") {
		t.Errorf("missing facts: exit code %d\n%s", code, out)
	}
	m.write("p.go", "package p\n\nimport _ \"q\"\n")
	unit = map[string]any{"Compiler": "gc", "ImportPath": "p", "GoFiles": []string{"p.go"}, "ImportMap": map[string]string{"q": "q"}}
	if out, code := m.run(tool, cfg(unit)); code == 0 || !strings.Contains(out, `no export data for "q"`) {
		t.Errorf("missing export data: exit code %d\n%s", code, out)
	}
}

// TestNothingIsLeftBehind runs a unit by hand and looks at what it wrote.
func TestNothingIsLeftBehind(t *testing.T) {
	m := newModule(t, map[string]string{"p.go": "package p\n"})
	m.write("unit.cfg", `{"ID": "p", "Compiler": "gc", "ImportPath": "p", "GoFiles": ["p.go"], "VetxOutput": "out.vetx", "Stdout": "out.json"}`)
	if out, code := m.run(tool, "-json", "unit.cfg"); code != 0 || out != "" {
		t.Errorf("exit code %d\n%s", code, out)
	}
	text, err := os.ReadFile(filepath.Join(m.dir, "out.json"))
	if err != nil || !bytes.Equal(text, []byte("{}\n")) {
		t.Errorf("output %q, %v", text, err)
	}
	names, err := filepath.Glob(filepath.Join(m.dir, "out*"))
	if err != nil || len(names) != 2 {
		t.Errorf("files %v, %v", names, err)
	}
}

// TestWrongGuess: a package whose name cannot be guessed from its path, and a
// trimmed package that needs it.
func TestWrongGuess(t *testing.T) {
	m := newModule(t, map[string]string{
		"main.go":        "package main\n\nimport \"other.org/lib\"\n\nfunc main() { lib.Run() }\n",
		"other/go.mod":   "module other.org\n\ngo 1.25.0\n",
		"other/lib/l.go": "package lib\n\nimport \"other.org/odd\"\n\nfunc Run() { go even.F() }\n\nfunc Idle() int { return 1 }\n",
		"other/odd/o.go": "package even\n\nfunc F() {}\n",
	}, "UNITTOOL_FACTS=1")
	m.write("go.mod", "module m\n\ngo 1.25.0\n\nrequire other.org v1.0.0\n\nreplace other.org => ./other\n")
	m.wantVet(1, []string{"."}, "main.go:5:19: other.org/lib Run forks")
}
