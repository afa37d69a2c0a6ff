package oracle

import (
	"encoding/binary"
	"slices"
)

// Limits of one exploration; a program beyond them has no outcome.
const (
	maxThreads = 7
	maxLoops   = 4
	maxConds   = 4
)

// clock is a vector clock; its zero value has seen nothing.
type clock [maxThreads]uint8

func (c *clock) join(o *clock) {
	for i, n := range o {
		c[i] = max(c[i], n)
	}
}

// An Outcome is what the interleavings of a program show, each in some of them.
type Outcome struct {
	Races      map[[2]int]bool // pairs of lines, the lower first
	Unfinished map[int]bool    // forks whose goroutine need not be over when the function returns
	Stuck      bool            // the function may block for ever
	Leaks      map[int]bool    // forks whose goroutine may block for ever
	Panics     bool            // a negative counter, a send on a closed channel, an unlock of what is not locked
	Misuse     bool            // an Add from zero that no Wait is ordered with
	States     int
}

// thread is a goroutine.
type thread struct {
	code  *code
	pc    int
	loops [maxLoops]uint8
	conds [maxConds]uint8 // 0 not known, 1 false, 2 true
	vars  [3]uint8        // which instance of each variable it sees
	vc    clock
	last  uint8  // its own clock at its last effect
	path  uint64 // a hash of the branches it took
	done  bool
}

// access is a past access to an instance of a variable.
type access struct {
	obj, inst uint8
	thread    uint8
	at        uint8
	pos       int16
	write     bool
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

// state is a point of one interleaving.
type state struct {
	threads []thread
	chans   []channel
	groups  []group
	mutexes []mutex
	history []access
	fresh   [3]uint8 // instances of each variable so far
}

func (s *state) clone() *state {
	c := &state{
		threads: slices.Clone(s.threads), chans: slices.Clone(s.chans), groups: slices.Clone(s.groups),
		mutexes: slices.Clone(s.mutexes), history: slices.Clip(s.history), fresh: s.fresh,
	}
	for i := range c.chans {
		c.chans[i].queue = slices.Clip(c.chans[i].queue)
		c.chans[i].recvs = slices.Clip(c.chans[i].recvs)
	}
	return c
}

// key identifies what the future of a state depends on. The history follows
// from the threads' paths, so it is left out.
func (s *state) key(b []byte) []byte {
	for i := range s.threads {
		t := &s.threads[i]
		b = append(b, byte(t.pc), byte(t.code.pos), t.last)
		b = append(b, t.loops[:]...)
		b = append(b, t.vc[:]...)
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
	return b
}

// explorer runs a program in every way.
type explorer struct {
	out   Outcome
	seen  map[string]bool
	stack []*state
	max   int
	over  bool
}

// Run explores a program, at most max states of it; it reports false when the
// program is beyond the limits.
func Run(p *Prog, max int) (Outcome, bool) {
	p.Number()
	x := &explorer{max: max, seen: map[string]bool{}, out: Outcome{
		Races: map[[2]int]bool{}, Unfinished: map[int]bool{}, Leaks: map[int]bool{},
	}}
	s := &state{
		chans: make([]channel, len(p.Chans)), groups: make([]group, p.Groups), mutexes: make([]mutex, p.Mutexes),
	}
	for i := range s.mutexes {
		s.mutexes[i].held = -1
	}
	main := thread{code: compile(p.Main, 1, -1)}
	main.vc[0] = 1
	s.threads = []thread{main}
	caps := p.Chans
	x.local(s, 0)
	for len(x.stack) > 0 && !x.over {
		s := x.stack[len(x.stack)-1]
		x.stack = x.stack[:len(x.stack)-1]
		x.expand(s, caps)
	}
	x.out.States = len(x.seen)
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
	for i := range s.threads {
		if t := &s.threads[i]; !t.done && isLocal(t.code.list[t.pc].op) {
			x.local(s, i)
			return
		}
	}
	x.push(s)
}

func isLocal(op iop) bool {
	switch op {
	case iRead, iWrite, iDecl, iFork, iBranch, iLoopInit, iLoopTest, iJump, iEnd:
		return true
	}
	return false
}

// local runs one thread up to its next synchronization.
func (x *explorer) local(s *state, i int) {
	for !x.over {
		t := &s.threads[i]
		if t.done || !isLocal(t.code.list[t.pc].op) {
			break
		}
		in := &t.code.list[t.pc]
		t.pc++
		switch in.op {
		case iRead, iWrite:
			x.access(s, i, uint8(in.obj), t.vars[in.obj], in.pos, in.op == iWrite, x.out.Races)
			t.last = t.vc[i]
		case iDecl:
			s.fresh[in.obj]++
			t.vars[in.obj] = s.fresh[in.obj]
		case iFork:
			x.fork(s, i, in)
		case iLoopInit:
			t.loops[in.obj] = uint8(in.n)
		case iLoopTest:
			if t.loops[in.obj] == 0 {
				t.pc = in.to
			} else {
				t.loops[in.obj]--
			}
		case iJump:
			t.pc = in.to
		case iBranch:
			if known := t.conds[in.n]; in.n == 0 || known == 0 {
				c := s.clone()
				c.threads[i].take(in, true)
				x.local(c, i)
				t = &s.threads[i]
				t.take(in, false)
			} else {
				t.take(in, known == 2)
			}
		case iEnd:
			x.end(s, i)
		}
	}
	x.settle(s)
}

// take goes on at one side of a branch.
func (t *thread) take(in *instr, yes bool) {
	t.path = t.path*1099511628211 + uint64(t.pc)*2 + 1
	if yes {
		t.path++
	} else {
		t.pc = in.to
	}
	if in.n != 0 {
		t.conds[in.n] = 1
		if yes {
			t.conds[in.n] = 2
		}
	}
}

// access checks an access against those before.
func (x *explorer) access(s *state, i int, obj, inst uint8, pos int, write bool, into map[[2]int]bool) {
	t := &s.threads[i]
	for _, a := range s.history {
		if a.obj != obj || a.inst != inst || !a.write && !write || int(a.thread) == i {
			continue
		}
		if t.vc[a.thread] < a.at {
			into[[2]int{min(int(a.pos), pos), max(int(a.pos), pos)}] = true
		}
	}
	s.history = append(s.history, access{obj, inst, uint8(i), t.vc[i], int16(pos), write})
}

func (x *explorer) fork(s *state, i int, in *instr) {
	n := len(s.threads)
	if n == maxThreads {
		x.over = true
		return
	}
	t := &s.threads[i]
	c := thread{code: in.code, vars: t.vars, vc: t.vc, conds: t.conds, last: 1, path: t.path ^ uint64(i)<<32}
	c.vc[n] = 1
	s.tick(i)
	s.threads = append(s.threads, c)
}

// end ends a thread; the first thread's end is the function's return. A
// goroutine is over when its last effect happens before the return: where its
// instructions have come to is chance.
func (x *explorer) end(s *state, i int) {
	t := &s.threads[i]
	t.done = true
	if i != 0 {
		return
	}
	for k := 1; k < len(s.threads); k++ {
		if o := &s.threads[k]; !o.done || t.vc[k] < o.last {
			x.out.Unfinished[o.code.pos] = true
		}
	}
}
