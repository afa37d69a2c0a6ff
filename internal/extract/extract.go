// Package extract turns SSA into events.
//
// It reads one function at a time and writes down, in plain data, what the
// function does to goroutines and shared memory. It never reports anything and
// never follows a call: calls become sites, which package link resolves.
//
// What it ignores, and why: pointers of unknown origin each get a root of their
// own, so two of them never alias. The obvious other way, a may-alias
// analysis, would find conflicts between unrelated memory; we would rather
// miss a race than invent one.
package extract

import (
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/gojoincheck/gojoincheck/internal/event"
)

// An Extractor extracts the functions of one package. It is not safe for
// concurrent use.
type Extractor struct {
	Space *event.Space

	// OldLoops reports whether the file at a position has the loop variables of
	// Go before 1.22, one for the whole loop.
	OldLoops func(token.Pos) bool

	// Summary, if set, returns the summary of a function of another package, nil
	// if there is none.
	Summary func(*types.Func) []byte

	// Functions are all functions of the package with their literals; without them
	// no call is known to be the only one.
	Functions []*ssa.Function
	// Partial says that there are more functions than that, as in a package of others, of
	// which only those are type-checked that callers can have to do with.
	Partial bool

	// BadSummaries counts the summaries that could not be read.
	BadSummaries int

	pkg        *ssa.Package
	ids        map[any]event.FuncID // *ssa.Function, or the value of a synthesized function
	sources    []any                // by FuncID
	funcs      map[event.FuncID]*event.Func
	objs       map[ssa.Value]event.Loc
	makers     map[event.Loc]ssa.Value // the value that a root stands for
	busy       map[ssa.Value]bool      // cycle guard of Obj
	cells      map[ssa.Value]*cell
	chans      map[*ssa.MakeChan]*chanUse
	closures   map[*ssa.Function]*ssa.MakeClosure
	scanned    map[*ssa.Function]bool
	outsides   map[string]event.Loc // what is outside of the program, by its name
	Locked     map[event.Sel]bool   // the fields by which functions of the package take locks, not for reading: those that Calls has seen
	worlds     map[event.World]event.Loc
	keys       map[string]int32
	conds      map[string]int32
	texts      []string                 // of the conditions, by number less one
	owners     map[string]*ssa.Function // of the parameters and variables in texts
	callAt     map[int32]*passing       // by call site
	values     map[ssa.Value]int32
	names      map[*ssa.Function]map[token.Pos]string // by outermost function
	sites      int32
	imported   map[*types.Func]event.FuncID
	globals    map[globalName]event.Loc
	keyTexts   []string // by the number of a constant map key
	dispatch   dispatch
	randSource *bool                                   // answer of ownSource, nil until asked
	callers    map[*ssa.Function][]ssa.CallInstruction // see callsOf
	valued     map[*ssa.Function]bool                  // the same
	nameless   map[string][]*types.Var                 // see spelledTwice; nil until asked
	setFields  map[*types.Var]bool                     // see neverSet; nil until asked
	madeFields map[*types.Var]bool                     // see alwaysMade; nil until asked
	falling    map[*types.Var]bool                     // atomic fields that somebody may make zero again; nil until asked
}

// New returns an extractor for a built SSA package.
func New(pkg *ssa.Package) *Extractor {
	return &Extractor{
		Space:    event.NewSpace(),
		pkg:      pkg,
		ids:      map[any]event.FuncID{},
		funcs:    map[event.FuncID]*event.Func{},
		objs:     map[ssa.Value]event.Loc{},
		makers:   map[event.Loc]ssa.Value{},
		busy:     map[ssa.Value]bool{},
		cells:    map[ssa.Value]*cell{},
		chans:    map[*ssa.MakeChan]*chanUse{},
		closures: map[*ssa.Function]*ssa.MakeClosure{},
		scanned:  map[*ssa.Function]bool{},
		outsides: map[string]event.Loc{},
		worlds:   map[event.World]event.Loc{},
		Locked:   map[event.Sel]bool{},
		keys:     map[string]int32{},
		conds:    map[string]int32{},
		owners:   map[string]*ssa.Function{},
		callAt:   map[int32]*passing{},
		values:   map[ssa.Value]int32{},
		names:    map[*ssa.Function]map[token.Pos]string{},
		imported: map[*types.Func]event.FuncID{},
		globals:  map[globalName]event.Loc{},
		dispatch: dispatch{numbers: map[*types.Named]int32{}},
	}
}

