package explore

import (
	"slices"

	"github.com/gojoincheck/gojoincheck/internal/event"
	"github.com/gojoincheck/gojoincheck/internal/hb"
)

// An operation is one that a parked goroutine waits to do: the one it is at, or
// a case of its select.
type operation struct {
	op    event.Op
	obj   obj
	loc   event.Loc
	pos   event.Pos
	val   event.Loc // sent, or the root that stands for what is received
	block int32     // where the goroutine goes on
	idx   int32
	free  bool // it needs nobody that we know
	read  bool
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
		free: o == 0 || s.open(st, o), read: e.Has(event.Read),
	}
	if g.phase == 2 { // a Cond's Wait locks again
		op.op, op.obj, op.read = event.OpLock, g.held[len(g.held)-1], false
		op.free = s.open(st, op.obj)
	}
	return op
}

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
			h.last = either
			if o.val != event.NoLoc && o.op != event.OpSend {
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
				m.next, m.alone = s.locks(st, k, o, c), false
				out = append(out, m)
			}
		}
	}
	return out
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
	loops    map[loopID]bool // loops of unknown length around operations on it
	unknown  int             // counts of unknown size
	repeated bool            // it is received from in a loop
	// steered tells of sends and receives whether they are in a loop that a
	// branch leaves, and so happen as often as data says.
	steered [2]bool
	// signals are where goroutines send, close, cancel or count down.
	signals map[blockOf]bool
}

type blockOf struct {
	prog  *program
	block int32
}

type loopID struct{ prog, loop int32 }

func (s *search) usage(o obj) *usage {
	u := s.use[o]
	if u == nil {
		u = &usage{loops: map[loopID]bool{}, signals: map[blockOf]bool{}}
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
			if side := sideOf(receive); g.prog.steered(i) {
				u.steered[side] = true
			}
		}
	}
	for _, l := range s.unknownLoops(g) {
		u.loops[l] = true
	}
}

// unknownLoops lists the loops of unknown length around where a goroutine is,
// and around where it was forked.
func (s *search) unknownLoops(g *goroutine) []loopID {
	ids := s.chains[g.key]
	for i := range g.prog.loops {
		l := &g.prog.loops[i]
		if l.Trip < 0 && g.prog.counted(i) && l.Body.Has(int(g.block)) {
			ids = append(ids[:len(ids):len(ids)], loopID{g.prog.id, int32(i)})
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
// length is sure: two such loops may well take as many rounds as each other.
func (s *search) counted(l Leak) bool {
	u := s.use[l.obj]
	return u != nil && len(u.loops) <= 1 && u.unknown == 0
}

// sequel reports whether a goroutine is blocked in the middle of a conversation
// that data may steer: it sends or receives at several places, has done so
// already, and may know when to leave, or the other side may.
func (s *search) sequel(g *goroutine, ops []operation) bool {
	o := ops[0]
	if len(ops) > 1 || !slices.Contains(g.talked, o.obj) {
		return false
	}
	kind := event.Release
	if o.op != event.OpSend {
		kind = event.Acquire
	}
	places, looped := 0, false
	for i := range g.prog.g.Blocks {
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

func sideOf(receive bool) int {
	if receive {
		return 1
	}
	return 0
}

// steered reports whether the loop has no condition of its own and is left by a
// branch: how many rounds it takes depends on data.
func (p *program) steered(i int) bool {
	l := &p.loops[i]
	if l.Decides >= 0 {
		return false
	}
	out := false
	l.Body.Each(func(b int) {
		blk := &p.g.Blocks[b]
		if blk.Select || len(blk.Succs) < 2 {
			return
		}
		for _, e := range blk.Succs {
			if _, ok := sawClosed(&p.g.Blocks[e.To]); !ok && !l.Body.Has(int(e.To)) {
				out = true
			}
		}
	})
	return out
}

// steered reports whether the other side of what a goroutine is blocked on
// comes as often as data says, which may well be often enough. A range needs
// the close, and that comes once.
func (s *search) steered(g *goroutine, ops []operation) bool {
	if len(ops) > 1 {
		return false
	}
	o := ops[0]
	u := s.use[o.obj]
	if u == nil {
		return false
	}
	switch o.op {
	case event.OpSend:
		return u.steered[sideOf(true)]
	case event.OpRecv:
		return !g.prog.ranges(g.block, o.loc) && u.steered[sideOf(false)]
	case event.OpCond: // whoever waits may be the one to signal
		for b := range u.signals {
			if b.prog == g.prog {
				return true
			}
		}
	}
	return false
}

// ranges reports whether the block receives until the channel is closed.
func (p *program) ranges(block int32, ch event.Loc) bool {
	return slices.ContainsFunc(p.g.Blocks[block].Succs, func(e event.Edge) bool {
		l, ok := sawClosed(&p.g.Blocks[e.To])
		return ok && l == ch
	})
}

// signals notes where a goroutine lets others go on.
func (s *search) signals(g *goroutine, o obj) {
	if s.keys[g.key].parent >= 0 {
		s.usage(o).signals[blockOf{g.prog, g.block}] = true
	}
}

// skipped reports whether what a goroutine waits for is missing because another
// goroutine, which is gone, decided by its data not to give it. That may well
// be a protocol. A failure is not: whoever fails has to say so, too.
func (s *search) skipped(st *state, g *goroutine, ops []operation) bool {
	for _, o := range ops {
		if o.op == event.OpSend {
			continue
		}
		u := s.use[o.obj]
		if u == nil {
			continue
		}
		by := map[*program][]int32{}
		for b := range u.signals {
			by[b.prog] = append(by[b.prog], b.block)
		}
		for p, blocks := range by {
			alive := p != g.prog && slices.ContainsFunc(st.gs, func(h goroutine) bool { return h.prog == p })
			if !alive && p.skips(blocks) {
				return true
			}
		}
	}
	return false
}

// skips reports whether a branch on data decides whether control comes to one
// of the blocks.
func (p *program) skips(blocks []int32) bool {
	n := len(p.g.Blocks)
	preds := make([][]int32, n)
	for i := range p.g.Blocks {
		for _, e := range p.g.Blocks[i].Succs {
			preds[e.To] = append(preds[e.To], int32(i))
		}
	}
	back := func(from []int32, through func(int32) bool) []bool {
		seen := make([]bool, n)
		for len(from) > 0 {
			b := from[len(from)-1]
			from = from[:len(from)-1]
			if seen[b] {
				continue
			}
			seen[b] = true
			for _, q := range preds[b] {
				if through(q) {
					from = append(from, q)
				}
			}
		}
		return seen
	}
	comes := back(slices.Clone(blocks), func(int32) bool { return true })
	var returns []int32
	for i := range p.g.Blocks {
		if p.g.Blocks[i].Return && !slices.Contains(blocks, int32(i)) {
			returns = append(returns, int32(i))
		}
	}
	avoids := back(returns, func(b int32) bool { return !slices.Contains(blocks, b) })
	for i := range p.g.Blocks {
		b := &p.g.Blocks[i]
		if b.Select || len(b.Succs) < 2 || p.deciding(int32(i)) >= 0 {
			continue
		}
		skip, come := false, false
		for _, e := range b.Succs {
			if _, ok := sawClosed(&p.g.Blocks[e.To]); ok || e.Err {
				skip = false
				break
			}
			skip = skip || avoids[e.To] && !comes[e.To]
			come = come || comes[e.To]
		}
		if skip && come {
			return true
		}
	}
	return false
}

func (p *program) inLoop(block int32) bool {
	return slices.ContainsFunc(p.loops, func(l hb.Loop) bool { return l.Body.Has(int(block)) })
}
