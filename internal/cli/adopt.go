package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/urfave/cli/v3"

	"github.com/gojoincheck/gojoincheck/internal/atomicfile"
	"github.com/gojoincheck/gojoincheck/internal/baseline"
	"github.com/gojoincheck/gojoincheck/internal/finding"
	"github.com/gojoincheck/gojoincheck/internal/newcode"
	"github.com/gojoincheck/gojoincheck/internal/report"
	"github.com/gojoincheck/gojoincheck/internal/rule"
	"github.com/gojoincheck/gojoincheck/internal/suppress"
	"github.com/gojoincheck/gojoincheck/internal/vetrun"
)

// adoption are the flags for code that has findings already.
type adoption struct {
	newFromRev       string
	newFromMergeBase string
	wholeFiles       bool
	baseline         string
	writeBaseline    bool
	addIgnore        string
	addsIgnore       bool // the flag is given
}

func (a *app) adoptionFlags() []cli.Flag {
	o := &a.opts.adoption
	return []cli.Flag{
		&cli.StringFlag{Name: "new-from-rev", Destination: &o.newFromRev, Usage: "show only findings on lines that are new since this git `revision`"},
		&cli.StringFlag{Name: "new-from-merge-base", Destination: &o.newFromMergeBase, Usage: "show only findings on lines that are new since the merge base with this `branch`"},
		&cli.BoolFlag{Name: "whole-files", Destination: &o.wholeFiles, Usage: "with -new-from-..., show all findings in files that have new lines"},
		&cli.StringFlag{Name: "baseline", Destination: &o.baseline, Usage: "hide the findings in this `file` (see docs/adoption.md)"},
		&cli.BoolFlag{Name: "write-baseline", Destination: &o.writeBaseline, Usage: "write the findings to the baseline, " + baseline.DefaultName + " if no other is named"},
		&cli.StringFlag{Name: "add-ignore", Destination: &o.addIgnore, Usage: "silence the findings by comments in the source, with this `reason`"},
	}
}

// checkAdoption refuses flags that contradict each other.
func (a *app) checkAdoption(cmd *cli.Command) error {
	o := &a.opts.adoption
	o.addsIgnore = cmd.IsSet("add-ignore")
	for _, name := range []string{"new-from-rev", "new-from-merge-base", "baseline"} {
		if cmd.IsSet(name) && cmd.String(name) == "" {
			return usagef("-%s needs a value", name)
		}
	}
	since := o.newFromRev != "" || o.newFromMergeBase != ""
	switch {
	case o.newFromRev != "" && o.newFromMergeBase != "":
		return usagef("-new-from-rev and -new-from-merge-base contradict each other")
	case o.wholeFiles && !since:
		return usagef("-whole-files needs -new-from-rev or -new-from-merge-base")
	case o.writeBaseline && (since || o.addsIgnore):
		return usagef("-write-baseline writes all findings: it goes with neither -new-from-... nor -add-ignore")
	}
	if o.addsIgnore {
		if err := suppress.CheckReason(o.addIgnore); err != nil {
			return usagef("-add-ignore: %v", err)
		}
	}
	return nil
}

// prepareAdoption reads what the findings will be compared with, before
// anything costs time.
func (a *app) prepareAdoption(ctx context.Context, dir string) error {
	o := &a.opts.adoption
	var err error
	if o.newFromRev != "" || o.newFromMergeBase != "" {
		a.changes, err = newcode.Since(ctx, newcode.Options{
			Dir: dir, Rev: o.newFromRev, MergeBase: o.newFromMergeBase, WholeFiles: o.wholeFiles,
		})
		if err != nil {
			return err
		}
	}
	name := o.baseline
	if name == "" {
		name = a.config.BaselineFile()
	}
	if name == "" && o.writeBaseline {
		name = filepath.Join(a.config.Base, baseline.DefaultName)
	}
	if name == "" {
		return nil
	}
	a.baseline, err = baseline.Read(name)
	if o.writeBaseline && errors.Is(err, fs.ErrNotExist) {
		a.baseline, err = baseline.New(name)
	}
	return err
}

// adopt takes out of the report what is known already.
func (a *app) adopt(ctx context.Context, run vetrun.Options, rep *report.Report) error {
	if a.baseline != nil {
		if err := a.applyBaseline(ctx, run, rep); err != nil {
			return err
		}
	}
	if a.changes != nil {
		rep.Findings = slices.DeleteFunc(rep.Findings, func(f finding.Finding) bool { return !a.isNew(&f) })
	}
	if a.opts.adoption.addsIgnore {
		return a.addIgnores(rep)
	}
	return nil
}

// isNew reports whether a line of the finding, or of its proof, is new.
func (a *app) isNew(f *finding.Finding) bool {
	return a.changes.New(f.Pos.File, f.Pos.Line) || slices.ContainsFunc(f.Related, func(r finding.Related) bool {
		return a.changes.New(r.Pos.File, r.Pos.Line)
	})
}

func (a *app) applyBaseline(ctx context.Context, run vetrun.Options, rep *report.Report) error {
	source := sourceLines()
	fresh, unmatched := a.baseline.Match(rep.Findings, source)
	gone, kept := a.stale(ctx, run, rep, unmatched)
	if a.opts.adoption.writeBaseline {
		return a.writeBaseline(rep, kept, source)
	}
	rep.Findings = fresh
	if len(gone) == 0 {
		return nil
	}
	fmt.Fprintf(a.stderr, "%s: warning: %s in the baseline %s that %s not found any more: -write-baseline takes %s out\n",
		Name, count(len(gone), "finding"), shorter(a.baseline.Name), oneOrMore(len(gone), "is", "are"), oneOrMore(len(gone), "it", "them"))
	for _, e := range gone[:min(len(gone), mostGone)] {
		fmt.Fprintf(a.stderr, "\t%s: %s (%s)\n", e.File, e.Message, e.Rule)
	}
	if more := len(gone) - mostGone; more > 0 {
		fmt.Fprintf(a.stderr, "\tand %d more\n", more)
	}
	return nil
}

