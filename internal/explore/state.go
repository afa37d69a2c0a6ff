package explore

import (
	"encoding/binary"
	"slices"

	"github.com/gojoincheck/gojoincheck/internal/event"
)

// A state is a point of the run: where the goroutines are, and what the objects
// are like. States share their slices; what changes one copies it first.
type state struct {
	gs       []goroutine // sorted by key
	sync     []cell      // sorted by object
	heap     []binding   // sorted by cell
	flags    []binding   // sorted by cell: what the search follows of fields, see flags.go
	escaped  []obj       // sorted
	missed   []miss      // sorted: what data has decided not to come
	guessed  bool        // a branch was taken at will that the round of a loop decides, or what a test has set up
	kept     []obj       // sorted: what the elements of slices refer to, all slices together
	returned event.Pos   // where the function has returned, 0 before
	owned    part        // what no other state shares
}

// A part is one of the lists of a state.
type part uint8

const (
	heapPart part = 1 << iota
	flagsPart
	syncPart
	escapedPart
)

// own makes a list of a state one that it may change in place.
func own[T any](st *state, p part, list []T) []T {
	if st.owned&p != 0 {
		return list
	}
	st.owned |= p
	return slices.Clone(list)
}

// A cell is the state of a synchronization object.
type cell struct {
	obj   obj
	n     int32 // messages in the channel, count of the group, readers of the lock
	set   bool  // closed, cancelled, signalled, locked for writing
	queue []obj // the messages
}

// A binding says what a variable refers to.
type binding struct{ cell, val obj }

type status uint8

const (
	running  status = iota
	parked          // at a visible operation
	forever         // it blocks and never goes on by itself
	spinning        // it runs, and does nothing that others could see
)

// outcome is what the last receive saw.
type outcome uint8

const (
	either outcome = iota
	value
	closed
)

// A goroutine is where one goroutine is.
type goroutine struct {
	key    int32
	prog   *program
	block  int32
	idx    int32
	status status
	last   outcome
	from   obj   // of the last receive
	phase  uint8 // of a Cond's Wait
	env    int32
	group  obj     // counted down at the end, 0 for none
	rounds []uint8 // per loop
	conds  []cond  // sorted by id
	held   []obj   // locks, in the order they were taken
	backs  []int32 // headers of endless loops passed since the last visible operation
	talked []obj   // channels it has sent on or received from, sorted
}

// A cond is a branch condition that was tested.
type cond struct {
	id    int32
	neg   bool
	block int32
}

// event returns the event that the goroutine is at.
func (g *goroutine) event() *event.Event {
	return &g.prog.g.Blocks[g.block].Events[g.idx]
}

func (st *state) find(key int32) int {
	i, ok := slices.BinarySearchFunc(st.gs, key, func(g goroutine, k int32) int { return int(g.key) - int(k) })
	if !ok {
		return -1
	}
	return i
}

// clone copies what a step may change in place: the list of goroutines. The other
// lists are shared from now on.
func (st *state) clone() *state {
	st.owned = 0
	c := *st
	c.gs = slices.Clone(st.gs)
	return &c
}

// at returns the state of an object; the zero cell is that of a new one.
func (st *state) at(o obj) cell {
	i, ok := slices.BinarySearchFunc(st.sync, o, func(c cell, o obj) int { return int(c.obj) - int(o) })
	if !ok {
		return cell{obj: o}
	}
	return st.sync[i]
}

// put changes the state of an object.
func (st *state) put(c cell) {
	i, ok := slices.BinarySearchFunc(st.sync, c.obj, func(x cell, o obj) int { return int(x.obj) - int(o) })
	st.sync = own(st, syncPart, st.sync)
	if ok {
		st.sync[i] = c
	} else {
		st.sync = slices.Insert(st.sync, i, c)
	}
}

// stored returns what a variable refers to.
func (st *state) stored(c obj) (obj, bool) { return lookUp(st.heap, c) }

func (st *state) store(c, v obj) { st.heap = bind(own(st, heapPart, st.heap), c, v) }

func lookUp(list []binding, c obj) (obj, bool) {
	i, ok := findBinding(list, c)
	if !ok {
		return 0, false
	}
	return list[i].val, true
}

// bind changes a list to say what a variable refers to now.
func bind(list []binding, c, v obj) []binding {
	i, ok := findBinding(list, c)
	if ok {
		list[i].val = v
		return list
	}
	return slices.Insert(list, i, binding{c, v})
}

func findBinding(list []binding, c obj) (int, bool) {
	return slices.BinarySearchFunc(list, c, func(b binding, o obj) int { return int(b.cell) - int(o) })
}

// encode spells the state, for finding it again.
func (st *state) encode() string {
	b := make([]byte, 0, 128)
	num := func(n int64) { b = binary.AppendVarint(b, n) }
	num(int64(len(st.gs)))
	for i := range st.gs {
		g := &st.gs[i]
		num(int64(g.key))
		num(int64(g.prog.id))
		num(int64(g.block))
		num(int64(g.idx))
		b = append(b, byte(g.status), byte(g.last), g.phase)
		if g.last != either {
			num(int64(g.from))
		}
		num(int64(g.env))
		num(int64(g.group))
		b = append(b, g.rounds...)
		num(int64(len(g.conds)))
		for _, c := range g.conds {
			num(int64(c.id))
			if c.neg {
				b = append(b, 1)
			} else {
				b = append(b, 0)
			}
		}
		num(int64(len(g.held)))
		for _, h := range g.held {
			num(int64(h))
		}
		num(int64(len(g.backs)))
		for _, h := range g.backs {
			num(int64(h))
		}
		num(int64(len(g.talked)))
		for _, h := range g.talked {
			num(int64(h))
		}
	}
	for _, c := range st.sync {
		if c.n == 0 && !c.set && len(c.queue) == 0 {
			continue
		}
		num(int64(c.obj))
		num(int64(c.n))
		if c.set {
			b = append(b, 1)
		} else {
			b = append(b, 0)
		}
		for _, q := range c.queue {
			num(int64(q))
		}
	}
	num(-1)
	for _, h := range st.heap {
		num(int64(h.cell))
		num(int64(h.val))
	}
	num(-1)
	for _, f := range st.flags {
		num(int64(f.cell))
		num(int64(f.val))
	}
	num(-1)
	for _, e := range st.escaped {
		num(int64(e))
	}
	num(-1)
	for _, m := range st.missed {
		num(int64(m.obj)*int64(2*numKinds+1) + int64(m.of))
	}
	num(-1)
	for _, o := range st.kept {
		num(int64(o))
	}
	if st.guessed {
		num(-2)
	}
	num(int64(st.returned))
	return string(b)
}
