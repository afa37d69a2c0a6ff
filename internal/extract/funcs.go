package extract

import (
	"go/token"
	"go/types"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/gojoincheck/gojoincheck/internal/event"
	"github.com/gojoincheck/gojoincheck/internal/syncmodel"
)

// FuncOf tells which function a value is: one with a body in this package, one
// that stands for what a library value does (a bound method, a cancel
// function), what a parameter will be, or unknown.
func (x *Extractor) FuncOf(v ssa.Value) event.Target { return x.funcOf(v, maxHops) }

func (x *Extractor) funcOf(v ssa.Value, hops int) event.Target {
	none := event.Target{Func: event.NoFunc}
	if _, ok := v.Type().Underlying().(*types.Signature); !ok || hops == 0 {
		return none
	}
	switch v := v.(type) {
	case *ssa.Function:
		return event.Target{Func: x.ID(v)}
	case *ssa.MakeClosure:
		fn := v.Fn.(*ssa.Function)
		if fn.Parent() != nil {
			return event.Target{Func: x.ID(fn)}
		}
		return event.Target{Func: x.id(v)} // a bound method
	case *ssa.ChangeType:
		return x.funcOf(v.X, hops-1)
	case *ssa.UnOp:
		if v.Op == token.MUL {
			if only := x.storedOnce(v.X); only != nil {
				return x.funcOf(only, hops-1)
			}
			if _, field := v.X.(*ssa.FieldAddr); field { // what the field holds, a caller may know
				return event.Target{Func: event.NoFunc, Param: x.Obj(v)}
			}
		}
	case *ssa.Parameter:
		return event.Target{Func: event.NoFunc, Param: x.Obj(v)}
	case *ssa.Extract:
		if call, ok := v.Tuple.(*ssa.Call); ok {
			if row := x.row(&call.Call); row != nil {
				if row.Do == syncmodel.WithCancel && v.Index == 1 {
					return event.Target{Func: x.id(v)}
				}
				return none
			}
			if x.ID(call.Call.StaticCallee()) != event.NoFunc {
				return event.Target{Func: event.NoFunc, Param: x.Obj(v)}
			}
		}
	case *ssa.Call:
		if row := x.row(&v.Call); row != nil {
			if row.Do == syncmodel.OnceFunc {
				return event.Target{Func: x.id(v)}
			}
			return none
		}
		if x.ID(v.Call.StaticCallee()) != event.NoFunc {
			return event.Target{Func: event.NoFunc, Param: x.Obj(v)}
		}
	}
	return none
}

// callee returns the library function or interface method called, or nil.
func callee(c *ssa.CallCommon) *types.Func {
	if c.IsInvoke() {
		return c.Method
	}
	fn := c.StaticCallee()
	if fn == nil {
		return nil
	}
	if _, bound := c.Value.(*ssa.MakeClosure); bound && fn.Parent() == nil {
		return nil // a method value, which has its receiver already
	}
	return origin(fn)
}

// origin returns the declared function that fn is, or is an instance of.
func origin(fn *ssa.Function) *types.Func {
	if o := fn.Origin(); o != nil {
		fn = o
	}
	f, _ := fn.Object().(*types.Func)
	return f
}

// row looks the callee up in the table. A package is its own best witness, but
// for the standard library, which is never summarised: it is built of things
// that only the table knows.
func (x *Extractor) row(c *ssa.CallCommon) *syncmodel.Row {
	f := callee(c)
	if f == nil || f.Pkg() == nil || f.Pkg() == x.pkg.Pkg && !syncmodel.Standard(f.Pkg().Path()) {
		return nil
	}
	var recv types.Type
	if c.IsInvoke() {
		recv = c.Value.Type()
	}
	return syncmodel.Of(f, recv)
}

