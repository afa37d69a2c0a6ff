package flow

import (
	"math/bits"
	"sync"
)

// Bits is a set of small integers.
type Bits []uint64

// NewBits returns an empty set for the integers below n.
func NewBits(n int) Bits { return make(Bits, (n+63)/64) }

// Has reports whether i is in the set.
func (b Bits) Has(i int) bool { return b[i/64]&(1<<(i%64)) != 0 }

// Set adds i.
func (b Bits) Set(i int) { b[i/64] |= 1 << (i % 64) }

// Clear removes i.
func (b Bits) Clear(i int) { b[i/64] &^= 1 << (i % 64) }

// Empty reports whether the set has no members.
func (b Bits) Empty() bool {
	for _, w := range b {
		if w != 0 {
			return false
		}
	}
	return true
}

// Reach returns the nodes of a graph of n that one can come to from a node, itself
// included, when next gives those that one can go on to.
func Reach(n int, from int32, next func(node int32, goOn func(int32))) Bits {
	w := walks.Get().(*walk)
	w.seen = NewBits(n)
	w.goOn(from)
	for len(w.stack) > 0 {
		node := w.stack[len(w.stack)-1]
		w.stack = w.stack[:len(w.stack)-1]
		next(node, w.goOn)
	}
	seen := w.seen
	w.seen = nil
	walks.Put(w)
	return seen
}

// A walk is what Reach needs room for, and uses again.
type walk struct {
	seen  Bits
	stack []int32
	goOn  func(int32)
}

var walks = sync.Pool{New: func() any {
	w := &walk{}
	w.goOn = func(to int32) {
		if !w.seen.Has(int(to)) {
			w.seen.Set(int(to))
			w.stack = append(w.stack, to)
		}
	}
	return w
}}

// Clone copies the set.
func (b Bits) Clone() Bits { return append(Bits(nil), b...) }

// CloneAll puts a copy of each set in its place. All copies are in one array, which is
// returned: that of room, if it is large enough.
func CloneAll(room Bits, sets ...*Bits) Bits {
	words := 0
	for _, b := range sets {
		words += len(*b)
	}
	all := room[:0]
	if cap(all) < words {
		all = make(Bits, 0, words)
	}
	for _, b := range sets {
		start := len(all)
		all = append(all, *b...)
		*b = all[start:len(all):len(all)]
	}
	return all
}

// Union adds c to b and reports whether b changed.
func (b Bits) Union(c Bits) bool {
	changed := false
	for i, w := range c {
		if n := b[i] | w; n != b[i] {
			b[i], changed = n, true
		}
	}
	return changed
}

// Meets reports whether b and c have a member in common.
func (b Bits) Meets(c Bits) bool {
	for i, w := range c {
		if b[i]&w != 0 {
			return true
		}
	}
	return false
}

// Intersect keeps in b what is in c and reports whether b changed.
func (b Bits) Intersect(c Bits) bool {
	changed := false
	for i, w := range c {
		if n := b[i] & w; n != b[i] {
			b[i], changed = n, true
		}
	}
	return changed
}

// Minus removes c from b.
func (b Bits) Minus(c Bits) {
	for i, w := range c {
		b[i] &^= w
	}
}

// Each calls f for each member in ascending order.
func (b Bits) Each(f func(i int)) {
	for w, word := range b {
		for word != 0 {
			f(w*64 + bits.TrailingZeros64(word))
			word &= word - 1
		}
	}
}
