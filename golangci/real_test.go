package golangci

import (
	"archive/zip"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gojoincheck/gojoincheck/internal/rule"
)

// realEnv asks for the tests with a real golangci-lint, whose build takes a
// minute or two: "1" for one with a main function of our own, "custom" for
// that and the one that "golangci-lint custom" builds.
const realEnv = "GOJOINCHECK_TEST_GOLANGCI_LINT"

// lintVersion is the golangci-lint that the tests build.
const lintVersion = "v2.15.0"

// program is what the tests lint: a bug that both drivers must report, one
// that a comment silences, and one whose rule is disabled.
var program = map[string]string{
	"go.mod":         "module example.com/p\n\ngo 1.25.0\n",
	".golangci.yml":  "", // testdata/golangci.yml
	"race/main.go":   rule.Lookup("captured-race").Bad,
	"quiet/main.go":  strings.Replace(rule.Lookup("captured-race").Bad, "balance = 70", "balance = 70 //nolint:gojoincheck // on purpose", 1),
	"hidden/main.go": rule.Lookup("instance-race").Bad,
	"good/main.go":   rule.Lookup("captured-race").Good,
}

func TestRealGolangciLint(t *testing.T) {
	mode := os.Getenv(realEnv)
	if mode == "" {
		t.Skipf("builds golangci-lint, which takes minutes; set %s=1", realEnv)
	}
	root, err := filepath.Abs("..")
	if err != nil {
		t.Fatal(err)
	}
	lint := buildWithMain(t, root)
	dir := writeProgram(t)
	testLint(t, lint, dir)
	if mode != "custom" {
		t.Logf("set %s=custom to try \"golangci-lint custom\" too", realEnv)
		return
	}
	testLint(t, buildCustom(t, lint, root), dir)
}

// testLint runs golangci-lint on the program and looks at all that it says.
func testLint(t *testing.T, lint, dir string) {
	t.Helper()
	run(t, dir, 0, lint, "config", "verify", "--schema", schema(t))
	out := run(t, dir, 1, lint, "run", "--output.json.path=stdout", "--show-stats=false", "./...")
	var report struct {
		Issues []struct {
			FromLinter, Text string
			Pos              struct {
				Filename string
				Line     int
			}
		}
	}
	if err := json.Unmarshal([]byte(out), &report); err != nil {
		t.Fatalf("%v in\n%s", err, out)
	}
	if len(report.Issues) != 1 {
		t.Fatalf("%d issues, want 1 (related positions are no issues):\n%s", len(report.Issues), out)
	}
	issue := report.Issues[0]
	got := fmt.Sprintf("%s:%d: %s (%s)", filepath.ToSlash(issue.Pos.Filename), issue.Pos.Line, issue.Text, issue.FromLinter)
	const want = "race/main.go:12: captured-race: goroutine writes balance while line 14 reads it " +
		"(the goroutine is started at line 11; also read at line 14; joined only at line 15) (gojoincheck)"
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	// A wrong setting is refused by name.
	bad := filepath.Join(t.TempDir(), ".golangci.yml")
	config, _ := os.ReadFile("testdata/golangci.yml")
	write(t, bad, strings.Replace(string(config), "notes:", "note:", 1))
	if out := run(t, dir, 3, lint, "run", "-c", bad, "./..."); !strings.Contains(out, `unknown field "note"`) {
		t.Errorf("a wrong setting gives\n%s", out)
	}
}

// buildWithMain builds golangci-lint with the main function in testdata.
func buildWithMain(t *testing.T, root string) string {
	t.Helper()
	dir := t.TempDir()
	main, err := os.ReadFile("testdata/golangci-lint/main.go")
	if err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(dir, "main.go"), string(main))
	write(t, filepath.Join(dir, "go.mod"), fmt.Sprintf(`module golangci-lint

go 1.26.0

require (
	github.com/gojoincheck/gojoincheck v0.0.0
	github.com/golangci/golangci-lint/v2 %s
)

replace github.com/gojoincheck/gojoincheck => %s
`, lintVersion, root))
	run(t, dir, 0, "go", "mod", "tidy")
	run(t, dir, 0, "go", "build", "-o", "golangci-lint", ".")
	return filepath.Join(dir, "golangci-lint")
}

