package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/gojoincheck/gojoincheck/internal/config"
	"github.com/gojoincheck/gojoincheck/internal/vetrun"
)

// configFlags registers the flags that choose the config.
func (a *app) configFlags(flags *pflag.FlagSet) {
	flags.StringVar(&a.opts.config, "config", "", "read this config `file` instead of the one that is found (see docs/config.md)")
	flags.BoolVar(&a.opts.noConfig, "no-config", false, "read no config file")
}

// loadConfig reads the config that is asked for, or else found from the
// directory that the command works in, and fills in the flags that are not
// given.
func (a *app) loadConfig(flags *pflag.FlagSet) error {
	c, err := a.readConfig()
	if err != nil {
		return err
	}
	a.config = c
	c.Apply(a.rules)
	if !flags.Changed("notes") {
		a.opts.notes = c.Notes
	}
	if !flags.Changed("tests") {
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

func (a *app) configCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "config",
		Short: "show, check or write the config file",
		Long: `The config file is .gojoincheck.yml (or .yaml) in the root of the module, or
else in a directory above it, up to the root of the repository.`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				return usagef("unknown command %q for config: it is one of show, verify, init", args[0])
			}
			return cmd.Help()
		},
	}
	flags := cmd.PersistentFlags()
	flags.StringVarP(&a.opts.dir, "chdir", "C", "", "look in this `directory`")
	cmd.AddCommand(a.configShow(), a.configVerify(), a.configInit())
	return cmd
}

func (a *app) configShow() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "show",
		Short: "print the config in force, with all defaults",
		Args:  noArgs,
		RunE: func(*cobra.Command, []string) error {
			if err := a.checkDir(); err != nil {
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
	}
	a.configFlags(cmd.Flags())
	return cmd
}

func (a *app) configVerify() *cobra.Command {
	return &cobra.Command{
		Use:   "verify [FILE]",
		Short: "check a config file",
		Args:  cobra.MaximumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			if err := a.checkDir(); err != nil {
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
	}
}

func (a *app) configInit() *cobra.Command {
	return &cobra.Command{
		Use:   "init",
		Short: "write a config file that shows what can be changed",
		Args:  noArgs,
		RunE: func(*cobra.Command, []string) error {
			if err := a.checkDir(); err != nil {
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
	}
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
