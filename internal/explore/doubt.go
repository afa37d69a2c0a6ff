package explore

import (
	"slices"

	"github.com/gojoincheck/gojoincheck/internal/event"
	"github.com/gojoincheck/gojoincheck/internal/flow"
)

// Doubt. A branch on data may be part of a protocol: whoever takes it and so
// gives away a send that somebody waits for may well know that nobody waits. So
// what is given away is noted along each path, and who then waits for it proves
// nothing. A failure is no protocol: whoever fails has to say so, too. Nor is
// the early return of the function that forks, for it is the one to join; but
// what it does not do it does not wait for either.

// A miss is a kind of operation on an object that somebody has decided by data
// not to do.
type miss struct {
	obj obj
	of  kind // and numKinds more when it is the function that forks
}

// byFailure is the kind of what is not received any more because of a failure.
const byFailure = 2 * numKinds

func (m miss) less(o miss) int {
	if m.obj != o.obj {
		return int(m.obj) - int(o.obj)
	}
	return int(m.of) - int(o.of)
}

// decided notes what a goroutine gives away by going from one block to another.
func (s *search) decided(n *state, key, from, to int32) {
	g := &n.gs[n.find(key)]
	told := slices.ContainsFunc(g.prog.g.Blocks[from].Succs, func(e event.Edge) bool { return e.Told })
	if (g.prog.turns(from) || s.test && told) && s.matters(g.prog, from) {
		n.guessed = true // a test decides what it tells
	}
	_, free := g.prog.leaving(from, to)
	forked := s.keys[key].parent >= 0
	for _, c := range s.lost(g.prog, from, to) {
		if c.of == taking && !free && !told {
			continue
		}
		o := s.resolve(n, g, c.loc)
		if o == 0 || s.open(n, o) {
			continue
		}
		m := miss{o, c.of}
		if !forked && !free && !asks(&g.prog.g.Blocks[from]) && !(c.of == ending && g.prog.endedBefore(from, c.loc)) {
			m.of += numKinds
		}
		n.miss(m)
	}
}

// failed notes what a goroutine does not receive any more because of a failure: it may be
// one that it was told of by who sends.
func (s *search) failed(n *state, key, from, to int32) {
	g := &n.gs[n.find(key)]
	for _, c := range s.lost(g.prog, from, to) {
		if c.of != taking {
			continue
		}
		if o := s.resolve(n, g, c.loc); o != 0 && !s.open(n, o) {
			n.miss(miss{o, byFailure})
		}
	}
}

// miss notes one.
func (n *state) miss(m miss) {
	if i, ok := slices.BinarySearchFunc(n.missed, m, miss.less); !ok {
		n.missed = slices.Insert(slices.Clone(n.missed), i, m)
	}
}

// has reports whether a miss is noted.
func (n *state) has(m miss) bool {
	_, ok := slices.BinarySearchFunc(n.missed, m, miss.less)
	return ok
}

// endedBefore reports whether an object may have been closed, say, before a block is
// reached: who does it in several places knows whether it has been done.
func (p *program) endedBefore(block int32, l event.Loc) bool {
	for b := range p.g.Blocks {
		for i := range p.g.Blocks[b].Events {
			c, ok := chanceOf(&p.g.Blocks[b].Events[i])
			if ok && c.of == ending && c.loc == l && p.comesTo(int32(b)).Has(int(block)) {
				return true
			}
		}
	}
	return false
}

// byData reports whether the branch at the end of a block depends on data: on
// nothing that the search knows, and not on whether something failed.
func (p *program) byData(block int32) bool {
	b := &p.g.Blocks[block]
	if b.Select || len(b.Succs) < 2 {
		return false
	}
	return !slices.ContainsFunc(b.Succs, func(e event.Edge) bool {
		_, ok := sawClosed(&p.g.Blocks[e.To])
		return ok || e.Err
	})
}

// endsUnseen reports whether some of the ways that a goroutine may go on are those of a
// channel that is closed, and of one that is not: it is an element that may be any, so
// that we do not know what is done to it.
func (s *search) endsUnseen(p *program, ways []event.Edge) bool {
	return slices.ContainsFunc(ways, func(e event.Edge) bool {
		l, ok := sawClosed(&p.g.Blocks[e.To])
		return ok && s.element(l)
	})
}

// asks reports whether the branch at the end of a block asks an object what was
// done to it, or an error of which kind it is.
func asks(b *event.Block) bool {
	return slices.ContainsFunc(b.Succs, func(e event.Edge) bool { return e.Held })
}

// toldTo reports whether a goroutine does what it is blocked in because an object said so,
// and we do not know what objects say of that kind: it may know that nobody
// waits in vain there.
func (s *search) toldTo(st *state, g *goroutine, o operation) bool {
	for b := range g.prog.g.Blocks {
		succs := g.prog.g.Blocks[b].Succs
		if len(succs) < 2 || !asks(&g.prog.g.Blocks[b]) || s.tested(st, g, succs[0]) != event.Unknown {
			continue
		}
		some, all := false, true
		for _, e := range succs {
			comes := g.prog.does(g.prog.comesTo(e.To), o) || g.prog.untilHolds(int32(b), e.To)
			some, all = some || comes, all && comes
		}
		if some && !all {
			return true
		}
	}
	return false
}

