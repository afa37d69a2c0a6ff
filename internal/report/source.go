package report

import (
	"os"
	"strings"
	"unicode/utf8"

	"github.com/rivo/uniseg"
)

// tabWidth is the distance of tab stops in quoted source lines: narrower than
// gofmt's view of a tab, because quoted lines are already indented.
const tabWidth = 4

// sources reads source files, each once.
type sources struct {
	read  func(string) ([]byte, error)
	files map[string]*sourceFile
}

type sourceFile struct {
	data  []byte
	lines []string // without what ends them
}

func newSources(read func(string) ([]byte, error)) *sources {
	if read == nil {
		read = os.ReadFile
	}
	return &sources{read: read, files: make(map[string]*sourceFile)}
}

// file returns a file, which is empty when it cannot be read.
func (s *sources) file(name string) *sourceFile {
	f, ok := s.files[name]
	if !ok {
		f = new(sourceFile)
		if data, err := s.read(name); err == nil {
			f.data, f.lines = data, strings.Split(string(data), "\n")
			for i, line := range f.lines {
				f.lines[i] = strings.TrimSuffix(line, "\r")
			}
		}
		s.files[name] = f
	}
	return f
}

// line returns a line of a file, counted from 1. A file that cannot be read,
// or that has changed since and is shorter now, has no such line.
func (s *sources) line(file string, n int) (string, bool) {
	lines := s.file(file).lines
	if n < 1 || n > len(lines) {
		return "", false
	}
	return lines[n-1], true
}

// A quoted line is a source line as a terminal shows it.
type quoted struct {
	text    string
	columns []int // display column at each byte of the source, and after the last
}

// quote expands tabs, takes the width of characters into account, and makes
// control characters harmless: source text must not command the terminal.
func quote(src string) quoted {
	q := quoted{columns: make([]int, 0, len(src)+1)}
	var b strings.Builder
	column := 0
	for rest, state := src, -1; rest != ""; {
		var cluster string
		var width int
		cluster, rest, width, state = uniseg.FirstGraphemeClusterInString(rest, state)
		for range len(cluster) {
			q.columns = append(q.columns, column)
		}
		first, _ := utf8.DecodeRuneInString(cluster)
		switch {
		case cluster == "\t":
			width = tabWidth - column%tabWidth
			cluster = strings.Repeat(" ", width)
		case isControl(first) || first == utf8.RuneError:
			width, cluster = 1, "\ufffd"
		}
		b.WriteString(cluster)
		column += width
	}
	q.columns = append(q.columns, column)
	q.text = b.String()
	return q
}

// span returns the display columns that the bytes [from, to) take, counted
// from 1 as positions are; see [extent].
func (q *quoted) span(src string, from, to int) (start, width int) {
	from, to = extent(src, from, to)
	start = q.columns[from-1]
	return start, max(q.columns[to-1]-start, 1)
}

// extent limits the columns [from, to) to those that the line has. A span that
// ends at or before its beginning, or on a later line (to 0), covers a word, or
// the rest of the line.
func extent(src string, from, to int) (int, int) {
	last := len(src) + 1
	from = min(max(from, 1), last)
	switch {
	case to == 0:
		to = last
	case to <= from:
		to = from + wordLength(src[from-1:])
	}
	return from, min(to, last)
}

// wordLength returns the length of the identifier, keyword or number at the
// beginning of s, and 1 if there is none.
func wordLength(s string) int {
	end := strings.IndexFunc(s, func(c rune) bool {
		return c != '_' && (c < '0' || c > '9') && (c < 'A' || c > 'Z') && (c < 'a' || c > 'z') && c < utf8.RuneSelf
	})
	if end < 0 {
		end = len(s)
	}
	return max(end, 1)
}