// ID returns the number of a function with a body in this package, or with a
// summary in another; NoFunc for any other.
func (x *Extractor) ID(fn *ssa.Function) event.FuncID {
	if fn == nil {
		return event.NoFunc
	}
	if !x.local(fn) {
		return x.importedID(origin(fn))
	}
	if fn.Blocks == nil {
		return event.NoFunc
	}
	return x.id(fn)
}

// id numbers a function, or a value that stands for a synthesized one.
func (x *Extractor) id(source any) event.FuncID {
	if id, ok := x.ids[source]; ok {
		return id
	}
	id := event.FuncID(len(x.sources))
	x.ids[source] = id
	x.sources = append(x.sources, source)
	return id
}

// local reports whether the function belongs to the package being analyzed.
func (x *Extractor) local(fn *ssa.Function) bool {
	for fn.Parent() != nil {
		fn = fn.Parent()
	}
	if fn.Pkg == x.pkg {
		return true
	}
	o := fn.Origin()
	return o != nil && o != fn && x.local(o)
}

// Func returns the events of the function with the given number.
func (x *Extractor) Func(id event.FuncID) *event.Func {
	if f, ok := x.funcs[id]; ok {
		return f
	}
	var f *event.Func
	switch src := x.sources[id].(type) {
	case *ssa.Function:
		f = x.function(src)
	case *foreign:
		f = src.fn
	default:
		f = x.synthesize(src)
	}
	f.ID = id
	x.funcs[id] = f
	return f
}

// Forget lets go of the events of a function. Func makes them anew.
func (x *Extractor) Forget(id event.FuncID) {
	if x.Source(id) != nil {
		delete(x.funcs, id)
	}
}

// Source returns the SSA function behind a number, nil if it was synthesized.
func (x *Extractor) Source(id event.FuncID) *ssa.Function {
	fn, _ := x.sources[id].(*ssa.Function)
	return fn
}

// site numbers a new call site.
func (x *Extractor) site() int32 {
	x.sites++
	return x.sites
}

// builder extracts one function.
type builder struct {
	*Extractor
	fn      *ssa.Function
	out     *event.Func
	cur     *[]event.Event // where events go
	defers  []*ssa.Defer
	flags   event.Flags // set on every event, for deferred calls
	panics  []panicking
	within  *ssa.Function                   // where the go statement is, of what is made up for it
	first   []int32                         // index of the event block of each SSA block
	last    []int32                         // index of the one that it ends in
	at      int                             // the event block that is being filled
	pending bool                            // what is extracted holds only if no more is known of the call when graphs are linked
	loops   []blockSet                      // of fn, see loopsOf
	late    map[ssa.Instruction][]*ssa.UnOp // reads that happen with what they are operands of
}

func (x *Extractor) function(fn *ssa.Function) *event.Func {
	x.scan(fn)
	f := &event.Func{Name: fn.Name(), Pos: event.Pos(fn.Pos()), Literal: fn.Parent() != nil, Within: event.NoFunc}
	if fn.Parent() != nil {
		f.Within = x.ID(fn.Parent())
	}
	for _, p := range fn.Params {
		f.Params = append(f.Params, x.Obj(p))
	}
	b := &builder{Extractor: x, fn: fn, out: f, loops: loopsOf(fn)}
	b.findDefers()
	f.Results = b.results()
	b.build()
	return f
}

// findDefers lists the defer statements in the order of the blocks.
func (b *builder) findDefers() {
	for _, blk := range b.fn.Blocks {
		for _, in := range blk.Instrs {
			if d, ok := in.(*ssa.Defer); ok {
				b.defers = append(b.defers, d)
			}
		}
	}
}

// results gives what each result refers to, when all returns agree.
func (b *builder) results() []event.Loc {
	var res []event.Loc
	seen := false
	for _, blk := range b.fn.Blocks {
		ret, ok := blk.Instrs[len(blk.Instrs)-1].(*ssa.Return)
		if !ok {
			continue
		}
		for i, v := range ret.Results {
			var l event.Loc
			if pointerLike(v.Type()) {
				l = b.resultLoc(v)
			} else if sharesBy(v.Type()) {
				l = b.Val(v)
			}
			if !seen {
				res = append(res, l)
			} else if isNil(v) {
				continue
			} else if res[i] == event.NoLoc {
				res[i] = l
			} else if res[i] != l {
				res[i] = event.NoLoc
			}
		}
		seen = true
	}
	return res
}

