package report

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/gojoincheck/gojoincheck/internal/finding"
	"github.com/gojoincheck/gojoincheck/internal/fingerprint"
	"github.com/gojoincheck/gojoincheck/internal/rule"
)

const (
	sarifSchema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
	homepage    = "https://github.com/gojoincheck/gojoincheck"
	// sourceRoot is how GitHub and others call the root of the repository.
	sourceRoot = "%SRCROOT%"
)

// sarif is the state of writing one SARIF log.
type sarif struct {
	*Report
	sources *sources
	hashes  map[string][]string // GitHub's fingerprints of the lines of a file
	rules   []sarifRule
	index   map[string]int // of a rule in rules
}

// SARIF writes a log in SARIF 2.1.0, of the shape that GitHub's code scanning
// shows best. Notes are left out unless AllNotes: each would be an alert.
func (r *Report) SARIF(w io.Writer) error {
	s := &sarif{
		Report: r, sources: newSources(r.ReadFile),
		hashes: map[string][]string{}, rules: []sarifRule{}, index: map[string]int{},
	}
	for _, decl := range r.Rules {
		s.addRule(decl)
	}
	invocation := s.invocation()
	results := s.results(&invocation)
	log := sarifLog{Schema: sarifSchema, Version: "2.1.0", Runs: []sarifRun{{
		Tool: sarifTool{Driver: sarifDriver{
			Name: "gojoincheck", SemanticVersion: semanticVersion(r.Version),
			InformationURI: homepage, Rules: s.rules,
		}},
		Invocations: []sarifInvocation{invocation},
		Bases: map[string]sarifBase{
			sourceRoot: {Description: sarifText{Text: "The root of the repository."}},
		},
		ColumnKind: "utf16CodeUnits",
		Results:    results,
	}}}
	return writeJSON(w, log)
}

// writeJSON writes a document with one call of Write.
func writeJSON(w io.Writer, document any) error {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false) // channel arrows stay readable
	enc.SetIndent("", "\t")
	if err := enc.Encode(document); err != nil {
		return err
	}
	_, err := w.Write(b.Bytes())
	return err
}

// semanticVersion makes one of what the go command knows: a build from a
// checkout has no version at all.
func semanticVersion(version string) string {
	if v, ok := strings.CutPrefix(version, "v"); ok {
		return v
	}
	return "0.0.0-devel"
}

// addRule describes a rule. What GitHub shows beside an alert is the Markdown
// of its help; it shows no helpUri, so the address stands there, too.
func (s *sarif) addRule(r *rule.Rule) {
	short := sentence(r.Summary)
	full := short
	if first, _, _ := strings.Cut(strings.TrimSpace(r.Doc()), "\n\n"); first != "" {
		full = sentence(strings.Join(strings.Fields(first), " "))
	}
	help := cmp.Or(strings.TrimSpace(r.Help()), short)
	s.index[r.ID] = len(s.rules)
	s.rules = append(s.rules, sarifRule{
		ID: r.ID, Name: pascalCase(r.Analyzer, r.ID), Short: sarifText{Text: short}, Full: sarifText{Text: full},
		Help: sarifText{
			Text:     help + "\n\n" + r.URL(),
			Markdown: help + "\n\n[More about " + r.ID + "](" + r.URL() + ")",
		},
		HelpURI: r.URL(), Default: sarifLevel{r.Severity.String()}, Properties: traits(r.Analyzer, r.Severity),
	})
}

// addUndeclared makes a rule of what is known from a finding: GitHub refuses a
// result without one.
func (s *sarif) addUndeclared(f *finding.Finding) {
	text := sarifText{Text: "A finding of the analyzer " + f.Analyzer + "."}
	s.index[f.Rule] = len(s.rules)
	s.rules = append(s.rules, sarifRule{
		ID: f.Rule, Name: pascalCase(f.Analyzer, f.Rule), Short: text, Full: text, Help: text,
		Default: sarifLevel{f.Severity.String()}, Properties: traits(f.Analyzer, f.Severity),
	})
}

func traits(analyzer string, s rule.Severity) sarifRuleTraits {
	return sarifRuleTraits{
		Tags: []string{"concurrency", analyzer}, Precision: precision(s), Severity: problemSeverity(s),
	}
}

// precision says how much of what the rule reports is true, in GitHub's words.
func precision(s rule.Severity) string {
	if s == rule.Warning {
		return "medium" // code out of sight may intervene
	}
	return "high"
}

// problemSeverity is the severity in the words that GitHub has for it.
func problemSeverity(s rule.Severity) string {
	if s == rule.Note {
		return "recommendation"
	}
	return s.String()
}

// pascalCase turns "join-skipped" of "missingjoin" into
// "MissingjoinJoinSkipped", the form that a rule's second name has. The first
// word is there because the two names of a rule must differ.
func pascalCase(analyzer, id string) string {
	var b strings.Builder
	for _, word := range append([]string{analyzer}, strings.Split(id, "-")...) {
		if word != "" {
			b.WriteString(strings.ToUpper(word[:1]) + word[1:])
		}
	}
	return b.String()
}

// sentence begins with a capital and ends with a full stop.
func sentence(s string) string {
	if s == "" {
		return s
	}
	return stopped(strings.ToUpper(s[:1]) + s[1:])
}

// stopped ends with a full stop. A message keeps its first letter: it may be
// that of a variable.
func stopped(s string) string {
	if s != "" && !strings.ContainsAny(s[len(s)-1:], ".!?:") {
		s += "."
	}
	return s
}

// invocation tells what kept the linter from its job.
func (s *sarif) invocation() sarifInvocation {
	inv := sarifInvocation{Successful: len(s.Problems) == 0}
	for _, p := range s.Problems {
		n := sarifNotification{Level: "error", Message: sarifText{Text: p.Message}}
		if p.Package != "" && !strings.HasPrefix(p.Message, p.Package) {
			n.Message.Text = p.Package + ": " + p.Message
		}
		if p.Pos.IsValid() {
			n.Locations = []sarifLocation{s.location(p.Pos, finding.Position{})}
		}
		inv.Notifications = append(inv.Notifications, n)
	}
	return inv
}

// results renders the findings. GitHub refuses a log with a result that stands
// nowhere: such a finding becomes a notification.
func (s *sarif) results(inv *sarifInvocation) []sarifResult {
	fs := s.shown()
	prints := fingerprint.All(fs, s.inRoot, func(file string) []string { return s.sources.file(file).lines })
	out := make([]sarifResult, 0, len(fs))
	for i := range fs {
		f := &fs[i]
		if !f.Pos.IsValid() {
			inv.Notifications = append(inv.Notifications, sarifNotification{
				Level: f.Severity.String(), Message: sarifText{Text: fmt.Sprintf("%s (%s)", f.Message, f.Rule)},
			})
			continue
		}
		out = append(out, s.result(f, prints[i]))
	}
	return out
}
