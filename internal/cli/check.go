package cli

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/urfave/cli/v3"

	"github.com/gojoincheck/gojoincheck/internal/report"
	"github.com/gojoincheck/gojoincheck/internal/rule"
	"github.com/gojoincheck/gojoincheck/internal/vetrun"
)

// check is the command's main job: analyze packages and print the findings.
func (a *app) check(ctx context.Context, patterns []string) error {
	if err := a.validate(patterns); err != nil {
		return err
	}
	if len(patterns) == 0 {
		patterns = []string{"."}
	}
	cwd, err := os.Getwd()
	if err != nil {
		return err
	}
	run, err := a.vetOptions(cwd, patterns)
	if err != nil {
		return err
	}
	start := time.Now()
	if err := a.prepareAdoption(ctx, run.Dir); err != nil {
		return err
	}
	res, err := a.vet(ctx, run)
	rep := &report.Report{
		Base: cwd, Version: moduleVersion(), AllNotes: a.opts.notes || a.asksForNotes(),
		Root: repositoryRoot(run.Dir), Rules: a.rules,
	}
	to, errTo := a.destinations()
	if errTo != nil {
		return errTo
	}
	if err == nil && (a.opts.fix || a.opts.diff) {
		before := res
		if res, err = a.mend(ctx, run, res); err != nil {
			return err
		}
		if a.opts.diff {
			return a.showDiffed(ctx, run, rep, before)
		}
		if err := a.prepareAdoption(ctx, run.Dir); err != nil { // lines have moved
			return err
		}
	}
	if err == nil {
		rep.Findings, rep.Problems = a.filter(res.Findings), res.Problems
		if err := a.adopt(ctx, run, rep); err != nil {
			return err
		}
	} else if rep.Problems = failure(err); forPeople(to) {
		return err // a report without findings tells people nothing more
	}
	err = a.show(rep, res, to)
	if a.opts.timing && res != nil {
		fmt.Fprint(a.stderr, timingText(res.Timing, time.Since(start)))
	}
	return err
}

// vet runs the go command once, and shows how far it is.
func (a *app) vet(ctx context.Context, run vetrun.Options) (*vetrun.Result, error) {
	progress := a.startProgress(ctx, run)
	defer progress.stop()
	run.UnitDone = progress.unitDone
	return vetrun.Run(ctx, run)
}

// showDiffed ends a run with -diff, whose report is the diff: the rest is the
// same as without.
func (a *app) showDiffed(ctx context.Context, run vetrun.Options, rep *report.Report, res *vetrun.Result) error {
	rep.Findings, rep.Problems = a.filter(res.Findings), res.Problems
	if err := a.adopt(ctx, run, rep); err != nil {
		return err
	}
	return a.show(rep, res, nil)
}

// validate refuses what no run can make sense of, before anything runs.
func (a *app) validate(patterns []string) error {
	for _, id := range append(a.opts.only[:len(a.opts.only):len(a.opts.only)], a.opts.disable...) {
		if a.lookup(id) == nil {
			return a.unknownRule(id)
		}
	}
	for _, p := range patterns {
		// After "--" it is taken for an argument, and the go command would
		// take it for one of its flags.
		if strings.HasPrefix(p, "-") {
			return usagef("%q is no package", p)
		}
	}
	return nil
}

// checkDir refuses a -C that leads nowhere.
func (a *app) checkDir(*cli.Command) error {
	if dir := a.opts.dir; dir != "" {
		if info, err := os.Stat(dir); err != nil || !info.IsDir() {
			return usagef("-C %s: no such directory", dir)
		}
	}
	return nil
}

func (a *app) vetOptions(cwd string, patterns []string) (vetrun.Options, error) {
	self, err := os.Executable()
	if err != nil {
		return vetrun.Options{}, fmt.Errorf("cannot find the program itself, to run it as vet tool: %w", err)
	}
	run := vetrun.Options{
		Tool:      self,
		ToolFlags: vetrun.ToolFlags(a.analyzers),
		Dir:       cwd,
		Patterns:  patterns,
		Rule:      a.lookup,
	}
	if dir := a.opts.dir; filepath.IsAbs(dir) {
		run.Dir = dir
	} else if dir != "" {
		run.Dir = filepath.Join(cwd, dir)
	}
	run.Timing = a.opts.timing
	if a.opts.jobs > 0 {
		run.BuildFlags = append(run.BuildFlags, fmt.Sprintf("-p=%d", a.opts.jobs))
	}
	if a.opts.tags != "" {
		run.BuildFlags = append(run.BuildFlags, "-tags="+a.opts.tags)
	}
	return run, a.configure(&run)
}

// show prints problems to stderr, for people, and the findings in the formats
// asked for, and decides on the exit status.
func (a *app) show(rep *report.Report, res *vetrun.Result, to []destination) error {
	if res != nil {
		for _, w := range res.Warnings {
			fmt.Fprintf(a.stderr, "%s: warning: %s\n", Name, w)
		}
	}
	if err := rep.WriteProblems(a.stderr, Name); err != nil {
		return err
	}
	if err := a.write(to, rep); err != nil {
		return err
	}
	if a.opts.statistics {
		if err := rep.Statistics(a.stderr); err != nil {
			return err
		}
	}
	switch {
	case len(rep.Problems) > 0:
		a.exit = ExitFailure
	case a.fails(rep):
		a.exit = ExitFindings
	}
	return nil
}

// asksForNotes reports whether a rule was asked for by name whose findings are
// notes, or a failure because of one: who asks for it wants to see it.
func (a *app) asksForNotes() bool {
	if a.opts.failOn == rule.Note.String() {
		return true
	}
	for _, id := range a.opts.only {
		if a.lookup(id).Severity == rule.Note {
			return true
		}
	}
	return false
}
