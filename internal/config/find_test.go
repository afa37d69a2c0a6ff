package config

import (
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gojoincheck/gojoincheck/internal/rule"
)

// tree makes empty files and directories; the latter end in a slash.
func tree(t *testing.T, names ...string) string {
	t.Helper()
	root := t.TempDir()
	for _, name := range names {
		path := filepath.Join(root, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(name, "/") {
			if err := os.MkdirAll(path, 0o777); err != nil {
				t.Fatal(err)
			}
		} else if err := os.WriteFile(path, nil, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	return root
}

func TestFind(t *testing.T) {
	for _, test := range []struct {
		name  string
		files []string
		dir   string
		want  string
	}{
		{"in the module", []string{"go.mod", ".gojoincheck.yml", "a/b/"}, "a/b", ".gojoincheck.yml"},
		{"the other ending", []string{"go.mod", ".gojoincheck.yaml", "a/"}, "a", ".gojoincheck.yaml"},
		{"the first ending wins", []string{"go.mod", ".gojoincheck.yaml", ".gojoincheck.yml"}, ".", ".gojoincheck.yml"},
		{"above, in the repository", []string{".git/", ".gojoincheck.yml", "m/go.mod", "m/a/"}, "m/a", ".gojoincheck.yml"},
		{"the module's before the repository's", []string{".git/", ".gojoincheck.yml", "m/go.mod", "m/.gojoincheck.yml"}, "m", "m/.gojoincheck.yml"},
		{"a worktree's .git is a file", []string{".git", ".gojoincheck.yml", "m/go.mod"}, "m", ".gojoincheck.yml"},
		{"not above the repository", []string{".gojoincheck.yml", "r/.git/", "r/go.mod"}, "r", ""},
		{"not above a module without a repository", []string{".gojoincheck.yml", "m/go.mod"}, "m", ""},
		{"not below the module", []string{"go.mod", "a/.gojoincheck.yml"}, "a", ""},
		{"a workspace", []string{"go.work", ".gojoincheck.yml", "a/"}, "a", ".gojoincheck.yml"},
		{"no module", []string{".gojoincheck.yml", "a/"}, "a", ""},
		{"no module, here", []string{".gojoincheck.yml"}, ".", ".gojoincheck.yml"},
		{"a directory is no config", []string{"go.mod", ".gojoincheck.yml/"}, ".", ""},
	} {
		root := tree(t, test.files...)
		got, err := Find(filepath.Join(root, test.dir))
		want := test.want
		if want != "" {
			want = filepath.Join(root, test.want)
		}
		if err != nil || got != want {
			t.Errorf("%s: got %q, %v; want %q", test.name, got, err, want)
		}
	}
}

func TestRoots(t *testing.T) {
	t.Setenv("GOWORK", "")
	root := tree(t, "m/go.mod", "n/go.mod", "m/a/")
	work := "go 1.25\n\nuse (\n\t./m\n\t./n\n)\n"
	if err := os.WriteFile(filepath.Join(root, "go.work"), []byte(work), 0o666); err != nil {
		t.Fatal(err)
	}
	want := map[string]string{"./m": filepath.Join(root, "m"), "./n": filepath.Join(root, "n")}
	if got, err := Roots(filepath.Join(root, "m", "a")); err != nil || !maps.Equal(got, want) {
		t.Errorf("got %q, %v; want %q", got, err, want)
	}
	t.Setenv("GOWORK", "off")
	want = map[string]string{".": filepath.Join(root, "m")}
	if got, err := Roots(filepath.Join(root, "m", "a")); err != nil || !maps.Equal(got, want) {
		t.Errorf("without a workspace: got %q, %v; want %q", got, err, want)
	}
}

func TestLoad(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "c.yml")
	if _, err := Load(file, dir, rule.All()); err == nil || !strings.Contains(err.Error(), "cannot read the config file") {
		t.Errorf("no file: %v", err)
	}
	if err := os.WriteFile(file, []byte("baseline: b.json\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	c, err := Load(file, dir, rule.All())
	if err != nil {
		t.Fatal(err)
	}
	if want := filepath.Join(dir, "b.json"); c.BaselineFile() != want {
		t.Errorf("baseline %q, want %q", c.BaselineFile(), want)
	}
	if err := os.WriteFile(file, []byte(strings.Repeat("#", maxSize+1)), 0o666); err != nil {
		t.Fatal(err)
	}
	if _, err := Load(file, dir, rule.All()); err == nil || !strings.Contains(err.Error(), "too large") {
		t.Errorf("a large file: %v", err)
	}
}
