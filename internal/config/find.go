package config

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"golang.org/x/mod/modfile"
)

// FileNames are the names under which a config file is found, the first one
// first.
var FileNames = []string{".gojoincheck.yml", ".gojoincheck.yaml"}

// Find returns the config file for the module that dir is in, or "": in the
// root of the module, else in the directories above it up to the root of the
// repository. Directories within a module have none of their own: the go
// command runs the vet tool in the directory of each package, and all packages
// of a module must see the same file.
func Find(dir string) (string, error) {
	root, err := Root(dir)
	if err != nil {
		return "", err
	}
	limit := repository(root)
	for d := root; ; d = filepath.Dir(d) {
		for _, name := range FileNames {
			file := filepath.Join(d, name)
			info, err := os.Stat(file)
			switch {
			case err == nil && !info.IsDir():
				return file, nil
			case err != nil && !errors.Is(err, fs.ErrNotExist):
				return "", fmt.Errorf("cannot look for the config file: %w", err)
			}
		}
		if d == limit || d == filepath.Dir(d) {
			return "", nil
		}
	}
}

// Root returns the root of the module that dir is in; outside of any module,
// the root of the workspace; else dir itself.
func Root(dir string) (string, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	for _, mark := range []string{"go.mod", "go.work"} {
		if root := above(dir, mark); root != "" {
			return root, nil
		}
	}
	return dir, nil
}

// repository returns the root of the repository around dir, or dir itself: the
// search never leaves what belongs together.
func repository(dir string) string {
	if root := above(dir, ".git"); root != "" {
		return root
	}
	return dir
}

// above returns the nearest directory, dir or above, that has an entry of the
// name, or "".
func above(dir, name string) string {
	for {
		if _, err := os.Stat(filepath.Join(dir, name)); err == nil {
			return dir
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return ""
		}
		dir = parent
	}
}

// Roots returns the roots of all modules that a go command run in dir may
// analyze, by the names under which the workspace uses them: of all modules
// of the workspace, or else that of dir, whose name is ".".
func Roots(dir string) (map[string]string, error) {
	root, err := Root(dir)
	if err != nil {
		return nil, err
	}
	work := os.Getenv("GOWORK")
	if work == "" {
		if d := above(root, "go.work"); d != "" {
			work = filepath.Join(d, "go.work")
		}
	}
	if work == "" || work == "off" {
		return map[string]string{".": root}, nil
	}
	data, err := os.ReadFile(work)
	if err != nil {
		return nil, fmt.Errorf("cannot read the workspace: %w", err)
	}
	file, err := modfile.ParseWork(work, data, nil)
	if err != nil {
		return nil, err
	}
	roots := make(map[string]string)
	for _, use := range file.Use {
		path := filepath.FromSlash(use.Path)
		if !filepath.IsAbs(path) {
			path = filepath.Join(filepath.Dir(work), path)
		}
		roots[use.Path] = path
	}
	return roots, nil
}
