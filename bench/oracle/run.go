package main

import (
	"encoding/binary"
	"slices"
)

// Limits of one exploration; a program beyond them has no outcome.
const (
	maxThreads = 7
	maxSlots   = 8
	maxLoops   = 4
)

// clock is a vector clock; its zero value has seen nothing.
type clock [maxThreads]uint8

func (c *clock) join(o *clock) {
	for i, n := range o {
		c[i] = max(c[i], n)
	}
}

// A blocked goroutine is one that never goes on.
type blocked struct {
	pos  int // where
	fork int // of it, 0 for the function itself
}

// An outcome is what the interleavings of a program show, each in some of them.
type outcome struct {
	races      map[[2]int]bool // pairs of lines, the lower first
	unfinished map[int]bool    // forks whose goroutine need not be over when the function returns
	deadlocks  [][]blocked     // who is blocked together at an end, sorted, unique
	hung       map[int]bool    // lines where somebody hangs at the end of the process
	panics     bool            // a negative counter, a send on a closed channel, an unlock of what is not locked
	misuse     bool            // an Add from zero that no Wait is ordered with
	forks      map[int]bool    // forks that some interleaving reaches
	nested     map[int]bool    // those that another goroutine runs than the first
	states     int
}

// thread is a goroutine.
type thread struct {
	code   *code
	pc     int
	loops  [maxLoops]uint8
	defers uint16
	vars   [maxSlots]uint8 // which instance of each variable it sees
	vc     clock
	last   uint8  // its own clock at its last effect
	path   uint64 // a hash of the ways it took
	done   bool
}

// access is a past access to an instance of a variable.
type access struct {
	obj, inst uint8
	thread    uint8
	at        uint8
	pos       int16
	write     bool
	atomic    bool
}

type channel struct {
	queue  []clock
	recvs  []clock
	sent   int
	closed bool
	by     clock
}

type group struct {
	count int
	vc    clock
}

type mutex struct {
	held    int8 // the thread that writes, -1 for none
	readers int
	vc, rvc clock
}

// cell is a once, a flag or a context.
type cell struct {
	state uint8 // of a once: 1 while it runs, 2 afterwards; of the others: 1 when set
	vc    clock
}

// state is a point of one interleaving.
type state struct {
	threads []thread
	chans   []channel
	groups  []group
	mutexes []mutex
	once    cell
	flag    cell
	ctx     cell
	atomics [maxSlots]clock
	history []access
	fresh   [maxSlots]uint8 // instances of each variable so far
	conds   [3]uint8        // 0 not known, 1 false, 2 true
	trips   uint8           // what the parameter says
}

func (s *state) clone() *state {
	c := *s
	c.threads, c.chans = slices.Clone(s.threads), slices.Clone(s.chans)
	c.groups, c.mutexes = slices.Clone(s.groups), slices.Clone(s.mutexes)
	c.history = slices.Clip(s.history)
	for i := range c.chans {
		c.chans[i].queue = slices.Clip(c.chans[i].queue)
		c.chans[i].recvs = slices.Clip(c.chans[i].recvs)
	}
	return &c
}

// key identifies what the future of a state depends on. The history follows
// from the threads' paths, so it is left out.
func (s *state) key(b []byte) []byte {
	b = append(b, s.trips)
	b = append(b, s.conds[:]...)
	for i := range s.threads {
		t := &s.threads[i]
		b = append(b, byte(t.pc), byte(t.pc>>8), byte(t.code.pos), t.last)
		b = append(b, t.loops[:]...)
		b = append(b, t.vc[:]...)
		b = binary.LittleEndian.AppendUint16(b, t.defers)
		b = binary.LittleEndian.AppendUint64(b, t.path)
	}
	for i := range s.chans {
		c := &s.chans[i]
		b = append(b, 0xff, byte(len(c.queue)), byte(c.sent), byte(len(c.recvs)))
		if c.closed {
			b = append(b, c.by[:]...)
		}
		for k := range c.queue {
			b = append(b, c.queue[k][:]...)
		}
		for k := range c.recvs {
			b = append(b, c.recvs[k][:]...)
		}
	}
	for i := range s.groups {
		b = append(b, byte(s.groups[i].count))
		b = append(b, s.groups[i].vc[:]...)
	}
	for i := range s.mutexes {
		m := &s.mutexes[i]
		b = append(b, byte(m.held), byte(m.readers))
		b = append(b, m.vc[:]...)
		b = append(b, m.rvc[:]...)
	}
	for _, c := range []*cell{&s.once, &s.flag, &s.ctx} {
		b = append(b, c.state)
		b = append(b, c.vc[:]...)
	}
	for i := range s.atomics {
		if s.atomics[i] != (clock{}) {
			b = append(b, byte(i))
			b = append(b, s.atomics[i][:]...)
		}
	}
	return b
}

