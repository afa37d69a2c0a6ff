package main

import (
	"fmt"
	"go/version"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// goEnv returns the place and the version of the Go installation that the go
// command belongs to, which need not be the one this program was built with.
func goEnv() (goroot, goversion string, err error) {
	out, err := exec.Command("go", "env", "GOROOT", "GOVERSION").Output()
	if err != nil {
		return "", "", fmt.Errorf("go env: %w", err)
	}
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	if len(lines) != 2 {
		return "", "", fmt.Errorf("go env says %q", out)
	}
	return strings.TrimSpace(lines[0]), strings.TrimSpace(lines[1]), nil
}

// newModule makes an empty module. Its language is that of the release, as it
// is for the programs where they come from: what a loop variable is depends on
// it.
func newModule(dir, name, goversion string) error {
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return err
	}
	lang := strings.TrimPrefix(version.Lang(goversion), "go")
	if lang == "" {
		return fmt.Errorf("the Go version %q is of no release", goversion)
	}
	text := fmt.Sprintf("module %s\n\ngo %s\n", name, lang)
	return os.WriteFile(filepath.Join(dir, "go.mod"), []byte(text), 0o666)
}
