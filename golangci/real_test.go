package golangci

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/gojoincheck/gojoincheck/internal/rule"
	"github.com/gojoincheck/gojoincheck/internal/testutil"
)

// realEnv asks for the test with a real golangci-lint, whose build takes
// minutes: "main" for one with a main function of our own, "custom" for that
// and the one that its command "custom" builds.
const realEnv = "GOJOINCHECK_TEST_GOLANGCI_LINT"

// lintVersion is the golangci-lint that the tests build, and the page names.
const lintVersion = "v2.15.0"

// program is what the tests lint: a bug that every driver must report, one
// that a comment silences, a comment with nothing to silence, a bug whose rule
// the config disables, and all forms of comments.
var program = map[string]string{
	"go.mod":           "module example.com/p\n\ngo 1.25.0\n",
	"race/main.go":     bad("captured-race"),
	"quiet/main.go":    strings.Replace(bad("captured-race"), "balance = 70", "balance = 70 //nolint:gojoincheck // on purpose", 1),
	"hidden/main.go":   bad("instance-race"),
	"needless/main.go": strings.Replace(rule.Lookup("captured-race").Good(), "wg sync.WaitGroup", "wg sync.WaitGroup //nolint:gojoincheck // nothing to silence", 1),
	"good/main.go":     rule.Lookup("captured-race").Good(),
	"forms/main.go":    testutil.Quiet,
}

func bad(id string) string { return rule.Lookup(id).Bad() }

func TestRealGolangciLint(t *testing.T) {
	mode := os.Getenv(realEnv)
	if mode == "" || testing.Short() {
		t.Skipf("builds golangci-lint, which takes minutes; set %s to main or custom", realEnv)
	}
	root, err := testutil.Root()
	if err != nil {
		t.Fatal(err)
	}
	lint := buildWithMain(t, root)
	t.Run("main", func(t *testing.T) { testLint(t, lint) })
	if mode == "custom" {
		custom := buildCustom(t, lint, root)
		t.Run("custom", func(t *testing.T) { testLint(t, custom) })
	}
}

// testLint runs golangci-lint on the program and looks at all that it says.
func testLint(t *testing.T, lint string) {
	t.Setenv("GOLANGCI_LINT_CACHE", t.TempDir())
	dir := t.TempDir()
	for name, text := range program {
		write(t, filepath.Join(dir, name), text)
	}
	config := strings.NewReplacer(
		"disable: []", "disable: [instance-race]",
		"    - gojoincheck\n", "    - gojoincheck\n    - nolintlint\n",
		"    custom:\n", "    nolintlint:\n      allow-unused: false\n    custom:\n",
	).Replace(example(t, ".golangci.yml"))
	write(t, filepath.Join(dir, ".golangci.yml"), config)
	run(t, dir, 0, lint, "config", "verify")

	// Only the race, once: related positions are no issues of their own. And the
	// comments that nothing needs, or that silence nothing.
	want := []string{
		"forms/main.go:18:2: bad-suppression: this comment silences nothing: it gives no reason: say why the finding may stand (gojoincheck)",
		"forms/main.go:19:2: unjoined: goroutine is never joined: nothing waits for it before the program ends (returns at line 20 without waiting) (gojoincheck)",
		"forms/main.go:9:31: unused-suppression: there is no finding of captured-race here to silence (gojoincheck)",
		"needless/main.go:10:24: directive `//nolint:gojoincheck // nothing to silence` is unused for linter \"gojoincheck\" (nolintlint)",
		"race/main.go:12:3: captured-race: goroutine writes balance while line 14 reads it " +
			"(the goroutine is started at line 11; joined only at line 15) (gojoincheck)",
	}
	for range 2 { // the second time from golangci-lint's cache
		if got := issues(t, dir, lint); !slices.Equal(got, want) {
			t.Errorf("got  %q\nwant %q", got, want)
		}
	}

	// The fix of a race with a missing join is no safe one; that of an Add that
	// comes too late is. And nolintlint takes out the comment that it reports.
	write(t, filepath.Join(dir, "late", "main.go"), bad("add-in-goroutine"))
	run(t, dir, 1, lint, "run", "--fix", "./...")
	want = slices.DeleteFunc(want, func(issue string) bool { return strings.HasPrefix(issue, "needless/") })
	if got := issues(t, dir, lint); !slices.Equal(got, want) {
		t.Errorf("after --fix: got %q, want %q", got, want)
	}
	for name, before := range map[string]string{
		"late/main.go":     bad("add-in-goroutine"),
		"needless/main.go": program["needless/main.go"],
	} {
		if after, err := os.ReadFile(filepath.Join(dir, name)); err != nil || string(after) == before {
			t.Errorf("--fix changes nothing in %s: %v", name, err)
		}
	}

	// A wrong setting is refused by name.
	wrong := strings.Replace(config, "notes:", "note:", 1)
	write(t, filepath.Join(dir, "wrong.yml"), wrong)
	if out := run(t, dir, 3, lint, "run", "-c", "wrong.yml", "./..."); !strings.Contains(out, `unknown field "note"`) {
		t.Errorf("a wrong setting gives\n%s", out)
	}
}

// issues runs golangci-lint, which must find something, and returns its issues
// in the form in which it prints them.
func issues(t *testing.T, dir, lint string) (lines []string) {
	t.Helper()
	out := run(t, dir, 1, lint, "run", "--output.json.path=stdout", "--show-stats=false", "./...")
	var report struct {
		Issues []struct {
			FromLinter, Text string
			Pos              struct {
				Filename     string
				Line, Column int
			}
		}
	}
	if err := json.Unmarshal([]byte(out), &report); err != nil {
		t.Fatalf("%v in\n%s", err, out)
	}
	for _, i := range report.Issues {
		lines = append(lines, fmt.Sprintf("%s:%d:%d: %s (%s)", filepath.ToSlash(i.Pos.Filename), i.Pos.Line, i.Pos.Column, i.Text, i.FromLinter))
	}
	slices.Sort(lines)
	return lines
}

// example returns a config as the page shows it.
func example(t *testing.T, name string) string {
	t.Helper()
	text, err := testutil.Example("golangci.md", name)
	if err != nil {
		t.Fatal(err)
	}
	return text
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

// run runs a command that must exit with the status. It returns what the
// command prints, to stderr too if the status says that it could not do its job.
func run(t *testing.T, dir string, status int, name string, args ...string) string {
	t.Helper()
	return runEnv(t, dir, nil, status, name, args...)
}

func runEnv(t *testing.T, dir string, env []string, status int, name string, args ...string) string {
	t.Helper()
	cmd := exec.Command(name, args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOFLAGS=-buildvcs=false", "GOWORK=off")
	cmd.Env = append(cmd.Env, env...)
	var stderr strings.Builder
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if cmd.ProcessState == nil {
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
