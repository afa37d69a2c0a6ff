// Package vetrun runs the go command with a vet tool of our choice and decodes
// what the tool says about each package.
//
// The go command supplies the build graph, parallelism and the build cache;
// what costs is paid once and replayed. So there is no second way to analyze
// packages here: the terminal, CI and "go vet -vettool" see the same results.
package vetrun

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"golang.org/x/tools/go/analysis"

	"github.com/gojoincheck/gojoincheck/internal/finding"
	"github.com/gojoincheck/gojoincheck/internal/rule"
)

// Options say what to run on what.
type Options struct {
	Tool       string   // path of the executable that speaks the vet tool's protocol
	ToolFlags  []string // flags of its analyzers; see [ToolFlags]
	BuildFlags []string // flags of the go command, such as -tags=x
	Dir        string   // directory to run the go command in
	Patterns   []string // packages, as the go command names them
	Env        []string // added to the environment of the go command

	// Overlay holds texts that files, by absolute name, are taken to have.
	Overlay map[string][]byte

	// Rule finds the declaration of a rule; nil means unknown.
	Rule func(id string) *rule.Rule

	// Timing asks for Result.Timing.
	Timing bool

	// UnitDone is called each time the go command reports another package as
	// finished, from any goroutine. It may be nil.
	UnitDone func()
}

// A Result is what one run says.
type Result struct {
	Findings []finding.Finding // normalized
	Problems []finding.Problem // normalized
	Warnings []string          // said by the go command, of no consequence
	Timing   Timing
}

// ErrNoGoCommand is returned when there is no go command to run.
var ErrNoGoCommand = errors.New("the go command is not in PATH; it is needed to load packages (see https://go.dev/doc/install)")

// complete is the vet tool's flag for type errors in packages that the analyzers
// have no interest in, and for what packages say that are only imported. [Run]
// leaves the latter out.
const complete = "-complete"

// ToolFlags returns the flags that make the analyzers report everything: their
// notes, findings in generated files, and unsafe fixes. The vet tool keeps these to itself
// unless asked, because vet cannot tell them from a failure, and a command that
// can always asks. Always the same flags, because they are part of the key
// under which results are cached.
func ToolFlags(analyzers []*analysis.Analyzer) []string {
	var flags []string
	for _, a := range analyzers {
		for _, name := range []string{"notes", "generated", "unsafe-fixes"} {
			if a.Flags.Lookup(name) != nil {
				flags = append(flags, "-"+a.Name+"."+name)
			}
		}
	}
	return flags
}

// stopDelay is how long an interrupted go command may clean up.
const stopDelay = 5 * time.Second

// Run analyzes the packages. It returns an error only when the go command
// could not be run at all; what is wrong with single packages is in Problems,
// next to the findings of the others.
func Run(ctx context.Context, opts Options) (*Result, error) {
	if len(opts.Overlay) > 0 {
		return withOverlay(opts, func(opts Options) (*Result, error) { return Run(ctx, opts) })
	}
	out, err := vet(ctx, opts, opts.Patterns)
	if err != nil {
		return nil, err
	}
	res := out.decode(opts)
	res.Timing = out.timing
	switch {
	case out.failed && out.documents == 0:
		// One package that cannot be loaded keeps the go command from all of
		// them. Ask for the others by name.
		good, bad := loadable(ctx, opts)
		if len(good) > 0 && len(bad) > 0 {
			again, err := vet(ctx, opts, good)
			if err != nil {
				return nil, err
			}
			more := again.decode(opts)
			more.Timing = again.timing
			res.merge(more)
			res.skipped(bad, "it, or a package it imports, cannot be loaded")
		}
	case out.failed:
		res.skipped(dependants(ctx, opts, res.broken()), "a package it imports does not compile")
	}
	if len(res.Findings) > 0 {
		// From Go 1.26 on, the go command replays what a package said when it was
		// asked about even when it is now only imported.
		asked := list(ctx, opts, "{{.ImportPath}}")
		res.Findings = slices.DeleteFunc(res.Findings, func(f finding.Finding) bool {
			return len(asked) > 0 && !slices.Contains(asked, f.Package) &&
				!slices.Contains(asked, strings.TrimSuffix(f.Package, "_test"))
		})
	}
	res.Findings = finding.Normalize(res.Findings)
	res.Problems = finding.NormalizeProblems(res.Problems)
	return res, nil
}

