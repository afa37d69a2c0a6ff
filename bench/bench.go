// Package bench measures the linter: how fast it is, by the benchmarks of this
// folder, and how much it finds, by the scorer in corpora. The lowest scores
// that are accepted are recorded in scores.json.
package bench

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"regexp"
)

// A Score is what the linter makes of one corpus.
type Score struct {
	Found int `json:"found"` // bugs reported
	Bugs  int `json:"bugs"`  // bugs there are
	False int `json:"false"` // programs without a bug that are reported
	Clean int `json:"clean"` // programs without a bug
}

func (s Score) String() string {
	return fmt.Sprintf("found %d of %d, false alarms %d of %d", s.Found, s.Bugs, s.False, s.Clean)
}

// Check says how the score falls below the recorded one, or nothing.
//
// The corpora come with Go and differ a little from release to release. On a
// corpus of another size than the recorded one the same share is demanded,
// rounded in favour of the linter.
func (s Score) Check(recorded Score) error {
	least := recorded.Found
	if recorded.Bugs > 0 {
		least = recorded.Found * s.Bugs / recorded.Bugs
	}
	most := recorded.False
	if recorded.Clean > 0 {
		most = (recorded.False*s.Clean + recorded.Clean - 1) / recorded.Clean
	}
	switch {
	case s.Found < least:
		return fmt.Errorf("finds %d of %d, at least %d is on record", s.Found, s.Bugs, least)
	case s.False > most:
		return fmt.Errorf("raises %d false alarms of %d, at most %d is on record", s.False, s.Clean, most)
	}
	return nil
}

//go:embed scores.json
var scores []byte

// Recorded returns the recorded scores by corpus.
func Recorded() (map[string]Score, error) {
	m := map[string]Score{}
	if err := json.Unmarshal(scores, &m); err != nil {
		return nil, fmt.Errorf("scores.json: %w", err)
	}
	return m, nil
}

// Row is the linter's row in the tables that compare linters.
var Row = regexp.MustCompile(`(?m)^\| gojoincheck \| \d+ \| \d+ \| \d+ \| \d+ \|$`)

// RowOf is what the row must be.
func RowOf(all map[string]Score) string {
	race, leak := all["goroot-race"], all["goroot-leak"]
	return fmt.Sprintf("| gojoincheck | %d | %d | %d | %d |", race.Found, race.False, leak.Found, leak.False)
}
