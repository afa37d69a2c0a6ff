// Package finding holds what the linter found, as every output format reads
// it: plain values, decoded once, with positions that are names and numbers.
//
// A driver decodes diagnostics into findings, [Normalize] puts them into the
// one order in which they are shown and drops what test variants repeat, and
// package report renders them. Nothing here knows syntax, types or analyzers.
package finding

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/gojoincheck/gojoincheck/internal/rule"
)

// A Finding is one diagnostic of one analyzer, with its rule resolved.
type Finding struct {
	Rule     string        // identifier of the rule; the analyzer's name when it gave none
	Analyzer string        // name of the analyzer that reported it
	Severity rule.Severity // severity of the rule; Warning when the rule is unknown
	Message  string
	URL      string // page of the rule, or ""
	Package  string // import path, without the mark of a test variant
	Pos, End Position

	// Generated says that the file was written by a program, whatever file a
	// line directive makes of it.
	Generated bool

	Related []Related // the proof, in the order in which the analyzer tells it
	Fixes   []Fix
}

// A Related is a further position that proves a finding: the fork, the
// conflicting access, the join, the returning path.
type Related struct {
	Pos, End Position
	Message  string
}

// ForkLabel is the message of the related position at which the goroutine is
// started. Reports know by it where the story of a finding begins.
const ForkLabel = "the goroutine is started here"

// A Fix is a change that mends a finding. Its edits are applied together.
type Fix struct {
	Message string
	Unsafe  bool // it changes more than the bug: applied only on request
	Edits   []Edit
}

// An Edit replaces the bytes [Start, End) of a file by New.
type Edit struct {
	File       string
	Start, End int
	New        string
}

// A Position is a place in a source file. Line and Col count from 1, and Col
// counts bytes, as go/token does; 0 means unknown.
type Position struct {
	File      string
	Line, Col int
}

// IsValid reports whether the position names a file.
func (p Position) IsValid() bool { return p.File != "" }

// String renders the position as editors and terminals recognize it, the way
// [ParsePosition] reads it.
func (p Position) String() string {
	s := p.File
	switch {
	case s == "":
		return "-"
	case p.Line > 0 && p.Col > 0:
		s += fmt.Sprintf(":%d:%d", p.Line, p.Col)
	case p.Line > 0:
		s += fmt.Sprintf(":%d", p.Line)
	}
	return s
}

// ParsePosition reads what [go/token.Position.String] wrote: "file:line:col",
// "file:line", "file", or "-" for no position at all.
func ParsePosition(s string) Position {
	if s == "" || s == "-" {
		return Position{}
	}
	file, last, ok := cutNumber(s)
	if !ok {
		return Position{File: s}
	}
	// A file name may hold colons (C:\x.go), so numbers are taken from the
	// right, and no more than two.
	if name, line, ok := cutNumber(file); ok {
		return Position{File: name, Line: line, Col: last}
	}
	return Position{File: file, Line: last}
}

// cutNumber splits "x:7" into "x" and 7.
func cutNumber(s string) (before string, n int, ok bool) {
	i := strings.LastIndexByte(s, ':')
	if i <= 0 {
		return s, 0, false
	}
	n, err := strconv.Atoi(s[i+1:])
	if err != nil || n < 0 {
		return s, 0, false
	}
	return s[:i], n, true
}

// A ProblemKind says what kept the linter from its job.
type ProblemKind string

const (
	// Load is a package that cannot be loaded: no such package, no Go files.
	Load ProblemKind = "load"
	// Build is a package that does not compile.
	Build ProblemKind = "build"
	// Analysis is an analyzer that panicked or gave up: a bug of the linter.
	Analysis ProblemKind = "analysis"
)

// A Problem is a reason why some package was not analyzed. It is no finding:
// it says nothing about goroutines, only that the answer is incomplete.
type Problem struct {
	Kind    ProblemKind
	Package string   // import path, or "" when the problem belongs to none
	Pos     Position // or the zero Position
	Message string   // may have several lines
}
