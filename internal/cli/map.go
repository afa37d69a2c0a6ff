package cli

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/urfave/cli/v3"
	"golang.org/x/tools/go/analysis"

	"github.com/gojoincheck/gojoincheck/internal/atomicfile"
	"github.com/gojoincheck/gojoincheck/internal/finding"
	"github.com/gojoincheck/gojoincheck/internal/forkmap"
	"github.com/gojoincheck/gojoincheck/internal/mapper"
	"github.com/gojoincheck/gojoincheck/internal/report"
	"github.com/gojoincheck/gojoincheck/internal/vetrun"
)

// A mapFormat is a way to show the map.
type mapFormat struct {
	name  string
	write func(m *forkmap.Map, w io.Writer, source forkmap.Source) error
}

var mapFormats = []mapFormat{
	{"text", func(m *forkmap.Map, w io.Writer, _ forkmap.Source) error { return m.Text(w) }},
	{"html", (*forkmap.Map).HTML},
	{"json", func(m *forkmap.Map, w io.Writer, _ forkmap.Source) error { return m.JSON(w) }},
	{"dot", func(m *forkmap.Map, w io.Writer, _ forkmap.Source) error { return m.DOT(w) }},
	{"mermaid", func(m *forkmap.Map, w io.Writer, _ forkmap.Source) error { return m.Mermaid(w) }},
}

const mapLong = `Map shows every fork of the packages: where it is joined, or by whom it is owned,
or that it is not; which variables it shares with others, and which lock or join
orders that. It tells of right programs as much as of wrong ones.

Formats: text; html, one page with a diagram for each function, to be opened in a
browser without a network; json; dot, for Graphviz; mermaid, for Markdown pages.

The verdicts:

`

// toolAnalyzers are the analyzers of the vet tool. The one behind the map is
// among them when the go command asks for all flags or passes one of its own.
func toolAnalyzers(analyzers []*analysis.Analyzer, args []string) []*analysis.Analyzer {
	asked := func(arg string) bool {
		arg = strings.TrimLeft(arg, "-")
		return arg == "flags" || arg == mapper.Name || strings.HasPrefix(arg, mapper.Name+"=")
	}
	if slices.ContainsFunc(args, asked) {
		return append(slices.Clone(analyzers), mapper.Analyzer)
	}
	return analyzers
}

func (a *app) mapCommand() *cli.Command {
	var format, out string
	var names []string
	for _, f := range mapFormats {
		names = append(names, f.name)
	}
	var verdicts strings.Builder
	for _, v := range forkmap.Verdicts {
		fmt.Fprintf(&verdicts, "  %-9s %s\n", v, v.Means())
	}
	return a.command(&cli.Command{
		Name:        "map",
		ArgsUsage:   "[flags] [packages]",
		Usage:       "show every fork: where it is joined, what it shares, what orders that",
		Description: mapLong + strings.TrimRight(verdicts.String(), "\n"),
		Metadata:    map[string]any{examplesKey: "  gojoincheck map ./...\n  gojoincheck map -format html -o forks.html ./..."},
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "format", Destination: &format, Value: "text", Usage: "output `format`: " + strings.Join(names, ", ") + "; text if not given"},
			&cli.StringFlag{Name: "out", Aliases: []string{"o"}, Destination: &out, Usage: "write to this `file`, which is replaced when all is well"},
			&cli.BoolFlag{Name: "tests", Destination: &a.opts.tests, Value: true, Usage: "show forks in _test.go files; -tests=false hides them"},
			a.tagsFlag(), a.dirFlag("run in this `directory`; file names stay relative to the current one"),
		},
		Action: func(ctx context.Context, cmd *cli.Command) error {
			i := slices.Index(names, format)
			if i < 0 {
				return usagef("unknown format %q: it is one of %s", format, strings.Join(names, ", "))
			}
			if err := a.checkDir(cmd); err != nil {
				return err
			}
			return a.drawMap(ctx, cmd.Args().Slice(), mapFormats[i], out)
		},
	}, map[string]completion{"format": fixed(names)})
}

// drawMap asks the vet tool for the forks and shows them.
func (a *app) drawMap(ctx context.Context, patterns []string, format mapFormat, out string) error {
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
	run.ToolFlags = mapper.Flags
	progress := a.startProgress(ctx, run)
	run.UnitDone = progress.unitDone
	res, err := vetrun.Run(ctx, run)
	progress.stop()
	if err != nil {
		return err
	}
	m, err := a.newMap(res, cwd)
	if err != nil {
		return err
	}
	for _, w := range res.Warnings {
		fmt.Fprintf(a.stderr, "%s: warning: %s\n", Name, w)
	}
	rep := &report.Report{Base: cwd, Version: moduleVersion(), Problems: res.Problems}
	if err := rep.WriteProblems(a.stderr, Name); err != nil {
		return err
	}
	if len(res.Problems) > 0 {
		a.exit = ExitFailure
	}
	var page bytes.Buffer
	if err := format.write(m, &page, sourceIn(cwd)); err != nil {
		return fmt.Errorf("cannot draw the map: %w", err)
	}
	if out == "" {
		return a.print(page.String())
	}
	if err := atomicfile.Write(out, page.Bytes()); err != nil {
		return fmt.Errorf("cannot write the map: %w", err)
	}
	return nil
}

// newMap decodes the forks.
func (a *app) newMap(res *vetrun.Result, cwd string) (*forkmap.Map, error) {
	var forks []forkmap.Fork
	for _, f := range res.Findings {
		if f.Analyzer != mapper.Name || !a.opts.tests && strings.HasSuffix(f.Pos.File, "_test.go") {
			continue
		}
		fork, err := forkmap.Decode(f.Message)
		if err != nil {
			return nil, err
		}
		forks = append(forks, fork)
	}
	return forkmap.New(forks, mapProblems(res.Problems, cwd), cwd), nil
}

func mapProblems(ps []finding.Problem, cwd string) (out []forkmap.Problem) {
	for _, p := range ps {
		message := p.Message
		if p.Pos.IsValid() {
			message = fmt.Sprintf("%s:%d:%d: %s", forkmap.Relative(cwd, p.Pos.File), p.Pos.Line, p.Pos.Col, message)
		}
		out = append(out, forkmap.Problem{Package: p.Package, Message: message})
	}
	return out
}

// sourceIn reads the files that the map names.
func sourceIn(dir string) forkmap.Source {
	return func(name string) ([]byte, error) {
		if name = filepath.FromSlash(name); !filepath.IsAbs(name) {
			name = filepath.Join(dir, name)
		}
		return os.ReadFile(name)
	}
}
