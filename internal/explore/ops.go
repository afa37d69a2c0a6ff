package explore

import (
	"maps"
	"slices"

	"github.com/gojoincheck/gojoincheck/internal/event"
)

// An operation is one that a parked goroutine waits to do: the one it is at, or
// a case of its select.
type operation struct {
	op      event.Op
	obj     obj
	loc     event.Loc
	pos     event.Pos
	val     event.Loc // sent, or the root that stands for what is received
	block   int32     // where the goroutine goes on
	idx     int32
	free    bool // it needs nobody that we know
	counted bool // the number of messages is known to be enough
	read    bool
}

// operations lists what a parked goroutine waits to do.
func (s *search) operations(st *state, g *goroutine) []operation {
	b := &g.prog.g.Blocks[g.block]
	if int(g.idx) < len(b.Events) {
		return []operation{s.operation(st, g, &b.Events[g.idx], g.block, g.idx)}
	}
	var ops []operation
	for _, e := range b.Succs {
		ops = append(ops, s.chosen(st, g, e.To))
	}
	return ops
}

// chosen is the operation of a select's case, which its block starts with; the
// default needs nobody.
func (s *search) chosen(st *state, g *goroutine, block int32) operation {
	events := g.prog.g.Blocks[block].Events
	for i := range events {
		if !visible(&events[i]) {
			continue
		}
		if !events[i].Has(event.Select) {
			break
		}
		return s.operation(st, g, &events[i], block, int32(i))
	}
	return operation{block: block, free: true}
}

func (s *search) operation(st *state, g *goroutine, e *event.Event, block, idx int32) operation {
	o := s.resolve(st, g, e.Loc)
	op := operation{
		op: e.Op, obj: o, loc: e.Loc, pos: e.Pos, val: e.Val, block: block, idx: idx + 1,
		counted: counted(e), read: e.Has(event.Read),
	}
	op.free = o == 0 || s.open(st, o) || op.counted
	if g.phase == 2 { // a Cond's Wait locks again
		op.op, op.obj, op.read = event.OpLock, g.held[len(g.held)-1], false
		op.free = s.open(st, op.obj)
	}
	return op
}

// counted reports whether an event receives what is known to be there, by the length of the
// channel: who has sent it, and what is left, is not followed.
func counted(e *event.Event) bool { return e.Has(event.Try) && !e.Has(event.Select) && isReceive(e.Op) }

// A move is one way in which a state goes on; without a next state anything
// may happen.
type move struct {
	next  *state
	a, b  int32
	alone bool // it commutes with all others
}

// moves lists what a parked goroutine can do. An unbuffered send is a move of
// the sender and the receiver.
func (s *search) moves(st *state, k int) []move {
	g := &st.gs[k]
	if g.status != parked {
		return nil
	}
	var out []move
	ops := s.operations(st, g)
	if slices.ContainsFunc(ops, func(o operation) bool { return s.ready(st, o) }) {
		ops = slices.DeleteFunc(ops, func(o operation) bool { return o.op == event.OpNone })
	}
	for _, o := range ops {
		m := move{a: g.key, b: g.key, alone: len(ops) == 1}
		if o.free {
			n, h := s.goOn(st, k, o)
			if s.element(o.loc) {
				s.spill(n)
			}
			if o.counted {
				s.escape(n, o.obj)
			}
			if len(ops) > 1 && s.protocol(st, o) {
				s.decided(n, g.key, g.block, o.block)
			}
			h.last, h.from = s.heard(st, o.obj), o.obj
			switch {
			case o.val == event.NoLoc:
			case o.op == event.OpSend:
				s.escape(n, s.resolve(n, h, o.val)) // sent to whoever receives
			default:
				h.env = s.with(h.env, o.val, 0)
			}
			m.next = n
			out = append(out, m)
			continue
		}
		s.used(g, o.obj, isReceive(o.op))
		if o.op == event.OpSend {
			s.signals(g, o.obj)
		}
		c := st.at(o.obj)
		switch o.op {
		case event.OpSend:
			out = append(out, s.sends(st, k, o, c)...)
		case event.OpRecv, event.OpCtxDone:
			if n := s.receives(st, k, o, c); n != nil {
				m.next, m.alone = n, m.alone && len(c.queue) == 0
				out = append(out, m)
			}
		case event.OpWait:
			if c.n == 0 {
				m.next, _ = s.goOn(st, k, o)
				out = append(out, m)
			}
		case event.OpCond:
			if c.set {
				m.next, m.alone = s.woken(st, k, o), false
				out = append(out, m)
			}
		case event.OpLock, event.OpRLock, event.OpOnce:
			if !c.set && (o.read || c.n == 0) {
				m.next, m.alone = s.locks(st, k, o, c), m.alone && s.own(st, k, o.obj)
				out = append(out, m)
			}
		}
	}
	return out
}

