package vetrun

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strings"
)

// loadable tells the packages that can be loaded from those that cannot. A
// package named by its files has no path to ask for it by, so it is neither.
func loadable(ctx context.Context, opts Options) (good, bad []string) {
	for _, line := range list(ctx, opts, "{{if or .Incomplete .Error}}-{{else}}+{{end}}{{.ImportPath}}") {
		path := line[1:]
		switch {
		case path == "command-line-arguments":
		case line[0] == '+':
			good = append(good, path)
		default:
			bad = append(bad, path)
		}
	}
	return good, bad
}

// dependants lists the packages that import one of the broken ones, directly
// or not, and are not broken themselves.
func dependants(ctx context.Context, opts Options, broken []string) []string {
	if len(broken) == 0 {
		return nil
	}
	var pkgs []string
	for _, line := range list(ctx, opts, `{{.ImportPath}} {{join .Deps " "}}`) {
		fields := strings.Fields(line)
		if slices.Contains(broken, fields[0]) {
			continue
		}
		if slices.ContainsFunc(fields[1:], func(dep string) bool { return slices.Contains(broken, dep) }) {
			pkgs = append(pkgs, fields[0])
		}
	}
	return pkgs
}

// Units counts the packages that the go command will analyze, external test
// packages included: the number of times UnitDone is going to be called. It
// returns 0 when it cannot tell.
func Units(ctx context.Context, opts Options) int {
	n := 0
	for _, line := range list(ctx, opts, "{{len .GoFiles}} {{len .CgoFiles}} {{len .TestGoFiles}} {{len .XTestGoFiles}}") {
		internal, external, ok := cutLast(line)
		if !ok {
			continue
		}
		if internal != "0 0 0" {
			n++
		}
		if external != "0" {
			n++
		}
	}
	return n
}

// Dirs lists the directories of the packages that Run analyzes.
func Dirs(ctx context.Context, opts Options) []string { return list(ctx, opts, "{{.Dir}}") }

func cutLast(s string) (before, after string, ok bool) {
	i := strings.LastIndexByte(s, ' ')
	if i < 0 {
		return "", "", false
	}
	return s[:i], s[i+1:], true
}

// list runs "go list" and returns its lines. It is only ever asked for what
// one can do without, so its failures are not reported: they come back from
// "go vet" in any case.
func list(ctx context.Context, opts Options, format string) []string {
	goExe, err := exec.LookPath("go")
	if err != nil {
		return nil
	}
	args := append([]string{"list", "-e", "-f", format}, opts.BuildFlags...)
	cmd := exec.CommandContext(ctx, goExe, append(args, opts.Patterns...)...)
	cmd.Dir = opts.Dir
	out, _ := cmd.Output() // with -e there may be both lines and a failure
	var lines []string
	for line := range bytes.Lines(out) {
		if s := strings.TrimSpace(string(line)); s != "" {
			lines = append(lines, s)
		}
	}
	return lines
}

// interrupt asks a process to stop, so that the go command can remove its
// temporary files.
func interrupt(p *os.Process) error {
	if runtime.GOOS == "windows" {
		return p.Kill() // there is no signal to send
	}
	return p.Signal(os.Interrupt)
}

// ModuleCache returns the folder of the modules that the go command has
// downloaded, or "" when it cannot tell.
func ModuleCache(ctx context.Context, opts Options) string {
	out, err := goCommand(ctx, Options{Dir: opts.Dir, Env: opts.Env}, []string{"env", "GOMODCACHE"})
	if err != nil || out.failed || len(out.stream) == 0 {
		return ""
	}
	return strings.TrimSpace(out.stream[0].line)
}
