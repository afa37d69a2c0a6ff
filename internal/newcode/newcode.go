// Package newcode tells which lines of a git repository are new since some
// revision.
package newcode

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/golangci/revgrep"
)

// Options say since when. One of Rev and MergeBase is set.
type Options struct {
	Dir        string // somewhere in the repository
	Rev        string // since this revision
	MergeBase  string // since the branch left this one
	WholeFiles bool   // all lines of a changed file are new
}

// Changes are the lines that are new, those not yet committed included.
type Changes struct {
	root    string
	checker *revgrep.Checker
}

// Since asks git. It changes the working directory of the process meanwhile,
// because the library looks at the repository there.
func Since(ctx context.Context, opts Options) (*Changes, error) {
	for _, rev := range []string{opts.Rev, opts.MergeBase} {
		if strings.HasPrefix(rev, "-") {
			return nil, fmt.Errorf("%q is no revision", rev)
		}
	}
	root, err := toplevel(ctx, opts.Dir)
	if err != nil {
		return nil, err
	}
	back, err := os.Getwd()
	if err != nil {
		return nil, err
	}
	if err := os.Chdir(root); err != nil {
		return nil, err
	}
	restore := plainGit()
	c := &Changes{root: root, checker: &revgrep.Checker{
		RevisionFrom: opts.Rev, MergeBase: opts.MergeBase, WholeFiles: opts.WholeFiles,
	}}
	err = c.checker.Prepare(ctx)
	restore()
	if cerr := os.Chdir(back); err == nil {
		err = cerr
	}
	if err != nil {
		return nil, fmt.Errorf("cannot tell which lines are new: %w", oneLine(err))
	}
	return c, nil
}

// toplevel returns the root of the repository around dir.
func toplevel(ctx context.Context, dir string) (string, error) {
	cmd := exec.CommandContext(ctx, "git", "rev-parse", "--show-toplevel")
	cmd.Dir = dir
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	switch {
	case errors.Is(err, exec.ErrNotFound):
		return "", errors.New("git is not in PATH; it is needed to tell which lines are new")
	case err != nil:
		return "", fmt.Errorf("cannot tell which lines are new: git: %w", errors.New(strings.TrimSpace(stderr.String())))
	}
	return filepath.EvalSymlinks(strings.TrimRight(string(out), "\r\n"))
}

// plainGit keeps the user's settings from changing the form of what git says,
// until the function that it returns is called.
func plainGit() (restore func()) {
	settings := []string{"core.quotePath=false", "diff.noprefix=false", "diff.mnemonicPrefix=false"}
	first, _ := strconv.Atoi(os.Getenv("GIT_CONFIG_COUNT")) // those of the environment stay
	vars := map[string]string{"GIT_CONFIG_COUNT": strconv.Itoa(first + len(settings))}
	for i, s := range settings {
		key, value, _ := strings.Cut(s, "=")
		n := strconv.Itoa(first + i)
		vars["GIT_CONFIG_KEY_"+n], vars["GIT_CONFIG_VALUE_"+n] = key, value
	}
	old := map[string]string{}
	for name, value := range vars {
		if before, ok := os.LookupEnv(name); ok {
			old[name] = before
		}
		os.Setenv(name, value)
	}
	return func() {
		for name := range vars {
			if before, ok := old[name]; ok {
				os.Setenv(name, before)
			} else {
				os.Unsetenv(name)
			}
		}
	}
}

func oneLine(err error) error {
	return errors.New(strings.Join(strings.Fields(err.Error()), " "))
}

// New reports whether the line of the file, which is absolute, is new.
func (c *Changes) New(file string, line int) bool {
	if real, err := filepath.EvalSymlinks(file); err == nil {
		file = real
	}
	rel, err := filepath.Rel(c.root, file)
	if err != nil {
		return false
	}
	_, isNew := c.checker.IsNew(rel, line)
	return isNew
}
