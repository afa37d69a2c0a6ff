package report

import (
	"bytes"
	"fmt"
	"io"
	"strings"

	"github.com/gojoincheck/gojoincheck/internal/finding"
	"github.com/gojoincheck/gojoincheck/internal/rule"
)

// GitHub writes workflow commands: a job of GitHub Actions that prints them
// gets an annotation for each. Notes are left out unless AllNotes.
func (r *Report) GitHub(w io.Writer) error {
	var b bytes.Buffer
	sources := newSources(r.ReadFile)
	for _, f := range r.shown() {
		region := sources.region(f.Pos, f.End)
		fmt.Fprintf(&b, "::%s %stitle=%s::%s\n", githubLevel(f.Severity),
			r.githubPlace(f.Pos, region), githubProperty(f.Rule), githubData(r.proof(&f)))
	}
	for _, p := range r.Problems {
		fmt.Fprintf(&b, "::error %stitle=%s::%s\n",
			r.githubPlace(p.Pos, sources.region(p.Pos, p.Pos)), "gojoincheck", githubData(r.problem(p, "gojoincheck")))
	}
	_, err := w.Write(b.Bytes())
	return err
}

// githubPlace renders where an annotation belongs, each property with a comma
// behind it. Columns are only understood when both are there.
func (r *Report) githubPlace(pos finding.Position, at region) string {
	if !pos.IsValid() {
		return ""
	}
	s := "file=" + githubProperty(r.inRoot(pos.File)) + ","
	if at.line > 0 {
		s += fmt.Sprintf("line=%d,endLine=%d,", at.line, at.line)
	}
	if at.from > 0 {
		s += fmt.Sprintf("col=%d,endColumn=%d,", at.from, at.to)
	}
	return s
}

func githubLevel(s rule.Severity) string {
	if s == rule.Note {
		return "notice"
	}
	return s.String()
}

// What ends a command, or a property of one, is escaped.
var (
	githubData     = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A").Replace
	githubProperty = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C").Replace
)