// does reports whether one of some blocks does what an operation does.
func (p *program) does(blocks flow.Bits, o operation) bool {
	found := false
	blocks.Each(func(b int) {
		found = found || slices.ContainsFunc(p.g.Blocks[b].Events, func(e event.Event) bool {
			return (e.Kind == event.Release || e.Kind == event.Acquire) && e.Op == o.op && e.Loc == o.loc
		})
	})
	return found
}

// untilHolds reports whether an edge goes into the body of a loop that starts where
// it comes from, and that waits until the condition holds: what follows the loop is
// then still ahead.
func (p *program) untilHolds(from, to int32) bool {
	for i := range p.loops {
		if l := &p.loops[i]; p.waits[i] && l.Header == from && l.Body.Has(int(to)) {
			return true
		}
	}
	return false
}

// isLock reports whether an operation takes a lock: it is no message, whose
// coming somebody may know of.
func isLock(op event.Op) bool { return op == event.OpLock || op == event.OpRLock }

// comesTo gives the blocks that control can come to from a block without going
// round a loop.
func (p *program) comesTo(from int32) flow.Bits {
	if known, ok := p.ahead[from]; ok {
		return known
	}
	seen := flow.Reach(len(p.g.Blocks), from, func(b int32, goOn func(int32)) {
		for _, e := range p.g.Blocks[b].Succs {
			if !p.goesRound(b, e.To) {
				goOn(e.To)
			}
		}
	})
	p.ahead[from] = seen
	return seen
}

// turns reports whether the branch at the end of a block tests which round of a
// loop it is.
func (p *program) turns(block int32) bool {
	return slices.ContainsFunc(p.g.Blocks[block].Succs, func(e event.Edge) bool { return e.Turn })
}

// matters reports whether the ways to go on from a block differ in what others
// may wait for, or in what is waited for.
func (s *search) matters(p *program, block int32) bool {
	c := s.chances(p)
	succs := p.g.Blocks[block].Succs
	first := succs[0].To
	return slices.ContainsFunc(succs[1:], func(e event.Edge) bool {
		return !slices.Equal(c.round[first], c.round[e.To]) || !slices.Equal(c.sure[first], c.sure[e.To]) ||
			!slices.Equal(s.atOnce(p, first), s.atOnce(p, e.To))
	})
}

// atOnce gives the chances that a program comes to from a block without waiting before,
// locks aside.
func (s *search) atOnce(p *program, from int32) flow.Bits {
	c := s.chances(p)
	found := flow.NewBits(len(c.all))
	flow.Reach(len(p.g.Blocks), from, func(b int32, goOn func(int32)) {
		for i := range p.g.Blocks[b].Events {
			e := &p.g.Blocks[b].Events[i]
			if ch, ok := chanceOf(e); ok {
				if k := slices.Index(c.all, ch); k >= 0 {
					found.Set(k)
				}
			}
			if e.Kind != event.Lock && visible(e) && !s.free(e.Loc) {
				return
			}
		}
		for _, e := range p.g.Blocks[b].Succs {
			if !p.goesRound(b, e.To) {
				goOn(e.To)
			}
		}
	})
	return found
}

// missing reports whether what an operation waits for may be missing because
// data has decided so.
func (s *search) missing(st *state, g *goroutine, o operation) bool {
	has := func(k kind) bool {
		return st.has(miss{o.obj, k}) || s.keys[g.key].parent < 0 && st.has(miss{o.obj, k + numKinds})
	}
	switch o.op {
	case event.OpSend:
		return has(taking)
	case event.OpRecv:
		return has(ending) || has(sending) && (!g.prog.ranges(g.block, o.loc) || s.steered(st, g))
	case event.OpCtxDone, event.OpCond: // a group that is not counted down is no protocol
		return has(ending)
	}
	return false
}

// doubtful reports whether what some goroutine waits for in the state may come
// all the same, for a reason that we do not see; then others may go on, too.
func (s *search) doubtful(st *state) bool {
	if st.guessed {
		return true
	}
	for i := range st.gs {
		g := &st.gs[i]
		if (g.status == running || g.status == spinning) && len(g.talked) > 0 && s.steered(st, g) {
			return true // it goes on by the clock, say, until it is told to end
		}
		if g.status != parked {
			continue
		}
		ops := s.operations(st, g)
		if len(ops) == 0 {
			continue
		}
		switch o := ops[0]; {
		case o.op == event.OpSend && s.roomForTest(g, o.obj), o.op == event.OpRecv && len(ops) == 1 && s.counts(g, o):
			return true
		case s.sequel(st, g, ops), s.signalledByWaiters(g, o), !isLock(o.op) && s.toldTo(st, g, o):
			return true
		}
		if slices.ContainsFunc(ops, func(o operation) bool { return s.everEscapes(o.obj) || s.missing(st, g, o) }) {
			return true
		}
	}
	return false
}

