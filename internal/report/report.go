// Package report renders findings: one function for each output format, all
// of them from the same decoded and sorted values.
//
// A format writes everything it has with one call of Write, so that a reader
// never sees half a report.
package report

import (
	"fmt"
	"path/filepath"
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
	s := r.Name(p.File)
	if p.Line > 0 {
		s += fmt.Sprintf(":%d", p.Line)
		if p.Col > 0 {
			s += fmt.Sprintf(":%d", p.Col)
		}
	}
	return s
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

// Failing reports whether there is a finding that should fail a build: one
// that is more than a note.
func (r *Report) Failing() bool {
	errors, warnings, _ := r.count()
	return errors+warnings > 0
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
