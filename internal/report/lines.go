package report

import (
	"bytes"
	"fmt"
	"io"

	"github.com/gojoincheck/gojoincheck/internal/rule"
)

// Lines writes exactly one line for each finding, for programs to read:
//
//	file:line:col: message (rule)
//
// Notes are left out unless AllNotes: nothing in a line tells them from what
// must be mended.
func (r *Report) Lines(w io.Writer) error {
	var b bytes.Buffer
	for i := range r.Findings {
		f := &r.Findings[i]
		if f.Severity == rule.Note && !r.AllNotes {
			continue
		}
		fmt.Fprintf(&b, "%s: %s (%s)\n", r.place(f.Pos), oneLine(f.Message), f.Rule)
	}
	_, err := w.Write(b.Bytes())
	return err
}
