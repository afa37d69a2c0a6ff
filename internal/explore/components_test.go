package explore

import (
	"slices"
	"testing"
)

func TestComponents(t *testing.T) {
	// 0 → 1 ⇄ 2 → 3, 4 → 4, and 5 alone.
	next := [][]int32{{1}, {2}, {1, 3}, {}, {4}, {}}
	got := components(len(next), func(i int32) []edge {
		var out []edge
		for _, to := range next[i] {
			out = append(out, edge{to: to})
		}
		return out
	})
	for _, c := range got {
		slices.Sort(c)
	}
	slices.SortFunc(got, func(a, b []int32) int { return slices.Compare(a, b) })
	want := [][]int32{{0}, {1, 2}, {3}, {4}, {5}}
	if !slices.EqualFunc(got, want, slices.Equal[[]int32]) {
		t.Errorf("components %v, want %v", got, want)
	}
}