// own reports whether no other goroutine that lives, nor one that these fork,
// does anything to an object, or can know it: then what is done to it commutes
// with all that they do.
func (s *search) own(st *state, k int, o obj) bool {
	whole := o
	for s.objects[whole].parent != 0 {
		whole = s.objects[whole].parent
	}
	if !s.known(st, &st.gs[k], whole) {
		return true
	}
	class := s.find(s.Space.RootLoc(s.objects[o].loc))
	for i := range st.gs {
		if i != k && s.mentions(st.gs[i].prog.of)[class] {
			return false
		}
	}
	return true
}

// ready reports whether a case of a select needs no partner, so that the default
// is not taken.
func (s *search) ready(st *state, o operation) bool {
	if o.free {
		return false
	}
	c := st.at(o.obj)
	switch o.op {
	case event.OpSend:
		return int(s.capacity(o.obj)) > len(c.queue)
	case event.OpRecv:
		return len(c.queue) > 0 || c.set
	}
	return false
}

func isReceive(op event.Op) bool { return op == event.OpRecv || op == event.OpCtxDone }

// goOn lets a parked goroutine go on after an operation.
func (s *search) goOn(st *state, k int, o operation) (*state, *goroutine) {
	n := st.clone()
	g := &n.gs[k]
	g.block, g.idx, g.status, g.backs, g.phase = o.block, o.idx, running, nil, 0
	return n, g
}

// most is how many messages are kept apart in a channel of unknown capacity.
const most = 6

func (s *search) sends(st *state, k int, o operation, c cell) []move {
	key := st.gs[k].key
	if c.set {
		return []move{{a: key, b: key}} // a send on a closed channel panics
	}
	val := s.resolve(st, &st.gs[k], o.val)
	limit := s.capacity(o.obj)
	if limit != 0 {
		if limit > 0 && len(c.queue) >= int(limit) {
			return nil
		}
		n, g := s.goOn(st, k, o)
		g.talked = insert(g.talked, o.obj)
		if limit > 0 || len(c.queue) < most {
			c.queue = append(slices.Clone(c.queue), val)
			c.n = int32(len(c.queue))
			n.put(c)
		}
		return []move{{next: n, a: key, b: key}}
	}
	var out []move
	for i := range st.gs {
		h := &st.gs[i]
		if i == k || h.status != parked {
			continue
		}
		for _, r := range s.operations(st, h) {
			if r.free || !isReceive(r.op) || r.obj != o.obj {
				continue
			}
			n, g := s.goOn(st, k, o)
			g.talked = insert(g.talked, o.obj)
			n2, h2 := s.goOn(n, i, r)
			s.got(n2, h2, r, val, value)
			out = append(out, move{next: n2, a: key, b: h.key})
		}
	}
	return out
}

func (s *search) receives(st *state, k int, o operation, c cell) *state {
	switch {
	case len(c.queue) > 0:
		n, g := s.goOn(st, k, o)
		val := c.queue[0]
		c.queue = slices.Clone(c.queue[1:])
		c.n = int32(len(c.queue))
		n.put(c)
		s.got(n, g, o, val, value)
		return n
	case c.set, o.op == event.OpCtxDone && s.ended(st, o.obj):
		n, g := s.goOn(st, k, o)
		s.got(n, g, o, 0, closed)
		return n
	}
	return nil
}

// got notes what a receive saw.
func (s *search) got(n *state, g *goroutine, o operation, val obj, what outcome) {
	g.last, g.from = what, o.obj
	g.talked = insert(g.talked, o.obj)
	if o.val != event.NoLoc {
		g.env = s.with(g.env, o.val, val)
	}
}

// heard is what may have come from code out of sight.
func (s *search) heard(st *state, o obj) outcome {
	if s.fed[o] && !st.at(o).set {
		return value // nobody has closed it
	}
	return either
}

// woken lets a Cond's Wait go on to take its lock again.
func (s *search) woken(st *state, k int, o operation) *state {
	if len(st.gs[k].held) == 0 {
		n, _ := s.goOn(st, k, o)
		return n
	}
	n := st.clone()
	n.gs[k].phase = 2
	return n
}

