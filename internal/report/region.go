package report

import (
	"unicode/utf16"

	"github.com/gojoincheck/gojoincheck/internal/finding"
)

// A region is a part of one line, as the formats of services want it: columns
// count from 1 and in units of UTF-16, not in bytes. Zero means unknown.
type region struct {
	line, from, to int
}

// region returns the part of the first line that a span covers. One line it
// is because a review shows a comment only where every line of its region is
// part of the change.
func (s *sources) region(pos, end finding.Position) region {
	line, ok := s.line(pos.File, pos.Line)
	if !ok || pos.Col == 0 {
		return region{line: pos.Line}
	}
	to := end.Col
	if end.Line > pos.Line {
		to = 0
	}
	from, to := extent(line, pos.Col, to)
	return region{line: pos.Line, from: utf16Column(line, from), to: utf16Column(line, to)}
}

// utf16Column converts a column of bytes.
func utf16Column(line string, col int) int {
	units := 1
	for _, c := range line[:col-1] {
		units += max(utf16.RuneLen(c), 1) // what is no UTF-8 counts as one
	}
	return units
}

// at converts a byte offset into a line and a column in UTF-16.
func (f *sourceFile) at(offset int) (line, col int, ok bool) {
	if offset < 0 || offset > len(f.data) {
		return 0, 0, false
	}
	start := 0
	line = 1
	for i, c := range f.data[:offset] {
		if c == '\n' {
			line, start = line+1, i+1
		}
	}
	text := string(f.data[start:offset])
	return line, utf16Column(text, len(text)+1), true
}
