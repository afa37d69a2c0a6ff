package realmodules

import (
	"bufio"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// wantComment names the rules that are expected on a line.
var wantComment = regexp.MustCompile(`// want ([a-z -]+)$`)

// line is a finding as the command prints it where no terminal is.
var line = regexp.MustCompile(`^(\S+\.go):(\d+):\d+: .* \(([a-z-]+)\)$`)

// TestRealModules runs the linter over programs that use the real libraries: it
// finds what they expect and nothing else.
func TestRealModules(t *testing.T) {
	tool := build(t)
	cmd := exec.Command(tool, "-no-config", "-format", "text", "./...")
	out, err := cmd.Output()
	if exit, ok := err.(*exec.ExitError); err != nil && (!ok || exit.ExitCode() != 1) {
		t.Fatalf("%v\n%s", err, out)
	}
	var got []string
	for _, l := range strings.Split(strings.TrimSpace(string(out)), "\n") {
		if m := line.FindStringSubmatch(l); m != nil {
			got = append(got, filepath.ToSlash(m[1])+":"+m[2]+" "+m[3])
		}
	}
	want := expected(t)
	slices.Sort(got)
	slices.Sort(want)
	for _, w := range want {
		if !slices.Contains(got, w) {
			t.Errorf("missing: %s", w)
		}
	}
	for _, g := range got {
		if !slices.Contains(want, g) {
			t.Errorf("unexpected: %s", g)
		}
	}
	if len(want) == 0 {
		t.Error("nothing is expected")
	}
}

// build builds the linter from the module around this one.
func build(t *testing.T) string {
	t.Helper()
	tool := filepath.Join(t.TempDir(), "gojoincheck")
	cmd := exec.Command("go", "build", "-C", "../../..", "-o", tool, "./cmd/gojoincheck")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return tool
}

// expected reads what the programs say of themselves.
func expected(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob("*/*.go")
	if err != nil || len(files) == 0 {
		t.Fatalf("no programs: %v", err)
	}
	var want []string
	for _, name := range files {
		f, err := os.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		s := bufio.NewScanner(f)
		for n := 1; s.Scan(); n++ {
			if m := wantComment.FindStringSubmatch(s.Text()); m != nil {
				for _, id := range strings.Fields(m[1]) {
					want = append(want, filepath.ToSlash(name)+":"+strconv.Itoa(n)+" "+id)
				}
			}
		}
		if err := s.Err(); err != nil {
			t.Fatal(err)
		}
	}
	return want
}
