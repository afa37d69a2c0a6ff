package drivers

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/gojoincheck/gojoincheck/internal/testutil"
)

// TestSuppression runs the command and go vet on a program with every form of
// comment that silences a finding. The nogo test, and that of golangci-lint,
// have the same program among theirs.
func TestSuppression(t *testing.T) {
	if testing.Short() {
		t.Skip("runs the go command")
	}
	tool := build(t, "cmd/gojoincheck")
	dir := writeFiles(t, map[string]string{"go.mod": "module example.com/m\n\ngo 1.25.0\n", "main.go": testutil.Quiet})
	var want, wantVet []string
	for _, f := range testutil.QuietFindings {
		want = append(want, "main.go:"+f)
		wantVet = append(wantVet, "main.go:"+regexp.MustCompile(` \([a-z-]+\)$`).ReplaceAllString(f, ""))
	}
	if res := run(t, dir, nil, tool, "./..."); !slices.Equal(lines(res.stdout), want) {
		t.Errorf("the command prints\n%s%swant %q", res.stdout, res.stderr, want)
	}
	got := slices.DeleteFunc(lines(run(t, dir, nil, "go", "vet", "-vettool="+tool, "./...").stderr), func(line string) bool {
		return strings.HasPrefix(line, "#") || strings.Contains(line, ": \t") // a package, or a related position
	})
	for i := range got {
		got[i] = strings.TrimPrefix(got[i], "./")
	}
	slices.Sort(got) // go vet sorts neither analyzers nor what they say
	slices.Sort(wantVet)
	if !slices.Equal(got, wantVet) {
		t.Errorf("go vet prints %q, want %q", got, wantVet)
	}
}

func lines(text string) []string {
	return strings.Split(strings.TrimSpace(text), "\n")
}
