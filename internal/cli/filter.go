package cli

import (
	"slices"
	"strings"

	"github.com/gojoincheck/gojoincheck/internal/finding"
	"github.com/gojoincheck/gojoincheck/internal/rule"
)

// filter keeps the findings that the flags ask for. It works on results and
// not on the analysis, so that one cache serves all filters.
func (a *app) filter(fs []finding.Finding) []finding.Finding {
	return slices.DeleteFunc(fs, func(f finding.Finding) bool {
		switch {
		case f.Generated && !a.opts.generated:
			return true
		case !a.opts.tests && strings.HasSuffix(f.Pos.File, "_test.go"):
			return true
		case len(a.opts.only) > 0 && !slices.Contains(a.opts.only, f.Rule):
			return true
		}
		return slices.Contains(a.opts.disable, f.Rule)
	})
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
	best, least := "", 3 // more than two typing errors are another word
	for _, r := range a.rules {
		if d := distance(id, r.ID); d < least {
			best, least = r.ID, d
		}
	}
	if best != "" {
		return usagef("unknown rule %q: do you mean %q?", id, best)
	}
	return usagef("unknown rule %q: '%s rules' lists them", id, Name)
}

// distance is Levenshtein's: how many letters to insert, delete or replace.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
