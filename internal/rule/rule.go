// Package rule declares every rule of the linter once: its identifier, its
// analyzer, its severity, its prose, and a bad and a good example.
//
// Everything that shows a rule to somebody (explain, the category of a
// diagnostic, its URL, SARIF metadata, docs/rules) reads this package, so no
// two of them can disagree. The examples are executed by a test: the bad one
// must give exactly its rule, the good one nothing.
package rule

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Severity says how sure a finding of a rule is, and what it costs.
type Severity int

const (
	// Note is true and worth knowing, but not a bug.
	Note Severity = iota
	// Warning is proved unless code out of sight intervenes.
	Warning
	// Error is proved on some path: lost work, a race, a deadlock or a leak.
	Error
)

// String returns "note", "warning" or "error".
func (s Severity) String() string {
	switch s {
	case Note:
		return "note"
	case Warning:
		return "warning"
	case Error:
		return "error"
	}
	return fmt.Sprintf("Severity(%d)", int(s))
}

// A Rule is one kind of finding.
type Rule struct {
	ID       string // words that read well after "allow": "join-skipped"
	Analyzer string // the name of the analyzer that reports it
	Severity Severity
	Summary  string // one line, lower case, no full stop
	Doc      string // Markdown: what it finds, why it matters, how to mend it, what it stays silent about
	Bad      string // a complete Go file in which the rule, and no other, reports
	Good     string // the mended file, in which nothing reports
}

// baseURL is where the generated page of each rule is published.
const baseURL = "https://github.com/gojoincheck/gojoincheck/blob/main/docs/rules/"

// URL returns the address of the rule's page.
func (r *Rule) URL() string { return baseURL + r.ID + ".md" }

// All returns every rule, by analyzer and then by identifier.
func All() []*Rule {
	all := slices.Clone(catalog)
	slices.SortFunc(all, func(a, b *Rule) int {
		return cmp.Or(strings.Compare(a.Analyzer, b.Analyzer), strings.Compare(a.ID, b.ID))
	})
	return all
}

// Lookup returns the rule with the given identifier, or nil.
func Lookup(id string) *Rule {
	for _, r := range catalog {
		if r.ID == id {
			return r
		}
	}
	return nil
}
