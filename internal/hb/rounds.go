package hb

import (
	"slices"

	"github.com/gojoincheck/gojoincheck/internal/event"
)

// A loopExit says what all rounds of a loop together have acquired.
type loopExit struct {
	loop int
	obj  int
	n    uint8
	op   event.Op
	at   int32 // the block of the acquire
}

// findLoopExits finds the counted acquires within each loop.
func (a *analysis) findLoopExits() {
	a.exits = make([][]loopExit, len(a.c.loops))
	for i := range a.c.loops {
		l := &a.c.loops[i]
		seen := map[int]int{}
		l.body.Each(func(b int) {
			for _, e := range a.c.blocks[b].Events {
				if e.Kind != event.Acquire || e.Op != event.OpRecv && e.Op != event.OpSend && e.Op != event.OpClosed {
					continue
				}
				n := a.rounds(i, int32(b))
				o := a.object(e.Loc)
				if e.Op == event.OpClosed {
					a.exits[i] = append(a.exits[i], loopExit{i, o, Often, e.Op, int32(b)})
					continue
				}
				if k, ok := seen[o]; ok {
					a.exits[i][k].n = Often
					continue
				}
				seen[o] = len(a.exits[i])
				a.exits[i] = append(a.exits[i], loopExit{i, o, n, e.Op, int32(b)})
			}
		})
	}
}

// findSkips finds the edges that go round a loop which tests its condition at the end
// of each round, and so once before the first.
func (a *analysis) findSkips() {
	a.skips = map[[2]int32]int{}
	for i := range a.c.loops {
		l := &a.c.loops[i]
		last := a.c.decides(l)
		if last < 0 || !slices.Contains(l.latches, last) || len(a.exits[i]) == 0 {
			continue
		}
		for _, b := range a.c.preds[l.header] {
			for _, e := range a.c.blocks[b].Succs {
				if !l.body.Has(int(b)) && !l.body.Has(int(e.To)) && slices.ContainsFunc(a.c.blocks[last].Succs, func(out event.Edge) bool { return out.To == e.To }) {
					a.skips[[2]int32{b, e.To}] = i
				}
			}
		}
	}
}

// counted is how often all rounds together have acquired for sure: the messages
// that a channel has room for, nobody need have received. Where others send on it,
// too, there may be none left.
func (a *analysis) counted(x loopExit) int {
	n := int(x.n)
	if n == Often || x.op != event.OpSend {
		return n
	}
	ch := a.Space.Parent(a.list[x.obj])
	if c := a.capacity(ch); c > 0 && a.sends[ch] == 1 {
		n -= c
	}
	return n
}

// rounds is how often block b runs in all rounds of the loop, Often if that is
// not known: doubt is silence.
func (a *analysis) rounds(loop int, b int32) uint8 {
	n := 1
	for _, i := range a.c.within[b] {
		l := &a.c.loops[i]
		if i != loop && !a.c.loops[loop].body.Has(int(l.header)) {
			continue // an outer loop
		}
		if l.trip < 0 {
			return Often
		}
		for _, latch := range l.latches {
			if !a.c.dominates(b, latch) {
				return Often
			}
		}
		n *= int(l.trip)
		if n >= Often {
			return Often
		}
	}
	return uint8(n)
}

// times is how often the fork of site i runs between two visits to block b:
// the rounds of the loops around the fork that do not also hold b; with
// everywhere for b, how often it runs in all.
const everywhere = -1

func (a *analysis) times(i int, b int32) uint8 {
	return a.forks(i, func(loop int) bool { return b >= 0 && a.c.loops[loop].body.Has(int(b)) })
}

// timesFor is how often a site may fork for each object that a path names: what a round of a
// loop makes is of that round.
func (a *analysis) timesFor(i int, l event.Loc) uint8 {
	root := a.Space.RootLoc(l)
	return a.forks(i, func(loop int) bool { return a.madeIn(root, loop) })
}

// forks is how often a site may fork, but for the rounds of some loops.
func (a *analysis) forks(i int, but func(loop int) bool) uint8 {
	if a.sites[i].many() {
		return Often
	}
	if len(a.sites[i].onces) > 0 {
		return 1
	}
	n := 1
	for _, k := range a.c.within[a.sites[i].at.block] {
		l := &a.c.loops[k]
		if but(k) {
			continue
		}
		if l.trip < 0 {
			return Often
		}
		n *= int(l.trip)
		if n >= Often {
			return Often
		}
	}
	return uint8(n)
}

// onlyExit reports whether a loop is left from block b alone, as a range over an
// integer is from its end.
func (a *analysis) onlyExit(loop, b int) bool {
	body, only := a.c.loops[loop].body, true
	body.Each(func(x int) {
		if x == b {
			return
		}
		only = only && !a.c.blocks[x].Return
		for _, e := range a.c.blocks[x].Succs {
			only = only && body.Has(int(e.To))
		}
	})
	return only
}

// toDo reports whether a loop is left from block b because nothing is left to do: it
// counts itself what it starts and what it has received.
func (a *analysis) toDo(loop, b int) bool {
	l := &a.c.loops[loop]
	return l.trip == event.Tallied && (int(l.header) == b || a.onlyExit(loop, b))
}

// conditionOf reports whether block b is where a loop tests whether it goes on: its
// header, or a part of the condition after that.
func (a *analysis) conditionOf(loop int, b int32) bool {
	for b != a.c.loops[loop].header {
		if len(a.c.preds[b]) != 1 || slices.ContainsFunc(a.c.blocks[b].Events, func(e event.Event) bool { return e.Kind != event.Access }) {
			return false
		}
		b = a.c.preds[b][0]
	}
	return true
}
