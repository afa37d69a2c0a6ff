package cli

import (
	"slices"
	"strings"

	"github.com/gojoincheck/gojoincheck/internal/report"
	"github.com/gojoincheck/gojoincheck/internal/rule"
)

// failLevels are the values of -fail-on: a severity, or never.
var failLevels = []string{rule.Error.String(), rule.Warning.String(), rule.Note.String(), "never"}

// checkStatusFlags refuses a value of -fail-on that is none.
func (a *app) checkStatusFlags() error {
	if !slices.Contains(failLevels, a.opts.failOn) {
		return usagef("-fail-on %s: it is one of %s", a.opts.failOn, strings.Join(failLevels, ", "))
	}
	return nil
}

// fails reports whether the findings are to fail whoever called the command.
func (a *app) fails(rep *report.Report) bool {
	for _, s := range []rule.Severity{rule.Error, rule.Warning, rule.Note} {
		if s.String() == a.opts.failOn {
			return !a.opts.exitZero && rep.Failing(s)
		}
	}
	return false // never
}
