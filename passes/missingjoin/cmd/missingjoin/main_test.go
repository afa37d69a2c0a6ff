package main

import (
	"regexp"
	"testing"

	"github.com/gojoincheck/gojoincheck/internal/testutil"
)

func TestMain(m *testing.M) { testutil.MainOr(m, main) }

// chapter holds the fixtures of the chapter on the fork-join model.
const chapter = "../../../../testdata/src/chapter"

// TestChapter finds the three forks without a join, and nothing in what joins them.
func TestChapter(t *testing.T) {
	const clean, found = 0, 3 // the exit statuses of singlechecker
	for _, c := range []struct {
		args   []string
		status int
		want   string // a pattern for the whole output
	}{
		{[]string{"./fork_named"}, found, `\S+main.go:7:2: goroutine is never joined: .*
\S+main.go:8:1: 	returns here without waiting
`},
		{[]string{"./fork_anonymous"}, found, `\S+: goroutine is never joined: (?s:.*)`},
		{[]string{"./fork_variable"}, found, `\S+: goroutine is never joined: (?s:.*)`},
		{[]string{"./joined_named", "./joined_anonymous", "./joined_variable"}, clean, ``},
	} {
		out, status := testutil.Command(t, chapter, c.args...)
		if status != c.status || !regexp.MustCompile(`^(?:`+c.want+`)$`).MatchString(out) {
			t.Errorf("%v: exit status %d, want %d; output:\n%s\nwant match for:\n%s", c.args, status, c.status, out, c.want)
		}
	}
}
