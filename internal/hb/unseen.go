package hb

import (
	"slices"

	"github.com/gojoincheck/gojoincheck/internal/event"
)

// This file is for calls of functions that are not part of the graph, which would be too large
// with them. What comes after one that waits for somebody may be in order with anything.

// unseenCalls lists such calls that wait.
func (z *summarizer) unseenCalls() []place {
	if z.unseenAt == nil {
		z.unseenAt = []place{}
		z.some(func(at place, e *event.Event) bool {
			if e.Kind == event.Call && z.g.Sites[e.Call].Waits {
				z.unseenAt = append(z.unseenAt, at)
			}
			return false
		})
	}
	return z.unseenAt
}

// afterUnseen reports whether one may come before a place in the task.
func (z *summarizer) afterUnseen(at place) bool {
	return slices.ContainsFunc(z.unseenCalls(), func(call place) bool { return z.c.before(call, at) })
}

// inOrder reports whether an effect of a kind is of interest only as long as it is known what
// comes before it.
func inOrder(k EffectKind) bool {
	return k == Touch || k == Join || k == Count || k == UseTest
}
