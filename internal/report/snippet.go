package report

import (
	"fmt"
	"slices"
	"strings"

	"github.com/fatih/color"

	"github.com/gojoincheck/gojoincheck/internal/finding"
)

// A label is a span of source with a word on it.
type label struct {
	pos, end finding.Position
	text     string
	primary  bool // the finding itself
}

// labels returns the spans of a finding: itself, then its proof.
func labels(f *finding.Finding) []label {
	ls := []label{{pos: f.Pos, end: f.End, primary: true}}
	for _, rel := range f.Related {
		ls = append(ls, label{pos: rel.Pos, end: rel.End, text: oneLine(rel.Message)})
	}
	return ls
}

// snippet quotes the source lines that the labels stand on, file by file, the
// finding's own file first:
//
//	  --> dir/file.go:12:3
//	   |
//	 9 |     go func() {
//	   |     -- forked here
//	...
//	12 |         n++
//	   |         ^
//
// It returns the width of the line numbers.
func (t *terminal) snippet(ls []label) (gutter int) {
	var files []string
	for _, l := range ls {
		if !slices.Contains(files, l.pos.File) {
			files = append(files, l.pos.File)
		}
		gutter = max(gutter, len(fmt.Sprint(l.pos.Line)))
	}
	for i, file := range files {
		in := slices.DeleteFunc(slices.Clone(ls), func(l label) bool { return l.pos.File != file })
		arrow := "-->"
		if i > 0 {
			arrow = ":::"
		}
		fmt.Fprintf(&t.b, "%s%s %s\n", strings.Repeat(" ", gutter), t.frame.Sprint(arrow), t.place(in[0].pos))
		t.file(file, in, gutter)
	}
	return gutter
}

// file quotes the lines of one file.
func (t *terminal) file(file string, ls []label, gutter int) {
	// Two labels on one line are shown from left to right; the order of the
	// proof decides between two at the same place.
	slices.SortStableFunc(ls, func(a, b label) int {
		if a.pos.Line != b.pos.Line {
			return a.pos.Line - b.pos.Line
		}
		return a.pos.Col - b.pos.Col
	})
	t.row(gutter, "", "")
	last := 0
	for _, l := range ls {
		n := l.pos.Line
		src, ok := t.sources.line(file, n)
		if !ok {
			t.unquoted(gutter, l)
			continue
		}
		q := quote(src)
		if n != last {
			if last > 0 {
				t.gap(file, last, n, gutter)
			}
			t.row(gutter, fmt.Sprint(n), q.text)
			last = n
		}
		t.mark(gutter, src, q, l)
	}
}

// gap shows what lies between two quoted lines: nothing, the only line
// between them, or an ellipsis.
func (t *terminal) gap(file string, last, next, gutter int) {
	switch {
	case next == last+1:
	case next == last+2:
		src, _ := t.sources.line(file, last+1)
		t.row(gutter, fmt.Sprint(last+1), quote(src).text)
	default:
		fmt.Fprintln(&t.b, t.frame.Sprint("..."))
	}
}

// mark underlines one label.
func (t *terminal) mark(gutter int, src string, q quoted, l label) {
	to := l.end.Col
	if l.end.Line > l.pos.Line {
		to = 0 // it goes on below: underline the rest of this line
	}
	start, width := q.span(src, l.pos.Col, to)
	line := strings.Repeat(l.mark(), width)
	if l.text != "" {
		line += " " + l.text
	}
	t.row(gutter, "", strings.Repeat(" ", start)+t.paint(l).Sprint(line))
}

// unquoted shows a label whose source is not at hand.
func (t *terminal) unquoted(gutter int, l label) {
	if l.text != "" {
		t.row(gutter, "", t.place(l.pos)+": "+t.paint(l).Sprint(l.text))
	}
}

func (l *label) mark() string {
	if l.primary {
		return "^"
	}
	return "-"
}

func (t *terminal) paint(l label) *color.Color {
	if l.primary {
		return t.primary
	}
	return t.label
}

// row writes one row of a snippet: a number or nothing, a bar, and text.
func (t *terminal) row(gutter int, number, text string) {
	line := t.frame.Sprintf("%*s |", gutter, number)
	if text != "" {
		line += " " + text
	}
	fmt.Fprintln(&t.b, line)
}
