// Package rule declares every rule of the linter once: its identifier, its
// analyzer, its severity, its prose, and a bad and a good example.
//
// Everything that shows a rule to somebody (explain, the category of a
// diagnostic, its URL, SARIF metadata, docs/rules) reads this package, so no
// two of them can disagree. The examples are executed by a test: the bad one
// must give exactly its rule, the good one nothing.
package rule

//go:generate go run ./gen -out ../../docs/rules

import (
	"cmp"
	"fmt"
	"io/fs"
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

// meaning returns what the severity says of a finding, for the generated pages.
func (s Severity) meaning() string {
	switch s {
	case Note:
		return "true and worth knowing, but not a bug"
	case Warning:
		return "proved unless code out of sight intervenes"
	case Error:
		return "proved on some path: lost work, a race, a deadlock or a leak"
	}
	return s.String()
}

// Fix says whether the linter can mend what a rule finds.
type Fix int

const (
	// NoFix is a finding that only its author can mend.
	NoFix Fix = iota
	// SafeFix compiles and changes nothing but the bug.
	SafeFix
	// UnsafeFix adds a wait: the program may then wait for what it did not
	// wait for before. It is only applied on request.
	UnsafeFix
)

// UnsafePrefix begins the message of each unsafe fix: the protocols that carry
// fixes from an analyzer to whoever applies them have no other place for it.
const UnsafePrefix = "unsafe: "

// String returns "", "safe" or "unsafe".
func (f Fix) String() string {
	switch f {
	case SafeFix:
		return "safe"
	case UnsafeFix:
		return "unsafe"
	}
	return ""
}

// meaning returns what the generated page says of the fix.
func (f Fix) meaning() string {
	switch f {
	case SafeFix:
		return "`gojoincheck -fix` mends it where that is sure to change nothing but the bug."
	case UnsafeFix:
		return "`gojoincheck -fix -unsafe-fixes` mends it where it can: the program then waits for what it did not wait for before, so look at the change (`-diff`)."
	}
	return "There is no automatic fix."
}

// A Rule is one kind of finding.
type Rule struct {
	ID       string // words that read well after "allow": "join-skipped"
	Analyzer string // the name of the analyzer that reports it
	Severity Severity
	Fix      Fix
	Summary  string // one line, lower case, no full stop
	// Texts holds doc.md, bad.go.txt and good.go.txt. They are read when asked for:
	// most processes of a run show none. A rule without has none.
	Texts fs.FS
}

// Doc is Markdown: what the rule finds, why it matters, how to mend it, what it
// stays silent about.
func (r *Rule) Doc() string { return r.text("doc.md") }

// Bad is a complete Go file in which the rule, and no other, reports once.
func (r *Rule) Bad() string { return r.text("bad.go.txt") }

// Good is the mended file, in which nothing reports.
func (r *Rule) Good() string { return r.text("good.go.txt") }

// text returns one of the rule's texts.
func (r *Rule) text(name string) string {
	if r.Texts == nil {
		return ""
	}
	data, err := fs.ReadFile(r.Texts, name)
	if err != nil {
		panic(err) // they are compiled in: no user can ever meet a missing one
	}
	return string(data)
}

// testFile is the first line of an example that only makes sense as a test.
const testFile = "// In a file whose name ends in _test.go."

// FileName returns the name that the example needs to be built as meant.
func FileName(example string) string {
	if strings.HasPrefix(example, testFile) {
		return "main_test.go"
	}
	return "main.go"
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
