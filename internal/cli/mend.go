package cli

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/urfave/cli/v3"

	"github.com/gojoincheck/gojoincheck/internal/atomicfile"
	"github.com/gojoincheck/gojoincheck/internal/edit"
	"github.com/gojoincheck/gojoincheck/internal/finding"
	"github.com/gojoincheck/gojoincheck/internal/report"
	"github.com/gojoincheck/gojoincheck/internal/vetrun"
)

// fixing are the flags that mend findings.
type fixing struct {
	fix    bool
	diff   bool
	unsafe bool
}

func (a *app) fixFlags() []cli.Flag {
	o := &a.opts.fixing
	return []cli.Flag{
		&cli.BoolFlag{Name: "fix", Destination: &o.fix, Usage: "mend findings where that is sure to change nothing else, and show the rest"},
		&cli.BoolFlag{Name: "diff", Destination: &o.diff, Usage: "show as a diff what -fix would do, and change nothing"},
		&cli.BoolFlag{Name: "unsafe-fixes", Destination: &o.unsafe, Usage: "with -fix or -diff, also add joins, which makes the program wait where it did not"},
	}
}

// checkFixing refuses flags that contradict each other.
func (a *app) checkFixing(cmd *cli.Command) error {
	o := &a.opts.fixing
	if !o.fix && !o.diff {
		return nil
	}
	for _, name := range []string{"write-baseline", "add-ignore"} {
		if cmd.IsSet(name) {
			return usagef("-%s goes with neither -fix nor -diff: mend first, then see what is left", name)
		}
	}
	for _, name := range []string{"format", "output"} {
		if o.diff && cmd.IsSet(name) {
			return usagef("-diff prints a diff: it does not go with -%s", name)
		}
	}
	return nil
}

// mend mends what the flags ask for. It returns the state of the code then,
// which is what the files hold only after -fix.
func (a *app) mend(ctx context.Context, run vetrun.Options, res *vetrun.Result) (*vetrun.Result, error) {
	modules := vetrun.ModuleCache(ctx, run)
	last := res
	session := &edit.Session{
		Look: func(texts map[string][]byte) (edit.State, error) {
			run.Overlay = texts
			next, err := a.vet(ctx, run)
			if err != nil {
				return edit.State{}, err
			}
			last = next
			return edit.State{Findings: next.Findings, Problems: next.Problems}, nil
		},
		Fixable: func(fs []finding.Finding) []finding.Finding {
			return slices.DeleteFunc(a.unknown(a.filter(fs)), func(f finding.Finding) bool {
				return f.Generated || slices.ContainsFunc(f.Fixes, func(fix finding.Fix) bool { return !ours(fix, modules) })
			})
		},
		// What is new is told by lines and texts as they are now.
		Once: a.baseline != nil || a.changes != nil,
	}
	state, err := session.Mend(edit.State{Findings: res.Findings, Problems: res.Problems})
	if err != nil {
		return nil, err
	}
	after := *last
	after.Findings, after.Problems, after.Warnings = state.Findings, state.Problems, res.Warnings
	if a.opts.diff {
		return &after, a.printDiff(session)
	}
	if err := writeAll(session); err != nil {
		return nil, err
	}
	a.tellMended(session, "mended")
	return &after, nil
}

// ours reports whether a fix leaves alone the modules of others.
func ours(fix finding.Fix, modules string) bool {
	return !slices.ContainsFunc(fix.Edits, func(e finding.Edit) bool {
		return modules != "" && strings.HasPrefix(e.File, filepath.Clean(modules)+string(filepath.Separator))
	})
}

// unknown takes out findings that the flags say are known already.
func (a *app) unknown(fs []finding.Finding) []finding.Finding {
	if a.baseline != nil {
		fs, _ = a.baseline.Match(fs, sourceLines())
	}
	if a.changes != nil {
		fs = slices.DeleteFunc(fs, func(f finding.Finding) bool { return !a.isNew(&f) })
	}
	return fs
}

// safeOnly takes out the fixes that are not asked for.
func (a *app) safeOnly(fs []finding.Finding) []finding.Finding {
	if a.opts.unsafe {
		return fs
	}
	for i := range fs {
		fs[i].Fixes = slices.DeleteFunc(slices.Clone(fs[i].Fixes), func(fix finding.Fix) bool { return fix.Unsafe })
	}
	return fs
}

// writeAll writes the files, if none has changed since it was read.
func writeAll(s *edit.Session) error {
	names := slices.Sorted(maps.Keys(s.Texts))
	for _, name := range names {
		if now, err := os.ReadFile(name); err != nil || !bytes.Equal(now, s.Old[name]) {
			return fmt.Errorf("cannot fix %s: it has changed meanwhile; no file is changed by this run", shorter(name))
		}
	}
	for i, name := range names {
		if err := atomicfile.Write(name, s.Texts[name]); err != nil {
			return fmt.Errorf("cannot fix %s: %w; %d of %d files are changed", shorter(name), err, i, len(names))
		}
	}
	return nil
}

// printDiff prints what would change.
func (a *app) printDiff(s *edit.Session) error {
	cwd, err := os.Getwd()
	if err != nil {
		return err
	}
	base := report.Report{Base: cwd}
	var b bytes.Buffer
	for _, name := range slices.Sorted(maps.Keys(s.Texts)) {
		b.Write(edit.Diff(base.Name(name), s.Old[name], s.Texts[name]))
	}
	a.tellMended(s, "would be mended")
	return a.print(b.String())
}

func (a *app) tellMended(s *edit.Session, verb string) {
	if s.Mended > 0 {
		fmt.Fprintf(a.stderr, "%s: %s %s in %s\n", Name, count(s.Mended, "finding"), verb, count(len(s.Texts), "file"))
	}
}
