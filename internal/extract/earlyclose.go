package extract

import (
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/gojoincheck/gojoincheck/internal/event"
	"github.com/gojoincheck/gojoincheck/internal/syncmodel"
)

// EarlyCloses lists the files, and the like, that a function defers to close after it has
// deferred to wait for goroutines that it then starts, and that get at them: "deferred
// functions are invoked [...] in the reverse order they were deferred".
func (x *Extractor) EarlyCloses() []event.EarlyClose {
	var found []event.EarlyClose
	for _, fn := range x.Functions {
		var defers []*ssa.Defer
		for _, b := range fn.Blocks {
			for _, in := range b.Instrs {
				if d, ok := in.(*ssa.Defer); ok {
					defers = append(defers, d)
				}
			}
		}
		for _, wait := range defers {
			group := x.waitedFor(fn, wait)
			if group == nil {
				continue
			}
			for _, cl := range defers {
				f := closedFile(cl)
				if f == nil || !before(wait, cl) {
					continue
				}
				if fork := x.usedBy(fn, f, group, cl); fork.IsValid() {
					found = append(found, event.EarlyClose{
						Closed: event.Pos(cl.Pos()), Waited: event.Pos(wait.Pos()), Fork: event.Pos(fork),
						Name: x.variableName(f), Group: x.Space.String(x.Obj(group)),
					})
				}
			}
		}
	}
	return found
}

// before reports whether control comes to an instruction only by way of another one.
func before(a, b ssa.Instruction) bool {
	if a.Block() == b.Block() {
		return slices.Index(a.Block().Instrs, a) < slices.Index(b.Block().Instrs, b)
	}
	return a.Block().Dominates(b.Block())
}

// waitedFor is the variable of the function that a deferred call waits for, and nothing else
// there does.
func (x *Extractor) waitedFor(fn *ssa.Function, d *ssa.Defer) ssa.Value {
	waits := func(c *ssa.CallCommon) ssa.Value {
		if row := x.row(c); row == nil || row.Do != syncmodel.GroupWait || c.IsInvoke() || len(c.Args) == 0 {
			return nil
		}
		return c.Args[0]
	}
	group := waits(&d.Call)
	if a, ok := group.(*ssa.Alloc); !ok || a.Parent() != fn {
		return nil
	}
	for _, b := range fn.Blocks {
		for _, in := range b.Instrs {
			if c, ok := in.(*ssa.Call); ok && waits(&c.Call) == group {
				return nil
			}
		}
	}
	return group
}

// closed are the types whose Close ends what is written to them, or read from them.
var closed = map[[2]string]bool{
	{"os", "File"}: true, {"compress/gzip", "Writer"}: true, {"compress/zlib", "Writer"}: true, {"compress/flate", "Writer"}: true,
	{"archive/zip", "Writer"}: true, {"archive/tar", "Writer"}: true, {"database/sql", "DB"}: true,
}

// closedFile is what a deferred call closes, if that is a file or the like.
func closedFile(d *ssa.Defer) ssa.Value {
	c := &d.Call
	fn := callee(c)
	if fn == nil || fn.Name() != "Close" || c.IsInvoke() || len(c.Args) != 1 {
		return nil
	}
	p, ok := c.Args[0].Type().(*types.Pointer)
	if !ok {
		return nil
	}
	n, ok := types.Unalias(p.Elem()).(*types.Named)
	if !ok || n.Obj().Pkg() == nil || !closed[[2]string{n.Obj().Pkg().Path(), n.Obj().Name()}] || !openedBy(n.Obj().Pkg(), c.Args[0]) {
		return nil
	}
	return c.Args[0]
}

