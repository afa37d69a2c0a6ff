package cli

import (
	"crypto/sha256"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/gojoincheck/gojoincheck/internal/config"
	"github.com/gojoincheck/gojoincheck/internal/forkjoin"
	"github.com/gojoincheck/gojoincheck/internal/front"
	"github.com/gojoincheck/gojoincheck/internal/rule"
	"github.com/gojoincheck/gojoincheck/internal/unit"
)

// ConfigEnv is the environment variable that gives the vet tool its config:
// the full name of a file, the text of a config in JSON, or "off". Without it
// the tool looks for the config file of the package's module.
//
// It is no flag, because the go command asks for the tool's version, and with
// it for what its results depend on, without the flags.
const ConfigEnv = "GOJOINCHECK_CONFIG"

// configOff is the value of ConfigEnv for no config at all.
const configOff = "off"

// setUpTool makes the vet tool follow the config, and keep the types of expressions no
// longer than our analyzers need them.
func setUpTool(analyzers []*analysis.Analyzer, rules []*rule.Rule) {
	unit.TypesUntil = forkjoin.Summaries
	unit.VersionSalt = func() ([]byte, error) { return toolSalt(rules) }
	unit.Setup = func(u unit.Unit) error {
		c, err := toolConfig(u, rules)
		if err != nil || c == nil {
			return err
		}
		return followConfig(c, analyzers, rules)
	}
}

// toolConfig finds the config for a unit; nil is none.
func toolConfig(u unit.Unit, rules []*rule.Rule) (*config.Config, error) {
	if env := os.Getenv(ConfigEnv); env != "" {
		return envConfig(env, u.Dir, rules)
	}
	if !u.OwnModule {
		return nil, nil // another project's config says nothing about this one
	}
	return foundConfig(u.Dir, rules)
}

func foundConfig(dir string, rules []*rule.Rule) (*config.Config, error) {
	file, err := config.Find(dir)
	if file == "" || err != nil {
		return nil, err
	}
	return config.Load(file, filepath.Dir(file), rules)
}

// envConfig reads what ConfigEnv names.
func envConfig(env, dir string, rules []*rule.Rule) (*config.Config, error) {
	base, err := config.Root(dir)
	switch {
	case err != nil:
		return nil, err
	case env == configOff:
		return nil, nil
	case strings.HasPrefix(env, "{"):
		c, err := config.Parse(ConfigEnv, []byte(env), rules)
		if err == nil {
			c.Base = base
		}
		return c, err
	case !filepath.IsAbs(env):
		// Each unit runs in the directory of its package.
		return nil, fmt.Errorf("%s=%s: the name of a config file must be absolute here", ConfigEnv, env)
	}
	return config.Load(env, base, rules)
}

// followConfig makes this process report what the config asks for.
func followConfig(c *config.Config, analyzers []*analysis.Analyzer, rules []*rule.Rule) error {
	c.Apply(rules)
	pkgs, err := c.Extend()
	if err != nil {
		return fmt.Errorf("%s: %w", c.File, err)
	}
	front.Concurrency.Imports = append(front.Concurrency.Imports, pkgs...)
	for _, a := range analyzers {
		if c.Notes && a.Flags.Lookup("notes") != nil {
			if err := a.Flags.Set("notes", "true"); err != nil {
				return err
			}
		}
	}
	unit.Keep = func(pass *analysis.Pass, d analysis.Diagnostic) bool {
		file := pass.Fset.Position(d.Pos).Filename
		return c.ShowsRule(d.Category, pass.Analyzer.Name) &&
			c.ShowsFile(file, d.Category, pass.Analyzer.Name) &&
			(c.ShowsTests() || !strings.HasSuffix(file, "_test.go"))
	}
	return nil
}

// toolSalt is what the tool's results depend on besides its executable: each
// config that a unit of this build may find, and for which module. Nothing
// depends on where the checkout lies.
func toolSalt(rules []*rule.Rule) ([]byte, error) {
	h := sha256.New()
	add := func(module, place string, c *config.Config) error {
		key, err := c.Key()
		fmt.Fprintf(h, "%s\x00%s\x00%s\x00", module, place, key)
		return err
	}
	if env := os.Getenv(ConfigEnv); env != "" {
		c, err := envConfig(env, ".", rules)
		if err == nil {
			err = add("", "", c)
		}
		return h.Sum(nil), err
	}
	roots, err := config.Roots(".")
	if err != nil {
		return nil, err
	}
	for _, name := range slices.Sorted(maps.Keys(roots)) {
		root := roots[name]
		c, err := foundConfig(root, rules)
		if err != nil {
			return nil, err
		}
		if c == nil {
			continue
		}
		place, err := filepath.Rel(root, c.Base)
		if err != nil {
			return nil, err
		}
		if err := add(name, filepath.ToSlash(place), c); err != nil {
			return nil, err
		}
	}
	return h.Sum(nil), nil
}
