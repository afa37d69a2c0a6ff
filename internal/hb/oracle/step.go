package oracle

// expand runs each step that some thread can take from a state.
func (x *explorer) expand(s *state, caps []int) {
	moved := false
	for i := range s.threads {
		t := &s.threads[i]
		if t.done {
			continue
		}
		in := &t.code.list[t.pc]
		if in.op == iSend && caps[in.obj] == 0 && !s.chans[in.obj].closed {
			moved = x.rendezvous(s, i, in) || moved
			continue
		}
		if !s.enabled(in, caps) {
			continue
		}
		moved = true
		c := s.clone()
		if x.step(c, i, in, caps) {
			x.settle(c)
		}
	}
	if !moved {
		x.blocked(s)
	}
}

// blocked records a state in which nobody can go on.
func (x *explorer) blocked(s *state) {
	if !s.threads[0].done {
		x.out.Stuck = true
	}
	for i := 1; i < len(s.threads); i++ {
		if !s.threads[i].done {
			x.out.Leaks[s.threads[i].code.pos] = true
		}
	}
}

// enabled reports whether a step other than a rendezvous can be taken.
func (s *state) enabled(in *instr, caps []int) bool {
	switch in.op {
	case iSend:
		c := &s.chans[in.obj]
		return c.closed || len(c.queue) < caps[in.obj]
	case iRecv:
		c := &s.chans[in.obj]
		return len(c.queue) > 0 || c.closed
	case iWait:
		return s.groups[in.obj].count <= 0
	case iLock:
		m := &s.mutexes[in.obj]
		return m.held < 0 && m.readers == 0
	case iRLock:
		return s.mutexes[in.obj].held < 0
	}
	return true
}

// rendezvous pairs a send on an unbuffered channel with each receive that
// waits for it.
func (x *explorer) rendezvous(s *state, i int, in *instr) bool {
	moved := false
	for k := range s.threads {
		r := &s.threads[k]
		if r.done || k == i {
			continue
		}
		if ri := &r.code.list[r.pc]; ri.op != iRecv || ri.obj != in.obj {
			continue
		}
		moved = true
		c := s.clone()
		a, b := &c.threads[i], &c.threads[k]
		a.vc.join(&b.vc)
		b.vc = a.vc
		a.pc, b.pc = a.pc+1, b.pc+1
		c.tick(i)
		c.tick(k)
		c.chans[in.obj].sent++
		x.settle(c)
	}
	return moved
}

// tick moves a thread past a synchronization that released.
func (s *state) tick(i int) {
	t := &s.threads[i]
	t.last = t.vc[i]
	t.vc[i]++
}

// step takes one step; it reports whether the program goes on.
func (x *explorer) step(s *state, i int, in *instr, caps []int) bool {
	t := &s.threads[i]
	t.pc++
	ok := true
	switch in.op {
	case iSend:
		ok = s.send(i, in, caps[in.obj])
	case iRecv:
		s.receive(i, in)
	case iClose:
		c := &s.chans[in.obj]
		ok = !c.closed
		c.closed, c.by = true, t.vc
	case iAdd:
		x.add(s, i, in.obj, in.n)
	case iDone:
		s.done(i, in.obj)
		ok = s.groups[in.obj].count >= 0
	case iWait:
		t.vc.join(&s.groups[in.obj].vc)
		x.useGroup(s, i, in.obj, false)
	default:
		ok = s.lock(i, in)
	}
	if !ok {
		x.out.Panics = true
		return false
	}
	s.tick(i)
	return true
}

func (s *state) send(i int, in *instr, size int) bool {
	c, t := &s.chans[in.obj], &s.threads[i]
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

func (s *state) receive(i int, in *instr) {
	c, t := &s.chans[in.obj], &s.threads[i]
	if len(c.queue) == 0 {
		t.vc.join(&c.by)
		if in.to >= 0 {
			t.pc = in.to
			t.path = t.path*1099511628211 + uint64(t.pc)*2
		}
		return
	}
	own := t.vc
	t.vc.join(&c.queue[0])
	c.recvs = append(c.recvs, own)
	c.queue = c.queue[1:]
}

// add counts up. An Add from zero that is not ordered with a Wait is misuse:
// the Wait may or may not see it.
func (x *explorer) add(s *state, i, g, n int) {
	if s.groups[g].count == 0 {
		x.useGroup(s, i, g, true)
	}
	s.groups[g].count += n
}

// useGroup looks at the group's counter as at a variable that an Add from zero
// writes and a Wait reads.
func (x *explorer) useGroup(s *state, i, g int, add bool) {
	races := map[[2]int]bool{}
	x.access(s, i, uint8(8+g), 0, 0, add, races)
	x.out.Misuse = x.out.Misuse || len(races) > 0
}

func (s *state) done(i, g int) {
	s.groups[g].count--
	s.groups[g].vc.join(&s.threads[i].vc)
	s.threads[i].last = s.threads[i].vc[i]
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
