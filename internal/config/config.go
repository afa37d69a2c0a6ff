// Package config is the file .gojoincheck.yml: which rules are on and how
// severe they are, where findings are shown, and what the linter cannot know
// of the functions that a project uses.
//
// All but the primitives changes only what is reported, never what is found,
// so that one analysis serves every config.
package config

import (
	"cmp"
	"path/filepath"
	"slices"
	"strings"

	"github.com/bmatcuk/doublestar/v4"

	"github.com/gojoincheck/gojoincheck/internal/rule"
)

// A Config is the content of a config file. The zero value is that of an empty
// one, which changes nothing.
type Config struct {
	// Rules gives rules their level: by the name of a rule, of an analyzer, or
	// "all". The closest name decides.
	Rules map[string]Level `yaml:"rules,omitempty"`
	// Include names the only files and directories whose findings are shown;
	// none means all of them.
	Include []string `yaml:"include,omitempty"`
	// Exclude names files and directories whose findings are not shown.
	Exclude []Exclusion `yaml:"exclude,omitempty"`
	// Tests says whether findings in test files are shown: yes, unless false.
	Tests *bool `yaml:"tests,omitempty"`
	// Notes says whether notes are reported where they are not by themselves.
	Notes bool `yaml:"notes,omitempty"`
	// FailOn is the least severity for which the command fails.
	FailOn string `yaml:"fail-on,omitempty"`
	// Baseline is the file with the findings that are known already, relative
	// to the config file.
	Baseline string `yaml:"baseline,omitempty"`
	// Primitives says what functions do that the linter does not know. See
	// package syncmodel.
	Primitives map[string]string `yaml:"primitives,omitempty"`

	// File is the file that was read, or "".
	File string `yaml:"-" json:"-"`
	// Base is the directory to which patterns are relative.
	Base string `yaml:"-" json:"-"`
}

// A Level is what a config file says of a rule.
type Level string

// The levels. Off hides a rule, and on leaves it its own severity.
const (
	Off     Level = "off"
	On      Level = "on"
	Note    Level = "note"
	Warning Level = "warning"
	Error   Level = "error"
)

// Levels lists the levels in the order of their weight.
var Levels = []Level{Off, On, Note, Warning, Error}

// All is the name of every rule where a rule's name is expected.
const All = "all"

// severity returns the severity that a level gives.
func (l Level) severity() (rule.Severity, bool) {
	switch l {
	case Note:
		return rule.Note, true
	case Warning:
		return rule.Warning, true
	case Error:
		return rule.Error, true
	}
	return 0, false
}

// ParseSeverity returns the severity with the given name.
func ParseSeverity(name string) (rule.Severity, bool) { return Level(name).severity() }

// An Exclusion hides findings in some files: of some rules, or of all.
type Exclusion struct {
	Path  string   `yaml:"path"`
	Rules []string `yaml:"rules,omitempty"`
}

// Level returns the level of a rule, On if the config does not mention it.
func (c *Config) Level(id, analyzer string) Level {
	return cmp.Or(c.Rules[id], c.Rules[analyzer], c.Rules[All], On)
}

// Apply gives the rules the severities of the config. Whoever shows a rule or
// one of its findings asks the rule, so that this is all it takes.
func (c *Config) Apply(rules []*rule.Rule) {
	for _, r := range rules {
		if s, ok := c.Level(r.ID, r.Analyzer).severity(); ok {
			r.Severity = s
		}
	}
}

// ShowsTests reports whether findings in test files are shown.
func (c *Config) ShowsTests() bool { return c.Tests == nil || *c.Tests }

// ShowsRule reports whether a rule is on.
func (c *Config) ShowsRule(id, analyzer string) bool { return c.Level(id, analyzer) != Off }

// ShowsFile reports whether a finding of the rule is shown in the file, which
// is absolute. It does not look at Tests.
func (c *Config) ShowsFile(file, id, analyzer string) bool {
	if len(c.Include) == 0 && len(c.Exclude) == 0 {
		return true
	}
	name := c.relative(file)
	if len(c.Include) > 0 && !slices.ContainsFunc(c.Include, func(p string) bool { return matches(p, name) }) {
		return false
	}
	return !slices.ContainsFunc(c.Exclude, func(e Exclusion) bool {
		return e.covers(id, analyzer) && matches(e.Path, name)
	})
}

func (e *Exclusion) covers(id, analyzer string) bool {
	return len(e.Rules) == 0 || slices.Contains(e.Rules, id) || slices.Contains(e.Rules, analyzer) || slices.Contains(e.Rules, All)
}

// relative names a file as patterns do. One outside of Base keeps its full
// name, which no pattern without "**" matches.
func (c *Config) relative(file string) string {
	if rel, err := filepath.Rel(c.Base, file); err == nil && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator)) {
		file = rel
	}
	return filepath.ToSlash(file)
}

// matches reports whether the pattern matches the file or a directory above.
func matches(pattern, name string) bool {
	pattern = strings.TrimSuffix(strings.TrimPrefix(pattern, "./"), "/")
	if pattern == "." {
		return true
	}
	for {
		if ok, err := doublestar.Match(pattern, name); ok && err == nil {
			return true
		}
		i := strings.LastIndexByte(name, '/')
		if i <= 0 {
			return false
		}
		name = name[:i]
	}
}

// BaselineFile returns the name of the baseline file, or "".
func (c *Config) BaselineFile() string {
	if c.Baseline == "" || filepath.IsAbs(c.Baseline) {
		return c.Baseline
	}
	return filepath.Join(c.Base, filepath.FromSlash(c.Baseline))
}
