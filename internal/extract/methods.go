package extract

import (
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/gojoincheck/gojoincheck/internal/event"
)

// Calls of interface methods. Which method is meant follows from where the value
// in the interface was made. What this function does not know, its callers may:
// so the call is one of "the method of what the interface refers to", a path
// like any other, and what stands for code out of sight is marked, to go when
// the method turns out to be known.

// dispatch numbers the types and methods of a package.
type dispatch struct {
	types   []*types.Named // from number 1
	numbers map[*types.Named]int32
	names   []string // of methods, from number 1
	byName  map[string]int32
}

// typeNumber numbers the type that a pointer points to, if it is one of this
// package that has methods; otherwise it is 0.
func (x *Extractor) typeNumber(ptr types.Type) int32 {
	p, ok := ptr.Underlying().(*types.Pointer)
	if !ok {
		return 0
	}
	return x.namedNumber(p.Elem())
}

// namedNumber numbers a type, if it is one of this package that has methods;
// otherwise it is 0.
func (x *Extractor) namedNumber(t types.Type) int32 {
	n, ok := types.Unalias(t).(*types.Named)
	if !ok || n.Obj().Pkg() != x.pkg.Pkg || n.NumMethods() == 0 || n.TypeArgs().Len() > 0 {
		return 0
	}
	i, ok := x.dispatch.numbers[n]
	if !ok {
		x.dispatch.types = append(x.dispatch.types, n)
		i = int32(len(x.dispatch.types))
		x.dispatch.numbers[n] = i
	}
	return i
}

// methods reports whether a type, or the one that it points to, has methods.
func methods(t types.Type) bool {
	if p, ok := t.Underlying().(*types.Pointer); ok {
		t = p.Elem()
	}
	n, ok := types.Unalias(t).(*types.Named)
	return ok && n.NumMethods() > 0
}

// methodNumber numbers the name of a method that some type of this package has;
// it is 0 for any other.
func (x *Extractor) methodNumber(name string) int32 {
	d := &x.dispatch
	if d.byName == nil {
		d.byName = map[string]int32{}
		scope := x.pkg.Pkg.Scope()
		for _, s := range scope.Names() {
			tn, ok := scope.Lookup(s).(*types.TypeName)
			if !ok {
				continue
			}
			n, ok := tn.Type().(*types.Named)
			for i := 0; ok && i < n.NumMethods(); i++ {
				if m := n.Method(i).Name(); d.byName[m] == 0 && !types.IsInterface(n) {
					d.names = append(d.names, m)
					d.byName[m] = int32(len(d.names))
				}
			}
		}
	}
	return d.byName[name]
}

// Method returns the method with a number of the type with a number, NoFunc if
// it has none of its own.
func (x *Extractor) Method(typ, method int32) event.FuncID {
	if typ <= 0 || method <= 0 {
		return event.NoFunc
	}
	n := x.dispatch.types[typ-1]
	return x.methodOf(n, x.dispatch.names[method-1])
}

func (x *Extractor) methodOf(n *types.Named, name string) event.FuncID {
	for i := range n.NumMethods() {
		if m := n.Method(i); m.Name() == name {
			return x.ID(x.pkg.Prog.FuncValue(m))
		}
	}
	return event.NoFunc
}

// dynamicMethod is the method that an interface value has that was made here.
func (x *Extractor) dynamicMethod(c *ssa.CallCommon) event.FuncID {
	t := types.Unalias(dynamicType(x.behind(c.Value)))
	if p, ok := t.(*types.Pointer); ok {
		t = types.Unalias(p.Elem())
	}
	n, ok := t.(*types.Named)
	if !ok || types.IsInterface(n) || n.Obj().Pkg() != x.pkg.Pkg || n.TypeArgs().Len() > 0 {
		return event.NoFunc
	}
	return x.methodOf(n, c.Method.Name())
}

// behind follows a value through the variables that it is kept in.
func (x *Extractor) behind(v ssa.Value) ssa.Value {
	for range maxHops {
		u, ok := v.(*ssa.UnOp)
		if !ok {
			break
		}
		only := x.storedOnce(u.X)
		if only == nil {
			break
		}
		v = only
	}
	return v
}

// unconverted does so through conversions as well.
func (x *Extractor) unconverted(v ssa.Value) ssa.Value {
	for range maxHops {
		v = x.behind(v)
		switch w := v.(type) {
		case *ssa.ChangeType:
			v = w.X
		case *ssa.MakeInterface:
			v = w.X
		default:
			return v
		}
	}
	return v
}

// methodTarget is the method that a call of an interface method runs: a function,
// or the method of what the interface refers to.
func (b *builder) methodTarget(c *ssa.CallCommon) (event.Target, bool) {
	if !c.IsInvoke() || b.row(c) != nil {
		return event.Target{}, false
	}
	if id := b.dynamicMethod(c); id != event.NoFunc {
		return event.Target{Func: id}, true
	}
	m := b.methodNumber(c.Method.Name())
	p := b.Space.Child(b.Obj(c.Value), event.Sel{Kind: event.Method, N: m})
	return event.Target{Func: event.NoFunc, Param: p}, m != 0 && p != event.NoLoc
}

// invoke extracts the call of an interface method of which more may be known. It
// is false when there is nothing to know.
func (b *builder) invoke(c *ssa.CallCommon, in ssa.Instruction) bool {
	t, ok := b.methodTarget(c)
	if !ok {
		return false
	}
	site := event.CallSite{
		Target: t, Pos: event.Pos(in.Pos()),
		Args: append([]event.Arg{b.receiverArg(c.Value)}, b.args(c)...),
	}
	if v, ok := in.(*ssa.Call); ok {
		site.Results = b.resultRoots(v)
		site.If = b.succeeded(v)
	}
	b.callSite(event.Call, site)
	if t.Func == event.NoFunc {
		b.unlessKnown(func() { b.unknown(c, in.Pos()) })
	}
	return true
}

// unlessKnown marks what is extracted as standing for the last call site, as long
// as that is not known.
func (b *builder) unlessKnown(extract func()) {
	id := b.out.Calls[len(b.out.Calls)-1].ID
	n := len(*b.cur)
	b.pending = true
	extract()
	b.pending = false
	for i := range (*b.cur)[n:] {
		if e := &(*b.cur)[n+i]; e.Kind == event.Escape {
			e.Key = id
		}
	}
}

// receiverArg is the receiver that the method of an interface value gets.
func (b *builder) receiverArg(v ssa.Value) event.Arg {
	return event.Arg{Loc: b.Obj(b.behind(v)), Fn: event.Target{Func: event.NoFunc}}
}
