package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/urfave/cli/v3"

	"github.com/gojoincheck/gojoincheck/internal/config"
	"github.com/gojoincheck/gojoincheck/internal/vetrun"
)

// configFlags are the flags that choose the config.
func (a *app) configFlags() []cli.Flag {
	return []cli.Flag{
		&cli.StringFlag{Name: "config", Destination: &a.opts.config, Usage: "read this config `file` instead of the one that is found (see docs/config.md)"},
		&cli.BoolFlag{Name: "no-config", Destination: &a.opts.noConfig, Usage: "read no config file"},
	}
}

// loadConfig reads the config that is asked for, or else found from the
// directory that the command works in, and fills in the flags that are not
// given.
func (a *app) loadConfig(cmd *cli.Command) error {
	c, err := a.readConfig()
	if err != nil {
		return err
	}
	a.config = c
	c.Apply(a.rules)
	if !cmd.IsSet("notes") {
		a.opts.notes = c.Notes
	}
	if !cmd.IsSet("tests") {
		a.opts.tests = c.ShowsTests()
	}
	return nil
}

// readConfig returns the config, an empty one if there is none.
func (a *app) readConfig() (*config.Config, error) {
	root, err := config.Root(a.opts.dir)
	if err != nil {
		return nil, err
	}
	var c *config.Config
	env := os.Getenv(ConfigEnv)
	switch {
	case a.opts.noConfig && a.opts.config != "":
		return nil, usagef("-config and -no-config contradict each other")
	case a.opts.noConfig:
	case a.opts.config != "":
		c, err = config.Load(a.opts.config, root, a.rules)
	case env != "":
		c, err = envConfig(env, a.opts.dir, a.rules)
	default:
		c, err = a.findConfig()
	}
	if c == nil {
		c = &config.Config{Base: root}
	}
	return c, err
}

// findConfig loads the file that is found, and calls it by a short name.
func (a *app) findConfig() (*config.Config, error) {
	file, err := config.Find(a.opts.dir)
	if file == "" || err != nil {
		return nil, err
	}
	return config.Load(shorter(file), filepath.Dir(file), a.rules)
}

// shorter returns the name of a file relative to the current directory, if
// that is shorter.
func shorter(file string) string {
	cwd, err := os.Getwd()
	if err != nil {
		return file
	}
	if rel, err := filepath.Rel(cwd, file); err == nil && len(rel) < len(file) {
		return rel
	}
	return file
}

// configure lets the tool follow only that part of the config that changes
// the analysis. The rest is done with its findings, so that one cache serves
// every config.
func (a *app) configure(run *vetrun.Options) (err error) {
	if a.config == nil {
		if a.config, err = a.readConfig(); err != nil {
			return err
		}
	}
	part, err := a.config.Analysis()
	if err != nil {
		return err
	}
	if part == "" {
		part = configOff
	}
	run.Env = append(run.Env, ConfigEnv+"="+part)
	return nil
}

func (a *app) configCommand() *cli.Command {
	return a.command(&cli.Command{
		Name:  "config",
		Usage: "show, check or write the config file",
		Description: `The config file is .gojoincheck.yml (or .yaml) in the root of the module, or
else in a directory above it, up to the root of the repository.`,
		Flags:    []cli.Flag{a.dirFlag("look in this `directory`")},
		Commands: []*cli.Command{a.configShow(), a.configVerify(), a.configInit()},
		Action: func(_ context.Context, cmd *cli.Command) error {
			if cmd.Args().Present() {
				return usagef("unknown command %q for config: it is one of show, verify, init", cmd.Args().First())
			}
			return cli.ShowSubcommandHelp(cmd)
		},
	}, nil)
}

func (a *app) configShow() *cli.Command {
	return a.command(&cli.Command{
		Name:         "show",
		Usage:        "print the config in force, with all defaults",
		Flags:        a.configFlags(),
		ArgValidator: noArgs,
		Action: func(_ context.Context, cmd *cli.Command) error {
			if err := a.checkDir(cmd); err != nil {
				return err
			}
			c, err := a.readConfig()
			if err != nil {
				return err
			}
			text, err := c.Effective(a.rules)
			if err != nil {
				return err
			}
			from := "# No config file was found: these are the defaults.\n"
			if c.File != "" {
				from = "# From " + filepath.ToSlash(c.File) + ".\n"
			}
			return a.print(from + text)
		},
	}, nil)
}

func (a *app) configVerify() *cli.Command {
	return a.command(&cli.Command{
		Name:      "verify",
		ArgsUsage: "[FILE]",
		Usage:     "check a config file",
		Action: func(_ context.Context, cmd *cli.Command) error {
			args := cmd.Args().Slice()
			if len(args) > 1 {
				return usagef("config verify takes one file")
			}
			if err := a.checkDir(cmd); err != nil {
				return err
			}
			var c *config.Config
			var err error
			if len(args) > 0 {
				c, err = config.Load(args[0], filepath.Dir(args[0]), a.rules)
			} else if c, err = a.findConfig(); err == nil && c == nil {
				err = fmt.Errorf("no config file was found: '%s config init' writes one", Name)
			}
			if err != nil {
				return err
			}
			return a.print(filepath.ToSlash(c.File) + " is valid\n")
		},
	}, nil)
}

func (a *app) configInit() *cli.Command {
	return a.command(&cli.Command{
		Name:         "init",
		Usage:        "write a config file that shows what can be changed",
		ArgValidator: noArgs,
		Action: func(_ context.Context, cmd *cli.Command) error {
			if err := a.checkDir(cmd); err != nil {
				return err
			}
			if file, err := config.Find(a.opts.dir); err != nil {
				return err
			} else if file != "" {
				return fmt.Errorf("%s exists already", shorter(file))
			}
			root, err := config.Root(a.opts.dir)
			if err != nil {
				return err
			}
			file := filepath.Join(root, config.FileNames[0])
			if err := writeNew(file, config.Template()); err != nil {
				return fmt.Errorf("cannot write the config file: %w", err)
			}
			return a.print("wrote " + filepath.ToSlash(shorter(file)) + "\n")
		},
	}, nil)
}

// writeNew writes a file that must not exist.
func writeNew(name, text string) error {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return err
	}
	_, err = f.WriteString(text)
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	if err != nil && !errors.Is(err, fs.ErrExist) {
		os.Remove(name)
	}
	return err
}