// explorer runs a program in every way.
type explorer struct {
	p     *prog
	out   outcome
	seen  map[string]bool
	ends  map[string]bool
	stack []*state
	max   int
	over  bool
}

// run explores a program whose lines are numbered, at most max states of it; it
// reports false when the program is beyond the limits.
func (p *prog) run(max int) (outcome, bool) {
	x := &explorer{p: p, max: max, seen: map[string]bool{}, ends: map[string]bool{}, out: outcome{
		races: map[[2]int]bool{}, unfinished: map[int]bool{}, forks: map[int]bool{}, nested: map[int]bool{}, hung: map[int]bool{},
	}}
	entry := p.compile()
	if p.slots > maxSlots {
		return x.out, false
	}
	trips := uint8(0)
	if p.any(func(s *stmt) bool { return s.n == anyTrip }) {
		trips = 2
	}
	for n := range trips + 1 {
		s := &state{
			chans: make([]channel, len(p.chans)), groups: make([]group, p.groups), mutexes: make([]mutex, p.mutexes), trips: n,
		}
		for i := range s.mutexes {
			s.mutexes[i].held = -1
		}
		first := thread{code: entry}
		first.vc[0] = 1
		s.threads = []thread{first}
		x.local(s, 0)
	}
	for len(x.stack) > 0 && !x.over {
		s := x.stack[len(x.stack)-1]
		x.stack = x.stack[:len(x.stack)-1]
		x.expand(s)
	}
	x.out.states = len(x.seen)
	return x.out, !x.over
}

// push records a state at which every thread is at a synchronization.
func (x *explorer) push(s *state) {
	k := string(s.key(nil))
	if x.seen[k] {
		return
	}
	x.seen[k] = true
	if len(x.seen) > x.max {
		x.over = true
		return
	}
	x.stack = append(x.stack, s)
}

// settle runs the threads that are not at a synchronization; it pushes what
// comes of it. Local steps commute with those of other threads, so that one
// order of them stands for all.
func (x *explorer) settle(s *state) {
	if x.over {
		return
	}
	for i := len(s.threads) - 1; i >= 0; i-- { // the function itself last: its end looks at the others
		if t := &s.threads[i]; !t.done && isLocal(t.code.list[t.pc].op) {
			x.local(s, i)
			return
		}
	}
	x.push(s)
}

func isLocal(op iop) bool {
	switch op {
	case iRead, iWrite, iDecl, iFork, iBranch, iLoopInit, iLoopTest, iDefer, iDeferred, iJump, iEnd:
		return true
	}
	return false
}

// maxSteps ends a loop that does nothing but turn.
const maxSteps = 500

