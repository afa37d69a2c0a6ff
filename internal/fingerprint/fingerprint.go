// Package fingerprint tells findings apart in a way that survives edits: a
// finding keeps its fingerprint when lines are added or removed above it, so
// that a baseline and code-scanning services recognize it again.
package fingerprint

import (
	"crypto/sha256"
	"fmt"
	"strings"

	"github.com/gojoincheck/gojoincheck/internal/finding"
	"github.com/gojoincheck/gojoincheck/internal/lazyregexp"
)

// Key is the name of our fingerprint where several stand side by side. Its
// version is raised when the algorithm changes.
const Key = "gojoincheck/v1"

// A Source gives the lines of a file, or nil if it is not at hand.
type Source func(file string) []string

// All returns the fingerprint of each finding. It is made of the rule, the
// file as name shows it, the function around, the text of the line, and the
// message without line numbers. Findings that share all of these are
// numbered from the top.
func All(fs []finding.Finding, name func(string) string, source Source) []string {
	seen := make(map[string]int)
	prints := make([]string, len(fs))
	for i := range fs {
		f := &fs[i]
		function, line := context(source(f.Pos.File), f.Pos.Line)
		key := strings.Join([]string{f.Rule, name(f.Pos.File), function, line, WithoutLines(f.Message)}, "\x00")
		seen[key]++
		sum := sha256.Sum256(fmt.Appendf(nil, "%s\x00%d", key, seen[key]))
		prints[i] = fmt.Sprintf("%x", sum[:16])
	}
	return prints
}

var (
	lineNumber  = lazyregexp.New(`\blines? \d+`)
	declaration = lazyregexp.New(`^func (?:\(\s*(?:\w+\s+)?([^)]*)\)\s*)?(\w+)`)
)

// WithoutLines takes out of a message what moves when lines do.
func WithoutLines(msg string) string { return lineNumber().ReplaceAllString(msg, "line") }

// context returns the function that the line stands in and the line's text,
// without its indentation. gofmt puts every declaration at the start of a
// line, which is all the parsing that it takes.
func context(lines []string, n int) (function, text string) {
	if n < 1 || n > len(lines) {
		return "", ""
	}
	for i := n - 1; i >= 0; i-- {
		if m := declaration().FindStringSubmatch(lines[i]); m != nil {
			function = m[1] + "." + m[2]
			break
		}
	}
	return function, strings.Join(strings.Fields(lines[n-1]), " ")
}