// mostGone is how many stale entries are worth reading.
const mostGone = 10

// stale separates entries without a finding into those that are gone, and
// those that this run has not looked for.
func (a *app) stale(ctx context.Context, run vetrun.Options, rep *report.Report, unmatched []baseline.Entry) (gone, kept []baseline.Entry) {
	if len(unmatched) == 0 {
		return nil, nil
	}
	if len(rep.Problems) > 0 {
		return nil, unmatched // the findings of some package are not known
	}
	analyzed := make(map[string]bool)
	for _, dir := range vetrun.Dirs(ctx, run) {
		analyzed[dir] = true
	}
	for _, e := range unmatched {
		file := a.baseline.File(e)
		_, err := os.Stat(file)
		missing := errors.Is(err, fs.ErrNotExist)
		if (missing || analyzed[filepath.Dir(file)]) && a.shows(e.Rule, a.analyzerOf(e.Rule), file) {
			gone = append(gone, e)
		} else {
			kept = append(kept, e)
		}
	}
	return gone, kept
}

func (a *app) analyzerOf(id string) string {
	if r := a.lookup(id); r != nil {
		return r.Analyzer
	}
	return ""
}

// writeBaseline puts all findings into the baseline, and leaves those in it
// that this run has not looked for.
func (a *app) writeBaseline(rep *report.Report, kept []baseline.Entry, source func(string) []string) error {
	if len(rep.Problems) > 0 {
		fmt.Fprintf(a.stderr, "%s: the baseline is not written, because not everything could be analyzed\n", Name)
		return nil
	}
	failing := slices.DeleteFunc(slices.Clone(rep.Findings), func(f finding.Finding) bool { return f.Severity == rule.Note })
	entries := a.baseline.Of(failing, source)
	a.baseline.Entries = append(entries, kept...)
	if err := a.baseline.Write(); err != nil {
		return err
	}
	fmt.Fprintf(a.stderr, "%s: wrote %s to %s\n", Name, count(len(a.baseline.Entries), "finding"), shorter(a.baseline.Name))
	rep.Findings = slices.DeleteFunc(rep.Findings, func(f finding.Finding) bool { return f.Severity != rule.Note })
	return nil
}

// addIgnores silences the findings in the source. It leaves those in the
// report that it does not silence.
func (a *app) addIgnores(rep *report.Report) error {
	var files []string
	places := make(map[string][]suppress.Place)
	var left []finding.Finding
	added := 0
	for _, f := range rep.Findings {
		if !a.silenceable(rep, &f) {
			left = append(left, f)
			continue
		}
		added++
		if places[f.Pos.File] == nil {
			files = append(files, f.Pos.File)
		}
		places[f.Pos.File] = addPlace(places[f.Pos.File], f.Pos.Line, f.Rule)
	}
	texts := make([][]byte, len(files))
	for i, file := range files { // nothing is written until everything can be
		src, err := os.ReadFile(file)
		if err == nil {
			texts[i], err = suppress.Add(src, places[file], a.opts.adoption.addIgnore)
		}
		if err != nil {
			return fmt.Errorf("cannot add comments to %s: %w; nothing is changed", shorter(file), err)
		}
	}
	for i, file := range files {
		if err := atomicfile.Write(file, texts[i]); err != nil {
			return fmt.Errorf("cannot add comments to %s: %w; %d of %d files are changed", shorter(file), err, i, len(files))
		}
	}
	rep.Findings = left
	if added > 0 {
		fmt.Fprintf(a.stderr, "%s: silenced %s in %s\n", Name, count(added, "finding"), count(len(files), "file"))
	}
	return nil
}

// silenceable leaves alone notes that nobody sees, and what is wrong with
// comments that silence, which more comments do not mend.
func (a *app) silenceable(rep *report.Report, f *finding.Finding) bool {
	return f.Pos.Line > 0 && !suppress.IsAboutDirectives(f.Rule) && (f.Severity != rule.Note || rep.AllNotes)
}

// addPlace adds a rule to the place on the line. Findings come in order.
func addPlace(places []suppress.Place, line int, id string) []suppress.Place {
	if n := len(places); n > 0 && places[n-1].Line == line {
		if last := &places[n-1]; !slices.Contains(last.Rules, id) {
			last.Rules = append(last.Rules, id)
		}
		return places
	}
	return append(places, suppress.Place{Line: line, Rules: []string{id}})
}

// sourceLines returns a function that reads each file once.
func sourceLines() func(string) []string {
	files := make(map[string][]string)
	return func(name string) []string {
		lines, ok := files[name]
		if !ok {
			if data, err := os.ReadFile(name); err == nil {
				lines = strings.Split(string(data), "\n")
			}
			files[name] = lines
		}
		return lines
	}
}

func oneOrMore(n int, one, more string) string {
	if n == 1 {
		return one
	}
	return more
}

// count is "1 finding" or "2 findings".
func count(n int, noun string) string { return fmt.Sprint(n, " ", oneOrMore(n, noun, noun+"s")) }
