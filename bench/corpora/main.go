// Command corpora scores the linter on the two labelled collections of Go
// programs that every Go installation has:
//
//   - the tests of the race detector, in runtime/race/testdata. The name of a
//     test says what it is: TestRace… has a race, TestNoRace… has none.
//   - the tests of the goroutine leak profile, in
//     runtime/testdata/testgoroutineleakprofile: patterns, and kernels of real
//     bugs from GoBench. Which goroutine leaks, and where it is blocked, stands
//     in runtime/goroutineleakprofile_test.go.
//
// Usage:
//
//	go run ./bench/corpora [-tool binary] [-v] [-check] [-record]
//	go run ./bench/corpora -write directory
//	go run ./bench/corpora -lines file
//
// The last two score other linters: the programs are written below a directory,
// and what another linter printed about them, as file:line: message, is
// counted like our own findings. See bench/peers.sh.
//
// The linter runs as a vet tool, so that what is scored is what users run. A
// bug is found when a diagnostic stands on it, not when there is one somewhere
// in the file; see race.go and leak.go.
package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"log"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"github.com/gojoincheck/gojoincheck/bench"
	"github.com/gojoincheck/gojoincheck/internal/finding"
	"github.com/gojoincheck/gojoincheck/internal/rule"
	"github.com/gojoincheck/gojoincheck/internal/vetrun"
)

var (
	tool    = flag.String("tool", "", "score this vet tool `binary`, not ./cmd/gojoincheck")
	verbose = flag.Bool("v", false, "list what is missed, wrongly reported, or belongs to nothing labelled")
	check   = flag.Bool("check", false, "fail when a score is below the one on record")
	record  = flag.Bool("record", false, "write the scores to the `file` given by -scores")
	scores  = flag.String("scores", "bench/scores.json", "the `file` to record scores in")
	writeTo = flag.String("write", "", "write the programs below this `directory`, and do nothing else")
	lines   = flag.String("lines", "", "score what another linter printed, the lines of this `file`")
	floor   = flag.String("floor", "", "only print the recorded score of this `corpus` as -min and -max-false flags")
)

// A corpus is one collection with its own way to count.
type corpus struct {
	name     string
	dir      string // below GOROOT/src; older releases lack some
	analyzer string // the one whose findings count
	prepare  func(src, module string) (labels, error)
	min, max *int // flags: fewest found, most false alarms
}

// labels counts findings against what is known about the programs.
type labels interface {
	score(findings []finding.Finding, say func(format string, args ...any)) bench.Score
}

func main() {
	log.SetFlags(0)
	log.SetPrefix("corpora: ")
	corpora := []corpus{
		{name: "goroot-race", dir: "runtime/race/testdata", analyzer: "closurecapture", prepare: prepareRace,
			min: flag.Int("min-race", 0, "fail when fewer races are found"),
			max: flag.Int("max-race-false", -1, "fail when more functions without a race are reported")},
		{name: "goroot-leak", dir: "runtime/testdata/testgoroutineleakprofile", analyzer: "goroutineleak", prepare: prepareLeak,
			min: flag.Int("min-leak", 0, "fail when fewer leaking programs are found"),
			max: flag.Int("max-leak-false", -1, "fail when more forks without a leak are reported")},
	}
	flag.Parse()
	if *floor != "" {
		s, ok := recorded()[*floor]
		if !ok {
			log.Fatalf("no score of %q is on record", *floor)
		}
		fmt.Printf("-min %d -max-false %d\n", s.Found, s.False)
		return
	}
	var err error
	switch {
	case *writeTo != "":
		err = writePrograms(corpora, *writeTo)
	case *lines != "":
		err = scoreLines(corpora, *lines)
	default:
		err = run(corpora)
	}
	if err != nil {
		log.Fatal(err)
	}
}

