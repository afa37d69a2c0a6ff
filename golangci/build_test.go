package golangci

import (
	"archive/zip"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// buildWithMain builds golangci-lint with the main function in testdata.
func buildWithMain(t *testing.T, root string) string {
	t.Helper()
	dir := t.TempDir()
	main, err := os.ReadFile("testdata/golangci-lint/main.go")
	if err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(dir, "main.go"), string(main))
	write(t, filepath.Join(dir, "go.mod"), fmt.Sprintf(`module golangci-lint

go 1.26.0

require (
	github.com/gojoincheck/gojoincheck v0.0.0
	github.com/golangci/golangci-lint/v2 %s
)

replace github.com/gojoincheck/gojoincheck => %s
`, lintVersion, root))
	run(t, dir, 0, "go", "build", "-mod=mod", "-o", "golangci-lint", ".")
	return filepath.Join(dir, "golangci-lint")
}

// buildCustom builds golangci-lint as the page says. That clones golangci-lint's
// repository; here, one that is made of the module, so that the test needs no
// more than a module proxy.
func buildCustom(t *testing.T, lint, root string) string {
	t.Helper()
	home, dir := t.TempDir(), t.TempDir()
	clone := filepath.Join(home, "golangci-lint")
	unpackModule(t, clone)
	for _, args := range []string{"init -q", "add -A", "-c user.name=x -c user.email=x@x commit -qm x", "tag " + lintVersion} {
		run(t, clone, 0, "git", strings.Fields(args)...)
	}
	write(t, filepath.Join(home, ".gitconfig"),
		"[url \"file://"+clone+"\"]\n\tinsteadOf = https://github.com/golangci/golangci-lint.git\n")

	config := example(t, ".custom-gcl.yml")
	version := "version: latest # better: a release or a commit"
	if !strings.Contains(config, "version: "+lintVersion) || !strings.Contains(config, version) {
		t.Fatalf("the page's config is not of %s, or asks for another version of the plug-in:\n%s", lintVersion, config)
	}
	write(t, filepath.Join(dir, ".custom-gcl.yml"), strings.Replace(config, version, "path: "+root, 1))
	env := []string{"HOME=" + home}
	for _, name := range []string{"GOPATH", "GOCACHE", "GOMODCACHE"} {
		env = append(env, name+"="+strings.TrimSpace(run(t, dir, 0, "go", "env", name)))
	}
	runEnv(t, dir, env, 0, lint, "custom", "-v")
	return filepath.Join(dir, "custom-gcl")
}

// unpackModule puts the files of the module golangci-lint into dir.
func unpackModule(t *testing.T, dir string) {
	t.Helper()
	out := run(t, t.TempDir(), 0, "go", "mod", "download", "-json", "github.com/golangci/golangci-lint/v2@"+lintVersion)
	var module struct{ Zip string }
	if err := json.Unmarshal([]byte(out), &module); err != nil {
		t.Fatal(err)
	}
	z, err := zip.OpenReader(module.Zip)
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	all := t.TempDir()
	if err := os.CopyFS(all, &z.Reader); err != nil {
		t.Fatal(err)
	}
	// The files of a module zip lie below module@version.
	if err := os.Rename(filepath.Join(all, "github.com", "golangci", "golangci-lint", "v2@"+lintVersion), dir); err != nil {
		t.Fatal(err)
	}
}