// sharesBy reports whether a copy of a value of the type, a struct, refers to what
// goroutines can meet at.
func sharesBy(t types.Type) bool {
	_, ok := t.Underlying().(*types.Struct)
	return ok && canJoin(t, joinDepth)
}

// resultLoc is Obj, but a returned closure is named by a root of its own, so
// that the caller can call it.
func (b *builder) resultLoc(v ssa.Value) event.Loc {
	if isNil(v) {
		return event.NoLoc
	}
	if l, ok := b.resultVariable(v); ok {
		return l
	}
	return b.Obj(v)
}

// resultVariable is what a result refers to that a deferred call has kept in a variable:
// the one thing that is stored there besides nil.
func (b *builder) resultVariable(v ssa.Value) (l event.Loc, ok bool) {
	load, isLoad := v.(*ssa.UnOp)
	if !isLoad || load.Op != token.MUL {
		return event.NoLoc, false
	}
	c := b.cellOf(load.X)
	if c == nil || c.owner != b.fn || c.escapes || c.parts || c.captured || len(c.stores) < 2 {
		return event.NoLoc, false
	}
	for _, s := range c.stores {
		switch {
		case isNil(s.Val):
		case l == event.NoLoc:
			l = b.Obj(s.Val)
		case b.Obj(s.Val) != l:
			return event.NoLoc, false
		}
	}
	return l, l != event.NoLoc
}

// ResultFunc tells which function the i'th result is, if all returns that do
// not return nil agree.
func (x *Extractor) ResultFunc(id event.FuncID, i int) event.Target {
	none := event.Target{Func: event.NoFunc}
	if src, ok := x.sources[id].(*foreign); ok {
		return src.results[i]
	}
	fn := x.Source(id)
	if fn == nil {
		return none
	}
	return x.resultOf(fn, i)
}

// resultOf is the function that all returns of fn have as a result, if there is one.
func (x *Extractor) resultOf(fn *ssa.Function, i int) event.Target {
	none := event.Target{Func: event.NoFunc}
	found := none
	for _, blk := range fn.Blocks {
		ret, ok := blk.Instrs[len(blk.Instrs)-1].(*ssa.Return)
		if !ok || i >= len(ret.Results) || isNil(ret.Results[i]) {
			continue
		}
		t := x.FuncOf(justStored(ret.Results[i]))
		if !t.Known() || found.Known() && t != found {
			return none
		}
		found = t
	}
	return found
}

// emit appends an event.
func (b *builder) emit(e event.Event) {
	e.Flags |= b.flags
	*b.cur = append(*b.cur, e)
}

func (b *builder) access(l event.Loc, flags event.Flags, pos token.Pos) {
	if l != event.NoLoc {
		b.emit(event.Event{Kind: event.Access, Loc: l, Flags: flags, Pos: event.Pos(pos)})
	}
}

func (b *builder) sync(k event.Kind, op event.Op, l event.Loc, pos token.Pos) {
	if l != event.NoLoc {
		b.emit(event.Event{Kind: k, Op: op, Loc: l, Pos: event.Pos(pos)})
	}
}

// fresh notes that a root comes into being here. A value that is only another
// name for something makes nothing.
func (b *builder) fresh(v ssa.Value) {
	l := b.Obj(v)
	if !b.Space.IsRoot(l) || b.makers[l] != v {
		return
	}
	b.emit(event.Event{Kind: event.Fresh, Loc: l, Pos: event.Pos(v.Pos())})
	b.out.Own = append(b.out.Own, l)
}

// unmade notes that what a new variable is going to refer to, on some way, is none of the
// objects that older ones refer to.
func (b *builder) unmade(cell *ssa.Alloc) {
	only := b.storedOnce(cell)
	if only == nil || !pointerLike(only.Type()) {
		return
	}
	if in, ok := only.(ssa.Instruction); ok && in.Parent() == cell.Parent() && in.Block() != cell.Block() {
		if l := b.Obj(only); b.Space.IsRoot(l) {
			b.emit(event.Event{Kind: event.Unmade, Loc: l, Pos: event.Pos(cell.Pos())})
		}
	}
}

// pointerLike reports whether values of the type refer to an object.
func pointerLike(t types.Type) bool {
	switch u := t.Underlying().(type) {
	case *types.Pointer, *types.Chan, *types.Map, *types.Slice, *types.Signature, *types.Interface:
		return true
	case *types.Basic:
		return u.Kind() == types.UnsafePointer
	}
	return false
}

func isNil(v ssa.Value) bool {
	c, ok := v.(*ssa.Const)
	return ok && c.Value == nil
}
