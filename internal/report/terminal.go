package report

import (
	"bytes"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"github.com/fatih/color"

	"github.com/gojoincheck/gojoincheck/internal/finding"
	"github.com/gojoincheck/gojoincheck/internal/rule"
)

// maxNotes is how many notes a terminal shows unasked: enough to know that
// there are such things, too few to bury what must be mended.
const maxNotes = 10

// TerminalOptions say how to write to a terminal.
type TerminalOptions struct {
	Color    bool
	ReadFile func(string) ([]byte, error) // os.ReadFile if nil
}

// terminal is the state of writing one report to a terminal.
type terminal struct {
	*Report
	*style
	sources *sources
	primary *color.Color // of the finding being written
	b       bytes.Buffer
}

// Terminal writes findings for people: each with its source lines and the
// proof as labelled spans, then the notes, one line each, then a summary.
func (r *Report) Terminal(w io.Writer, opts TerminalOptions) error {
	t := &terminal{Report: r, style: newStyle(opts.Color), sources: newSources(opts.ReadFile)}
	var notes []*finding.Finding
	for i := range r.Findings {
		f := &r.Findings[i]
		if f.Severity == rule.Note {
			notes = append(notes, f)
		} else {
			t.finding(f)
		}
	}
	t.notes(notes)
	t.summary()
	_, err := w.Write(t.b.Bytes())
	return err
}

func (t *terminal) finding(f *finding.Finding) {
	t.primary = t.severity(f.Severity)
	fmt.Fprintf(&t.b, "%s%s\n", t.primary.Sprintf("%v[%s]", f.Severity, f.Rule), t.strong.Sprint(": "+oneLine(f.Message)))
	gutter := 0
	if f.Pos.IsValid() {
		gutter = t.snippet(labels(f))
	}
	for _, fix := range f.Fixes {
		fmt.Fprintf(&t.b, "%s %s %s\n", strings.Repeat(" ", gutter), t.frame.Sprint("= fix:"), oneLine(fix.Message))
	}
	t.b.WriteByte('\n')
}

func (t *terminal) notes(notes []*finding.Finding) {
	shown := notes
	if !t.AllNotes && len(shown) > maxNotes {
		shown = shown[:maxNotes]
	}
	for _, f := range shown {
		fmt.Fprintln(&t.b, t.dim.Sprintf("note: %s: %s (%s)", t.place(f.Pos), oneLine(f.Message), f.Rule))
	}
	if more := len(notes) - len(shown); more > 0 {
		fmt.Fprintln(&t.b, t.dim.Sprintf("… and %s (-notes shows all)", plural(more, "more note")))
	}
	if len(notes) > 0 {
		t.b.WriteByte('\n')
	}
}

// summary writes the last line, such as "2 errors, 3 notes in 4 packages".
func (t *terminal) summary() {
	errors, warnings, notes := t.count()
	var parts []string
	if errors > 0 {
		parts = append(parts, t.error.Sprint(plural(errors, "error")))
	}
	if warnings > 0 {
		parts = append(parts, t.warning.Sprint(plural(warnings, "warning")))
	}
	if notes > 0 {
		parts = append(parts, plural(notes, "note"))
	}
	line := "no findings"
	if len(parts) > 0 {
		line = strings.Join(parts, ", ") + " in " + plural(t.packages(), "package")
	}
	if n := len(t.Problems); n > 0 {
		line += "; " + t.error.Sprint("incomplete") + ", see the " + plural(n, "message") + " above"
	}
	fmt.Fprintln(&t.b, line)
	if errors+warnings > 0 {
		fmt.Fprintln(&t.b, t.dim.Sprint("gojoincheck explain RULE tells more about a rule"))
	}
}

// packages counts the packages that findings lie in. It goes by directories,
// so that a package and its external tests are one.
func (t *terminal) packages() int {
	seen := make(map[string]bool)
	for i := range t.Findings {
		seen[filepath.Dir(t.Findings[i].Pos.File)] = true
	}
	return len(seen)
}

func plural(n int, word string) string {
	if n != 1 {
		word += "s"
	}
	return fmt.Sprintf("%d %s", n, word)
}