// openedBy reports whether the function has the file from the package of its type. Another one
// may be a terminal, or a pipe: to close it is the way to wake who reads it.
func openedBy(pkg *types.Package, v ssa.Value) bool {
	if load, ok := v.(*ssa.UnOp); ok && load.Op == token.MUL {
		if a, ok := load.X.(*ssa.Alloc); ok {
			return slices.ContainsFunc(*a.Referrers(), func(ref ssa.Instruction) bool {
				s, ok := ref.(*ssa.Store)
				return ok && s.Addr == ssa.Value(a) && openedBy(pkg, s.Val)
			})
		}
	}
	if e, ok := v.(*ssa.Extract); ok {
		v = e.Tuple
	}
	call, ok := v.(*ssa.Call)
	if !ok {
		return false
	}
	fn := callee(&call.Call)
	return fn != nil && fn.Pkg() == pkg && fn.Name() != "Pipe"
}

// usedBy finds a goroutine that is started after a call has been deferred, signals the
// group, and gets at the file, or at an object that has been given it.
func (x *Extractor) usedBy(fn *ssa.Function, file, group ssa.Value, deferred *ssa.Defer) token.Pos {
	reach := x.holders(fn, file)
	for _, b := range fn.Blocks {
		for _, in := range b.Instrs {
			ci, ok := in.(ssa.CallInstruction)
			if !ok || !before(deferred, in) {
				continue
			}
			_, isGo := in.(*ssa.Go)
			row := x.row(ci.Common())
			if !isGo && (row == nil || row.Do != syncmodel.GroupGo) {
				continue
			}
			var got []ssa.Value
			for _, a := range append(slices.Clone(ci.Common().Args), ci.Common().Value) {
				got = append(got, a)
				if mc, ok := a.(*ssa.MakeClosure); ok {
					got = append(got, mc.Bindings...)
				}
			}
			if slices.Contains(got, group) && slices.ContainsFunc(got, func(v ssa.Value) bool { return reach[v] }) && x.returnsFrom(fn, in) {
				return ci.Pos()
			}
		}
	}
	return token.NoPos
}

// returnsFrom reports whether the function can come from an instruction to a return without
// acquiring anything, which could tell it that the goroutines are through.
func (x *Extractor) returnsFrom(fn *ssa.Function, in ssa.Instruction) bool {
	r := reuses{Extractor: x, fn: fn}
	return r.search(in.Block(), slices.Index(in.Block().Instrs, in)+1, func(in ssa.Instruction) (found, stop bool) {
		_, found = in.(*ssa.RunDefers)
		return found, r.mayAcquire(in)
	}) != nil
}

// holders are a file, the variable that it is kept in, and the objects of the function in
// which it, or another one of them, has been stored.
func (x *Extractor) holders(fn *ssa.Function, file ssa.Value) map[ssa.Value]bool {
	reach := map[ssa.Value]bool{file: true}
	if load, ok := file.(*ssa.UnOp); ok && load.Op == token.MUL {
		reach[load.X] = true
	}
	for n := 0; n != len(reach); {
		n = len(reach)
		for _, b := range fn.Blocks {
			for _, in := range b.Instrs {
				switch in := in.(type) {
				case *ssa.MakeInterface:
					if reach[in.X] {
						reach[in] = true
					}
				case *ssa.UnOp:
					if in.Op == token.MUL && reach[in.X] {
						reach[in] = true
					}
				case *ssa.Store:
					if !reach[in.Val] {
						continue
					}
					if fa, ok := in.Addr.(*ssa.FieldAddr); ok {
						reach[fa.X] = true
					} else {
						reach[in.Addr] = true
					}
				}
			}
		}
	}
	return reach
}

// variableName is what the source calls a value.
func (x *Extractor) variableName(v ssa.Value) string {
	name := ""
	switch v := v.(type) {
	case *ssa.Call:
		name = x.resultName(v)
	case *ssa.Extract:
		if call, ok := v.Tuple.(*ssa.Call); ok && v.Index == 0 {
			name = x.resultName(call)
		}
	case *ssa.Alloc:
		name = x.allocName(v)
	case *ssa.UnOp:
		if a, ok := v.X.(*ssa.Alloc); ok {
			name = x.allocName(a)
		}
	}
	if name == "" {
		return x.Space.String(x.Obj(v))
	}
	return name
}
