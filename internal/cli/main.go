// Package cli is the gojoincheck command: its flags, its subcommands, its exit
// statuses. The analyzers and the rules are parameters, so that tests can run
// the real command with analyzers that report what a test needs.
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"golang.org/x/tools/go/analysis"

	"github.com/gojoincheck/gojoincheck/internal/baseline"
	"github.com/gojoincheck/gojoincheck/internal/config"
	"github.com/gojoincheck/gojoincheck/internal/newcode"
	"github.com/gojoincheck/gojoincheck/internal/rule"
	"github.com/gojoincheck/gojoincheck/internal/unit"
)

// Name is the name of the program in its own messages.
const Name = "gojoincheck"

// The exit statuses.
const (
	ExitClean    = 0 // nothing to report but notes
	ExitFindings = 1 // at least one error or warning
	ExitFailure  = 2 // something kept the command from its job
)

// An app is one run of the command.
type app struct {
	analyzers []*analysis.Analyzer
	rules     []*rule.Rule
	stdout    *os.File
	stderr    *os.File
	opts      options
	config    *config.Config     // read by loadConfig
	changes   *newcode.Changes   // nil: everything is new
	baseline  *baseline.Baseline // or nil
	exit      int                // the status, once the command has succeeded
}

// Main runs the command with the given arguments, the program's name not among
// them, and returns the exit status. When the go command calls the program as
// its vet tool or its fix tool, Main does not return.
func Main(analyzers []*analysis.Analyzer, rules []*rule.Rule, args []string) int {
	if asVetTool(args) {
		setUpTool(analyzers, rules)
		unit.Main(toolAnalyzers(analyzers, args)...)
	}
	a := &app{analyzers: analyzers, rules: rules, stdout: os.Stdout, stderr: os.Stderr}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := a.rootCommand().Run(ctx, append([]string{Name}, args...)); err != nil {
		a.fail(err)
		return ExitFailure
	}
	return a.exit
}

// asVetTool reports whether the arguments are those with which the go command
// calls a vet or fix tool: "-flags", "-V=full", or flags and a unit's config.
func asVetTool(args []string) bool {
	if len(args) == 1 {
		switch args[0] {
		case "-flags", "--flags", "-V=full", "--V=full":
			return true
		}
	}
	return len(args) > 0 && strings.HasSuffix(args[len(args)-1], ".cfg")
}

// A usageError is a mistake in the command line.
type usageError struct{ error }

func usagef(format string, args ...any) error {
	return usageError{fmt.Errorf(format, args...)}
}

// fail prints why the command cannot do its job.
func (a *app) fail(err error) {
	fmt.Fprintf(a.stderr, "%s: %v\n", Name, err)
	if errors.As(err, new(usageError)) {
		fmt.Fprintf(a.stderr, "Run '%s -help' for usage.\n", Name)
	}
}

// print writes text to standard output in one go.
func (a *app) print(text string) error {
	_, err := io.WriteString(a.stdout, text)
	return err
}
