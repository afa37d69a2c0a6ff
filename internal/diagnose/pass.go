package diagnose

import (
	"go/token"

	"golang.org/x/tools/go/analysis"

	"github.com/gojoincheck/gojoincheck/internal/fix"
	"github.com/gojoincheck/gojoincheck/internal/forkjoin"
	"github.com/gojoincheck/gojoincheck/internal/generated"
	"github.com/gojoincheck/gojoincheck/internal/rule"
	"github.com/gojoincheck/gojoincheck/internal/suppress"
)

// generatedFlag is the name of the flag that turns on findings in generated
// files. Off is what drivers want that show whatever is reported.
const generatedFlag = "generated"

// AddGeneratedFlag gives the analyzer that flag, which [Report] heeds.
func AddGeneratedFlag(a *analysis.Analyzer) {
	a.Flags.Bool(generatedFlag, false, "report findings in generated files as well")
}

// unsafeFixesFlag is the name of the flag that turns on fixes that change more
// than the bug.
const unsafeFixesFlag = "unsafe-fixes"

// AddUnsafeFixesFlag gives the analyzer that flag, which [Report] heeds.
func AddUnsafeFixesFlag(a *analysis.Analyzer) {
	a.Flags.Bool(unsafeFixesFlag, false, "suggest fixes that add a wait as well")
}

// noNolintFlag is the name of the flag for drivers that read //nolint comments
// themselves.
const noNolintFlag = "no-nolint"

// AddNoNolintFlag gives the analyzer that flag, which [Report] heeds.
func AddNoNolintFlag(a *analysis.Analyzer) {
	a.Flags.Bool(noNolintFlag, false, "leave //nolint comments that name no rule to the driver")
}

// isSet reports whether an analyzer has a boolean flag that is on.
func isSet(a *analysis.Analyzer, name string) bool {
	f := a.Flags.Lookup(name)
	return f != nil && f.Value.String() == "true"
}

// Report reports the verdicts that belong to the analyzer of the pass, with
// their fixes, without the notes and what lies in generated files unless asked,
// and without what the source silences; and what is wrong with the comments that
// do so.
func Report(pass *analysis.Pass, notes bool) {
	res := pass.ResultOf[forkjoin.Analyzer].(*forkjoin.Result)
	skip := generated.Files(pass.Fset, pass.Files)
	if isSet(pass.Analyzer, generatedFlag) {
		skip = func(token.Pos) bool { return false }
	}
	fixes := fix.New(pass, res.Findings, isSet(pass.Analyzer, unsafeFixesFlag))
	quiet := suppress.Parse(pass.Fset, pass.Files)
	spans := &spans{fset: pass.Fset, files: pass.Files}
	if isSet(pass.Analyzer, noNolintFlag) {
		quiet.LeaveNolint()
	}
	for _, f := range res.Findings {
		r := rule.Lookup(f.Rule)
		if r == nil || skip(token.Pos(f.Pos)) {
			continue
		}
		// Those of the other analyzers are asked about as well: a comment for
		// all of them is needed by any.
		silenced := quiet.Silences(token.Pos(f.Pos), r.Analyzer, f.Rule)
		if !silenced && r.Analyzer == pass.Analyzer.Name && (r.Severity != rule.Note || notes) {
			d := Diagnostic(pass.Fset, f)
			if f.Rule == "group-not-waited" {
				d.Message = neverWaited(pass, f, d.Message)
			}
			d.SuggestedFixes = fixes.For(f)
			spans.widen(&d)
			pass.Report(d)
		}
	}
	for _, p := range quiet.Judge(pass.Analyzer.Name, complete(res)) {
		pass.Report(analysis.Diagnostic{
			Pos: p.Comment.Pos(), End: p.Comment.End(),
			Category: p.Rule, URL: rule.Lookup(p.Rule).URL(), Message: p.Message,
		})
	}
}

// complete reports whether nothing was given up, so that every finding of the
// package is known.
func complete(res *forkjoin.Result) bool {
	for _, n := range res.GivenUp {
		if n > 0 {
			return false
		}
	}
	return true
}

// NotesOn makes an analyzer report notes unless told not to: the default of the
// commands that run one analyzer on its own.
func NotesOn(a *analysis.Analyzer) {
	f := a.Flags.Lookup("notes")
	f.DefValue = "true"
	if err := f.Value.Set(f.DefValue); err != nil {
		panic(err) // a flag that is no boolean
	}
}