// buildCustom builds golangci-lint as the documented .custom-gcl.yml does. That
// clones golangci-lint's repository; here, one made from the module.
func buildCustom(t *testing.T, lint, root string) string {
	t.Helper()
	home, dir := t.TempDir(), t.TempDir()
	clone := filepath.Join(home, "golangci-lint")
	unpackModule(t, clone)
	for _, args := range []string{"init -q", "add -A", "-c user.name=x -c user.email=x@x commit -qm x", "tag " + lintVersion} {
		run(t, clone, 0, "git", strings.Fields(args)...)
	}
	write(t, filepath.Join(home, ".gitconfig"),
		"[url \"file://"+clone+"\"]\n\tinsteadOf = https://github.com/golangci/golangci-lint.git\n")
	write(t, filepath.Join(dir, ".custom-gcl.yml"), fmt.Sprintf(`version: %s
name: golangci-lint-join
destination: .
plugins:
  - module: github.com/gojoincheck/gojoincheck
    import: github.com/gojoincheck/gojoincheck/golangci
    path: %s
`, lintVersion, root))
	env := []string{"HOME=" + home}
	for _, name := range []string{"GOPATH", "GOCACHE", "GOMODCACHE"} {
		env = append(env, name+"="+strings.TrimSpace(run(t, dir, 0, "go", "env", name)))
	}
	runEnv(t, dir, env, 0, lint, "custom")
	return filepath.Join(dir, "golangci-lint-join")
}

// module returns a file of the module cache that belongs to golangci-lint.
func module(t *testing.T, field string) string {
	out := run(t, t.TempDir(), 0, "go", "mod", "download", "-json", "github.com/golangci/golangci-lint/v2@"+lintVersion)
	var m map[string]any
	if err := json.Unmarshal([]byte(out), &m); err != nil {
		t.Fatal(err)
	}
	name, _ := m[field].(string)
	return name
}

// schema is the one that the release brings along; the command would fetch it.
func schema(t *testing.T) string {
	return filepath.Join(module(t, "Dir"), "jsonschema", "golangci.v2.jsonschema.json")
}

func unpackModule(t *testing.T, dir string) {
	t.Helper()
	z, err := zip.OpenReader(module(t, "Zip"))
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	if err := os.CopyFS(dir, &z.Reader); err != nil {
		t.Fatal(err)
	}
	// The files of a module zip lie below module@version.
	inner := filepath.Join(dir, "github.com", "golangci", "golangci-lint", "v2@"+lintVersion)
	entries, err := os.ReadDir(inner)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if err := os.Rename(filepath.Join(inner, e.Name()), filepath.Join(dir, e.Name())); err != nil {
			t.Fatal(err)
		}
	}
}

func writeProgram(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range program {
		if text == "" {
			data, err := os.ReadFile("testdata/golangci.yml")
			if err != nil {
				t.Fatal(err)
			}
			text = string(data)
		}
		write(t, filepath.Join(dir, name), text)
	}
	return dir
}

func write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}

func run(t *testing.T, dir string, status int, name string, args ...string) string {
	t.Helper()
	return runEnv(t, dir, nil, status, name, args...)
}

// runEnv runs a command that must exit with the status. It returns what the
// command prints, to stderr only if it has to fail.
func runEnv(t *testing.T, dir string, env []string, status int, name string, args ...string) string {
	t.Helper()
	cmd := exec.Command(name, args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOLANGCI_LINT_CACHE="+filepath.Join(os.TempDir(), "gojoincheck-golangci-cache"), "GOFLAGS=-buildvcs=false -mod=mod", "GOWORK=off")
	cmd.Env = append(cmd.Env, env...)
	var stderr strings.Builder
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil && cmd.ProcessState == nil {
		t.Fatal(err)
	}
	if got := cmd.ProcessState.ExitCode(); got != status {
		t.Fatalf("%s %s: exit status %d, want %d\n%s%s", filepath.Base(name), strings.Join(args, " "), got, status, out, stderr.String())
	}
	if status > 1 {
		return string(out) + stderr.String()
	}
	return string(out)
}
