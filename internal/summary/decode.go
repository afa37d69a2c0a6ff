package summary

import (
	"encoding/binary"
	"errors"
	"fmt"

	"github.com/gojoincheck/gojoincheck/internal/event"
)

// A Host is the package that a summary is read into.
type Host struct {
	Space  *event.Space
	Global func(pkg, name string) event.Loc // the root of a package-level variable
	Key    func(text string) int32          // the number of a constant map key
	Number func() int32                     // a condition or expression that is like no other
	Site   func() int32                     // the number of a new call site
}

// maxCount bounds every table of a summary.
const maxCount = 1 << 14

// Decode reads what Encode wrote, into the host. All positions are Elsewhere.
// Bytes that Encode never writes are an error.
func Decode(data []byte, host *Host) (m *event.Module, err error) {
	r := &reader{Host: host, data: data}
	defer func() {
		if r.err != nil {
			m, err = nil, fmt.Errorf("summary: %w at byte %d of %d", r.err, len(data)-len(r.data), len(data))
		}
	}()
	if v := r.byte(); v != version {
		r.fail(fmt.Errorf("version %d, want %d", v, version))
		return nil, nil
	}
	r.tables()
	n := r.count()
	if n == 0 {
		r.fail(errInvalid)
	}
	m = &event.Module{}
	r.funcs = n
	for i := 0; i < n && r.err == nil; i++ {
		f, fns := r.function()
		f.ID = event.FuncID(i)
		m.Funcs, m.Results = append(m.Funcs, f), append(m.Results, fns)
	}
	if len(r.data) > 0 {
		r.fail(errors.New("more than a summary"))
	}
	return m, nil
}

var (
	errShort   = errors.New("ends too soon")
	errInvalid = errors.New("invalid value")
)

// A reader reads until the first error, and zeros from then on.
type reader struct {
	*Host
	data  []byte
	err   error
	strs  []string
	locs  []event.Loc
	nums  []int32
	funcs int
}

func (r *reader) fail(err error) {
	if r.err == nil {
		r.err = err
	}
}

func (r *reader) byte() byte {
	if r.err != nil || len(r.data) == 0 {
		r.fail(errShort)
		return 0
	}
	b := r.data[0]
	r.data = r.data[1:]
	return b
}

func (r *reader) uint() uint64 {
	n, k := binary.Uvarint(r.data)
	if r.err != nil || k <= 0 {
		r.fail(errShort)
		return 0
	}
	r.data = r.data[k:]
	return n
}

func (r *reader) int32() int32 {
	n, k := binary.Varint(r.data)
	if r.err != nil || k <= 0 {
		r.fail(errShort)
		return 0
	}
	r.data = r.data[k:]
	if n < -1<<31 || n >= 1<<31 {
		r.fail(errInvalid)
		return 0
	}
	return int32(n)
}

// below reads a number that must be less than a limit.
func (r *reader) below(limit int) int {
	n := r.uint()
	if r.err == nil && n >= uint64(limit) {
		r.fail(errInvalid)
	}
	if r.err != nil {
		return 0
	}
	return int(n)
}

// count reads the length of a list: each element takes a byte at least.
func (r *reader) count() int { return r.below(min(len(r.data)+1, maxCount)) }

func (r *reader) bits(all byte) byte {
	b := r.byte()
	if b&^all != 0 {
		r.fail(errInvalid)
	}
	return b
}

func (r *reader) str() string {
	if len(r.strs) == 0 {
		r.fail(errInvalid)
		return ""
	}
	return r.strs[r.below(len(r.strs))]
}

func (r *reader) loc() event.Loc { return r.locs[r.below(len(r.locs))] }

// root reads a location that must be a root, or nothing.
func (r *reader) root() event.Loc {
	l := r.loc()
	if l != event.NoLoc && !r.Space.IsRoot(l) {
		r.fail(errInvalid)
	}
	return l
}

// made reads a root that an activation of a function makes.
func (r *reader) made() event.Loc {
	l := r.root()
	if r.err != nil {
		return l
	}
	if l == event.NoLoc || r.Space.Root(l).Kind == event.Global || r.Space.Root(l).Kind == event.Param {
		r.fail(errInvalid)
	}
	return l
}

func (r *reader) locList(read func() event.Loc) []event.Loc {
	var list []event.Loc
	for n := r.count(); n > 0 && r.err == nil; n-- {
		list = append(list, read())
	}
	return list
}

// number reads a condition; a new one is the next.
func (r *reader) number() int32 {
	n := r.below(len(r.nums) + 1)
	if r.err == nil && n == len(r.nums) {
		r.nums = append(r.nums, r.Number())
	}
	return r.nums[n]
}

func (r *reader) tables() {
	r.nums = []int32{0}
	r.locs = []event.Loc{event.NoLoc}
	for n := r.count(); n > 0 && r.err == nil; n-- {
		k := r.count()
		if r.err != nil || k > len(r.data) {
			r.fail(errShort)
			return
		}
		r.strs = append(r.strs, string(r.data[:k]))
		r.data = r.data[k:]
	}
	for n := r.count(); n > 0 && r.err == nil; n-- {
		r.locs = append(r.locs, r.newLoc())
	}
}

func (r *reader) newLoc() event.Loc {
	kind := r.byte()
	if kind == rootMark {
		return r.newRoot()
	}
	sel := event.Sel{Kind: event.SelKind(kind - 1)}
	if sel.Kind >= event.NumSels {
		r.fail(errInvalid)
	}
	parent := r.loc()
	if parent == event.NoLoc {
		r.fail(errInvalid)
	}
	if sel.Kind == event.Key {
		if key := r.str(); r.err == nil {
			sel.N = r.Key(key)
		}
	} else {
		sel.N = int32(r.below(1 << 31))
	}
	sel.Name = r.str()
	if r.err != nil {
		return event.NoLoc
	}
	return r.Space.Child(parent, sel)
}

