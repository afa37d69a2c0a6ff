package main

import (
	"regexp"
	"testing"

	"github.com/gojoincheck/gojoincheck/internal/testutil"
)

func TestMain(m *testing.M) { testutil.MainOr(m, main) }

// chapter holds the fixtures of the chapter on the fork-join model.
const chapter = "../../../../testdata/src/chapter"

// TestChapter asks of each closure that changes salutation whether the change is
// ordered, and by what.
func TestChapter(t *testing.T) {
	const clean, found = 0, 3 // the exit statuses of singlechecker
	for _, c := range []struct {
		args   []string
		status int
		want   string // a pattern for the whole output
	}{
		{[]string{"./closure_ordered"}, found, `\S+main.go:16:3: goroutine changes captured salutation; ordered by wg.Wait \(line 18\)
\S+main.go:14:2: 	the goroutine is started here
\S+main.go:18:2: 	joined here
`},
		{[]string{"./joined_anonymous"}, clean, ``},
		{[]string{"./closure_read_before_wait"}, found, `\S+main.go:15:3: goroutine writes salutation while line 17 reads it
(?s:.*)`},
		{[]string{"-notes=false", "./closure_ordered"}, clean, ``},
	} {
		out, status := testutil.Command(t, chapter, c.args...)
		if status != c.status || !regexp.MustCompile(`^(?:`+c.want+`)$`).MatchString(out) {
			t.Errorf("%v: exit status %d, want %d; output:\n%s\nwant match for:\n%s", c.args, status, c.status, out, c.want)
		}
	}
}
