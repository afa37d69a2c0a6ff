package syncmodel

import "go/types"

// testifyRows are those functions of github.com/stretchr/testify that always end
// the test.
func testifyRows() map[Key]Row {
	rows := map[Key]Row{}
	for _, recv := range []string{"", "Assertions"} {
		for _, m := range []string{"Fail", "Failf", "FailNow", "FailNowf"} {
			rows[Key{"github.com/stretchr/testify/require", recv, m}] = Row{Do: FatalTest, Doc: "The `require` package provides same global functions as the `assert` package, but instead of returning a boolean result they terminate current test."}
		}
		for _, m := range []string{"FailNow", "FailNowf"} {
			rows[Key{"github.com/stretchr/testify/assert", recv, m}] = Row{Do: FatalTest, Doc: "FailNow fails test"}
		}
	}
	for _, m := range []string{"Eventually", "EventuallyWithT", "Never"} {
		doc := "periodically checking target function each tick" // in a goroutine, one after the other
		for _, pkg := range []string{"assert", "require"} {
			for _, name := range []string{m, m + "f"} {
				rows[Key{"github.com/stretchr/testify/" + pkg, "", name}] = Row{Do: RunInline, Arg: 1, Doc: doc}
				rows[Key{"github.com/stretchr/testify/" + pkg, "Assertions", name}] = Row{Do: RunInline, Arg: 0, Doc: doc}
			}
		}
	}
	rows[Key{"gotest.tools/v3/poll", "", "WaitOn"}] = Row{Do: RunInline, Arg: 1, Doc: "WaitOn a condition or until a timeout. Poll by calling check and exit when check returns a done Result."}
	return rows
}

// An Assertion is what a function demands of its operands: if it does not hold, the
// function ends the test. The first operand comes after the test.
type Assertion uint8

// The assertions.
const (
	AssertsNothing Assertion = iota
	AssertsTrue
	AssertsFalse
	AssertsEqual
	AssertsNotEqual
	AssertsNil
	AssertsNotNil
	// AssertsIs demands of an error that it is, or wraps, another one.
	AssertsIs
)

// assertions are the functions of packages that end the test unless something holds:
// "the require package provides same global functions as the assert package, but instead
// of returning a boolean result they terminate current test", "must: assertion helpers that
// will fail a test immediately", "assert: assertions for tests; the test fails and exits
// when an assertion fails".
var assertions = map[string]map[string]Assertion{
	"github.com/stretchr/testify/require": {
		"True": AssertsTrue, "Truef": AssertsTrue, "False": AssertsFalse, "Falsef": AssertsFalse,
		"Equal": AssertsEqual, "Equalf": AssertsEqual, "NotEqual": AssertsNotEqual, "NotEqualf": AssertsNotEqual,
		"Nil": AssertsNil, "Nilf": AssertsNil, "NoError": AssertsNil, "NoErrorf": AssertsNil,
		"NotNil": AssertsNotNil, "NotNilf": AssertsNotNil, "Error": AssertsNotNil, "Errorf": AssertsNotNil,
		"ErrorIs": AssertsIs, "ErrorIsf": AssertsIs, "ErrorAs": AssertsNotNil, "ErrorAsf": AssertsNotNil,
		"ErrorContains": AssertsNotNil, "ErrorContainsf": AssertsNotNil, "EqualError": AssertsNotNil, "EqualErrorf": AssertsNotNil,
	},
	"github.com/shoenig/test/must": {
		"True": AssertsTrue, "False": AssertsFalse, "EqOp": AssertsEqual, "NotEqOp": AssertsNotEqual, "Eq": AssertsEqual, "NotEq": AssertsNotEqual,
		"Nil": AssertsNil, "NoError": AssertsNil, "NotNil": AssertsNotNil, "Error": AssertsNotNil,
		"ErrorIs": AssertsIs, "ErrorAs": AssertsNotNil, "ErrorContains": AssertsNotNil, "EqError": AssertsNotNil,
	},
	"gotest.tools/v3/assert": {
		"Assert": AssertsTrue, "Equal": AssertsEqual,
		"NilError": AssertsNil, "Error": AssertsNotNil, "ErrorContains": AssertsNotNil, "ErrorIs": AssertsIs, "ErrorType": AssertsNotNil,
	},
}

// Asserts tells what a function demands, if it ends the test otherwise.
func Asserts(fn *types.Func) Assertion {
	if fn == nil || fn.Pkg() == nil {
		return AssertsNothing
	}
	return assertions[fn.Pkg().Path()][fn.Name()]
}
