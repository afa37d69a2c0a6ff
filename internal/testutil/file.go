package testutil

import (
	"os"
	"path/filepath"
	"testing"
)

// WriteFile writes a file in the directory and returns its full name.
func WriteFile(t *testing.T, dir, name, text string) string {
	t.Helper()
	path := filepath.Join(dir, name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}
