package config

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"

	"github.com/gojoincheck/gojoincheck/internal/rule"
)

// Effective returns the config as YAML with everything that it leaves to its
// defaults spelled out: a config file that means the same.
func (c *Config) Effective(rules []*rule.Rule) (string, error) {
	var levels yaml.MapSlice
	for _, r := range rules {
		level := c.Level(r.ID, r.Analyzer)
		if level == On {
			level = Level(r.Severity.String())
		}
		levels = append(levels, yaml.MapItem{Key: r.ID, Value: level})
	}
	var primitives yaml.MapSlice
	for _, name := range slices.Sorted(maps.Keys(c.Primitives)) {
		primitives = append(primitives, yaml.MapItem{Key: name, Value: c.Primitives[name]})
	}
	all := yaml.MapSlice{
		{Key: "rules", Value: levels},
		{Key: "include", Value: orEmpty(c.Include)},
		{Key: "exclude", Value: orEmpty(c.Exclude)},
		{Key: "tests", Value: c.ShowsTests()},
		{Key: "notes", Value: c.Notes},
		{Key: "fail-on", Value: c.FailsOn().String()},
	}
	if c.Baseline != "" {
		all = append(all, yaml.MapItem{Key: "baseline", Value: c.Baseline})
	}
	if len(primitives) > 0 {
		all = append(all, yaml.MapItem{Key: "primitives", Value: primitives})
	}
	text, err := yaml.MarshalWithOptions(all, yaml.IndentSequence(true))
	return string(text), err
}

func orEmpty[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

// FailsOn returns the least severity for which the command fails.
func (c *Config) FailsOn() rule.Severity {
	if s, ok := ParseSeverity(c.FailOn); ok {
		return s
	}
	return rule.Warning
}

// SchemaURL is where the schema of config files is published.
const SchemaURL = "https://raw.githubusercontent.com/gojoincheck/gojoincheck/main/gojoincheck.schema.json"

// Template returns a config file that changes nothing and shows what could be
// changed.
func Template() string {
	var b strings.Builder
	fmt.Fprintf(&b, "# yaml-language-server: $schema=%s\n", SchemaURL)
	b.WriteString(template)
	for _, line := range wordLines() {
		fmt.Fprintf(&b, "#   %s\n", line)
	}
	b.WriteString(templatePrimitives)
	return b.String()
}

const template = `# The config of gojoincheck. Everything is optional; what is commented out is an
# example. "gojoincheck config show" prints what is in force, and
# "gojoincheck config verify" checks this file.

# Rules by their name, by that of their analyzer, or "all": off, on, or the
# severity to report them with (note, warning, error). The closest name decides.
rules:
  # sleep-join: off
  # goroutineleak: warning

# Only these files and directories, and not those; relative to this file, with
# ** for any number of directories.
include:
exclude:
  # - third_party
  # - path: "**/*_test.go"
  #   rules: [unjoined, outlives-test]

# Findings in test files, and notes where they are left out otherwise.
tests: true
notes: false

# The least severity for which the command fails: error, warning or note.
fail-on: warning

# Findings that are known already: gojoincheck --write-baseline writes the file.
# baseline: .gojoincheck-baseline.json

# Functions of libraries, or your own, that gojoincheck knows nothing of: what
# they do to goroutines.
`

const templatePrimitives = `primitives:
  # example.com/pool.Pool.Submit: fork(0)
  # example.com/pool.Pool.Wait: join
`
