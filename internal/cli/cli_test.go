package cli

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gojoincheck/gojoincheck/internal/vetrun"
)

func TestDoubleDashes(t *testing.T) {
	root := new(app).rootCommand()
	for _, test := range []struct{ in, want string }{
		{"./...", "./..."},
		{"-format json ./...", "--format json ./..."},
		{"--format json -notes", "--format json --notes"},
		{"-format=json -tests=false x", "--format=json --tests=false x"},
		{"-C dir -notes", "-C dir --notes"},
		{"-Cdir -notes", "-Cdir --notes"},
		{"-chdir dir", "--chdir dir"},
		{"-j4 -j 4 -j=4", "-j4 -j 4 -j=4"},
		{"-json -j -1", "--json -j -1"},
		{"-tags -notes", "--tags -notes"}, // the value of -tags, odd as it is
		{"-C -notes x", "-C -notes x"},
		{"-nosuch -n", "--nosuch -n"},
		{"-h", "-h"},
		{"-help", "--help"},
		{"-version", "--version"},
		{"- -notes -- -notes", "- --notes -- -notes"},
		{"explain -help", "explain --help"},
		{"__complete -for", "__complete -for"},
	} {
		got := strings.Join(doubleDashes(root, strings.Fields(test.in)), " ")
		if got != test.want {
			t.Errorf("doubleDashes(%q) = %q, want %q", test.in, got, test.want)
		}
	}
}

func TestAsVetTool(t *testing.T) {
	for _, test := range []struct {
		args string
		want bool
	}{
		{"-flags", true}, {"-V=full", true}, {"--flags", true}, {"$WORK/b001/vet.cfg", true},
		{"-missingjoin.notes -json $WORK/b001/vet.cfg", true},
		{"", false}, {"./...", false}, {"-flags ./...", false}, {"-version", false}, {"explain x", false},
	} {
		if got := asVetTool(strings.Fields(test.args)); got != test.want {
			t.Errorf("asVetTool(%q) = %v", test.args, got)
		}
	}
}

func TestProgressText(t *testing.T) {
	got := []string{progressText(0, 0), progressText(0, 9), progressText(3, 0), progressText(3, 9), progressText(9, 3)}
	want := []string{
		"analyzing dependencies...", "analyzing dependencies...",
		"3 packages done", "3 of 9 packages done", "9 packages done",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestTimingText(t *testing.T) {
	got := timingText(vetrun.Timing{
		Wall: 1500 * time.Millisecond, Cached: 3,
		Analyzed: []vetrun.UnitTime{
			{Package: "b", Real: 100 * time.Millisecond, CPU: 80 * time.Millisecond},
			{Package: "slow", Real: 900 * time.Millisecond, CPU: time.Second},
			{Package: "a", Real: 100 * time.Millisecond, CPU: 90 * time.Millisecond},
		},
	}, 2*time.Second)
	want := `    2.000s  in all
    1.500s  the go command: builds and analyzes
    1.100s  analysis of 3 units, several at once; 1.170s of processor time; 3 more from the cache
    0.900s    slow
    0.100s    a
    0.100s    b
    0.500s  filters and reports
`
	if got != want {
		t.Errorf("got:\n%s\nwant:\n%s", got, want)
	}
}
