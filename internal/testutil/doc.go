package testutil

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// Root returns the directory of the module that the test belongs to, which the
// go command runs in the directory of its package.
func Root() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir, nil
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return "", fmt.Errorf("no go.mod above the working directory")
		}
		dir = parent
	}
}

// Example returns a fenced block of a page in docs/integrations: the one whose
// first line is a comment with the given name, such as "# .golangci.yml". So
// the tests run what the pages tell people to write.
func Example(page, name string) (string, error) {
	root, err := Root()
	if err != nil {
		return "", err
	}
	text, err := os.ReadFile(filepath.Join(root, "docs", "integrations", page))
	if err != nil {
		return "", err
	}
	_, rest, found := strings.Cut(string(text), "\n# "+name+"\n")
	block, _, closed := strings.Cut(rest, "\n```")
	if !found || !closed {
		return "", fmt.Errorf("%s has no block named %q", page, name)
	}
	return block + "\n", nil
}
