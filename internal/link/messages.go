package link

import (
	"github.com/gojoincheck/gojoincheck/internal/event"
	"github.com/gojoincheck/gojoincheck/internal/flow"
)

// A handover is what is known of the messages on one channel.
type handover struct {
	sent  event.Loc   // the object that is sent, NoLoc if none is
	got   []event.Loc // what stands for it where it is received
	site  int         // of the goroutine that receives
	spoil bool        // somebody else sends or receives, or other objects are sent
}

// handedOver tells of what a goroutine receives which object it is: where the graph
// makes a channel and sends one object on it, or one object in each round of a loop,
// and one goroutine receives, they have that object in common from then on. With more
// goroutines each would have its own.
func (a *aliases) handedOver(g *Graph) map[event.Loc]event.Loc {
	on := map[event.Loc]*handover{}
	at := func(ch event.Loc) *handover {
		if ch = a.canonical(ch, maxHops); ch == event.NoLoc || !a.Space.IsRoot(ch) || !a.own[ch] || !a.Space.Root(ch).Chan {
			return nil
		}
		if on[ch] == nil {
			on[ch] = &handover{site: -1}
		}
		return on[ch]
	}
	for i := range g.Blocks {
		for _, e := range g.Blocks[i].Events {
			if e.Kind == event.Fork && g.Sites[e.Call].Task != nil {
				a.receivers(g.Sites[e.Call].Task, int(e.Call), at, func() bool { return g.goesRound(int32(i)) }, 0)
			}
			if !isMessage(&e) {
				continue
			}
			h := at(e.Loc)
			if h == nil {
				continue
			}
			val := a.canonical(e.Val, maxHops)
			if val != event.NoLoc && !a.Space.IsRoot(val) && a.Space.Last(val).Kind == event.Head {
				val = a.Space.Parent(val) // a part of one buffer, and of the same again
			}
			switch {
			case e.Kind == event.Acquire, h.sent != event.NoLoc && h.sent != val:
				h.spoil = true
			case val == event.NoLoc || !a.Space.IsRoot(val) || !g.Own[val] || a.Space.Root(val).Kind != event.Alloc || a.Space.Root(val).Chan:
				h.spoil = true
			}
			h.sent = val
		}
	}
	messages := map[event.Loc]event.Loc{}
	for _, h := range on {
		if h.spoil || h.sent == event.NoLoc {
			continue
		}
		for _, l := range h.got {
			if m, twice := messages[l]; twice && m != h.sent {
				return nil
			}
			messages[l] = h.sent
		}
	}
	return messages
}

// receivers gathers what a goroutine does to the channels. There may be many of it.
func (a *aliases) receivers(g *Graph, site int, at func(event.Loc) *handover, many func() bool, depth int) {
	if depth > maxTasks {
		return
	}
	for i := range g.Blocks {
		for _, e := range g.Blocks[i].Events {
			if !isMessage(&e) {
				continue
			}
			h := at(e.Loc)
			if h == nil {
				continue
			}
			h.spoil = h.spoil || e.Kind == event.Release || depth > 0 || h.site >= 0 && h.site != site || many()
			h.site = site
			if e.Val != event.NoLoc && a.Space.IsRoot(e.Val) && a.Space.Root(e.Val).Kind == event.Opaque {
				h.got = append(h.got, e.Val)
			}
		}
	}
	for i := range g.Sites {
		if t := g.Sites[i].Task; t != nil {
			a.receivers(t, site, at, many, depth+1)
		}
	}
}

// isMessage reports whether an event sends or receives.
func isMessage(e *event.Event) bool {
	return e.Kind == event.Release && e.Op == event.OpSend || e.Kind == event.Acquire && e.Op == event.OpRecv
}

// goesRound reports whether control can come back to a block.
func (g *Graph) goesRound(from int32) bool {
	back := false
	flow.Reach(len(g.Blocks), from, func(b int32, goOn func(int32)) {
		for _, e := range g.Blocks[b].Succs {
			back = back || e.To == from
			goOn(e.To)
		}
	})
	return back
}
