package report

import (
	_ "embed"
	"io"

	"github.com/gojoincheck/gojoincheck/internal/finding"
)

// JSONVersion is the version of the JSON format. It is raised when a field
// changes its meaning or goes away; new fields leave it alone.
const JSONVersion = 1

// JSONDoc describes the JSON format to its users.
//
//go:embed json.txt
var JSONDoc string

type (
	jsonReport struct {
		Version  int           `json:"version"`
		Tool     jsonTool      `json:"tool"`
		Findings []jsonFinding `json:"findings"`
		Errors   []jsonProblem `json:"errors"`
	}
	jsonTool struct {
		Name    string `json:"name"`
		Version string `json:"version"`
	}
	jsonSpan struct {
		File    string `json:"file"`
		Line    int    `json:"line"`
		Col     int    `json:"col"`
		EndLine int    `json:"endline"`
		EndCol  int    `json:"endcol"`
	}
	jsonFinding struct {
		Rule     string `json:"rule"`
		Analyzer string `json:"analyzer"`
		Severity string `json:"severity"`
		Message  string `json:"message"`
		URL      string `json:"url"`
		Package  string `json:"package"`
		jsonSpan
		Generated bool          `json:"generated"`
		Related   []jsonRelated `json:"related"`
		Fixes     []jsonFix     `json:"fixes"`
	}
	jsonRelated struct {
		Message string `json:"message"`
		jsonSpan
	}
	jsonFix struct {
		Message string     `json:"message"`
		Unsafe  bool       `json:"unsafe,omitempty"`
		Edits   []jsonEdit `json:"edits"`
	}
	jsonEdit struct {
		File  string `json:"file"`
		Start int    `json:"start"`
		End   int    `json:"end"`
		New   string `json:"new"`
	}
	jsonProblem struct {
		Kind    string `json:"kind"`
		Package string `json:"package"`
		File    string `json:"file"`
		Line    int    `json:"line"`
		Col     int    `json:"col"`
		Message string `json:"message"`
	}
)

// JSON writes one document, described by [JSONDoc]. Every list is present,
// even when it is empty.
func (r *Report) JSON(w io.Writer) error {
	out := jsonReport{
		Version:  JSONVersion,
		Tool:     jsonTool{Name: "gojoincheck", Version: r.Version},
		Findings: make([]jsonFinding, 0, len(r.Findings)),
		Errors:   make([]jsonProblem, 0, len(r.Problems)),
	}
	for i := range r.Findings {
		out.Findings = append(out.Findings, r.jsonFinding(&r.Findings[i]))
	}
	for _, p := range r.Problems {
		jp := jsonProblem{
			Kind: string(p.Kind), Package: p.Package, Message: p.Message,
			Line: p.Pos.Line, Col: p.Pos.Col,
		}
		if p.Pos.IsValid() {
			jp.File = r.Name(p.Pos.File)
		}
		out.Errors = append(out.Errors, jp)
	}
	return writeJSON(w, out)
}

func (r *Report) jsonFinding(f *finding.Finding) jsonFinding {
	out := jsonFinding{
		Rule: f.Rule, Analyzer: f.Analyzer, Severity: f.Severity.String(),
		Message: f.Message, URL: f.URL, Package: f.Package,
		jsonSpan: r.jsonSpan(f.Pos, f.End), Generated: f.Generated,
		Related: make([]jsonRelated, 0, len(f.Related)),
		Fixes:   make([]jsonFix, 0, len(f.Fixes)),
	}
	for _, rel := range f.Related {
		out.Related = append(out.Related, jsonRelated{Message: rel.Message, jsonSpan: r.jsonSpan(rel.Pos, rel.End)})
	}
	for _, fix := range f.Fixes {
		jf := jsonFix{Message: fix.Message, Unsafe: fix.Unsafe, Edits: make([]jsonEdit, 0, len(fix.Edits))}
		for _, e := range fix.Edits {
			jf.Edits = append(jf.Edits, jsonEdit{File: r.Name(e.File), Start: e.Start, End: e.End, New: e.New})
		}
		out.Fixes = append(out.Fixes, jf)
	}
	return out
}

// jsonSpan gives a span without an end the end of its beginning, so that a
// reader need not tell the cases apart.
func (r *Report) jsonSpan(pos, end finding.Position) jsonSpan {
	if end.Line < pos.Line || end.File != pos.File {
		end = pos
	}
	s := jsonSpan{Line: pos.Line, Col: pos.Col, EndLine: end.Line, EndCol: end.Col}
	if pos.IsValid() {
		s.File = r.Name(pos.File)
	}
	return s
}
