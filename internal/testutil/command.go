package testutil

import (
	"errors"
	"os"
	"os/exec"
	"testing"
)

// asCommand is set in the environment of a test binary that is to be the
// command under test.
const asCommand = "GOJOINCHECK_TEST_COMMAND"

// MainOr is a TestMain for the package of a command: it runs the tests, or the
// command itself when started by Command.
func MainOr(m *testing.M, command func()) {
	if os.Getenv(asCommand) != "" {
		command()
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// Command runs the command under test in a directory and returns what it
// printed, stdout and stderr together, and its exit status.
func Command(t *testing.T, dir string, args ...string) (output string, status int) {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(self, args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), asCommand+"=1")
	out, err := cmd.CombinedOutput()
	exit := new(exec.ExitError)
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return string(out), cmd.ProcessState.ExitCode()
}
