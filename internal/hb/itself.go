package hb

import (
	"slices"

	"github.com/gojoincheck/gojoincheck/internal/event"
	"github.com/gojoincheck/gojoincheck/internal/flow"
	"github.com/gojoincheck/gojoincheck/internal/link"
)

// This file knows goroutines that wait for nobody but themselves.

// waitsForItself reports a goroutine that waits for the group it is counted in.
func (r *recorder) waitsForItself(i int) {
	group, rel := r.groupOf(i)
	if rel == nil || !hasLoc(rel.Before, group) && !r.waitsFirst(i, group) || r.taskAdds(i, group) {
		return
	}
	pos := r.joinIn(i, group)
	if pos == 0 || slices.ContainsFunc(r.sites[i].sum.Inner, func(rel Release) bool { return rel.Loc == group }) {
		return // or it is counted for those that it starts afterwards
	}
	r.findings = append(r.findings, Finding{
		Rule: "join-deadlock", Pos: pos, Name: r.Space.String(group),
		Steps: []Step{{Role: RoleFork, Pos: r.sites[i].pos}, {Role: RoleTask, Pos: rel.Pos, Op: event.OpDone}},
	})
}

// sendsToItself reports a goroutine that sends on a channel without room from which nobody
// but itself receives, as one that serves calls does when it makes such a call.
func (r *recorder) sendsToItself(i int) {
	st := &r.sites[i]
	if st.Task == nil || st.many() || len(r.c.within[st.at.block]) > 0 {
		return
	}
	for _, x := range st.effects {
		p := r.inst[x]
		l := p.Event.Loc
		if p.Kind != Give || p.Nested || p.Event.Has(event.Select) || r.capacity(l) != 0 || !r.local(l) || r.keptElsewhere(l) {
			continue
		}
		if len(r.acqAt[l]) > 0 || !receivesFrom(st.Task, l, false) || receivesFrom(st.Task, l, true) {
			continue
		}
		others := slices.ContainsFunc(r.sites, func(o site) bool {
			return o.Task != nil && o.Task != st.Task && (receivesFrom(o.Task, l, false) || receivesFrom(o.Task, l, true))
		})
		if others {
			continue
		}
		r.findings = append(r.findings, Finding{
			Rule: "abandoned-send", Pos: p.Event.Pos, Name: r.Space.String(l), By: Itself, Handles: []event.Loc{l},
			Steps: []Step{{Role: RoleFork, Pos: st.pos}},
		})
		return
	}
}

// keptElsewhere reports whether somebody may get at an object through what is kept where
// elements cannot be told apart, such as a function that captures it.
func (r *recorder) keptElsewhere(l event.Loc) bool {
	kept := func(l event.Loc) bool {
		return r.some(func(_ place, e *event.Event) bool {
			return e.Kind == event.Escape && e.Loc != event.NoLoc && r.Space.Within(l, e.Loc)
		})
	}
	return kept(l) || r.some(func(_ place, e *event.Event) bool {
		captures := e.Kind == event.Bind && e.Val != event.NoLoc && r.Space.Within(l, e.Val) && r.Space.Last(e.Loc).Kind == event.Captured
		return captures && kept(r.Space.Parent(e.Loc))
	})
}

// receivesFrom reports whether a task receives from a channel, or one that it forks does.
func receivesFrom(task *Graph, ch event.Loc, nested bool) bool {
	const maxNesting = 8
	var visit func(g *Graph, depth int) bool
	visit = func(g *Graph, depth int) bool {
		if depth > maxNesting {
			return true
		}
		if depth > 0 || !nested {
			for b := range g.Blocks {
				for k := range g.Blocks[b].Events {
					if e := &g.Blocks[b].Events[k]; e.Kind == event.Acquire && e.Loc == ch {
						return true
					}
				}
			}
		}
		return nested && slices.ContainsFunc(g.Sites, func(s link.Site) bool { return s.Task != nil && visit(s.Task, depth+1) })
	}
	return visit(task, 0)
}

// waitsFirst reports whether a goroutine waits, on some way, for the group before it counts
// itself down.
func (r *recorder) waitsFirst(i int, group event.Loc) bool {
	return slices.ContainsFunc(r.sites[i].effects, func(x int) bool {
		p := r.inst[x]
		return p.Kind == Join && !p.Nested && p.Event.Loc == group && hasLoc(p.Settles, group)
	}) && goesOnToCount(r.sites[i].Task, group)
}

// goesOnToCount reports whether a task that has waited for a group can come to where it counts
// it down: the two may be on ways that exclude each other.
func goesOnToCount(task *Graph, group event.Loc) bool {
	if task == nil {
		return true
	}
	does := func(b int32, kind event.Kind, op event.Op) bool {
		return slices.ContainsFunc(task.Blocks[b].Events, func(e event.Event) bool { return e.Kind == kind && e.Op == op && e.Loc == group })
	}
	for b := range task.Blocks {
		if !does(int32(b), event.Acquire, event.OpWait) {
			continue
		}
		counts := false
		flow.Reach(len(task.Blocks), int32(b), func(b int32, goOn func(int32)) {
			counts = counts || does(b, event.Release, event.OpDone)
			for _, e := range task.Blocks[b].Succs {
				goOn(e.To)
			}
		})
		if counts {
			return true
		}
	}
	return false
}
