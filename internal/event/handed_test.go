package event_test

import (
	"testing"

	"github.com/gojoincheck/gojoincheck/internal/event"
)

// What is stored in an object that escapes has escaped; what only a Bind tells of
// has not.
func TestHanded(t *testing.T) {
	sp := event.NewSpace()
	obj, val, other, kept := sp.NewRoot(event.Root{}), sp.NewRoot(event.Root{}), sp.NewRoot(event.Root{}), sp.NewRoot(event.Root{})
	field := func(l event.Loc) event.Loc { return sp.Child(l, event.Sel{Kind: event.Field}) }
	blocks := []event.Block{{Events: []event.Event{
		{Kind: event.Bind, Loc: field(obj), Val: val},
		{Kind: event.Bind, Loc: field(other), Val: kept},
		{Kind: event.Escape, Loc: kept, Flags: event.Implied},
		{Kind: event.Escape, Loc: obj},
	}}}
	handed := map[event.Loc]bool{}
	sp.Handed(handed, blocks)
	for l, want := range map[event.Loc]bool{obj: true, val: true, other: false, kept: false} {
		if handed[l] != want {
			t.Errorf("root %d handed out: %v, want %v", l, handed[l], want)
		}
	}
}
