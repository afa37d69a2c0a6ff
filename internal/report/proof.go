package report

import (
	"strings"

	"github.com/gojoincheck/gojoincheck/internal/finding"
)

// proof renders the message of a finding and, a line each, the positions that
// prove it: for formats that have room for text but no notion of a proof.
func (r *Report) proof(f *finding.Finding) string {
	var b strings.Builder
	b.WriteString(oneLine(f.Message))
	for _, rel := range f.Related {
		pos := rel.Pos
		pos.File = r.inRoot(pos.File)
		b.WriteString("\n" + pos.String() + ": " + oneLine(rel.Message))
	}
	return b.String()
}
