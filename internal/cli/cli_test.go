package cli

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/urfave/cli/v3"

	"github.com/gojoincheck/gojoincheck/internal/vetrun"
)

// TestFlagForms: one dash or two, before packages or after them.
func TestFlagForms(t *testing.T) {
	for _, test := range []struct{ args, want string }{
		{"./...", `format "" tests true jobs 0 dir "" rules [] packages [./...]`},
		{"-format json -tests=false x", `format "json" tests false jobs 0 dir "" rules [] packages [x]`},
		{"--format=json x --tests=false", `format "json" tests false jobs 0 dir "" rules [] packages [x]`},
		{"-j 4 -C dir x y", `format "" tests true jobs 4 dir "dir" rules [] packages [x y]`},
		{"-jobs=4 -chdir=dir", `format "" tests true jobs 4 dir "dir" rules [] packages []`},
		{"-tags -notes x", `format "" tests true jobs 0 dir "" rules [] packages [x]`}, // the value of -tags, odd as it is
		{"-rule a,b --rule c -- -notes", `format "" tests true jobs 0 dir "" rules [a b c] packages [-notes]`},
	} {
		a := &app{stdout: os.Stdout, stderr: os.Stderr}
		root := a.rootCommand()
		got := ""
		root.Action = func(_ context.Context, cmd *cli.Command) error {
			got = fmt.Sprintf("format %q tests %t jobs %d dir %q rules %v packages %v",
				a.opts.format, a.opts.tests, a.opts.jobs, a.opts.dir, splitRules(a.opts.only), cmd.Args().Slice())
			return nil
		}
		if err := root.Run(t.Context(), append([]string{Name}, strings.Fields(test.args)...)); err != nil || got != test.want {
			t.Errorf("%s: %v, %s, want %s", test.args, err, got, test.want)
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
