package report

import (
	"io"

	"github.com/gojoincheck/gojoincheck/internal/fingerprint"
	"github.com/gojoincheck/gojoincheck/internal/rule"
)

type (
	gitlabFinding struct {
		Description string         `json:"description"`
		Check       string         `json:"check_name"`
		Fingerprint string         `json:"fingerprint"`
		Severity    string         `json:"severity"`
		Location    gitlabLocation `json:"location"`
	}
	gitlabLocation struct {
		Path  string      `json:"path"`
		Lines gitlabLines `json:"lines"`
	}
	gitlabLines struct {
		Begin int `json:"begin"`
	}
)

// GitLab writes a code quality report for GitLab. Notes are left out unless
// AllNotes.
func (r *Report) GitLab(w io.Writer) error {
	sources := newSources(r.ReadFile)
	fs := r.shown()
	prints := fingerprint.All(fs, r.inRoot, func(file string) []string { return sources.file(file).lines })
	out := make([]gitlabFinding, 0, len(fs))
	for i := range fs {
		f := &fs[i]
		out = append(out, gitlabFinding{
			Description: oneLine(f.Message), Check: f.Rule, Fingerprint: prints[i], Severity: gitlabSeverity(f.Severity),
			Location: gitlabLocation{r.inRoot(f.Pos.File), gitlabLines{max(f.Pos.Line, 1)}},
		})
	}
	return writeJSON(w, out)
}

// gitlabSeverity leaves "blocker" to those who know what a release hangs on.
func gitlabSeverity(s rule.Severity) string {
	switch s {
	case rule.Error:
		return "critical"
	case rule.Warning:
		return "major"
	}
	return "info"
}
