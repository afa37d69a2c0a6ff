// Package drivers runs the analyzers under the drivers of others, as far as
// those can be had in a test: go vet, go fix and go tool of several releases of
// Go, Bazel's nogo, and a build cache that several machines share. There is no
// other code.
package drivers

import (
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/gojoincheck/gojoincheck/internal/rule"
	"github.com/gojoincheck/gojoincheck/internal/testutil"
)

// examples are the files of a module that holds every rule's examples, each in
// a package of its own, and a package whose helper another one uses.
func examples() map[string]string {
	files := map[string]string{
		"go.mod":        "module example.com/m\n\ngo 1.25.0\n",
		"lib/lib.go":    "package lib\n\n// Run runs f in a goroutine.\nfunc Run(f func()) { go f() }\n",
		"uses/main.go":  "package main\n\nimport \"example.com/m/lib\"\n\nfunc main() {\n\tn := 0\n\tlib.Run(func() { n++ })\n\tprintln(n)\n}\n",
		"plain/main.go": "package main\n\nfunc main() { println() }\n",
		"quiet/main.go": testutil.Quiet,
	}
	for _, r := range rule.All() {
		if !strings.Contains(r.Bad(), "package ") {
			continue // its examples are not written yet
		}
		files[path.Join(r.ID, "bad", rule.FileName(r.Bad()))] = r.Bad()
		files[path.Join(r.ID, "good", rule.FileName(r.Good()))] = r.Good()
	}
	return files
}

// exeSuffix is what the names of programs end in.
var exeSuffix = map[bool]string{true: ".exe"}[runtime.GOOS == "windows"]

// writeFiles writes the files below a new directory, which it returns.
func writeFiles(t *testing.T, files map[string]string) string {
	t.Helper()
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range files {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// build builds a main package of this module, named by its path there, and
// returns the program.
func build(t *testing.T, pkg string, env ...string) string {
	t.Helper()
	root, err := testutil.Root()
	if err != nil {
		t.Fatal(err)
	}
	exe := filepath.Join(t.TempDir(), path.Base(pkg)+exeSuffix)
	mustRun(t, root, env, "go", "build", "-o", exe, "./"+pkg)
	return exe
}

// A result is what a command printed and how it ended.
type result struct {
	stdout, stderr string
	status         int
}

// run runs a command in a directory, with variables added to the environment.
func run(t *testing.T, dir string, env []string, name string, args ...string) result {
	t.Helper()
	cmd := exec.Command(name, args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOFLAGS=-buildvcs=false", "GOWORK=off")
	cmd.Env = append(cmd.Env, env...)
	var stdout, stderr strings.Builder
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	err := cmd.Run()
	if cmd.ProcessState == nil {
		t.Fatal(err)
	}
	return result{stdout.String(), stderr.String(), cmd.ProcessState.ExitCode()}
}

// mustRun runs a command that must succeed.
func mustRun(t *testing.T, dir string, env []string, name string, args ...string) result {
	t.Helper()
	res := run(t, dir, env, name, args...)
	if res.status != 0 {
		t.Fatalf("%s %s: exit status %d\n%s%s", name, strings.Join(args, " "), res.status, res.stdout, res.stderr)
	}
	return res
}
