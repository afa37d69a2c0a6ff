package cli

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/urfave/cli/v3"
)

// examplesKey is the key of a command's examples among its metadata.
const examplesKey = "examples"

// helpTemplate shows the help of any command.
const helpTemplate = `{{or .Description .Usage}}

Usage:
  {{.FullName}}{{with .ArgsUsage}} {{.}}{{end}}
{{with index .Metadata "examples"}}
Examples:
{{.}}
{{end}}{{with .VisibleCommands}}
Commands:{{range .}}
  {{.Name}}{{"\t"}}{{.Usage}}{{end}}
{{end}}{{with .VisibleFlags}}
Flags:{{range .}}
  {{.}}{{end}}
{{end}}`

// useHelp makes the library show help our way.
func useHelp() {
	cli.RootCommandHelpTemplate, cli.CommandHelpTemplate, cli.SubcommandHelpTemplate = helpTemplate, helpTemplate, helpTemplate
	cli.FlagStringer = describeFlag
}

// describeFlag is a flag's line of the help, with one dash, as Go users write
// them. What is between backquotes in the usage is what to call the value.
func describeFlag(f cli.Flag) string {
	doc, ok := f.(cli.DocGenerationFlag)
	if !ok {
		return ""
	}
	usage, value := doc.GetUsage(), ""
	if parts := strings.SplitN(usage, "`", 3); len(parts) == 3 {
		usage, value = strings.Join(parts, ""), " "+parts[1]
	}
	names := slices.SortedStableFunc(slices.Values(f.Names()), func(x, y string) int { return cmp.Compare(len(x), len(y)) })
	return fmt.Sprintf("-%s%s\t%s", strings.Join(names, ", -"), value, usage)
}

// helpCommand shows the help of a command, or a page of it. A topic that does
// not exist is a mistake like any other.
func (a *app) helpCommand() *cli.Command {
	return a.command(&cli.Command{
		Name:      "help",
		Usage:     "show the help of a command, or a page of it",
		ArgsUsage: "[command]",
		Action: func(ctx context.Context, cmd *cli.Command) error {
			about := cmd.Root()
			for _, name := range cmd.Args().Slice() {
				if about = about.Command(name); about == nil {
					return usagef("there is no help about %q", strings.Join(cmd.Args().Slice(), " "))
				}
			}
			cli.HelpPrinter(a.stdout, helpTemplate, about)
			return nil
		},
		ShellComplete: func(_ context.Context, cmd *cli.Command) {
			if cmd.Args().Len() == 0 {
				for _, c := range cmd.Root().VisibleCommands() {
					fmt.Fprintf(a.stdout, "%s:%s\n", c.Name, c.Usage)
				}
			}
		},
	}, nil)
}

// topic is no command but a page of the help.
func (a *app) topic(name, usage, text string) *cli.Command {
	text = strings.TrimSpace(text)
	return a.command(&cli.Command{
		Name: name, Usage: usage, Description: text,
		Action: func(context.Context, *cli.Command) error { return a.print(text + "\n") },
	}, nil)
}

// A completion lists the values of a flag for the shell: one a line, with a
// description after a colon.
type completion func() []string

func fixed(values []string) completion { return func() []string { return values } }

// command completes a command: a mistake in its flags is a usage error, there is
// no second help command, and the shell is told what can follow a flag.
func (a *app) command(cmd *cli.Command, values map[string]completion) *cli.Command {
	cmd.HideHelpCommand = true
	if cmd.Metadata == nil {
		cmd.Metadata = make(map[string]any)
	}
	cmd.OnUsageError = func(_ context.Context, _ *cli.Command, err error, _ bool) error { return usageError{err} }
	arguments := cmd.ShellComplete
	if arguments == nil {
		arguments = cli.DefaultCompleteWithFlags
	}
	cmd.ShellComplete = func(ctx context.Context, cmd *cli.Command) {
		flag, isFlag := flagBefore(os.Args)
		switch list := values[flag]; {
		case isFlag && list != nil:
			for _, v := range list() {
				fmt.Fprintln(a.stdout, v)
			}
		case isFlag:
			cli.DefaultCompleteWithFlags(ctx, cmd)
		default:
			arguments(ctx, cmd)
		}
	}
	return cmd
}

// flagBefore returns the flag that a shell wants completed or its value: it is
// the last word before the one that asks for completions.
func flagBefore(args []string) (string, bool) {
	if len(args) < 2 || !strings.HasPrefix(args[len(args)-2], "-") {
		return "", false
	}
	return strings.TrimLeft(args[len(args)-2], "-"), true
}
