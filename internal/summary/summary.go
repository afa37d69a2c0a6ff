// Package summary is what other packages know of a function: its events, its
// callees spliced in, in terms of its parameters, results and package-level
// variables, as a string of bytes.
//
// A summary is compact, sorted, and the same bytes each time. It holds no
// positions, which mean nothing in another process, and no name that is only
// good for the package it comes from: locations, conditions and sites are
// numbered anew, package-level variables are named by the path of their package,
// fields by their index, which the importer's types agree on.
package summary

import (
	"encoding/binary"

	"github.com/gojoincheck/gojoincheck/internal/event"
)

// version is the first byte of a summary. A tool reads no summary of another
// version; the go command's cache sees to it that it meets none.
const version = 1

// MaxEvents bounds the events of a function and its tasks before they are
// reduced; a function over it is code out of sight to other packages.
const MaxEvents = 600

// MaxBytes bounds a summary.
const MaxBytes = 8 << 10

// A KeyName gives the text of a constant map key by its number.
type KeyName func(int32) string

// Encode writes a module whose locations are of the space.
func Encode(sp *event.Space, m *event.Module, key KeyName) []byte {
	w := &writer{
		sp: sp, key: key,
		locs: map[event.Loc]uint64{event.NoLoc: 0}, strs: map[string]uint64{},
		nums: map[int32]uint64{0: 0}, hidden: map[event.Loc]bool{},
	}
	for _, l := range m.Hidden {
		w.hidden[l] = true
	}
	w.uint(uint64(len(m.Funcs)))
	for i := range m.Funcs {
		w.function(&m.Funcs[i], m.Results[i])
	}
	out := []byte{version}
	out = binary.AppendUvarint(out, uint64(len(w.strs)))
	out = append(out, w.strTable...)
	out = binary.AppendUvarint(out, uint64(len(w.locs)-1))
	out = append(out, w.locTable...)
	return append(out, w.body...)
}

// A writer numbers strings, locations and conditions in the order in which it
// meets them.
type writer struct {
	sp       *event.Space
	key      KeyName
	body     []byte
	locTable []byte
	strTable []byte
	locs     map[event.Loc]uint64
	strs     map[string]uint64
	nums     map[int32]uint64
	hidden   map[event.Loc]bool
}

func (w *writer) uint(n uint64) { w.body = binary.AppendUvarint(w.body, n) }
func (w *writer) int(n int64)   { w.body = binary.AppendVarint(w.body, n) }
func (w *writer) loc(l event.Loc) {
	w.uint(w.locNumber(l))
}

func (w *writer) str(s string) uint64 {
	n, ok := w.strs[s]
	if !ok {
		n = uint64(len(w.strs))
		w.strs[s] = n
		w.strTable = binary.AppendUvarint(w.strTable, uint64(len(s)))
		w.strTable = append(w.strTable, s...)
	}
	return n
}

// number numbers a condition or an expression.
func (w *writer) number(n int32) {
	to, ok := w.nums[n]
	if !ok {
		to = uint64(len(w.nums))
		w.nums[n] = to
	}
	w.uint(to)
}

// Bits of a root.
const (
	bitChan = 1 << iota
	bitVar
	bitElem
	bitMap
	bitSealed
	bitHidden
)

// rootMark is what stands for the kind of selector of a root.
const rootMark = 0

func (w *writer) locNumber(l event.Loc) uint64 {
	if n, ok := w.locs[l]; ok {
		return n
	}
	var rec []byte
	if w.sp.IsRoot(l) {
		r := w.sp.Root(l)
		rec = append(rec, rootMark, byte(r.Kind), bits(
			bit{r.Chan, bitChan}, bit{r.Var, bitVar}, bit{r.Elem, bitElem},
			bit{r.Map, bitMap}, bit{r.Sealed, bitSealed}, bit{w.hidden[l], bitHidden}), byte(r.Ends))
		rec = binary.AppendVarint(rec, int64(r.Cap))
		rec = binary.AppendUvarint(rec, w.str(r.Name))
		rec = binary.AppendUvarint(rec, w.str(r.Pkg))
	} else {
		parent := w.locNumber(w.sp.Parent(l))
		sel := w.sp.Last(l)
		rec = append(rec, byte(sel.Kind)+1)
		rec = binary.AppendUvarint(rec, parent)
		if sel.Kind == event.Key {
			rec = binary.AppendUvarint(rec, w.str(w.key(sel.N)))
		} else {
			rec = binary.AppendUvarint(rec, uint64(sel.N))
		}
		rec = binary.AppendUvarint(rec, w.str(sel.Name))
	}
	w.locTable = append(w.locTable, rec...)
	n := uint64(len(w.locs))
	w.locs[l] = n
	return n
}