// counts reports whether a goroutine receives from a buffered channel on which it sends
// itself: then it counts something with it, and data decides how far.
func (s *search) counts(g *goroutine, o operation) bool {
	r := s.Space.Root(s.objects[o.obj].loc)
	if !r.Chan || r.Cap == 0 {
		return false
	}
	return slices.ContainsFunc(g.prog.g.Blocks, func(b event.Block) bool {
		return slices.ContainsFunc(b.Events, func(e event.Event) bool { return e.Kind == event.Release && e.Op == event.OpSend && e.Loc == o.loc })
	})
}

// roomForTest reports whether a goroutine sends, as often as data decides, on a channel that
// a test has made room in: who writes a test knows what it puts in.
func (s *search) roomForTest(g *goroutine, o obj) bool {
	if !s.test {
		return false
	}
	r := s.Space.Root(s.objects[o].loc)
	return r.Chan && r.Kind == event.Alloc && r.Cap > 1 && slices.ContainsFunc(g.prog.loops, func(l loop) bool {
		return l.Trip < 0 && l.Body.Has(int(g.block))
	})
}

// signalledByWaiters reports whether the ones that wait for a condition may be
// the ones to signal it.
func (s *search) signalledByWaiters(g *goroutine, o operation) bool {
	u := s.use[o.obj]
	return o.op == event.OpCond && u != nil && u.signals[g.prog]
}

// sequel reports whether a goroutine is blocked in the middle of a conversation
// that data may steer: it has sent or received already, and may know when to
// leave, or the other side may.
func (s *search) sequel(st *state, g *goroutine, ops []operation) bool {
	if !slices.ContainsFunc(ops, func(o operation) bool { return slices.Contains(g.talked, o.obj) }) {
		return false
	}
	if s.steered(st, g) {
		return true
	}
	if len(ops) > 1 {
		return false
	}
	o := ops[0]
	kind := event.Release
	if o.op != event.OpSend {
		kind = event.Acquire
	}
	places, looped := 0, false
	heard := st.has(miss{o.obj, byFailure}) || st.has(miss{o.obj, taking}) || st.has(miss{o.obj, taking + numKinds}) || !g.prog.everyRound(g.block)
	for i := range g.prog.g.Blocks {
		if !heard && g.prog.onFailure(int32(i)) {
			continue // the other side has left for another reason
		}
		for _, e := range g.prog.g.Blocks[i].Events {
			if e.Kind == kind && e.Op == o.op && e.Loc == o.loc {
				places++
				looped = looped || g.prog.inLoop(int32(i))
			}
		}
	}
	if places < 2 {
		return false
	}
	u := s.use[o.obj]
	return g.prog.avoidable(g.block) || o.op == event.OpSend && (looped || u != nil && u.repeated)
}

// onFailure reports whether control comes to a block after a failure alone.
func (p *program) onFailure(block int32) bool {
	if p.smooth == nil {
		p.smooth = flow.Reach(len(p.g.Blocks), 0, func(b int32, goOn func(int32)) {
			for _, e := range p.g.Blocks[b].Succs {
				if !e.Fails() {
					goOn(e.To)
				}
			}
		})
	}
	return !p.smooth.Has(int(block))
}

// everyRound reports whether the smallest loop around a block comes to it in each round.
func (p *program) everyRound(block int32) bool {
	in := p.innermost(block)
	if in == nil {
		return false
	}
	around := false
	flow.Reach(len(p.g.Blocks), in.Header, func(b int32, goOn func(int32)) {
		if b == block {
			return
		}
		for _, e := range p.g.Blocks[b].Succs {
			around = around || e.To == in.Header
			if in.Body.Has(int(e.To)) {
				goOn(e.To)
			}
		}
	})
	return !around
}

// steered reports whether a goroutine is in a loop that has no condition of its
// own, or ends with a channel, and that data leaves, so that it could have left
// before.
func (s *search) steered(st *state, g *goroutine) bool {
	p := g.prog
	for i := range p.loops {
		l := &p.loops[i]
		if p.counted[i] || !l.Body.Has(int(g.block)) {
			continue
		}
		found := false
		l.Body.Each(func(b int) {
			blk := &p.g.Blocks[b]
			for _, e := range blk.Succs {
				if l.Body.Has(int(e.To)) {
					continue
				}
				found = found || p.byData(int32(b)) || blk.Select && s.protocol(st, s.chosen(st, g, e.To))
			}
		})
		if found {
			return true
		}
	}
	return false
}

// protocol reports whether an operation is one with code out of sight on a
// channel made in sight: when it comes is for that code to know.
func (s *search) protocol(st *state, o operation) bool {
	if o.obj == 0 || !o.free {
		return false
	}
	r := s.Space.Root(s.objects[o.obj].loc)
	return r.Chan && r.Kind == event.Alloc
}

// ranges reports whether the block receives until the channel is closed.
func (p *program) ranges(block int32, ch event.Loc) bool {
	return slices.ContainsFunc(p.g.Blocks[block].Succs, func(e event.Edge) bool {
		l, ok := sawClosed(&p.g.Blocks[e.To])
		return ok && l == ch
	})
}
