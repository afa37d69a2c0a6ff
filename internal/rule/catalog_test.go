package rule_test

import (
	"go/format"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/gojoincheck/gojoincheck"
	"github.com/gojoincheck/gojoincheck/internal/rule"
)

func TestCatalogIsComplete(t *testing.T) {
	var analyzers []string
	for _, a := range gojoincheck.Analyzers() {
		analyzers = append(analyzers, a.Name)
	}
	words := regexp.MustCompile(`^[a-z]+(-[a-z]+)*$`)
	seen := make(map[string]bool)
	for _, r := range rule.All() {
		if !words.MatchString(r.ID) {
			t.Errorf("%q: an identifier is lower-case words joined by hyphens", r.ID)
		}
		if seen[r.ID] {
			t.Errorf("%s: declared twice", r.ID)
		}
		seen[r.ID] = true
		if rule.Lookup(r.ID) != r {
			t.Errorf("%s: Lookup does not return it", r.ID)
		}
		if !slices.Contains(analyzers, r.Analyzer) {
			t.Errorf("%s: no analyzer is named %q", r.ID, r.Analyzer)
		}
		if r.Bad() == r.Good() {
			t.Errorf("%s: the good example is the bad one", r.ID)
		}
	}
	for _, a := range analyzers {
		named := func(r *rule.Rule) bool { return r.Analyzer == a }
		if !slices.ContainsFunc(rule.All(), named) {
			t.Errorf("analyzer %s has no rule", a)
		}
	}
}

// TestSummaries checks the form that tables and listings rely on.
func TestSummaries(t *testing.T) {
	const limit = 110 // the longest line that a listing shows with the rule before it
	for _, r := range rule.All() {
		switch first, _, _ := strings.Cut(r.Summary, " "); {
		case r.Summary == "":
			t.Errorf("%s: no summary", r.ID)
		case strings.ContainsAny(r.Summary, "\n|`"):
			t.Errorf("%s: the summary is not one plain line: %q", r.ID, r.Summary)
		case len(r.Summary) > limit:
			t.Errorf("%s: the summary has %d characters, more than %d", r.ID, len(r.Summary), limit)
		case strings.HasSuffix(r.Summary, "."):
			t.Errorf("%s: the summary ends with a full stop", r.ID)
		case unicode.IsUpper(rune(first[0])) && first != "Add": // a name of Go keeps its capital
			t.Errorf("%s: the summary does not start in lower case: %q", r.ID, r.Summary)
		}
	}
}

// TestDocs checks that every rule answers the same questions, in one order.
func TestDocs(t *testing.T) {
	for _, r := range rule.All() {
		rest := r.Doc()
		for _, heading := range []string{"## Why", "## How to mend it", "## When it is silent"} {
			before, after, ok := strings.Cut(rest, "\n"+heading+"\n\n")
			if !ok || strings.TrimSpace(before) == "" {
				t.Errorf("%s: doc.md has no %q after some text", r.ID, heading)
				break
			}
			rest = after
		}
		if verb, _, _ := strings.Cut(r.Doc(), " "); verb != "Reports" && verb != "Notes" {
			t.Errorf("%s: doc.md starts with %q", r.ID, verb)
		} else if (verb == "Notes") != (r.Severity == rule.Note) {
			t.Errorf("%s: doc.md starts with %q, and the severity is %s", r.ID, verb, r.Severity)
		}
		if !strings.Contains(r.Doc(), "\n> ") {
			t.Errorf("%s: doc.md quotes no source", r.ID)
		}
	}
}

// TestDocsNameOtherRules checks that a rule that the prose sends the reader to
// exists. In the prose, only rules are code words with a hyphen in them.
func TestDocsNameOtherRules(t *testing.T) {
	name := regexp.MustCompile("`([a-z]+(?:-[a-z]+)+)`")
	for _, r := range rule.All() {
		for _, m := range name.FindAllStringSubmatch(r.Doc(), -1) {
			if rule.Lookup(m[1]) == nil {
				t.Errorf("%s: doc.md names the rule %s, which does not exist", r.ID, m[1])
			}
		}
	}
}

func TestExamplesAreFormatted(t *testing.T) {
	for _, r := range rule.All() {
		for _, src := range []string{r.Bad(), r.Good()} {
			formatted, err := format.Source([]byte(src))
			if err != nil {
				t.Errorf("%s: %v", r.ID, err)
			} else if string(formatted) != src {
				t.Errorf("%s: not formatted:\n%s", r.ID, src)
			}
		}
	}
}

// TestFoldersHaveRules finds folders that no rule reads.
func TestFoldersHaveRules(t *testing.T) {
	folders, err := os.ReadDir("catalog")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range folders {
		if rule.Lookup(f.Name()) == nil {
			t.Errorf("catalog/%s: no rule has this identifier", f.Name())
		}
	}
}

// TestPagesAreFresh compares docs/rules with the catalog.
func TestPagesAreFresh(t *testing.T) {
	const mend = "run go generate ./internal/rule"
	dir := filepath.Join("..", "..", "docs", "rules")
	names := make(map[string]bool)
	for _, p := range rule.Pages() {
		names[p.Name] = true
		text, err := os.ReadFile(filepath.Join(dir, p.Name))
		if err != nil {
			t.Errorf("%v: %s", err, mend)
		} else if strings.ReplaceAll(string(text), "\r\n", "\n") != p.Text {
			t.Errorf("%s is stale: %s", p.Name, mend)
		}
	}
	files, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if !names[f.Name()] {
			t.Errorf("%s belongs to no rule: %s", f.Name(), mend)
		}
	}
}
