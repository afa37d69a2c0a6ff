package cli

import (
	"context"
	"slices"
	"strings"

	"github.com/urfave/cli/v3"

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

func (a *app) rootCommand() *cli.Command {
	useHelp()
	root := a.command(&cli.Command{
		Name:        Name,
		Usage:       "find Go's fork-join pitfalls",
		ArgsUsage:   "[flags] [packages]",
		Description: long,
		Metadata:    map[string]any{examplesKey: examples},
		Flags: slices.Concat(a.outputFlags(), []cli.Flag{
			&cli.BoolFlag{Name: "notes", Destination: &a.opts.notes, Usage: "show notes in piped text, too, and in all formats"},
			&cli.BoolFlag{Name: "tests", Destination: &a.opts.tests, Value: true, Usage: "show findings in _test.go files; -tests=false hides them"},
			&cli.StringSliceFlag{Name: "rule", Destination: &a.opts.only, Usage: "show only the findings of these `rules` (id,id...)"},
			&cli.StringSliceFlag{Name: "disable", Destination: &a.opts.disable, Usage: "hide the findings of these `rules` (id,id...)"},
			a.tagsFlag(), a.dirFlag("run in this `directory`; file names stay relative to the current one"),
		}, a.configFlags(), a.adoptionFlags(), a.fixFlags(), []cli.Flag{
			&cli.BoolFlag{Name: "version", Usage: "print the version"},
		}),
		DisableSliceFlagSeparator:       true, // the name of a file may have a comma
		HideVersion:                     true, // ours says more
		EnableShellCompletion:           true,
		ConfigureShellCompletionCommand: func(c *cli.Command) { c.Hidden, c.Usage = false, "print the completion script for a shell" },
		Action:                          a.checkPackages,
	}, a.flagValues())
	root.Writer, root.ErrWriter = a.stdout, a.stderr
	root.Before = func(ctx context.Context, cmd *cli.Command) (context.Context, error) {
		if sub := cmd.Command(cmd.Args().First()); sub != nil && len(cmd.LocalFlagNames()) > 0 {
			return ctx, usagef("the flags of %s come after its name", sub.Name)
		}
		return ctx, nil
	}
	root.ExitErrHandler = func(context.Context, *cli.Command, error) {} // Main prints errors, in one form
	root.Commands = []*cli.Command{
		a.explainCommand(), a.rulesCommand(), a.mapCommand(), a.versionCommand(), a.configCommand(), a.helpCommand(),
		a.topic("json", "describe the JSON format", report.JSONDoc), a.topic("formats", "describe the output formats", report.FormatsDoc),
	}
	for _, f := range root.Flags {
		makeLocal(f)
	}
	return root
}

// checkPackages is the command without a subcommand.
func (a *app) checkPackages(ctx context.Context, cmd *cli.Command) error {
	if cmd.Bool("version") {
		return a.print(version() + "\n")
	}
	a.opts.only, a.opts.disable = splitRules(a.opts.only), splitRules(a.opts.disable)
	for _, check := range []func(*cli.Command) error{
		a.checkOutputFlags, a.checkDir, a.checkAdoption, a.checkFixing, a.loadConfig,
	} {
		if err := check(cmd); err != nil {
			return err
		}
	}
	return a.check(ctx, cmd.Args().Slice())
}

// flagValues are the completions of flags.
func (a *app) flagValues() map[string]completion {
	rules := func() []string { return a.ruleCompletions(nil) }
	return map[string]completion{
		"rule": rules, "disable": rules, "format": fixed(formatNames()), "output": fixed(formatNames()),
		"color": fixed(colorModes), "fail-on": fixed(failLevels),
	}
}

// splitRules splits lists of rules.
func splitRules(lists []string) (ids []string) {
	for _, list := range lists {
		ids = append(ids, strings.Split(list, ",")...)
	}
	return ids
}

func (a *app) tagsFlag() cli.Flag {
	return &cli.StringFlag{Name: "tags", Destination: &a.opts.tags, Usage: "build `tags` to consider satisfied, as in go build"}
}

func (a *app) dirFlag(usage string) cli.Flag {
	return &cli.StringFlag{Name: "chdir", Aliases: []string{"C"}, Destination: &a.opts.dir, Usage: usage}
}

// makeLocal keeps a flag of the root from being one of each subcommand, too.
func makeLocal(f cli.Flag) {
	switch f := f.(type) {
	case *cli.BoolFlag:
		f.Local = true
	case *cli.StringFlag:
		f.Local = true
	case *cli.StringSliceFlag:
		f.Local = true
	case *cli.IntFlag:
		f.Local = true
	}
}
