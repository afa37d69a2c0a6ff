package hb

import (
	"maps"
	"slices"

	"github.com/gojoincheck/gojoincheck/internal/event"
)

// findServers finds the servers that some task shuts down: their Serve returns.
func (a *analysis) findServers() {
	for i := range a.g.Sites {
		if t := a.g.Sites[i].Task; t != nil {
			for _, b := range t.Blocks {
				for _, e := range b.Events {
					if e.Kind == event.Release && e.Op == event.OpShutdown {
						a.servers[e.Loc] = true
					}
				}
			}
		}
	}
}

// collectSites numbers the forks and the effects of their tasks.
func (a *analysis) collectSites() {
	serial, slots := a.serialized(), a.slots()
	for b := range a.c.blocks {
		if !a.c.live[b] {
			continue
		}
		for k, e := range a.c.blocks[b].Events {
			if e.Kind != event.Fork {
				continue
			}
			st := site{Site: &a.g.Sites[e.Call], at: place{int32(b), int32(k)}, pos: e.Pos, via: e.Via}
			st.sum = a.taskSummary(st.Site)
			st.end = -1
			a.lost = a.lost || st.sum.Lost
			n := len(a.sites)
			for i := range st.sum.Effects {
				e := &st.sum.Effects[i]
				if st.Kind == event.Group && serial[st.Handle] {
					one := *e
					one.Locks = append(slices.Clone(e.Locks), Held{Loc: st.Handle, Via: viaGroup})
					e = &one
				}
				if ch := a.slotOf(slots, st, e); ch != event.NoLoc {
					one := *e
					one.Locks = append(slices.Clone(e.Locks), Held{Loc: ch, Via: viaSend})
					e = &one
				}
				if e.Kind == End && !e.Nested {
					st.end = len(a.inst)
				}
				st.effects = append(st.effects, len(a.inst))
				a.guessed[len(a.inst)] = e.Guessed
				a.inst = append(a.inst, instance{e, n})
			}
			a.siteAt[st.at] = n
			a.sites = append(a.sites, st)
		}
	}
}

// slots finds the channels with room for one message on which the forker sends and from
// which it never receives, and where it sends.
func (a *analysis) slots() map[event.Loc][]place {
	sends := map[event.Loc][]place{}
	for b := range a.c.blocks {
		for k, e := range a.c.blocks[b].Events {
			if e.Kind == event.Release && e.Op == event.OpSend && a.capacity(e.Loc) == 1 {
				sends[e.Loc] = append(sends[e.Loc], place{int32(b), int32(k)})
			}
		}
	}
	for b := range a.c.blocks {
		for _, e := range a.c.blocks[b].Events {
			if e.Kind == event.Acquire && e.Op == event.OpRecv {
				delete(sends, e.Loc)
			}
		}
	}
	return sends
}

// slotOf gives the channel that a task has the only slot of until after an effect: the
// forker has sent on it in the same round, and the task receives. "The kth receive from a
// channel with capacity C is synchronized before the completion of the k+Cth send".
func (a *analysis) slotOf(slots map[event.Loc][]place, st site, e *Effect) event.Loc {
	for _, l := range e.Settles {
		if !a.isBack(l) {
			continue
		}
		ch := a.Space.Parent(l)
		if rel := st.sum.release(l); rel == nil || rel.Times != 1 {
			continue
		}
		if slices.ContainsFunc(slots[ch], func(at place) bool {
			return a.c.before(at, st.at) && a.c.dominates(at.block, st.at.block) && slices.Equal(a.c.within[at.block], a.c.within[st.at.block])
		}) {
			return ch
		}
	}
	return event.NoLoc
}

// serialized finds the groups that run their tasks one at a time.
func (a *analysis) serialized() map[event.Loc]bool {
	m := map[event.Loc]bool{}
	for b := range a.c.blocks {
		for _, e := range a.c.blocks[b].Events {
			if e.Kind == event.Serialize {
				m[e.Loc] = true
			}
		}
	}
	return m
}

// collectObjects numbers every object that is synchronized on.
func (a *analysis) collectObjects() {
	for b := range a.c.blocks {
		if !a.c.live[b] {
			continue
		}
		for _, e := range a.c.blocks[b].Events {
			switch e.Kind {
			case event.Acquire, event.Release, event.Add, event.Serialize, event.Peek:
				a.object(e.Loc)
				a.ops[e.Loc] |= 1 << e.Op
				if e.Kind == event.Release && e.Op == event.OpSend {
					a.sends[e.Loc]++
				}
			case event.Lock, event.Unlock:
				if e.Op == event.OpFlag {
					continue
				}
				a.object(e.Loc)
				a.object(a.handoff(e.Loc))
				a.locking = true
			}
		}
	}
	if a.locking { // variables tested under a lock publish what came before
		for b := range a.c.blocks {
			for _, e := range a.c.blocks[b].Events {
				if e.Kind == event.Access && (e.Decides() || e.Has(event.Write)) && !e.Has(event.Atomic) {
					a.object(e.Loc)
				}
			}
		}
	}
	for i := range a.sites {
		for _, r := range a.sites[i].sum.Releases {
			a.object(r.Loc)
		}
		for _, e := range a.sites[i].effects {
			for _, l := range a.inst[e].Before {
				a.object(l)
			}
		}
	}
}

func (a *analysis) handoff(mutex event.Loc) event.Loc {
	return a.Space.Child(mutex, event.Sel{Kind: event.Handoff})
}

// sortedKeys lists the keys of a set of locations.
func sortedKeys(m map[event.Loc]bool) []event.Loc { return slices.Sorted(maps.Keys(m)) }
