package hb

import (
	"math/bits"
	"slices"

	"github.com/gojoincheck/gojoincheck/internal/event"
	"github.com/gojoincheck/gojoincheck/internal/flow"
)

// released is one release and what was so at it.
type released struct {
	at   place
	loc  event.Loc
	op   event.Op
	pos  event.Pos
	via  event.Pos
	must flow.Bits
	turn flow.Bits
	rest flow.Bits
	pend flow.Bits
	held []Held // of a flag: the locks under which it is stored
	once bool   // a Once that others share lets it happen
}

func (z *summarizer) released(s *state, at place, l event.Loc, e *event.Event) {
	if l == event.NoLoc {
		return
	}
	op := e.Op
	var held []Held
	if e.Kind == event.Access {
		op, held = event.OpFlag, slices.Clone(s.locks)
	} else if e.Kind == event.Escape {
		op = event.OpNone
	}
	once := slices.ContainsFunc(s.locks, func(h Held) bool { return z.visible(h.Loc) && z.ofSomeOnce(h) })
	z.releases = append(z.releases, released{at, l, op, e.Pos, e.Via, s.must.Clone(), s.since.Clone(), s.rest.Clone(), s.pend.Clone(), held, once})
}

// inOneSection reports whether a flag is stored and an effect comes about under one lock, which is
// not given back between: who finds the flag set, under the lock, comes after both.
func (z *summarizer) inOneSection(flag *released, at place, locks []Held) bool {
	return slices.ContainsFunc(flag.held, func(h Held) bool {
		return h.Via == viaMutex && slices.Contains(locks, h) && !z.some(func(k place, e *event.Event) bool {
			return e.Kind == event.Unlock && e.Loc == h.Loc && z.c.before(flag.at, k) && z.c.before(k, at)
		})
	})
}

// releasedByTasks lists what the goroutines that the task starts always release, as if
// it were released where they are started.
func (z *summarizer) releasedByTasks() (all []released) {
	for i := range z.sites {
		st := &z.sites[i]
		for k := range st.sum.Releases {
			if r := &st.sum.Releases[k]; r.Always && z.visible(r.Loc) && r.Ops&^(1<<event.OpNone) != 0 && z.atFork(i) != nil {
				all = append(all, released{at: st.at, loc: r.Loc, op: event.Op(bits.TrailingZeros64(uint64(r.Ops &^ (1 << event.OpNone)))), pos: r.Pos})
			}
		}
	}
	return all
}

// flagRelease is the order that a variable written under a lock gives.
func (z *summarizer) flagRelease(s *state, at place, e *event.Event) {
	if e.Has(event.Write) && !e.Has(event.Atomic) && locked(s.locks) {
		z.released(s, at, e.Loc, e)
	}
}

// disabled reports whether a place is not reached again from another one: it is reached only
// where a variable is not zero, which is made zero on all ways between the two, as a
// channel that is nil from when something has been sent on it.
func (z *summarizer) disabled(from, to place) bool {
	if z.zeroed == nil {
		z.zeroed = z.zeroedForGood()
	}
	return len(z.zeroed) > 0 && z.c.underEdge(to.block, func(e *event.Edge, b int32) bool {
		if e.Test == event.NoLoc || e.Allows(0) {
			return false
		}
		zeroed := z.zeroed[e.Test]
		return len(zeroed) > 0 && !z.c.avoids(from, b, zeroed)
	})
}

// zeroedForGood gives the blocks where variables are made zero of which no loop makes
// something else.
func (z *summarizer) zeroedForGood() map[event.Loc][]int32 {
	zeroed := map[event.Loc][]int32{}
	again := map[event.Loc]bool{}
	z.some(func(at place, s *event.Event) bool {
		switch {
		case s.Kind != event.Set:
		case s.N == 0:
			zeroed[s.Loc] = append(zeroed[s.Loc], at.block)
		case len(z.c.within[at.block]) > 0:
			again[s.Loc] = true
		}
		return false
	})
	for l := range again {
		delete(zeroed, l)
	}
	return zeroed
}

// sure reports whether every return is reached through the block.
func (z *summarizer) sure(block int32) bool {
	for b := range z.c.blocks {
		if z.c.live[b] && z.c.blocks[b].Return && !z.c.dominates(block, int32(b)) {
			return false
		}
	}
	return true
}

// alwaysAfter reports whether on every path from the place l is released.
func (z *summarizer) alwaysAfter(from place, l event.Loc) bool {
	always := z.alwaysFrom(l)
	for _, r := range z.releases {
		if r.loc == l && r.at.block == from.block && r.at.index > from.index {
			return true
		}
	}
	if z.c.blocks[from.block].Return {
		return false
	}
	for _, s := range z.c.blocks[from.block].Succs {
		if !always.Has(int(s.To)) && !z.isNil(s, l) {
			return false
		}
	}
	return true
}

// isNil reports whether an edge is taken when there is no such object: then nobody gets
// past a wait for it either, "a nil channel is never ready for communication".
func (z *summarizer) isNil(e event.Edge, l event.Loc) bool {
	return z.Space.IsSelf(e.Test) && z.Space.Parent(e.Test) == l && !e.Allows(event.NonZero)
}

