package hb

import "slices"

// A tally counts per object. States share it until one of them changes it.
type tally struct {
	of     []uint8
	shared bool
}

func newTally(n int) tally { return tally{of: make([]uint8, n)} }

// share returns the tally for another state.
func (t *tally) share() tally {
	t.shared = true
	return *t
}

// own makes the tally safe to change.
func (t *tally) own() {
	if t.shared {
		t.of, t.shared = slices.Clone(t.of), false
	}
}

func (t *tally) set(o int, n uint8) {
	if t.of[o] != n {
		t.own()
		t.of[o] = n
	}
}

// minimum keeps the smaller counts and reports whether any was.
func (t *tally) minimum(o tally) bool {
	changed := false
	for i, n := range o.of {
		if n < t.of[i] {
			t.set(i, n)
			changed = true
		}
	}
	return changed
}