func run(corpora []corpus) error {
	temp, err := os.MkdirTemp("", "corpora")
	if err != nil {
		return err
	}
	defer os.RemoveAll(temp)
	// The modules written below are nobody's workspace.
	os.Setenv("GOWORK", "off")
	bin, err := toolBinary(temp)
	if err != nil {
		return err
	}
	all := recorded()
	var failed []string
	for _, c := range corpora {
		s, ok, err := c.run(bin, temp)
		if err != nil {
			return fmt.Errorf("%s: %w", c.name, err)
		}
		if !ok {
			continue
		}
		fmt.Printf("%s: %v\n", c.name, s)
		for _, err := range c.complaints(s, all[c.name]) {
			failed = append(failed, fmt.Sprintf("%s: %v", c.name, err))
		}
		all[c.name] = s
	}
	if *record {
		return write(all)
	}
	if len(failed) > 0 {
		return fmt.Errorf("below what is demanded\n%s", strings.Join(failed, "\n"))
	}
	return nil
}

// complaints compares a score with what the flags demand.
func (c corpus) complaints(s, onRecord bench.Score) (errs []error) {
	if *check {
		if err := s.Check(onRecord); err != nil {
			errs = append(errs, err)
		}
	}
	if s.Found < *c.min {
		errs = append(errs, fmt.Errorf("finds %d, at least %d is demanded", s.Found, *c.min))
	}
	if *c.max >= 0 && s.False > *c.max {
		errs = append(errs, fmt.Errorf("raises %d false alarms, at most %d is allowed", s.False, *c.max))
	}
	return errs
}

// run scores one corpus; ok is false when this Go installation lacks it.
func (c corpus) run(bin, temp string) (s bench.Score, ok bool, err error) {
	known, module, err := c.write(temp)
	if known == nil || err != nil {
		return s, false, err
	}
	res, err := vetrun.Run(context.Background(), vetrun.Options{
		Tool: bin, Dir: module, Patterns: []string{"./..."}, Rule: rule.Lookup,
	})
	if err != nil {
		return s, false, err
	}
	if len(res.Problems) > 0 {
		p := res.Problems[0]
		return s, false, fmt.Errorf("%s:%d: %s (and %d more)", p.Pos.File, p.Pos.Line, p.Message, len(res.Problems)-1)
	}
	return known.score(res.Findings, say), true, nil
}

// write makes a module of the programs in a directory. There are no labels when
// this Go installation lacks the programs.
func (c corpus) write(dir string) (known labels, module string, err error) {
	goroot, version, err := goEnv()
	if err != nil {
		return nil, "", err
	}
	src := filepath.Join(goroot, "src", filepath.FromSlash(c.dir))
	if _, err := os.Stat(src); err != nil {
		fmt.Printf("%s: skipped, %s has no %s\n", c.name, version, c.dir)
		return nil, "", nil
	}
	module = filepath.Join(dir, c.name)
	if err := newModule(module, c.name, version); err != nil {
		return nil, "", err
	}
	known, err = c.prepare(src, module)
	return known, module, err
}

func say(format string, args ...any) {
	if *verbose {
		fmt.Printf("  "+format+"\n", args...)
	}
}

// toolBinary returns the path of the tool to score, and builds it if none was
// given.
func toolBinary(temp string) (string, error) {
	if *tool != "" {
		return filepath.Abs(*tool)
	}
	bin := filepath.Join(temp, "gojoincheck")
	cmd := exec.Command("go", "build", "-o", bin, "github.com/gojoincheck/gojoincheck/cmd/gojoincheck")
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("building the linter: %w\n%s", err, out)
	}
	return bin, nil
}

func recorded() map[string]bench.Score {
	m, err := bench.Recorded()
	if err != nil {
		log.Fatal(err)
	}
	return m
}

// write records scores, one line each, so that a change of one is a change of
// one line; and in the tables of the pages that compare linters.
func write(all map[string]bench.Score) error {
	var lines []string
	for _, name := range slices.Sorted(maps.Keys(all)) {
		text, err := json.Marshal(all[name])
		if err != nil {
			return err
		}
		lines = append(lines, fmt.Sprintf("\t%q: %s", name, text))
	}
	if err := os.WriteFile(*scores, []byte("{\n"+strings.Join(lines, ",\n")+"\n}\n"), 0o666); err != nil {
		return err
	}
	for _, page := range []string{"README.md", "docs/comparison.md"} {
		text, err := os.ReadFile(page)
		if err != nil {
			return err
		}
		if err := os.WriteFile(page, bench.Row.ReplaceAll(text, []byte(bench.RowOf(all))), 0o666); err != nil {
			return err
		}
	}
	return nil
}