// synthesize makes up the events of a function that has no body here.
func (x *Extractor) synthesize(source any) *event.Func {
	f := &event.Func{Blocks: []event.Block{{Return: true, Trip: event.Unknown}}, Literal: true, Within: event.NoFunc}
	b := &builder{Extractor: x, out: f}
	b.cur = &f.Blocks[0].Events
	switch src := source.(type) {
	case *ssa.MakeClosure:
		b.bound(src)
	case *ssa.Extract: // the function that cancels a context
		f.Name, f.Pos = "cancel", event.Pos(src.Pos())
		b.sync(event.Release, event.OpCancel, x.Space.Child(x.callObj(src.Tuple.(*ssa.Call)), event.Sel{Kind: event.Done}), src.Pos())
	case *ssa.Call: // what OnceFunc returned
		b.once(x.opaque(src), x.FuncOf(src.Call.Args[0]), src.Pos())
	case *ssa.Go:
		b.within = src.Parent()
		b.thunk(&src.Call, src.Pos())
	case *libraryTask:
		b.task(src)
	}
	return f
}

// bound is a method value: a call of the method with the receiver bound, which hands
// on what it is called with and returns what the method does.
func (b *builder) bound(mc *ssa.MakeClosure) {
	fn := mc.Fn.(*ssa.Function)
	method, _ := fn.Object().(*types.Func)
	if method == nil {
		return
	}
	b.out.Name, b.out.Pos = method.Name(), event.Pos(mc.Pos())
	recv := mc.Bindings[0]
	if method.Pkg() != b.pkg.Pkg || types.IsInterface(recv.Type()) || syncmodel.Standard(method.Pkg().Path()) {
		if row := syncmodel.Of(method, recv.Type()); row != nil {
			b.library(row, libraryCall{recv: recv, pos: mc.Pos()})
			return
		}
	}
	id := event.NoFunc
	if !types.IsInterface(recv.Type()) {
		if id = b.ID(calls(fn)); id == event.NoFunc {
			id = b.MethodID(method)
		}
	}
	if id == event.NoFunc {
		if method.Pkg() != b.pkg.Pkg || types.IsInterface(recv.Type()) {
			b.escape(recv, mc.Pos())
		}
		return
	}
	site := event.CallSite{Target: event.Target{Func: id}, Args: []event.Arg{b.arg(recv)}, Pos: event.Pos(mc.Pos())}
	for p := range method.Signature().Params().Variables() {
		root := b.Space.NewRoot(event.Root{Kind: event.Param, Name: p.Name(), Pos: event.Pos(mc.Pos()), Cap: event.CapUnknown, Map: isMap(p.Type())})
		arg := event.Arg{Loc: root, Fn: event.Target{Func: event.NoFunc}}
		if _, ok := p.Type().Underlying().(*types.Signature); ok {
			arg.Fn.Param = root
		}
		b.out.Params, site.Args = append(b.out.Params, root), append(site.Args, arg)
	}
	for r := range method.Signature().Results().Variables() {
		l := event.NoLoc
		if pointerLike(r.Type()) || sharesBy(r.Type()) {
			l = b.Space.NewRoot(event.Root{Kind: event.Opaque, Name: r.Name(), Pos: event.Pos(mc.Pos()), Cap: event.CapUnknown, Map: isMap(r.Type())})
		}
		b.out.Results, site.Results = append(b.out.Results, l), append(site.Results, l)
	}
	b.callSite(event.Call, site)
}

// calls is the function that a wrapper calls: of a generic type, the method of the
// instance. It is nil if the wrapper is not built.
func calls(wrapper *ssa.Function) *ssa.Function {
	for _, blk := range wrapper.Blocks {
		for _, in := range blk.Instrs {
			if c, ok := in.(ssa.CallInstruction); ok {
				return c.Common().StaticCallee()
			}
		}
	}
	return nil
}

// thunk is the goroutine of a go statement that calls a library function. What
// is not in the table may run for ever, unless the standard library has it.
func (b *builder) thunk(c *ssa.CallCommon, pos token.Pos) {
	b.out.Pos = event.Pos(pos)
	fn := callee(c)
	if fn != nil {
		b.out.Name = fn.Name()
	}
	if row := b.row(c); row != nil {
		b.library(row, newLibraryCall(c, nil, pos))
		if row.Do == syncmodel.UseStream { // it lasts as long as the streams do
			b.sync(event.Forever, event.OpNone, b.opaqueHere(), pos)
		}
		return
	}
	if !harmless(c) {
		b.escapeArgs(c, pos, false)
		b.sync(event.Forever, event.OpNone, b.opaqueHere(), pos)
	}
}

