package vetrun

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"github.com/gojoincheck/gojoincheck/internal/finding"
	"github.com/gojoincheck/gojoincheck/internal/rule"
)

// An output is the split but undecoded output of one run of "go vet".
type output struct {
	stream    []item // of stdout, then of stderr
	documents int
	failed    bool   // the exit status was not 0
	status    string // the exit status, in words
	timing    Timing
}

// An item is one JSON document or one line of text.
type item struct {
	doc  json.RawMessage
	line string
}

func parse(stdout, stderr []byte, runErr error) *output {
	out := &output{stream: append(split(stdout), split(stderr)...)}
	for _, it := range out.stream {
		if it.doc != nil {
			out.documents++
		}
	}
	if runErr != nil {
		out.failed, out.status = true, runErr.Error()
	}
	return out
}

// split takes a stream apart into documents and lines. From Go 1.26 on, the
// documents have stdout for themselves; Go 1.25 writes them to stderr, between
// the comments that name the packages.
func split(data []byte) (items []item) {
	for len(data) > 0 {
		if data[0] == '{' {
			var doc json.RawMessage
			dec := json.NewDecoder(bytes.NewReader(data))
			if err := dec.Decode(&doc); err == nil {
				items = append(items, item{doc: doc})
				data = bytes.TrimPrefix(data[dec.InputOffset():], []byte("\n"))
				continue
			}
			// Some other text that begins with a brace.
		}
		line, rest, _ := bytes.Cut(data, []byte("\n"))
		items = append(items, item{line: strings.TrimSuffix(string(line), "\r")})
		data = rest
	}
	return items
}

// The JSON of the vet tool: a map of units to a map of analyzers to either a
// list of diagnostics or an error.
type (
	jsonTree map[string]map[string]json.RawMessage

	jsonError struct {
		Err string `json:"error"`
	}
	jsonDiagnostic struct {
		Category  string        `json:"category"`
		Posn      string        `json:"posn"`
		End       string        `json:"end"`
		Message   string        `json:"message"`
		Related   []jsonRelated `json:"related"`
		Fixes     []jsonFix     `json:"suggested_fixes"`
		Generated bool          `json:"generated"` // our own tool's addition
	}
	jsonRelated struct {
		Posn    string `json:"posn"`
		End     string `json:"end"`
		Message string `json:"message"`
	}
	jsonFix struct {
		Message string     `json:"message"`
		Edits   []jsonEdit `json:"edits"`
	}
	jsonEdit struct {
		Filename string `json:"filename"`
		Start    int    `json:"start"`
		End      int    `json:"end"`
		New      string `json:"new"`
	}
)

// decodeDocument adds the findings and problems of one document.
func (r *Result) decodeDocument(doc json.RawMessage, lookup func(string) *rule.Rule) {
	var tree jsonTree
	if err := json.Unmarshal(doc, &tree); err != nil {
		r.addProblem(finding.Analysis, "", "cannot read what the vet tool says: "+err.Error())
		return
	}
	for _, unit := range slices.Sorted(maps.Keys(tree)) {
		pkg := packagePath(unit)
		for _, analyzer := range slices.Sorted(maps.Keys(tree[unit])) {
			r.decodeAnalyzer(pkg, analyzer, tree[unit][analyzer], lookup)
		}
	}
}

func (r *Result) decodeAnalyzer(pkg, analyzer string, raw json.RawMessage, lookup func(string) *rule.Rule) {
	var diags []jsonDiagnostic
	if err := json.Unmarshal(raw, &diags); err == nil {
		for i := range diags {
			r.Findings = append(r.Findings, diags[i].finding(pkg, analyzer, lookup))
		}
		return
	}
	var failure jsonError
	if err := json.Unmarshal(raw, &failure); err != nil || failure.Err == "" {
		failure.Err = "cannot read what the analyzer says"
	}
	msg, ok := cutCrash(failure.Err)
	if !ok {
		msg = "the analyzer " + analyzer + " failed: " + firstLine(failure.Err)
	}
	r.addProblem(finding.Analysis, pkg, msg)
}

func (r *Result) addProblem(kind finding.ProblemKind, pkg, msg string) {
	r.Problems = append(r.Problems, finding.Problem{Kind: kind, Package: pkg, Message: msg})
}

func (d *jsonDiagnostic) finding(pkg, analyzer string, lookup func(string) *rule.Rule) finding.Finding {
	f := finding.Finding{
		Rule:     d.Category,
		Analyzer: analyzer,
		Severity: rule.Warning, // the middle, for what no rule declares
		Message:  d.Message,
		Package:  pkg,
		Pos:      finding.ParsePosition(d.Posn),
		End:      finding.ParsePosition(d.End),

		Generated: d.Generated,
	}
	if f.Rule == "" {
		f.Rule = analyzer
	}
	if decl := lookup(f.Rule); decl != nil {
		f.Severity, f.URL = decl.Severity, decl.URL()
	}
	for _, rel := range d.Related {
		f.Related = append(f.Related, finding.Related{
			Pos:     finding.ParsePosition(rel.Posn),
			End:     finding.ParsePosition(rel.End),
			Message: rel.Message,
		})
	}
	for _, fix := range d.Fixes {
		var out finding.Fix
		out.Message, out.Unsafe = strings.CutPrefix(fix.Message, rule.UnsafePrefix)
		for _, e := range fix.Edits {
			out.Edits = append(out.Edits, finding.Edit{File: e.Filename, Start: e.Start, End: e.End, New: e.New})
		}
		f.Fixes = append(f.Fixes, out)
	}
	return f
}

// packagePath strips what the go command adds to the path of a test variant,
// as in "p [p.test]", and the suffix of an external test package.
func packagePath(unit string) string {
	path, _, variant := strings.Cut(unit, " [")
	if variant {
		path = strings.TrimSuffix(path, "_test")
	}
	return path
}

func firstLine(s string) string {
	line, _, _ := strings.Cut(strings.TrimSpace(s), "\n")
	return line
}
