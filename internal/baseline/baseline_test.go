package baseline

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/gojoincheck/gojoincheck/internal/finding"
)

// at is a finding on a line of p.go in dir.
func at(dir string, line int, rule, message string) finding.Finding {
	return finding.Finding{Rule: rule, Message: message, Pos: finding.Position{File: filepath.Join(dir, "p.go"), Line: line, Col: 2}}
}

// lines serves one text as every file.
func lines(text string) func(string) []string {
	return func(string) []string { return strings.Split(text, "\n") }
}

const before = "package p\n\nfunc F() {\n\tgo a()\n\tgo b()\n}\n"

func write(t *testing.T, dir string) *Baseline {
	t.Helper()
	b, err := New(filepath.Join(dir, DefaultName))
	if err != nil {
		t.Fatal(err)
	}
	b.Entries = b.Of([]finding.Finding{at(dir, 5, "unjoined", "b is never joined"), at(dir, 4, "unjoined", "a races with line 5")}, lines(before))
	if err := b.Write(); err != nil {
		t.Fatal(err)
	}
	return b
}

func TestMatchSurvivesMovingLines(t *testing.T) {
	dir := t.TempDir()
	write(t, dir)
	b, err := Read(filepath.Join(dir, DefaultName))
	if err != nil {
		t.Fatal(err)
	}
	after := "package p\n\n// F is new.\nfunc F() {\n\tgo c()\n\tgo a()\n}\n"
	fs := []finding.Finding{at(dir, 5, "unjoined", "c is never joined"), at(dir, 6, "unjoined", "a races with line 7")}
	fresh, unmatched := b.Match(fs, lines(after))
	if len(fresh) != 1 || fresh[0].Message != "c is never joined" {
		t.Errorf("fresh: %v", fresh)
	}
	if len(unmatched) != 1 || unmatched[0].Message != "b is never joined" || b.File(unmatched[0]) != filepath.Join(dir, "p.go") {
		t.Errorf("unmatched: %v", unmatched)
	}
}

// TestMatchCounts knows that one finding more like those in the baseline is
// new.
func TestMatchCounts(t *testing.T) {
	dir := t.TempDir()
	src := lines("package p\n\nfunc F() {\n\tgo a()\n\tgo a()\n}\n")
	b, err := New(filepath.Join(dir, "b.json"))
	if err != nil {
		t.Fatal(err)
	}
	first, second := at(dir, 4, "unjoined", "m"), at(dir, 5, "unjoined", "m")
	b.Entries = b.Of([]finding.Finding{first}, src)
	fresh, unmatched := b.Match([]finding.Finding{first, second}, src)
	if len(fresh) != 1 || fresh[0].Pos.Line != 5 || len(unmatched) != 0 {
		t.Errorf("fresh %v, unmatched %v", fresh, unmatched)
	}
}

func TestWriteIsDeterministic(t *testing.T) {
	dir := t.TempDir()
	b := write(t, dir)
	first, err := os.ReadFile(b.Name)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(first), `"file": "p.go"`) || strings.Contains(string(first), "line 5") {
		t.Errorf("names a place of its own:\n%s", first)
	}
	slices.Reverse(b.Entries)
	b.Entries = append(b.Entries, b.Entries...)
	if err := b.Write(); err != nil {
		t.Fatal(err)
	}
	if second, err := os.ReadFile(b.Name); err != nil || string(second) != string(first) {
		t.Errorf("%v, first\n%s\nthen\n%s", err, first, second)
	}
}

func TestReadRefuses(t *testing.T) {
	for name, test := range map[string]struct{ text, want string }{
		"not JSON":         {"version: 1\n", "(line 1)"},
		"cut off":          {"{\n\t\"version\": 1,\n", "(line 3)"},
		"another version":  {`{"version": 7, "findings": []}`, "version 7 of the format, not 1"},
		"an unknown field": {`{"version": 1, "entries": []}`, `unknown field "entries"`},
		"a wrong type":     {"{\n\"version\": \"1\"}", "(line 2)"},
		"more":             {`{"version": 1, "findings": []} {}`, "goes on after its end"},
	} {
		file := filepath.Join(t.TempDir(), "b.json")
		if err := os.WriteFile(file, []byte(test.text), 0o666); err != nil {
			t.Fatal(err)
		}
		if _, err := Read(file); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: got %v, want %s", name, err, test.want)
		}
	}
	if _, err := Read(filepath.Join(t.TempDir(), "none.json")); err == nil || !strings.Contains(err.Error(), "there is no baseline") {
		t.Errorf("no file: %v", err)
	}
}
