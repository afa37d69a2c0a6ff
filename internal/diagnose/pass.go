package diagnose

import (
	"golang.org/x/tools/go/analysis"

	"github.com/gojoincheck/gojoincheck/internal/forkjoin"
	"github.com/gojoincheck/gojoincheck/internal/rule"
	"github.com/gojoincheck/gojoincheck/internal/suppress"
)

// Report reports the verdicts that belong to the analyzer of the pass, without
// the notes unless asked, and without what the source silences.
func Report(pass *analysis.Pass, notes bool) {
	res := pass.ResultOf[forkjoin.Analyzer].(*forkjoin.Result)
	var quiet *suppress.Set
	for _, f := range res.Findings {
		r := rule.Lookup(f.Rule)
		if r == nil || r.Analyzer != pass.Analyzer.Name || r.Severity == rule.Note && !notes {
			continue
		}
		if quiet == nil {
			quiet = suppress.Parse(pass.Fset, pass.Files)
		}
		d := Diagnostic(pass.Fset, f)
		if !quiet.Silences(d.Pos, pass.Analyzer.Name, f.Rule) {
			pass.Report(d)
		}
	}
}
