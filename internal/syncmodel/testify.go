package syncmodel

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
	return rows
}
