package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/urfave/cli/v3"

	"github.com/gojoincheck/gojoincheck/internal/rule"
)

func (a *app) rulesCommand() *cli.Command {
	return a.command(&cli.Command{
		Name:         "rules",
		Usage:        "list the rules",
		ArgValidator: noArgs,
		Action: func(context.Context, *cli.Command) error {
			var b strings.Builder
			w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
			fmt.Fprintln(w, "RULE\tSEVERITY\tANALYZER\tFINDS")
			for _, r := range a.rules {
				fmt.Fprintf(w, "%s\t%v\t%s\t%s\n", r.ID, r.Severity, r.Analyzer, r.Summary)
			}
			w.Flush() // to memory: it cannot fail
			return a.print(b.String())
		},
	}, nil)
}

func (a *app) explainCommand() *cli.Command {
	return a.command(&cli.Command{
		Name:      "explain",
		ArgsUsage: "RULE...",
		Usage:     "explain a rule, with examples",
		Metadata:  map[string]any{examplesKey: "  " + Name + " explain join-skipped"},
		Action: func(_ context.Context, cmd *cli.Command) error {
			ids := cmd.Args().Slice()
			if len(ids) == 0 {
				return usagef("explain needs the name of a rule: '%s rules' lists them", Name)
			}
			var pages []string
			for _, id := range ids {
				r := a.lookup(id)
				if r == nil {
					return a.unknownRule(id)
				}
				pages = append(pages, a.explain(r))
			}
			return a.print(strings.Join(pages, "\n"+strings.Repeat("─", 72)+"\n\n"))
		},
		ShellComplete: func(_ context.Context, cmd *cli.Command) {
			for _, line := range a.ruleCompletions(cmd.Args().Slice()) {
				fmt.Fprintln(a.stdout, line)
			}
		},
	}, nil)
}

// ruleCompletions lists the rules for a shell, but for those already given.
func (a *app) ruleCompletions(given []string) (list []string) {
	for _, r := range a.rules {
		if !slices.Contains(given, r.ID) {
			list = append(list, r.ID+":"+r.Summary)
		}
	}
	return list
}

// explain renders a rule as text. Its prose is Markdown, which reads well as
// it stands.
func (a *app) explain(r *rule.Rule) string {
	heading := newHeading(a.wantsColor(isTerminal(a.stdout)))
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s\n", heading(r.ID), r.Summary)
	fmt.Fprintf(&b, "%v, reported by %s\n%s\n", r.Severity, r.Analyzer, r.URL())
	if doc := strings.TrimSpace(r.Doc()); doc != "" {
		fmt.Fprintf(&b, "\n%s\n", doc)
	}
	for _, example := range []struct{ title, code string }{{"Reported:", r.Bad()}, {"Mended:", r.Good()}} {
		if code := strings.TrimSpace(example.code); code != "" {
			fmt.Fprintf(&b, "\n%s\n\n%s\n", heading(example.title), indent(code))
		}
	}
	return b.String()
}

// indent moves lines in, but leaves empty ones empty.
func indent(text string) string {
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		if line != "" {
			lines[i] = "    " + line
		}
	}
	return strings.Join(lines, "\n")
}
