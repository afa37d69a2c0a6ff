package drivers

import (
	"errors"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/gojoincheck/gojoincheck/internal/testutil"
)

// toolchainsEnv names the releases of Go, such as "go1.25.5 go1.27.0", that the
// scripts run with. The go command downloads what it does not have. Without it
// they run with the Go that runs the tests.
const toolchainsEnv = "GOJOINCHECK_TEST_TOOLCHAINS"

// TestGo runs testdata/*.txtar: go vet, go fix and go tool with the linter, which
// is built by the same release of Go.
func TestGo(t *testing.T) {
	if testing.Short() {
		t.Skip("runs the go command many times")
	}
	names := strings.Fields(os.Getenv(toolchainsEnv))
	if len(names) == 0 {
		names = []string{"local"}
	}
	for _, name := range names {
		t.Run(name, func(t *testing.T) { runScripts(t, name) })
	}
}

// runScripts runs the scripts with one release of Go. They share its caches, and
// may ask the module proxy for what the linter is made of.
func runScripts(t *testing.T, toolchain string) {
	root, err := testutil.Root()
	if err != nil {
		t.Fatal(err)
	}
	env := []string{"GOTOOLCHAIN=" + toolchain, "GOFLAGS=-buildvcs=false", "GOWORK=off"}
	tool := build(t, "cmd/gojoincheck", env...)
	for _, name := range []string{"GOCACHE", "GOMODCACHE", "GOPATH", "GOPROXY", "GOSUMDB", "GONOSUMDB"} {
		env = append(env, name+"="+strings.TrimSpace(mustRun(t, root, env, "go", "env", name).stdout))
	}
	env = append(env, "ROOT="+root, "GOJOINCHECK="+tool)
	fixes := strings.Contains(run(t, root, env, "go", "help", "fix").stdout, "-fixtool")
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata",
		RequireExplicitExec: true,
		Setup: func(e *testscript.Env) error {
			e.Vars = append(e.Vars, env...)
			return nil
		},
		Condition: func(cond string) (bool, error) {
			if cond == "fixtool" { // from Go 1.26 on
				return fixes, nil
			}
			return false, errors.New("unknown condition")
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"exit": exit, "capture": capture, "findings": findings},
	})
}

// exit status command args... runs a command that must exit with the status.
func exit(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exit status command args...")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		exit := new(exec.ExitError)
		if !errors.As(err, &exit) {
			ts.Fatalf("%v", err)
		}
		got = exit.ExitCode()
	}
	if got != want {
		ts.Fatalf("exit status %d, want %d", got, want)
	}
}

// capture VAR sets a variable to what the last command printed.
func capture(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: capture VAR")
	}
	ts.Setenv(args[0], strings.TrimSpace(ts.ReadFile("stdout")))
}

// findings FILE compares what go vet printed, but for the comments that name
// packages, with a file.
func findings(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: findings FILE")
	}
	var got strings.Builder
	for line := range strings.Lines(ts.ReadFile("stderr")) {
		if !strings.HasPrefix(line, "# ") {
			got.WriteString(line)
		}
	}
	if want := ts.ReadFile(args[0]); got.String() != want {
		ts.Fatalf("got\n%swant\n%s", got.String(), want)
	}
}