func (r *Result) merge(other *Result) {
	r.Findings = append(r.Findings, other.Findings...)
	r.Problems = append(r.Problems, other.Problems...)
	r.Warnings = append(r.Warnings, other.Warnings...)
	r.Timing.add(other.Timing)
}

// broken returns the packages that do not compile, so that no package that
// imports them does. An error in a test file hurts nobody else.
func (r *Result) broken() []string {
	var pkgs []string
	for _, p := range r.Problems {
		if p.Kind == finding.Build && !strings.HasSuffix(p.Pos.File, "_test.go") {
			pkgs = append(pkgs, p.Package)
		}
	}
	return pkgs
}

// skipped says of packages that they were not analyzed, and why. The go
// command passes over them without a word.
func (r *Result) skipped(pkgs []string, why string) {
	for _, pkg := range pkgs {
		r.addProblem(finding.Load, pkg, "not analyzed, because "+why)
	}
}

// vet runs "go vet" once and collects its output.
func vet(ctx context.Context, opts Options, patterns []string) (*output, error) {
	args := []string{"vet", "-json", "-vettool=" + opts.Tool, complete}
	args = append(args, opts.BuildFlags...)
	args = append(args, opts.ToolFlags...)
	if !opts.Timing {
		return goCommand(ctx, opts, append(args, patterns...))
	}
	graph, err := newActionGraph()
	if err != nil {
		return nil, err
	}
	defer graph.remove()
	start := time.Now()
	out, err := goCommand(ctx, opts, append(append(args, graph.flag()), patterns...))
	if err == nil {
		out.timing = graph.read()
		out.timing.Wall = time.Since(start)
	}
	return out, err
}

// goCommand runs the go command. An exit status other than 0 is no error of
// this function: it belongs to what the go command says.
func goCommand(ctx context.Context, opts Options, args []string) (*output, error) {
	goExe, err := exec.LookPath("go")
	if err != nil {
		return nil, ErrNoGoCommand
	}
	cmd := exec.CommandContext(ctx, goExe, args...)
	cmd.Cancel = func() error { return interrupt(cmd.Process) }
	cmd.WaitDelay = stopDelay
	cmd.Dir = opts.Dir
	cmd.Env = append(cmd.Environ(), opts.Env...)
	var stdout, stderr bytes.Buffer
	// Documents arrive on stdout, or with Go 1.25 on stderr: count on both.
	cmd.Stdout = &unitCounter{to: &stdout, done: opts.UnitDone}
	cmd.Stderr = &unitCounter{to: &stderr, done: opts.UnitDone}
	err = cmd.Run()
	if ctx.Err() != nil {
		return nil, errors.New("interrupted")
	}
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		return nil, fmt.Errorf("cannot run the go command: %w", err)
	}
	return parse(stdout.Bytes(), stderr.Bytes(), err), nil
}

// unitCounter passes a stream on and calls done at each end of a document.
// The documents are indented, so only their last line begins with a brace
// that closes.
type unitCounter struct {
	to   *bytes.Buffer
	done func()
	line []byte // the beginning of the current line, as much as it takes to decide
}

func (c *unitCounter) Write(p []byte) (int, error) {
	if c.done != nil {
		for _, b := range p {
			switch {
			case b == '\n':
				if s := string(c.line); s == "}" || s == "{}" {
					c.done()
				}
				c.line = c.line[:0]
			case len(c.line) <= len("{}"):
				c.line = append(c.line, b)
			}
		}
	}
	return c.to.Write(p)
}

// toolName is the prefix under which the tool logs.
func (o *Options) toolName() string {
	return strings.TrimSuffix(filepath.Base(o.Tool), ".exe")
}
