package extract

import (
	"cmp"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/gojoincheck/gojoincheck/internal/event"
	"github.com/gojoincheck/gojoincheck/internal/syncmodel"
)

// outside extracts an operation on something in the world outside the program,
// such as a file. Who makes it publishes to who finds it; that it is there is
// looked at, as an atomic is, and not waited for.
func (b *builder) outside(row *syncmodel.Row, c libraryCall) {
	name := c.arg(row.Arg)
	if name == nil {
		return
	}
	key := b.condKey(name, 3)
	l, ok := b.outsides[key]
	if !ok {
		l = b.Space.NewRoot(event.Root{Kind: event.Global})
		b.outsides[key] = l
	}
	if row.Do == syncmodel.Announce {
		b.sync(event.Release, event.OpAtomic, l, c.pos)
	} else {
		b.sync(event.Acquire, event.OpAtomic, l, c.pos)
	}
}

// talk extracts what a call does over a connection. In a test, the other end may be a
// goroutine of the test, and what nobody knows may talk, too: a method of a library, or
// the end of a context that a library has.
func (b *builder) talk(c *ssa.CallCommon, unknown bool, pos token.Pos) {
	fn := callee(c)
	if syncmodel.IsOutput(fn) && !b.inTest() && !toStderr(c) {
		b.emit(event.Event{Kind: event.Output, Pos: event.Pos(pos)})
	}
	does := syncmodel.TalkOf(fn)
	if does&syncmodel.InTests != 0 && !b.inTest() {
		does = 0
	}
	if unknown {
		switch {
		case syncmodel.MayAsk(fn) && b.inTest():
			does |= syncmodel.Says | syncmodel.Hears
		case syncmodel.IsCancel(c.Value.Type()) && b.inTest():
			does |= syncmodel.Says
		}
	}
	if does&syncmodel.Listens != 0 {
		b.sync(event.Acquire, event.OpAtomic, b.world(event.Heard), pos)
	}
	if does&syncmodel.Says != 0 {
		b.sync(event.Release, event.OpAtomic, b.world(event.Heard), pos)
		b.sync(event.Release, event.OpAtomic, b.world(event.Said), pos)
	}
	if does&syncmodel.Hears != 0 {
		b.sync(event.Acquire, event.OpAtomic, b.world(event.Said), pos)
	}
}

// toStderr reports whether a call writes to the program's own standard error.
func toStderr(c *ssa.CallCommon) bool {
	return slices.ContainsFunc(c.Args, func(v ssa.Value) bool {
		if i, ok := v.(*ssa.MakeInterface); ok {
			v = i.X
		}
		load, ok := v.(*ssa.UnOp)
		if !ok {
			return false
		}
		g, ok := load.X.(*ssa.Global)
		return ok && g.Pkg != nil && g.Pkg.Pkg.Path() == "os" && g.Name() == "Stderr"
	})
}

// fromAfar reports whether a call of code out of sight has returned the channel: what
// comes from it may have come over a connection.
func (b *builder) fromAfar(ch event.Loc) bool {
	d := b.Space.Root(ch)
	if d.Kind != event.Opaque || d.Known {
		return false
	}
	switch v := b.makers[b.Space.RootLoc(ch)].(type) {
	case *ssa.Call:
		return !isAfter(v, b)
	case *ssa.Extract:
		_, call := v.Tuple.(*ssa.Call)
		return call
	}
	return false
}

// world is what stands for all that is at the other end of connections.
func (b *builder) world(w event.World) event.Loc {
	l, ok := b.worlds[w]
	if !ok {
		l = b.Space.NewRoot(event.Root{Kind: event.Global, World: w})
		b.worlds[w] = l
	}
	return l
}

// inTest reports whether the function is in a file of tests, or in one that is a test
// or helps one.
func (b *builder) inTest() bool {
	fn := cmp.Or(b.fn, b.within)
	return fn != nil && (isTestFile(fn.Prog.Fset, fn.Pos()) || HelpsTest(fn))
}

// HelpsTest reports whether a function is a test, or gets the handle of one, or is a literal
// in such a function.
func HelpsTest(fn *ssa.Function) bool {
	for ; fn != nil; fn = fn.Parent() {
		for p := range fn.Signature.Params().Variables() {
			t := p.Type()
			if ptr, ok := t.(*types.Pointer); ok {
				t = ptr.Elem()
			}
			if n, ok := types.Unalias(t).(*types.Named); ok && n.Obj().Pkg() != nil && n.Obj().Pkg().Path() == "testing" {
				return true
			}
		}
	}
	return false
}

func isTestFile(fset *token.FileSet, pos token.Pos) bool {
	return strings.HasSuffix(fset.Position(pos).Filename, "_test.go")
}
