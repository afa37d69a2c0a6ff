package gojoincheck

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/gojoincheck/gojoincheck/bench"
)

var (
	// A link of Markdown to a place in the repository.
	link    = regexp.MustCompile(`\]\(([^)\s]+)\)`)
	heading = regexp.MustCompile(`(?m)^#+ +(.*)$`)
	fence   = regexp.MustCompile("(?ms)^```.*?^```$")
)

// pages returns the text of all pages, by name.
func pages(t *testing.T) map[string]string {
	t.Helper()
	all := map[string]string{}
	err := filepath.WalkDir(".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && (name == ".git" || d.Name() == "testdata"):
			return filepath.SkipDir
		case filepath.Ext(name) != ".md":
			return nil
		}
		text, err := os.ReadFile(name)
		all[filepath.ToSlash(name)] = strings.ReplaceAll(string(text), "\r\n", "\n")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// TestLinks follows every link within the documentation, to files and to
// headings.
func TestLinks(t *testing.T) {
	all := pages(t)
	followed := 0
	for name, text := range all {
		for _, m := range link.FindAllStringSubmatch(fence.ReplaceAllString(text, ""), -1) {
			if strings.Contains(m[1], "://") {
				continue
			}
			followed++
			file, anchor, _ := strings.Cut(m[1], "#")
			target := name
			if file != "" {
				target = filepath.ToSlash(filepath.Join(filepath.Dir(name), file))
			}
			if _, err := os.Stat(target); err != nil {
				t.Errorf("%s: the link to %s leads nowhere", name, m[1])
				continue
			}
			if anchor != "" && !hasAnchor(all[target], anchor) {
				t.Errorf("%s: %s has no heading for #%s", name, target, anchor)
			}
		}
	}
	if followed < 50 {
		t.Errorf("only %d links were followed", followed)
	}
}

// hasAnchor reports whether a heading of the page has the anchor that GitHub
// gives it.
func hasAnchor(text, anchor string) bool {
	for _, m := range heading.FindAllStringSubmatch(fence.ReplaceAllString(text, ""), -1) {
		slug := strings.Map(func(r rune) rune {
			switch {
			case r == ' ':
				return '-'
			case r == '-' || r == '_' || 'a' <= r && r <= 'z' || '0' <= r && r <= '9' || r > 127:
				return r
			}
			return -1
		}, strings.ToLower(link.ReplaceAllString(m[1], "]")))
		if slug == anchor {
			return true
		}
	}
	return false
}

// TestScoresInPages holds the rows of the linter in the tables that compare
// linters to the scores on record.
func TestScoresInPages(t *testing.T) {
	scores, err := bench.Recorded()
	if err != nil {
		t.Fatal(err)
	}
	all := pages(t)
	for _, name := range []string{"README.md", "docs/comparison.md"} {
		rows := bench.Row.FindAllString(all[name], -1)
		if len(rows) != 1 || rows[0] != bench.RowOf(scores) {
			t.Errorf("%s has %q, and on record is %s: go run ./bench/corpora -record writes both", name, rows, bench.RowOf(scores))
		}
	}
}
