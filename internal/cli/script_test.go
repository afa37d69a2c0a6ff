package cli_test

import (
	"errors"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/gojoincheck/gojoincheck"
	"github.com/gojoincheck/gojoincheck/internal/cli"
	"github.com/gojoincheck/gojoincheck/internal/rule"
)

// TestMain makes two commands of the test binary: the real one, and fakelint,
// which is the same but for its analyzer. No script runs both in one tree: to
// the go command's cache they are one tool, being one file.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"gojoincheck": func() { os.Exit(cli.Main(gojoincheck.Analyzers(), rule.All(), os.Args[1:])) },
		"fakelint":    func() { os.Exit(cli.FakeMain(os.Args[1:])) },
	})
}

// TestScripts runs testdata/*.txtar, each in a directory of its own.
func TestScripts(t *testing.T) {
	if testing.Short() {
		t.Skip("runs the go command many times")
	}
	env := goEnv(t, "GOCACHE", "GOMODCACHE", "GOPATH")
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata",
		RequireExplicitExec: true,
		UpdateScripts:       os.Getenv("UPDATE_SCRIPTS") != "",
		Setup: func(e *testscript.Env) error {
			e.Vars = append(e.Vars, env...)
			e.Vars = append(e.Vars, "GOPROXY=off", "GOTOOLCHAIN=local", "GOFLAGS=", "GOWORK=off")
			for _, name := range []string{"fakelint", "gojoincheck"} {
				path, err := exec.LookPath(name)
				if err != nil {
					return err
				}
				e.Vars = append(e.Vars, strings.ToUpper(name)+"="+path)
			}
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"repeat": repeat, "exit": exit},
	})
}

// goEnv asks the go command where it keeps things, so that scripts use the
// same cache whatever their HOME.
func goEnv(t *testing.T, names ...string) []string {
	out, err := exec.Command("go", append([]string{"env"}, names...)...).Output()
	if err != nil {
		t.Skip("no go command: ", err)
	}
	values := strings.Split(strings.TrimSpace(string(out)), "\n")
	for i := range values {
		values[i] = names[i] + "=" + strings.TrimSpace(values[i])
	}
	return values
}

// repeat n command args... runs a command n times, whose output must be the
// same each time, byte for byte.
func repeat(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: repeat n command args...")
	}
	n, err := strconv.Atoi(args[0])
	ts.Check(err)
	var first string
	for i := range n {
		_ = ts.Exec(args[1], args[2:]...) // findings are a failure, to a script
		out := ts.ReadFile("stdout") + ts.ReadFile("stderr")
		if i == 0 {
			first = out
		} else if out != first {
			ts.Fatalf("run %d differs:\n%s\nfirst:\n%s", i+1, out, first)
		}
	}
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
