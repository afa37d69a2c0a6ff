package drivers

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestSameBytes analyzes every rule's examples ten times, each time anew, and
// compares what is written in several formats, byte for byte.
func TestSameBytes(t *testing.T) {
	if testing.Short() {
		t.Skip("runs the go command many times")
	}
	const runs = 10
	tool, dir, out := build(t, "cmd/gojoincheck"), writeFiles(t, badExamples()), t.TempDir()
	formats := []string{"full", "json", "sarif", "lines", "junit"}
	args := []string{"-notes", "-timing"}
	for _, f := range formats {
		args = append(args, "-output", f+":"+filepath.Join(out, f))
	}
	first := map[string]string{}
	for i := range runs {
		res := run(t, dir, anew(i), tool, append(args, "./...")...)
		if res.status != 1 || !regexp.MustCompile(`analysis of [1-9]\d* units`).MatchString(res.stderr) {
			t.Fatalf("run %d ends with %d, or analyzes nothing:\n%s", i, res.status, res.stderr)
		}
		for _, f := range formats {
			text, err := os.ReadFile(filepath.Join(out, f))
			if err != nil {
				t.Fatal(err)
			}
			if i == 0 {
				first[f] = string(text)
			} else if string(text) != first[f] {
				t.Errorf("run %d writes another %s:\n%s\nfirst:\n%s", i, f, text, first[f])
			}
		}
	}
	if n := strings.Count(first["lines"], "\n"); n < len(badExamples())/2 {
		t.Errorf("only %d findings were compared", n)
	}
}

// TestSameMap does the same with the map.
func TestSameMap(t *testing.T) {
	if testing.Short() {
		t.Skip("runs the go command many times")
	}
	const runs = 2
	tool, dir := build(t, "cmd/gojoincheck"), writeFiles(t, badExamples())
	var first string
	for i := range runs {
		got := mustRun(t, dir, anew(100+i), tool, "map", "-format", "json", "./...").stdout
		if i == 0 {
			first = got
		} else if got != first {
			t.Errorf("run %d draws another map", i)
		}
	}
	if strings.Count(first, `"verdict"`) < len(badExamples())/2 {
		t.Errorf("the map is too small to compare:\n%s", first)
	}
}

// badExamples are those of the examples in which there is something to find.
func badExamples() map[string]string {
	files := examples()
	maps.DeleteFunc(files, func(name, _ string) bool { return strings.Contains(name, "/good/") })
	return files
}

// anew is an environment in which nothing comes from the cache: its config has
// a row about a function that nobody calls, another one for each run of the
// test. It changes what the tool is asked, and not what there is to find.
func anew(run int) []string {
	return []string{fmt.Sprintf(`GOJOINCHECK_CONFIG={"primitives": {"example.com/nowhere.F%d_%d": "nothing"}}`, os.Getpid(), run)}
}
