package golangci

import (
	"go/token"
	"slices"

	"golang.org/x/tools/go/analysis"
)

// combine returns one analyzer that reports what the members report.
//
// One, and with the name of the linter, because golangci-lint puts the name
// of every other analyzer before its messages, and knows nothing of it in
// its //nolint comments. What the members require, forkjoin, stays an analyzer
// of its own, so that its facts are golangci-lint's to carry.
func combine(members []*analysis.Analyzer, settings Settings) *analysis.Analyzer {
	combined := &analysis.Analyzer{
		Name: Name,
		Doc:  "find goroutines that nothing joins, and variables that goroutines race for",
		URL:  "https://github.com/gojoincheck/gojoincheck",
	}
	for _, m := range members {
		for _, required := range m.Requires {
			if !slices.Contains(combined.Requires, required) {
				combined.Requires = append(combined.Requires, required)
			}
		}
	}
	combined.Run = func(pass *analysis.Pass) (any, error) {
		for _, m := range members {
			if err := runMember(pass, m, settings); err != nil {
				return nil, err
			}
		}
		return nil, nil
	}
	return combined
}

// runMember runs an analyzer on the package of the pass.
func runMember(pass *analysis.Pass, m *analysis.Analyzer, settings Settings) error {
	inner := *pass
	inner.Analyzer = m
	inner.ResultOf = make(map[*analysis.Analyzer]any)
	for _, required := range m.Requires {
		inner.ResultOf[required] = pass.ResultOf[required]
	}
	inner.Report = func(d analysis.Diagnostic) {
		if !slices.Contains(settings.Disable, d.Category) {
			d = fold(pass.Fset, d)
			d.SuggestedFixes = applicable(pass.Fset, d)
			pass.Report(d)
		}
	}
	_, err := m.Run(&inner)
	return err
}

// applicable returns the fix of a diagnostic that golangci-lint can apply, if
// there is one. It applies all the fixes of a diagnostic together, where they
// are alternatives, and leaves out the edits of other files, which would apply
// half a fix: so it gets the first fix, which is the preferred one, and only if
// that changes the diagnostic's own file and no other.
func applicable(fset *token.FileSet, d analysis.Diagnostic) []analysis.SuggestedFix {
	if len(d.SuggestedFixes) == 0 {
		return nil
	}
	first := d.SuggestedFixes[0]
	file := fset.File(d.Pos)
	for _, edit := range first.TextEdits {
		if fset.File(edit.Pos) != file {
			return nil
		}
	}
	return []analysis.SuggestedFix{first}
}
