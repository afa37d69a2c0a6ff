package hb

import (
	"slices"

	"github.com/gojoincheck/gojoincheck/internal/event"
)

// neverComes reports whether an effect comes only after something has been received from a
// channel on which nobody sends, and that nobody closes: a test, say, has made the object
// whose goroutine waits there, and gives it nothing to do.
func (r *recorder) neverComes(p instance) bool {
	return slices.ContainsFunc(p.Before, func(l event.Loc) bool {
		ch := r.madeAt(l)
		if ch == event.NoLoc || !r.g.Own[ch] || r.Space.Root(ch).Sealed || r.isBack(l) {
			return false
		}
		return !r.someReleases(l) && !r.someReleases(ch) && !r.calledBack(ch)
	})
}

// someReleases reports whether anybody may send on a channel or close it: the function, one of
// its goroutines, or code out of sight that it is handed to, not with what has it.
func (r *recorder) someReleases(ch event.Loc) bool {
	by := func(list []Release) bool {
		return slices.ContainsFunc(list, func(rel Release) bool { return rel.Loc == ch })
	}
	if slices.ContainsFunc(r.sites, func(s site) bool { return s.sum.Lost || by(s.sum.Releases) || by(s.sum.Inner) }) {
		return true
	}
	return r.some(func(_ place, e *event.Event) bool {
		return e.Loc == ch && (e.Kind == event.Release && e.Op != event.OpRecv || e.HandsOut() && !e.Has(event.Implied))
	})
}
