package cli

import (
	"slices"
	"strings"

	"github.com/gojoincheck/gojoincheck/internal/finding"
	"github.com/gojoincheck/gojoincheck/internal/rule"
)

// filter keeps the findings that the flags and the config ask for. It works on
// results and not on the analysis, so that one cache serves all filters.
func (a *app) filter(fs []finding.Finding) []finding.Finding {
	return a.safeOnly(slices.DeleteFunc(fs, func(f finding.Finding) bool {
		return f.Generated && !a.opts.generated || !a.shows(f.Rule, f.Analyzer, f.Pos.File)
	}))
}

// shows reports whether findings of a rule in a file are asked for. A rule
// named by a flag is, even when the config has it off.
func (a *app) shows(id, analyzer, file string) bool {
	switch {
	case !a.opts.tests && strings.HasSuffix(file, "_test.go"), slices.Contains(a.opts.disable, id):
		return false
	case len(a.opts.only) > 0 && !slices.Contains(a.opts.only, id):
		return false
	case len(a.opts.only) == 0 && !a.config.ShowsRule(id, analyzer):
		return false
	}
	return a.config.ShowsFile(file, id, analyzer)
}

// failure makes a problem of an error that kept the go command from running.
func failure(err error) []finding.Problem {
	return []finding.Problem{{Kind: finding.Load, Message: err.Error()}}
}

func (a *app) lookup(id string) *rule.Rule {
	for _, r := range a.rules {
		if r.ID == id {
			return r
		}
	}
	return nil
}

// unknownRule says that there is no such rule, and which one may be meant.
func (a *app) unknownRule(id string) error {
	var ids []string
	for _, r := range a.rules {
		ids = append(ids, r.ID)
	}
	if best := rule.Closest(id, ids); best != "" {
		return usagef("unknown rule %q: do you mean %q?", id, best)
	}
	return usagef("unknown rule %q: '%s rules' lists them", id, Name)
}
