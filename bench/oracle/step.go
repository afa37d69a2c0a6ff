package main

import (
	"cmp"
	"fmt"
	"slices"
)

// expand runs each step that some thread can take from a state.
func (x *explorer) expand(s *state) {
	moved := false
	for i := range s.threads {
		t := &s.threads[i]
		if t.done {
			continue
		}
		in := &t.code.list[t.pc]
		if in.op == iSelect {
			moved = x.choose(s, i, in) || moved
			continue
		}
		if !s.enabled(in) {
			continue
		}
		moved = true
		c := s.clone()
		if x.step(c, i, in) {
			x.settle(c)
		}
	}
	if !moved {
		x.deadlock(s)
	}
}

// deadlock records a state in which nobody can go on.
func (x *explorer) deadlock(s *state) {
	var all []blocked
	for i := range s.threads {
		if t := &s.threads[i]; !t.done {
			all = append(all, blocked{t.code.list[t.pc].pos, t.code.pos})
		}
	}
	if x.p.main && s.threads[0].done {
		for _, b := range all {
			x.out.hung[b.pos] = true
		}
		return
	}
	slices.SortFunc(all, func(a, b blocked) int { return cmp.Or(a.pos-b.pos, a.fork-b.fork) })
	all = slices.Compact(all)
	if key := fmt.Sprint(all); len(all) > 0 && !x.ends[key] {
		x.ends[key] = true
		x.out.deadlocks = append(x.out.deadlocks, all)
	}
}

// choose runs each way in which a blocking operation or a select goes on.
func (x *explorer) choose(s *state, i int, in *instr) bool {
	moved, ready := false, false
	for n := range in.alts {
		a := &in.alts[n]
		if x.p.unbuffered(s, a) {
			moved = x.rendezvous(s, i, in, a) || moved
			continue
		}
		if !x.ready(s, a) {
			continue
		}
		moved, ready = true, ready || a.op != iTimeout
		c := s.clone()
		t := &c.threads[i]
		t.pc = a.to
		t.turn(n)
		if x.perform(c, i, a) {
			c.tick(i)
			x.settle(c)
		}
	}
	if in.dflt >= 0 && !ready { // whether a partner has come already is chance
		moved = true
		c := s.clone()
		t := &c.threads[i]
		t.pc = in.dflt
		t.turn(99)
		x.settle(c)
	}
	return moved
}

// unbuffered reports whether a send has to meet a receiver.
func (p *prog) unbuffered(s *state, a *alt) bool {
	return a.op == iSend && p.chans[a.obj] == 0 && !s.chans[a.obj].closed
}

// ready reports whether an alternative can be taken without a partner.
func (x *explorer) ready(s *state, a *alt) bool {
	switch a.op {
	case iSend:
		c := &s.chans[a.obj]
		return c.closed || len(c.queue) < x.p.chans[a.obj]
	case iRecv:
		c := &s.chans[a.obj]
		return len(c.queue) > 0 || c.closed
	case iWait:
		return s.groups[a.obj].count <= 0
	case iAwait:
		return s.ctx.state == 1
	}
	return true // a timeout
}

// perform takes an alternative; it reports whether the program goes on.
func (x *explorer) perform(s *state, i int, a *alt) bool {
	t := &s.threads[i]
	switch a.op {
	case iSend:
		if !s.send(i, a.obj, x.p.chans[a.obj]) {
			x.out.panics = true
			return false
		}
	case iRecv:
		s.receive(i, a)
	case iWait:
		t.vc.join(&s.groups[a.obj].vc)
		x.useGroup(s, i, a.obj, false)
	case iAwait:
		t.vc.join(&s.ctx.vc)
	}
	return true
}

// rendezvous pairs a send on an unbuffered channel with each receive that
// waits for it. Two selects with a default never meet.
func (x *explorer) rendezvous(s *state, i int, in *instr, a *alt) bool {
	moved := false
	for k := range s.threads {
		r := &s.threads[k]
		if r.done || k == i || r.code.list[r.pc].op != iSelect {
			continue
		}
		ri := &r.code.list[r.pc]
		if in.dflt >= 0 && ri.dflt >= 0 {
			continue
		}
		for n := range ri.alts {
			if b := &ri.alts[n]; b.op == iRecv && b.obj == a.obj {
				moved = true
				x.meet(s.clone(), i, k, a, b)
			}
		}
	}
	return moved
}

func (x *explorer) meet(c *state, i, k int, a, b *alt) {
	from, to := &c.threads[i], &c.threads[k]
	from.vc.join(&to.vc)
	to.vc = from.vc
	from.pc, to.pc = a.to, b.to
	from.turn(a.to)
	to.turn(b.to)
	c.tick(i)
	c.tick(k)
	c.chans[a.obj].sent++
	x.settle(c)
}