// harmless reports whether the function called returns soon, and neither joins
// nor signals through its arguments. One that writes to a given writer may
// signal: the writer can be a pipe.
func harmless(c *ssa.CallCommon) bool {
	fn := callee(c)
	if fn == nil || c.IsInvoke() || fn.Pkg() == nil || strings.HasPrefix(fn.Name(), "F") {
		return false
	}
	switch fn.Pkg().Path() {
	case "fmt", "log", "errors", "strconv", "strings", "unicode", "math":
		return true
	}
	return false
}

func (b *builder) opaqueHere() event.Loc {
	return b.Space.NewRoot(event.Root{Kind: event.Opaque})
}

// Calls is what a function does by itself, as far as it matters for the order in
// which functions are looked at.
type Calls struct {
	Forks   bool
	Locks   bool            // it takes a lock
	Unlocks bool            // it gives a lock back, and not when it returns
	Tokens  bool            // it sends or receives, or counts a group
	Meets   bool            // it does what other goroutines may wait for or notice, or calls a function that it gets
	Here    []*ssa.Function // functions of the package that it calls
	Runs    []*ssa.Function // those that it may run at all: also in goroutines, and its literals
}

// Calls tells what a function does by itself.
func (x *Extractor) Calls(fn *ssa.Function) Calls {
	var out Calls
	for _, b := range fn.Blocks {
		for _, in := range b.Instrs {
			_, isGo := in.(*ssa.Go)
			out.Forks = out.Forks || isGo
			out.Meets = out.Meets || isGo || onChannel(in)
			out.Tokens = out.Tokens || onChannel(in)
			c, ok := in.(ssa.CallInstruction)
			if !ok {
				continue
			}
			common := c.Common()
			if row := x.row(common); row != nil {
				for r := row; r != nil; r = r.Also {
					out.Forks = out.Forks || r.Do.Forks()
				}
				out.Locks = out.Locks || row.Do == syncmodel.Lock || row.Do == syncmodel.RLock
				if row.Do == syncmodel.Lock && len(common.Args) > 0 {
					if l := x.Obj(common.Args[0]); !x.Space.IsRoot(l) {
						x.Locked[x.Space.Last(l)] = true
					}
				}
				out.Tokens = out.Tokens || row.Do == syncmodel.GroupAdd
				_, isDefer := in.(*ssa.Defer)
				out.Unlocks = out.Unlocks || !isDefer && (row.Do == syncmodel.Unlock || row.Do == syncmodel.RUnlock)
				out.Meets = out.Meets || !row.Do.OnlyMemory()
				continue
			}
			callee := common.StaticCallee()
			out.Meets = out.Meets || closesOrRuns(common)
			switch id := x.ID(callee); {
			case id == event.NoFunc:
			case x.Source(id) != nil:
				out.Runs = append(out.Runs, callee)
				if !isGo {
					out.Here = append(out.Here, callee)
				}
			default:
				out.Forks = out.Forks || x.sources[id].(*foreign).forks
				out.Meets, out.Tokens = true, true // or nobody would have told
			}
		}
	}
	out.Runs = append(out.Runs, fn.AnonFuncs...)
	return out
}

// onChannel reports whether the instruction has to do with a channel.
func onChannel(in ssa.Instruction) bool {
	switch in := in.(type) {
	case *ssa.MakeChan, *ssa.Send, *ssa.Select:
		return true
	case *ssa.UnOp:
		return in.Op == token.ARROW
	}
	return false
}

// closesOrRuns reports whether the call closes a channel, or runs a function
// that is a value.
func closesOrRuns(c *ssa.CallCommon) bool {
	if c.IsInvoke() || c.StaticCallee() != nil {
		return false
	}
	b, ok := c.Value.(*ssa.Builtin)
	return !ok || b.Name() == "close"
}
