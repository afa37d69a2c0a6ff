package unit

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"go/token"
	"io"
	"log"
	"os"

	"golang.org/x/tools/go/analysis"

	"github.com/gojoincheck/gojoincheck/internal/front"
	"github.com/gojoincheck/gojoincheck/internal/generated"
)

// The JSON that the go command reads: unit ID → analyzer → diagnostics or
// error. The names are the protocol's.
type (
	jsonError struct {
		Error string `json:"error"`
	}
	jsonEdit struct {
		Filename string `json:"filename"`
		Start    int    `json:"start"` // byte offsets
		End      int    `json:"end"`
		New      string `json:"new"`
	}
	jsonFix struct {
		Message string     `json:"message"`
		Edits   []jsonEdit `json:"edits"`
	}
	jsonRelated struct {
		Posn    string `json:"posn"`
		End     string `json:"end"`
		Message string `json:"message"`
	}
	jsonDiagnostic struct {
		Category       string        `json:"category,omitempty"`
		Posn           string        `json:"posn"`
		End            string        `json:"end"`
		Message        string        `json:"message"`
		SuggestedFixes []jsonFix     `json:"suggested_fixes,omitempty"`
		Related        []jsonRelated `json:"related,omitempty"`

		// Generated is no part of the protocol, and a reader that does not
		// know it passes over it: the file was written by a program. Only here
		// is the file known that a line directive hides.
		Generated bool `json:"generated,omitempty"`
	}
)

// report writes what the unit is asked for and returns the exit code. The fact
// file comes last: it is what the go command files the unit by.
func report(cfg *front.Config, opts options, pkg *loaded, out outcome) (int, error) {
	code, err := reportDiagnostics(cfg, opts, pkg, out.results)
	if err != nil {
		return 1, fmt.Errorf("cannot write the diagnostics of %s: %w", cfg.ImportPath, err)
	}
	if out.keep && cfg.VetxOutput != "" {
		if err := front.WriteFile(cfg.VetxOutput, out.facts); err != nil {
			return 1, fmt.Errorf("cannot write the facts of %s: %w", cfg.ImportPath, err)
		}
	}
	return code, nil
}

func reportDiagnostics(cfg *front.Config, opts options, pkg *loaded, results []result) (int, error) {
	switch {
	case !opts.reports(cfg):
		for _, res := range results {
			if res.err != nil {
				log.Print(res.err) // the importers go on without the facts
			}
		}
		return 0, nil
	case opts.json:
		var buf bytes.Buffer
		if err := printJSON(&buf, cfg.ID, pkg, results); err != nil {
			return 1, err
		}
		if cfg.Stdout != "" {
			return 0, front.WriteFile(cfg.Stdout, buf.Bytes())
		}
		_, err := os.Stdout.Write(buf.Bytes())
		return 0, err
	default:
		return printText(os.Stderr, opts.context, pkg, results), nil
	}
}

func printJSON(w io.Writer, id string, pkg *loaded, results []result) error {
	tree := make(map[string]map[string]any)
	byProgram := func(token.Pos) bool { return false }
	if pkg != nil {
		byProgram = generated.Files(pkg.fset, pkg.files)
	}
	for _, res := range results {
		if res.err == nil && len(res.diagnostics) == 0 {
			continue
		}
		if tree[id] == nil {
			tree[id] = make(map[string]any)
		}
		if res.err != nil {
			tree[id][res.name] = jsonError{res.err.Error()}
			continue
		}
		var list []jsonDiagnostic
		for _, d := range res.diagnostics {
			j := pkg.json(d)
			j.Generated = byProgram(d.Pos)
			list = append(list, j)
		}
		tree[id][res.name] = list
	}
	data, err := json.MarshalIndent(tree, "", "\t")
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(w, "%s\n", data)
	return err
}

func (pkg *loaded) json(d analysis.Diagnostic) jsonDiagnostic {
	posn := func(pos token.Pos) string { return pkg.fset.Position(pos).String() }
	j := jsonDiagnostic{Category: d.Category, Posn: posn(d.Pos), End: posn(cmp.Or(d.End, d.Pos)), Message: d.Message}
	for _, r := range d.Related {
		j.Related = append(j.Related, jsonRelated{posn(r.Pos), posn(cmp.Or(r.End, r.Pos)), r.Message})
	}
	for _, fix := range d.SuggestedFixes {
		jf := jsonFix{Message: fix.Message}
		for _, e := range fix.TextEdits {
			start, end := pkg.fset.Position(e.Pos), pkg.fset.Position(cmp.Or(e.End, e.Pos))
			jf.Edits = append(jf.Edits, jsonEdit{start.Filename, start.Offset, end.Offset, string(e.NewText)})
		}
		j.SuggestedFixes = append(j.SuggestedFixes, jf)
	}
	return j
}

// printText prints what a go command up to 1.25 shows as it is, and says by
// the exit code whether there was anything.
func printText(w io.Writer, context int, pkg *loaded, results []result) int {
	code := 0
	for _, res := range results {
		if res.err != nil {
			log.Print(res.err)
			code = 1
		}
		for _, d := range res.diagnostics {
			code = 1
			pkg.text(w, context, d.Pos, d.End, d.Message)
			for _, r := range d.Related {
				pkg.text(w, context, r.Pos, r.End, "\t"+r.Message)
			}
		}
	}
	return code
}

// text prints one position with its message and, unless context is negative,
// its lines with that many before and after.
func (pkg *loaded) text(w io.Writer, context int, pos, end token.Pos, message string) {
	first, last := pkg.fset.Position(pos), pkg.fset.Position(cmp.Or(end, pos))
	fmt.Fprintf(w, "%s: %s\n", first, message)
	if context < 0 {
		return
	}
	data, err := os.ReadFile(first.Filename)
	if err != nil {
		return // the message has been printed; the context is a courtesy
	}
	lines := bytes.Split(data, []byte("\n"))
	for n := max(1, first.Line-context); n <= min(last.Line+context, len(lines)); n++ {
		fmt.Fprintf(w, "%d\t%s\n", n, lines[n-1])
	}
}