// tick moves a thread past a synchronization.
func (s *state) tick(i int) {
	t := &s.threads[i]
	t.last = t.vc[i]
	t.vc[i]++
}

// enabled reports whether a step other than a select can be taken.
func (s *state) enabled(in *instr) bool {
	switch in.op {
	case iLock:
		m := &s.mutexes[in.obj]
		return m.held < 0 && m.readers == 0
	case iRLock:
		return s.mutexes[in.obj].held < 0
	case iOnce:
		return s.once.state != 1
	}
	return true
}

// step takes one step; it reports whether the program goes on.
func (x *explorer) step(s *state, i int, in *instr) bool {
	t := &s.threads[i]
	t.pc++
	ok := true
	switch in.op {
	case iReturn:
		x.end(s)
		return true
	case iClose:
		c := &s.chans[in.obj]
		ok = !c.closed && x.p.chans[in.obj] != nilChan
		c.closed, c.by = true, t.vc
	case iAdd:
		x.add(s, i, in)
	case iDone:
		s.done(i, in.obj)
		ok = s.groups[in.obj].count >= 0
	case iOnce, iOnceEnd, iStore, iLoad, iFlag, iCancel:
		s.cell(i, in)
	case iAtomic:
		x.access(s, i, access{obj: uint8(in.obj), inst: t.vars[in.obj], pos: int16(in.pos), write: true, atomic: true}, x.out.races)
		t.vc.join(&s.atomics[in.obj])
		s.atomics[in.obj] = t.vc
	default:
		ok = s.lock(i, in)
	}
	if !ok {
		x.out.panics = true
		return false
	}
	last := t.last
	s.tick(i)
	switch in.op {
	case iClose, iDone, iStore, iUnlock, iRUnlock, iOnceEnd:
		t.last = last // it only signals
	}
	return true
}

func (s *state) cell(i int, in *instr) {
	t := &s.threads[i]
	switch in.op {
	case iOnce:
		if s.once.state == 2 {
			t.vc.join(&s.once.vc)
			t.pc = in.to
		}
		t.turn(int(s.once.state))
		s.once.state = max(s.once.state, 1)
	case iOnceEnd:
		s.once = cell{2, t.vc}
	case iStore:
		s.flag = cell{1, t.vc}
	case iLoad:
		t.vc.join(&s.flag.vc)
	case iFlag:
		t.vc.join(&s.flag.vc)
		t.take(in, s.flag.state == 1)
	case iCancel:
		if s.ctx.state == 0 {
			s.ctx = cell{1, t.vc}
		}
	}
}

func (s *state) send(i, obj, size int) bool {
	c, t := &s.chans[obj], &s.threads[i]
	if c.closed {
		return false
	}
	if k := c.sent - size; k >= 0 { // the receive that made the room
		t.vc.join(&c.recvs[k])
	}
	c.sent++
	c.queue = append(c.queue, t.vc)
	return true
}

func (s *state) receive(i int, a *alt) {
	c, t := &s.chans[a.obj], &s.threads[i]
	if len(c.queue) == 0 {
		t.vc.join(&c.by)
		t.pc = a.closed
		t.turn(7)
		return
	}
	own := t.vc
	t.vc.join(&c.queue[0])
	c.recvs = append(c.recvs, own)
	c.queue = c.queue[1:]
}

// add counts up. An Add from zero that is not ordered with a Wait is misuse:
// the Wait may or may not see it.
func (x *explorer) add(s *state, i int, in *instr) {
	n := in.n
	if n == anyTrip {
		n = int(s.trips)
	}
	if n == 0 {
		return
	}
	if s.groups[in.obj].count == 0 {
		x.useGroup(s, i, in.obj, true)
	}
	s.groups[in.obj].count += n
}

// useGroup looks at the group's counter as at a variable that an Add from zero
// writes and a Wait reads.
func (x *explorer) useGroup(s *state, i, g int, add bool) {
	races := map[[2]int]bool{}
	x.access(s, i, access{obj: uint8(maxSlots + g), write: add}, races)
	x.out.misuse = x.out.misuse || len(races) > 0
}

func (s *state) done(i, g int) {
	s.groups[g].count--
	s.groups[g].vc.join(&s.threads[i].vc)
}

func (s *state) lock(i int, in *instr) bool {
	m, t := &s.mutexes[in.obj], &s.threads[i]
	switch in.op {
	case iLock:
		m.held = int8(i)
		t.vc.join(&m.vc)
		t.vc.join(&m.rvc)
	case iRLock:
		m.readers++
		t.vc.join(&m.vc)
	case iUnlock:
		if m.held < 0 {
			return false
		}
		m.held = -1
		m.vc.join(&t.vc)
	case iRUnlock:
		if m.readers == 0 {
			return false
		}
		m.readers--
		m.rvc.join(&t.vc)
	}
	return true
}
