// Package golangci makes the linter a module plug-in of golangci-lint v2.
//
// Importing the package registers the plug-in under the name [Name];
// docs/integrations/golangci.md says how to build a golangci-lint with it and
// how to configure it.
//
// The package is part of the root module and not a module of its own, because
// "golangci-lint custom" runs "go mod tidy" over a main module that requires
// the plug-in, and a replace directive of the plug-in's own would be ignored
// there. It costs nothing: the only package it adds is the register, which
// asks for an older golang.org/x/tools than ours.
package golangci

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/golangci/plugin-module-register/register"
	"golang.org/x/tools/go/analysis"

	"github.com/gojoincheck/gojoincheck"
	"github.com/gojoincheck/gojoincheck/internal/rule"
)

// Name is the name of the linter in a golangci-lint config.
const Name = "gojoincheck"

func init() { register.Plugin(Name, New) }

// Settings are what stands under linters.settings.custom.gojoincheck.settings.
// A key that is not one of these is an error.
type Settings struct {
	// Notes asks for what is true and worth knowing but not a bug.
	Notes bool `json:"notes"`
	// UnsafeFixes asks for fixes that change more than the bug, too.
	UnsafeFixes bool `json:"unsafe-fixes"`
	// Disable lists rules that report nothing.
	Disable []string `json:"disable"`
}

type plugin struct{ settings Settings }

// New makes the plug-in from its settings, as golangci-lint decoded them.
func New(conf any) (register.LinterPlugin, error) {
	settings, err := register.DecodeSettings[Settings](conf)
	if err != nil {
		return nil, fmt.Errorf("%s: the settings are \"notes\" and \"unsafe-fixes\" (true or false) and \"disable\" (a list of rules): %w", Name, err)
	}
	for _, id := range settings.Disable {
		if rule.Lookup(id) == nil {
			return nil, fmt.Errorf("%s: disable: there is no rule %q; the rules are %s", Name, id, strings.Join(ruleIDs(), ", "))
		}
	}
	return &plugin{settings}, nil
}

// BuildAnalyzers returns the one analyzer that stands for all of ours.
func (p *plugin) BuildAnalyzers() ([]*analysis.Analyzer, error) {
	members := gojoincheck.New()
	// golangci-lint has no flags for the analyzers of plug-ins.
	flags := map[string]bool{
		"notes":        p.settings.Notes,
		"unsafe-fixes": p.settings.UnsafeFixes,
		// It reads these comments itself, and would think that one is unused
		// whose finding it never sees.
		"no-nolint": true,
	}
	for _, m := range members {
		for name, value := range flags {
			if err := m.Flags.Set(name, strconv.FormatBool(value)); err != nil {
				return nil, fmt.Errorf("%s: %w", m.Name, err)
			}
		}
	}
	return []*analysis.Analyzer{combine(members, p.settings)}, nil
}

// GetLoadMode asks for syntax and types of every package.
func (p *plugin) GetLoadMode() string { return register.LoadModeTypesInfo }

func ruleIDs() (ids []string) {
	for _, r := range rule.All() {
		ids = append(ids, r.ID)
	}
	return ids
}
