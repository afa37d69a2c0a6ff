package cli

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/gojoincheck/gojoincheck/internal/vetrun"
)

// maxSlowest is how many packages the timing names: those worth a look.
const maxSlowest = 10

// timingText tells what took how long: the go command, which builds and
// analyzes, then the slowest packages, then the rest.
func timingText(t vetrun.Timing, total time.Duration) string {
	units := slices.Clone(t.Analyzed)
	slices.SortFunc(units, func(a, b vetrun.UnitTime) int {
		return cmp.Or(cmp.Compare(b.Real, a.Real), strings.Compare(a.Package, b.Package))
	})
	var real, cpu time.Duration
	for _, u := range units {
		real, cpu = real+u.Real, cpu+u.CPU
	}
	var b strings.Builder
	row := func(d time.Duration, format string, args ...any) {
		fmt.Fprintf(&b, "%9.3fs  %s\n", d.Seconds(), fmt.Sprintf(format, args...))
	}
	row(total, "in all")
	row(t.Wall, "the go command: builds and analyzes")
	row(real, "analysis of %d units, several at once; %.3fs of processor time; %d more from the cache", len(units), cpu.Seconds(), t.Cached)
	for _, u := range units[:min(len(units), maxSlowest)] {
		row(u.Real, "  %s", u.Package)
	}
	row(total-t.Wall, "filters and reports")
	return b.String()
}
