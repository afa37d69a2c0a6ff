// Package report renders findings: one function for each output format, all
// of them from the same decoded and sorted values.
//
// A format writes everything it has with one call of Write, so that a reader
// never sees half a report.
package report

import (
	"path/filepath"
	"slices"
	"strings"

	"github.com/gojoincheck/gojoincheck/internal/finding"
	"github.com/gojoincheck/gojoincheck/internal/rule"
)

// A Report is what one run has to say.
type Report struct {
	Findings []finding.Finding // filtered and normalized
	Problems []finding.Problem // normalized
	Base     string            // file names are shown relative to this directory
	Version  string            // of the linter
	AllNotes bool              // the text formats show notes, and all of them

	Root     string                       // of the repository; services name files relative to it
	Rules    []*rule.Rule                 // all that there are, for formats that describe them
	ReadFile func(string) ([]byte, error) // os.ReadFile if nil
}

// Name returns the name of a file as reports show it: relative to Base if it
// lies below, with slashes, so that a report is the same on every machine.
func (r *Report) Name(file string) string {
	if file == "" {
		return "-"
	}
	if r.Base != "" && filepath.IsAbs(file) {
		rel, err := filepath.Rel(r.Base, file)
		// What lies elsewhere is easier to find by its full name, except for
		// a neighbour: the shorter name wins, as in the go command.
		if err == nil && (!strings.HasPrefix(rel, "..") || len(rel) < len(file)) {
			file = rel
		}
	}
	return filepath.ToSlash(file)
}

// place renders a position as editors and terminals recognize it.
func (r *Report) place(p finding.Position) string {
	p.File = r.Name(p.File)
	return p.String()
}

// shown returns the findings without the notes, unless these are wanted: for
// formats in which nothing tells a note from what must be mended.
func (r *Report) shown() []finding.Finding {
	if r.AllNotes {
		return r.Findings
	}
	return slices.DeleteFunc(slices.Clone(r.Findings), func(f finding.Finding) bool { return f.Severity == rule.Note })
}

// count returns how many findings have each severity.
func (r *Report) count() (errors, warnings, notes int) {
	for i := range r.Findings {
		switch r.Findings[i].Severity {
		case rule.Error:
			errors++
		case rule.Warning:
			warnings++
		default:
			notes++
		}
	}
	return errors, warnings, notes
}

// Failing reports whether there is a finding of at least the given severity.
func (r *Report) Failing(from rule.Severity) bool {
	return slices.ContainsFunc(r.Findings, func(f finding.Finding) bool { return f.Severity >= from })
}

// oneLine makes a message fit for one line of a terminal: whatever moves the
// cursor or colours text becomes a space.
func oneLine(s string) string {
	s = strings.Map(func(c rune) rune {
		if isControl(c) {
			return ' '
		}
		return c
	}, s)
	return strings.TrimSpace(s)
}

func isControl(c rune) bool { return c < ' ' || c >= 0x7f && c < 0xa0 }

// firstLine returns the text before the first line break.
func firstLine(s string) string {
	line, _, _ := strings.Cut(strings.TrimSpace(s), "\n")
	return line
}