// alwaysFrom computes from the start of which blocks every path to a return
// releases l. It is a backward must analysis: blocks are taken away until
// nothing changes.
func (z *summarizer) alwaysFrom(l event.Loc) flow.Bits {
	if b, ok := z.always[l]; ok {
		return b
	}
	n := len(z.c.blocks)
	always, has := flow.NewBits(n), flow.NewBits(n)
	for _, r := range z.releases {
		if r.loc == l {
			has.Set(int(r.at.block))
		}
	}
	for b := range n {
		always.Set(b)
	}
	for changed := true; changed; {
		changed = false
		for b := n - 1; b >= 0; b-- {
			if !always.Has(b) || has.Has(b) {
				continue
			}
			ok := !z.c.blocks[b].Return
			for _, s := range z.c.blocks[b].Succs {
				ok = ok && (always.Has(int(s.To)) || z.isNil(s, l))
			}
			if !ok {
				always.Clear(b)
				changed = true
			}
		}
	}
	z.always[l] = always
	return always
}

// finishReleases merges the releases of each object, nested ones included.
func (z *summarizer) finishReleases() {
	by := map[event.Loc]*Release{}
	var order []event.Loc
	merge := func(l event.Loc, r Release) {
		have, ok := by[l]
		if !ok {
			by[l] = &r
			order = append(order, l)
			return
		}
		switch closes := Release.closes; {
		case closes(r) && !closes(*have): // of what is sent before, the close is none
		case closes(*have) && !closes(r):
			have.Times = r.Times
		default:
			have.Times = uint8(min(int(have.Times)+int(r.Times), Often))
		}
		have.Ops |= r.Ops
		have.Before = intersect(have.Before, r.Before)
		have.Closed = sortLocs(append(slices.Clone(have.Closed), r.Closed...))
		have.Turn, have.Rest = intersect(have.Turn, r.Turn), intersect(have.Rest, r.Rest)
		have.Always = have.Always || r.Always
		have.Own = have.Own || r.Own
		have.Direct = have.Direct && r.Direct
		have.First = have.First && r.First
		have.Woken = have.Woken || r.Woken
	}
	for _, r := range z.releases {
		if !z.visible(r.loc) {
			continue
		}
		merge(r.loc, Release{Loc: r.loc, Before: z.acquired(r.must), Closed: z.seen(z.closings, r.at), Turn: z.acquired(r.turn), Rest: z.acquired(r.rest), Ops: 1 << r.op, Pos: r.pos, Own: true, Direct: r.via == 0, First: r.once, Woken: z.woken(r.at), Always: z.alwaysAfter(place{0, -1}, r.loc)})
	}
	for l, r := range by {
		r.Times = z.most(l, r.closes())
	}
	for i := range z.sites {
		at := z.atFork(i)
		for _, r := range z.sites[i].sum.Releases {
			if !z.visible(r.Loc) || at == nil {
				continue
			}
			r.Before, r.Turn, r.Rest = sortLocs(append(z.acquired(at.must), z.onlyVisible(r.Before)...)), nil, nil
			r.Closed, r.Own = z.onlyVisible(r.Closed), false
			r.Woken = r.Woken || z.woken(z.sites[i].at)
			r.Times = uint8(min(int(r.Times)*int(z.times(i, everywhere)), Often))
			z.sum.Inner = append(z.sum.Inner, r)
			merge(r.Loc, r)
		}
	}
	slices.Sort(order)
	for _, l := range order {
		z.sum.Releases = append(z.sum.Releases, *by[l])
	}
}

// often is how often a release runs in one task.
func (z *summarizer) often(r released) uint8 {
	n := 1
	for _, i := range z.c.within[r.at.block] {
		if z.c.loops[i].trip < 0 {
			return Often
		}
		n = min(n*int(z.c.loops[i].trip), Often)
	}
	return uint8(n)
}

// most is how often one path releases an object, at most: by closing it, or in other ways, of
// what is sent before the close is none.
func (z *summarizer) most(l event.Loc, closes bool) uint8 {
	rounds := map[int][]released{} // by innermost loop
	for _, r := range z.releases {
		if r.loc == l && (r.op == event.OpClose) == closes {
			k := z.c.innermost(r.at.block)
			rounds[k] = append(rounds[k], r)
		}
	}
	n := 0
	for k, all := range rounds {
		if z.exclusive(all, k) {
			n += int(z.often(all[0]))
		} else {
			n += len(all) * int(z.often(all[0]))
		}
	}
	return uint8(min(n, Often))
}

// exclusive reports whether one round of a loop, or one call if there is none, comes to
// one of some releases only.
func (z *summarizer) exclusive(all []released, loop int) bool {
	for i, r := range all {
		for k, q := range all {
			if i == k {
				continue
			}
			again := z.c.before(r.at, q.at)
			if loop >= 0 && r.at.block != q.at.block && r.at.block != z.c.loops[loop].header {
				again = z.c.avoids(r.at, q.at.block, []int32{z.c.loops[loop].header})
			}
			if again {
				return false
			}
		}
	}
	return true
}

func intersect(a, b []event.Loc) []event.Loc {
	var out []event.Loc
	for _, l := range a {
		if hasLoc(b, l) {
			out = append(out, l)
		}
	}
	return out
}
