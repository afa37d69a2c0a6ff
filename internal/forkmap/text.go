package forkmap

import (
	"fmt"
	"io"
	"strings"
)

// Text writes the map for a terminal or a pager: functions, their forks, what
// these share, and a line of counts.
func (m *Map) Text(w io.Writer) error {
	var b strings.Builder
	for _, fn := range m.Functions() {
		fmt.Fprintf(&b, "%s: %s\n", place(fn.Start), oneLine(fn.Name))
		for _, f := range fn.Forks {
			f.text(&b)
		}
		b.WriteByte('\n')
	}
	b.WriteString(m.Summary() + "\n")
	_, err := io.WriteString(w, b.String())
	return err
}

func (f *Fork) text(b *strings.Builder) {
	fmt.Fprintf(b, "  %-9s line %d: %s", f.Verdict, f.Pos.Line, oneLine(f.Title()))
	if f.Reason != "" {
		fmt.Fprintf(b, ": %s", oneLine(f.Reason))
	}
	b.WriteByte('\n')
	for _, s := range f.Shares {
		mark, how := "        shares", "reads"
		if s.Race {
			mark = "        RACES for"
		}
		if s.Write {
			how = "writes"
		}
		fmt.Fprintf(b, "    %s %s (%s, line %d): %s\n", mark, oneLine(s.Name), how, s.Pos.Line, oneLine(s.Order))
	}
}

// Title says what is started, and how often.
func (f *Fork) Title() string {
	task := f.Task
	if task == "" {
		task = "something out of sight"
	}
	switch f.Kind {
	case "go statement":
		task = "go " + task
	default:
		task = f.Kind + " " + task
	}
	switch f.Times {
	case "", "1":
	case "many":
		task += ", many times"
	default:
		task += ", " + f.Times + " times"
	}
	return task
}

// Summary counts the forks by verdict in one line.
func (m *Map) Summary() string {
	if len(m.Forks) == 0 {
		return "no forks"
	}
	var parts []string
	for _, c := range m.Counts() {
		parts = append(parts, fmt.Sprintf("%d %s", c.N, c.Verdict))
	}
	return plural(len(m.Forks), "fork") + " in " + plural(len(m.Functions()), "function") + ": " + strings.Join(parts, ", ")
}

func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

func place(p Pos) string { return fmt.Sprintf("%s:%d", oneLine(p.File), p.Line) }

// oneLine keeps what a file or a package may be called from breaking a line, or
// from speaking to the terminal.
func oneLine(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || 0x80 <= r && r < 0xa0 {
			return '?'
		}
		return r
	}, s)
}