func (r *reader) newRoot() event.Loc {
	kind := event.RootKind(r.byte())
	if kind > event.Opaque {
		r.fail(errInvalid)
	}
	b := r.bits(bitChan | bitVar | bitElem | bitMap | bitSealed | bitHidden)
	ends := event.Ends(r.byte())
	if ends >= event.NumEnds {
		r.fail(errInvalid)
	}
	size := r.int32()
	name, pkg := r.str(), r.str()
	switch {
	case r.err != nil:
		return event.NoLoc
	case kind == event.Global:
		return r.Global(pkg, name)
	}
	return r.Space.NewRoot(event.Root{
		Kind: kind, Ends: ends, Name: name, Cap: int(size), Pkg: pkg,
		Chan: b&bitChan != 0, Var: b&bitVar != 0, Elem: b&bitElem != 0,
		Map: b&bitMap != 0, Sealed: b&bitSealed != 0, Hidden: b&bitHidden != 0,
	})
}

func (r *reader) function() (event.Func, []event.Target) {
	f := event.Func{Name: r.str(), Pos: event.Elsewhere, Foreign: true}
	f.Params = r.locList(r.root)
	f.Own = r.locList(r.made)
	var fns []event.Target
	for n := r.count(); n > 0 && r.err == nil; n-- {
		f.Results = append(f.Results, r.loc())
		fns = append(fns, r.target())
	}
	for n := r.count(); n > 0 && r.err == nil; n-- {
		f.Calls = append(f.Calls, r.callSite())
	}
	blocks := r.count()
	if blocks == 0 {
		r.fail(errInvalid)
	}
	for i := 0; i < blocks && r.err == nil; i++ {
		f.Blocks = append(f.Blocks, r.block(blocks, len(f.Calls)))
	}
	return f, fns
}

func (r *reader) target() event.Target {
	t := event.Target{Func: event.FuncID(r.below(r.funcs+1)) - 1}
	t.Param = r.loc()
	return t
}

func (r *reader) callSite() event.CallSite {
	c := event.CallSite{Pos: event.Elsewhere, Target: r.target()}
	for n := r.count(); n > 0 && r.err == nil; n-- {
		c.Args = append(c.Args, event.Arg{Loc: r.loc(), Fn: r.target()})
	}
	c.Results = r.locList(r.loc)
	c.Kind = event.ForkKind(r.below(int(event.Handler) + 1))
	c.Handle = r.loc()
	c.If = r.number()
	c.Effects = r.events(0)
	if r.err == nil {
		c.ID = r.Site()
	}
	return c
}

func (r *reader) block(blocks, calls int) event.Block {
	flags := r.bits(bitReturn | bitEndless | bitSelect | bitOK | bitFailed | bitTrue | bitFalse | bitAtEnd)
	b := event.Block{
		Return: flags&bitReturn != 0, Endless: flags&bitEndless != 0, Select: flags&bitSelect != 0, AtEnd: flags&bitAtEnd != 0,
		RetPos: event.Elsewhere, SelPos: event.Elsewhere, Trip: r.int32(), Key: r.number(), RetCond: r.number(),
	}
	switch {
	case flags&bitOK != 0:
		b.Ret = event.RetOK
	case flags&bitFailed != 0:
		b.Ret = event.RetFailed
	case flags&bitTrue != 0:
		b.Ret = event.RetTrue
	case flags&bitFalse != 0:
		b.Ret = event.RetFalse
	}
	for n := r.count(); n > 0 && r.err == nil; n-- {
		e := event.Edge{To: int32(r.below(blocks)), Cond: r.number()}
		flags := r.bits(bitNeg | bitErr | bitTold | bitTurn | bitHeld | bitSame | bitTest)
		e.Neg, e.Err = flags&bitNeg != 0, flags&bitErr != 0
		e.Told, e.Turn, e.Held = flags&bitTold != 0, flags&bitTurn != 0, flags&bitHeld != 0
		e.Same = flags&bitSame != 0
		if flags&bitTest != 0 {
			e.Test, e.Is = r.loc(), r.int32()
		}
		b.Succs = append(b.Succs, e)
	}
	b.Events = r.events(calls)
	return b
}

func (r *reader) events(calls int) []event.Event {
	var list []event.Event
	for n := r.count(); n > 0 && r.err == nil; n-- {
		e := event.Event{Kind: event.Kind(r.byte()), Op: event.Op(r.byte()), Pos: event.Elsewhere}
		if r.bits(1) != 0 {
			e.Via = event.Elsewhere
		}
		if e.Kind >= event.NumKinds || e.Op >= event.NumOps {
			r.fail(errInvalid)
		}
		e.Flags = event.Flags(r.below(1 << 16))
		e.Loc, e.Val = r.loc(), r.loc()
		if e.Loc == event.NoLoc && e.Kind.NeedsLoc() {
			r.fail(errInvalid)
		}
		switch {
		case e.Kind == event.Add:
			e.N, e.Key = r.int32(), r.number()
		case e.Kind == event.Set, e.Kind == event.Acquire:
			e.N = r.int32()
		case e.Kind.HasSite():
			e.Call = int32(r.below(calls))
		}
		list = append(list, e)
	}
	return list
}
