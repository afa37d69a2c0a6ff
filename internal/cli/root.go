package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/gojoincheck/gojoincheck/internal/report"
)

// options are the values of the flags.
type options struct {
	outputOptions

	notes   bool
	tests   bool
	only    []string
	disable []string
	dir     string
	tags    string

	config   string
	noConfig bool
	adoption adoption
	fixing
}

const long = `Gojoincheck finds goroutines that nothing joins, and variables that goroutines
race for.

Packages are named as for the go command; without any, it is the package in the
current directory. Flags may be written with one dash or with two.

On a terminal, each finding comes with its source lines and the proof; when the
output goes elsewhere, it is one line a finding:

	file:line:col: message (rule)

Notes are true and worth knowing, but no bugs: they come last, they are left out
of piped text and of most reports unless -notes is given, and they do not change
the exit status.

The exit status is 0 when there is nothing to report, 1 when there are errors or
warnings (-fail-on and -exit-zero change that), and 2 when something kept the
command from its job, such as a package that does not compile. The findings of
the other packages are printed then, too.

The same program is a vet tool and a fix tool for the go command:

	go vet -vettool=$(which gojoincheck) ./...
	go fix -fixtool=$(which gojoincheck) -diff ./...`

const examples = `  gojoincheck ./...
  gojoincheck -format json ./... > findings.json
  gojoincheck -output sarif:out.sarif -output text ./...
  gojoincheck -rule captured-race,unjoined -tests=false ./...
  gojoincheck -diff ./...
  gojoincheck explain join-skipped`

func (a *app) rootCommand() *cobra.Command {
	root := &cobra.Command{
		Use:           Name + " [flags] [packages]",
		Short:         "find Go's fork-join pitfalls",
		Long:          long,
		Example:       examples,
		Version:       version(),
		Args:          cobra.ArbitraryArgs,
		SilenceErrors: true, // Main prints them, in one form
		SilenceUsage:  true,
		PreRunE:       func(cmd *cobra.Command, _ []string) error { return a.checkOutputFlags(cmd.Flags()) },
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := a.checkDir(); err != nil {
				return err
			}
			if err := a.checkAdoption(cmd.Flags()); err != nil {
				return err
			}
			if err := a.checkFixing(cmd.Flags()); err != nil {
				return err
			}
			if err := a.loadConfig(cmd.Flags()); err != nil {
				return err
			}
			return a.check(cmd.Context(), args)
		},
	}
	root.SetOut(a.stdout)
	root.SetErr(a.stderr)
	root.SetVersionTemplate("{{.Version}}\n")
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return usageError{err} })

	flags := root.Flags()
	flags.SortFlags = false
	a.outputFlags(flags)
	flags.BoolVar(&a.opts.notes, "notes", false, "show notes in piped text, too, and in all formats")
	flags.BoolVar(&a.opts.tests, "tests", true, "show findings in _test.go files")
	flags.StringSliceVar(&a.opts.only, "rule", nil, "show only the findings of these `rules` (id,id...)")
	flags.StringSliceVar(&a.opts.disable, "disable", nil, "hide the findings of these `rules` (id,id...)")
	flags.StringVar(&a.opts.tags, "tags", "", "build `tags` to consider satisfied, as in go build")
	flags.StringVarP(&a.opts.dir, "chdir", "C", "", "run in this `directory`; file names stay relative to the current one")
	a.configFlags(flags)
	a.adoptionFlags(flags)
	a.fixFlags(flags)

	root.AddCommand(a.explainCommand(), a.rulesCommand(), a.mapCommand(), a.versionCommand(), a.configCommand(), jsonTopic(), formatsTopic())
	root.SetHelpCommand(helpCommand())
	a.complete(root)
	return root
}

// helpCommand is cobra's, but for a topic that does not exist, which is a
// mistake like any other.
func helpCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "help [command]",
		Short: "show the help of a command, or a page of it",
		RunE: func(cmd *cobra.Command, args []string) error {
			about, rest, err := cmd.Root().Find(args)
			if err != nil || len(rest) > 0 {
				return usagef("there is no help about %q", strings.Join(args, " "))
			}
			about.InitDefaultHelpFlag()
			return about.Help()
		},
		ValidArgsFunction: func(cmd *cobra.Command, args []string, _ string) (out []cobra.Completion, _ cobra.ShellCompDirective) {
			if len(args) == 0 {
				for _, c := range cmd.Root().Commands() {
					out = append(out, cobra.CompletionWithDesc(c.Name(), c.Short))
				}
			}
			return out, cobra.ShellCompDirectiveNoFileComp
		},
	}
}

// jsonTopic is no command but a page of the help.
func jsonTopic() *cobra.Command {
	return &cobra.Command{Use: "json", Short: "describe the JSON format", Long: strings.TrimSpace(report.JSONDoc)}
}

// formatsTopic is another.
func formatsTopic() *cobra.Command {
	return &cobra.Command{Use: "formats", Short: "describe the output formats", Long: strings.TrimSpace(report.FormatsDoc)}
}

// complete teaches the shell what can follow a flag or a subcommand.
func (a *app) complete(root *cobra.Command) {
	rules := func(*cobra.Command, []string, string) ([]cobra.Completion, cobra.ShellCompDirective) {
		var out []cobra.Completion
		for _, r := range a.rules {
			out = append(out, cobra.CompletionWithDesc(r.ID, r.Summary))
		}
		return out, cobra.ShellCompDirectiveNoFileComp
	}
	a.completeOutputFlags(root)
	for _, f := range []struct {
		flag string
		fn   cobra.CompletionFunc
	}{{"rule", rules}, {"disable", rules}} {
		if err := root.RegisterFlagCompletionFunc(f.flag, f.fn); err != nil {
			panic(fmt.Sprintf("flag %s: %v", f.flag, err)) // no such flag: a mistake above
		}
	}
}