func (s *search) locks(st *state, k int, o operation, c cell) *state {
	again := st.gs[k].phase == 2
	n, g := s.goOn(st, k, o)
	if o.read {
		c.n++
	} else {
		c.set = true
	}
	n.put(c)
	if !again {
		g.held = append(slices.Clone(g.held), o.obj)
	}
	return n
}

func insert(s []obj, o obj) []obj {
	i, ok := slices.BinarySearch(s, o)
	if ok {
		return s
	}
	return slices.Insert(slices.Clone(s), i, o)
}

// A usage is what the search saw of an object.
type usage struct {
	loops    [2]map[loopID]bool // loops of unknown length around what gives (a send, an Add) and what takes
	added    map[loopID]bool    // loops that take as many rounds as an Add of unknown size says
	unknown  int                // counts of unknown size
	several  bool               // a constant above one is added
	repeated bool               // it is received from in a loop
	// signals are the programs that send, close, cancel or count down.
	signals map[*program]bool
}

type loopID struct{ prog, loop int32 }

// tallied reports whether it stands for what a loop has counted, and not for one.
func (l loopID) tallied() bool { return l.prog >= 0 && l.loop < 0 }

func (s *search) usage(o obj) *usage {
	u := s.use[o]
	if u == nil {
		u = &usage{loops: [2]map[loopID]bool{{}, {}}, added: map[loopID]bool{}, signals: map[*program]bool{}}
		s.use[o] = u
	}
	return u
}

// used notes an operation on an object.
func (s *search) used(g *goroutine, o obj, receive bool) {
	u := s.usage(o)
	for i := range g.prog.loops {
		if g.prog.loops[i].Body.Has(int(g.block)) {
			u.repeated = u.repeated || receive
		}
	}
	side := 0
	if receive {
		side = 1
	}
	for _, l := range s.unknownLoops(g) {
		if !slices.Contains(s.bornIn[o], l) { // else each round has an object of its own
			u.loops[side][l] = true
		}
	}
}

// unknownLoops lists the loops of unknown length around where a goroutine is,
// and around where it was forked.
func (s *search) unknownLoops(g *goroutine) []loopID {
	ids := s.chains[g.key]
	for i := range g.prog.loops {
		l := &g.prog.loops[i]
		if l.Trip < 0 && g.prog.counted[i] && l.Body.Has(int(g.block)) {
			id := loopID{g.prog.id, int32(i)}
			if l.Key != 0 && !g.prog.testsAtEnd(l) { // loops over the same take as many rounds as each other
				id = loopID{-1, l.Key}
			}
			ids = append(ids[:len(ids):len(ids)], id)
			if l.Trip == event.Tallied {
				ids = append(ids, loopID{g.prog.id, -1 - int32(i)})
			}
		}
	}
	return ids
}

// chain remembers the loops around the fork of a goroutine.
func (s *search) chain(key int32, forker *goroutine) {
	if _, ok := s.chains[key]; !ok {
		s.chains[key] = s.unknownLoops(forker)
	}
}

// counted reports whether a leak that takes two rounds of loops of unknown
// length is sure: two such loops may well take as many rounds as each other, where
// one sends and the other receives. That goes for all who are blocked then.
func (s *search) counted(l Leak) bool {
	return len(l.objs) > 0 && !slices.ContainsFunc(l.objs, func(o obj) bool {
		u := s.use[o]
		return u == nil || u.unknown > 0 || !u.oneSided()
	})
}

// oneSided reports whether only who sends or only who receives does so in loops of
// unknown length, or all do in the same.
func (u *usage) oneSided() bool {
	send, take := u.loops[0], u.loops[1]
	all := maps.Clone(send)
	maps.Copy(all, take)
	for l := range all {
		if l.tallied() {
			return false
		}
	}
	for l := range take {
		if u.several && !send[l] { // it may well take as many rounds as that
			return false
		}
	}
	for l := range u.added {
		if len(all) != 1 || !take[l] {
			return false
		}
	}
	return len(all) <= 1 || len(send) == 0 || len(take) == 0 && len(u.signals) > 0
}

// signals notes that a goroutine lets others go on.
func (s *search) signals(g *goroutine, o obj) {
	if s.keys[g.key].parent >= 0 {
		s.usage(o).signals[g.prog] = true
	}
}
