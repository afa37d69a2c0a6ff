package rule

import (
	"fmt"
	"strings"
)

// A Page is one generated Markdown file of docs/rules.
type Page struct {
	Name string // the file's name: "join-skipped.md"
	Text string
}

// generated stands first in every page, for editors and reviewers.
const generated = "<!-- Generated from internal/rule by go generate. Do not edit. -->\n\n"

// Pages returns the index and then the page of every rule, in the order of All.
func Pages() []Page {
	rules := All()
	pages := []Page{{Name: "README.md", Text: index(rules)}}
	for _, r := range rules {
		pages = append(pages, Page{Name: r.ID + ".md", Text: r.page()})
	}
	return pages
}

// index returns the table of all rules.
func index(rules []*Rule) string {
	var b strings.Builder
	b.WriteString(generated)
	b.WriteString("# Rules\n\n")
	for s := Error; s >= Note; s-- {
		fmt.Fprintf(&b, "- **%s**: %s.\n", s, s.meaning())
	}
	b.WriteString("\nUnder `go vet`, notes are shown only with the flag `-notes`.\n")
	b.WriteString("\nA **safe** fix compiles and changes nothing but the bug: `-fix` applies it. An **unsafe** one adds a wait: it takes `-unsafe-fixes` as well.\n")
	b.WriteString("\n| rule | analyzer | severity | fix | what it finds |\n|---|---|---|---|---|\n")
	for _, r := range rules {
		fmt.Fprintf(&b, "| [%s](%s.md) | %s | %s | %s | %s |\n", r.ID, r.ID, r.Analyzer, r.Severity, r.Fix, r.Summary)
	}
	return b.String()
}

// page returns the rule's own page.
func (r *Rule) page() string {
	var b strings.Builder
	b.WriteString(generated)
	fmt.Fprintf(&b, "# %s\n\n", r.ID)
	fmt.Fprintf(&b, "%s%s.\n\n", strings.ToUpper(r.Summary[:1]), r.Summary[1:])
	fmt.Fprintf(&b, "Analyzer `%s`, severity **%s**: %s. %s [All rules](README.md)\n\n", r.Analyzer, r.Severity, r.Severity.meaning(), r.Fix.meaning())
	b.WriteString(r.Help())
	return b.String()
}

// Help returns the rule's prose and its examples as Markdown: the page without
// its head.
func (r *Rule) Help() string {
	var b strings.Builder
	b.WriteString(r.Doc())
	if r.Bad() == "" {
		return b.String()
	}
	fmt.Fprintf(&b, "\n## Example\n\nReported:\n\n```go\n%s```\n", r.Bad())
	fmt.Fprintf(&b, "\n%s:\n\n```go\n%s```\n", r.mendedTitle(), r.Good())
	return b.String()
}

// mendedTitle introduces the good example. What a note reports is no mistake,
// so its good example mends nothing.
func (r *Rule) mendedTitle() string {
	if r.Severity == Note {
		return "Not reported"
	}
	return "Mended"
}