type bit struct {
	on    bool
	value byte
}

func bits(all ...bit) byte {
	var b byte
	for _, x := range all {
		if x.on {
			b |= x.value
		}
	}
	return b
}

func (w *writer) function(f *event.Func, fns []event.Target) {
	w.uint(w.str(f.Name))
	w.locList(f.Params)
	w.locList(f.Own)
	w.uint(uint64(len(f.Results)))
	for i, l := range f.Results {
		w.loc(l)
		w.target(fns[i])
	}
	w.uint(uint64(len(f.Calls)))
	for i := range f.Calls {
		w.callSite(&f.Calls[i])
	}
	w.uint(uint64(len(f.Blocks)))
	for i := range f.Blocks {
		w.block(&f.Blocks[i])
	}
}

func (w *writer) locList(list []event.Loc) {
	w.uint(uint64(len(list)))
	for _, l := range list {
		w.loc(l)
	}
}

func (w *writer) target(t event.Target) {
	w.uint(uint64(t.Func + 1))
	w.loc(t.Param)
}

func (w *writer) callSite(c *event.CallSite) {
	w.target(c.Target)
	w.uint(uint64(len(c.Args)))
	for _, a := range c.Args {
		w.loc(a.Loc)
		w.target(a.Fn)
	}
	w.locList(c.Results)
	w.uint(uint64(c.Kind))
	w.loc(c.Handle)
	w.number(c.If)
	w.events(c.Effects)
}

// Bits of a block.
const (
	bitReturn = 1 << iota
	bitEndless
	bitSelect
	bitOK
	bitFailed
	bitTrue
	bitFalse
	bitAtEnd
)

// Bits of an edge.
const (
	bitNeg = 1 << iota
	bitErr
	bitTold
	bitTurn
	bitHeld
	bitSame
	bitTest
)

func (w *writer) block(b *event.Block) {
	w.body = append(w.body, bits(bit{b.Return, bitReturn}, bit{b.Endless, bitEndless}, bit{b.Select, bitSelect},
		bit{b.Ret == event.RetOK, bitOK}, bit{b.Ret == event.RetFailed, bitFailed},
		bit{b.Ret == event.RetTrue, bitTrue}, bit{b.Ret == event.RetFalse, bitFalse}, bit{b.AtEnd, bitAtEnd}))
	w.int(int64(b.Trip))
	w.number(b.Key)
	w.number(b.RetCond)
	w.uint(uint64(len(b.Succs)))
	for _, e := range b.Succs {
		w.uint(uint64(e.To))
		w.number(e.Cond)
		w.body = append(w.body, bits(bit{e.Neg, bitNeg}, bit{e.Err, bitErr}, bit{e.Told, bitTold}, bit{e.Turn, bitTurn}, bit{e.Held, bitHeld}, bit{e.Same, bitSame}, bit{e.Test != event.NoLoc, bitTest}))
		if e.Test != event.NoLoc {
			w.loc(e.Test)
			w.int(int64(e.Is))
		}
	}
	w.events(b.Events)
}

func (w *writer) events(list []event.Event) {
	w.uint(uint64(len(list)))
	for i := range list {
		e := &list[i]
		w.body = append(w.body, byte(e.Kind), byte(e.Op), bits(bit{e.Via != 0, 1}))
		w.uint(uint64(e.Flags))
		w.loc(e.Loc)
		w.loc(e.Val)
		switch {
		case e.Kind == event.Add:
			w.int(int64(e.N))
			w.number(e.Key)
		case e.Kind == event.Set, e.Kind == event.Acquire:
			w.int(int64(e.N))
		case e.Kind.HasSite():
			w.uint(uint64(e.Call))
		}
	}
}