// local runs one thread up to its next synchronization.
func (x *explorer) local(s *state, i int) {
	for steps := 0; !x.over; steps++ {
		t := &s.threads[i]
		if t.done || !isLocal(t.code.list[t.pc].op) {
			break
		}
		x.over = x.over || steps > maxSteps
		in := &t.code.list[t.pc]
		t.pc++
		switch in.op {
		case iRead, iWrite:
			x.access(s, i, access{obj: uint8(in.obj), inst: t.vars[in.obj], pos: int16(in.pos), write: in.op == iWrite}, x.out.races)
			t.last = t.vc[i]
		case iDecl:
			s.fresh[in.obj]++
			t.vars[in.obj] = s.fresh[in.obj]
		case iFork:
			x.fork(s, i, in)
		case iLoopInit:
			t.loops[in.obj] = uint8(in.n)
			if in.n == anyTrip {
				t.loops[in.obj] = s.trips
			}
		case iLoopTest:
			if t.loops[in.obj] == 0 {
				t.pc = in.to
			} else {
				t.loops[in.obj]--
			}
		case iDefer:
			t.defers |= 1 << in.obj
		case iDeferred:
			if t.defers&(1<<in.obj) == 0 {
				t.pc = in.to
			}
			t.defers &^= 1 << in.obj
		case iJump:
			t.pc = in.to
		case iBranch:
			x.branch(s, i, in)
		case iEnd:
			t.done = true
		}
	}
	x.settle(s)
}

// branch goes either way, unless the condition is known by now.
func (x *explorer) branch(s *state, i int, in *instr) {
	if in.n != 0 && s.conds[in.n] != 0 {
		s.threads[i].take(in, s.conds[in.n] == 2)
		return
	}
	c := s.clone()
	if in.n != 0 {
		c.conds[in.n], s.conds[in.n] = 2, 1
	}
	c.threads[i].take(in, true)
	x.local(c, i)
	s.threads[i].take(in, false)
}

// take goes on at one side of a branch.
func (t *thread) take(in *instr, yes bool) {
	t.turn(t.pc)
	if yes {
		t.turn(1)
	} else {
		t.pc = in.to
	}
}

// turn notes a way taken.
func (t *thread) turn(n int) { t.path = t.path*1099511628211 + uint64(n)*2 + 1 }

// access checks an access against those before.
func (x *explorer) access(s *state, i int, now access, into map[[2]int]bool) {
	t := &s.threads[i]
	for _, a := range s.history {
		if a.obj != now.obj || a.inst != now.inst || !a.write && !now.write || int(a.thread) == i || a.atomic && now.atomic {
			continue
		}
		if t.vc[a.thread] < a.at {
			into[pair(int(a.pos), int(now.pos))] = true
		}
	}
	now.thread, now.at = uint8(i), t.vc[i]
	s.history = append(s.history, now)
}

func pair(a, b int) [2]int { return [2]int{min(a, b), max(a, b)} }

func (x *explorer) fork(s *state, i int, in *instr) {
	n := len(s.threads)
	if n == maxThreads {
		x.over = true
		return
	}
	t := &s.threads[i]
	c := thread{code: in.code, vars: t.vars, vc: t.vc, last: 1, path: t.path ^ uint64(i)<<32}
	c.vc[n] = 1
	s.tick(i)
	s.threads = append(s.threads, c)
	x.out.forks[in.pos] = true
	if i > 0 {
		x.out.nested[in.pos] = true
	}
}

// end is the function's return. A goroutine is over when its last effect happens before the return, and when
// all that it has left to do is to signal: where its instructions have come to
// is chance.
func (x *explorer) end(s *state) {
	t := &s.threads[0]
	t.done = true
	for k := 1; k < len(s.threads); k++ {
		if o := &s.threads[k]; t.vc[k] < o.last || !o.done && !o.code.idle(o.pc, map[int]bool{}) {
			x.out.unfinished[o.code.pos] = true
		}
	}
}

// idle reports whether the code does nothing from here on but signal.
func (c *code) idle(pc int, seen map[int]bool) bool {
	if seen[pc] {
		return true
	}
	seen[pc] = true
	switch in := &c.list[pc]; in.op {
	case iEnd:
		return true
	case iJump:
		return c.idle(in.to, seen)
	case iDeferred, iBranch, iLoopTest:
		return c.idle(pc+1, seen) && c.idle(in.to, seen)
	case iDone, iClose, iStore, iUnlock, iRUnlock, iOnceEnd, iLoopInit, iDefer:
		return c.idle(pc+1, seen)
	}
	return false
}
