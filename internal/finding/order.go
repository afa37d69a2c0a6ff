package finding

import (
	"cmp"
	"slices"
	"strings"
)

// Normalize sorts findings by position and drops those that repeat another.
//
// The go command analyzes a package once more as part of its test variant, so
// one diagnostic may arrive twice. Two findings are the same when they stand
// at the same place, come from the same rule and say the same; of several,
// the least in the total order is kept, so that the result does not depend on
// the order of arrival.
func Normalize(fs []Finding) []Finding {
	fs = slices.Clone(fs)
	slices.SortStableFunc(fs, compare)
	return slices.CompactFunc(fs, func(a, b Finding) bool { return compareKey(a, b) == 0 })
}

// compareKey orders by what makes two findings the same.
func compareKey(a, b Finding) int {
	return cmp.Or(
		comparePosition(a.Pos, b.Pos),
		strings.Compare(a.Rule, b.Rule),
		strings.Compare(a.Analyzer, b.Analyzer),
		strings.Compare(a.Message, b.Message),
	)
}

// compare is a total order: it looks at everything.
func compare(a, b Finding) int {
	return cmp.Or(
		compareKey(a, b),
		comparePosition(a.End, b.End),
		slices.CompareFunc(a.Related, b.Related, compareRelated),
		slices.CompareFunc(a.Fixes, b.Fixes, compareFix),
		strings.Compare(a.Package, b.Package),
	)
}

func comparePosition(a, b Position) int {
	return cmp.Or(strings.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Col, b.Col))
}

func compareRelated(a, b Related) int {
	return cmp.Or(comparePosition(a.Pos, b.Pos), comparePosition(a.End, b.End), strings.Compare(a.Message, b.Message))
}

func compareFix(a, b Fix) int {
	return cmp.Or(strings.Compare(a.Message, b.Message), slices.CompareFunc(a.Edits, b.Edits, compareEdit))
}

func compareEdit(a, b Edit) int {
	return cmp.Or(
		strings.Compare(a.File, b.File),
		cmp.Compare(a.Start, b.Start),
		cmp.Compare(a.End, b.End),
		strings.Compare(a.New, b.New),
	)
}

// NormalizeProblems sorts problems by package and position, and drops
// repetitions.
func NormalizeProblems(ps []Problem) []Problem {
	ps = slices.Clone(ps)
	slices.SortFunc(ps, func(a, b Problem) int {
		return cmp.Or(
			strings.Compare(a.Package, b.Package),
			strings.Compare(string(a.Kind), string(b.Kind)),
			comparePosition(a.Pos, b.Pos),
			strings.Compare(a.Message, b.Message),
		)
	})
	return slices.Compact(ps)
}
