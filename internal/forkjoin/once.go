package forkjoin

import (
	"go/types"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/gojoincheck/gojoincheck/internal/syncmodel"
)

// once knows which functions run once in a process, as far as the package
// tells: what they start and drop lives as long as the program, and that is
// what it is for.
type once struct {
	uses map[*ssa.Function][]use
	is   map[*ssa.Function]bool
}

// A use is one mention of a function.
type use struct {
	by     *ssa.Function
	called bool // it is called there, once
	once   bool // it is handed to a sync.Once
}

// runsOnce reports whether a function runs once in a process: main, the
// initialization of a package, what a sync.Once runs, what only these call, and
// a function value of a program, unless its type says that it is a handler.
func (d *driver) runsOnce(fn *ssa.Function) bool {
	if d.once == nil {
		d.once = &once{uses: map[*ssa.Function][]use{}, is: map[*ssa.Function]bool{}}
		for _, f := range d.funcs {
			d.usesIn(f)
		}
	}
	if is, ok := d.once.is[fn]; ok {
		return is
	}
	d.once.is[fn] = false // of functions that call each other, none runs once
	is := d.oneRun(fn)
	d.once.is[fn] = is
	return is
}

func (d *driver) oneRun(fn *ssa.Function) bool {
	program := d.pass.Pkg.Name() == "main"
	name, top := fn.Name(), fn.Parent() == nil && fn.Signature.Recv() == nil
	switch {
	case top && (name == "init" || strings.HasPrefix(name, "init#") || program && name == "main"):
		return true
	case top && strings.HasPrefix(name, "Example"), top && name == "TestMain":
		return true
	case fn.Parent() == nil && !program && fn.Object() != nil && fn.Object().Exported():
		return false
	}
	uses := d.once.uses[fn]
	if len(uses) == 0 || isHandler(fn.Signature) {
		return false
	}
	for _, u := range uses {
		if u.once || program && !u.called && fn.Parent() != nil {
			continue
		}
		if !u.called || !d.runsOnce(u.by) {
			return false
		}
	}
	return true
}

// usesIn gathers the functions that a function mentions.
func (d *driver) usesIn(by *ssa.Function) {
	for _, b := range by.Blocks {
		for _, in := range b.Instrs {
			call, _ := in.(ssa.CallInstruction)
			for _, op := range in.Operands(nil) {
				fn := functionOf(*op)
				if fn == nil {
					continue
				}
				if mc, ok := in.(*ssa.MakeClosure); ok && mc.Fn == *op {
					continue // the closure is what is used
				}
				u := use{by: by}
				if call != nil {
					u.called = call.Common().Value == *op && !inLoop(b)
					u.once = d.isOnce(call.Common())
				}
				d.once.uses[fn] = append(d.once.uses[fn], u)
			}
		}
	}
}

func functionOf(v ssa.Value) *ssa.Function {
	switch v := v.(type) {
	case *ssa.Function:
		return v
	case *ssa.MakeClosure:
		return v.Fn.(*ssa.Function)
	}
	return nil
}

func (d *driver) isOnce(c *ssa.CallCommon) bool {
	fn := c.StaticCallee()
	if fn == nil {
		return false
	}
	f, ok := fn.Object().(*types.Func)
	if !ok {
		return false
	}
	row := syncmodel.Of(f, nil)
	return row != nil && (row.Do == syncmodel.OnceDo || row.Do == syncmodel.OnceFunc)
}

// inLoop reports whether a block can be reached from itself.
func inLoop(b *ssa.BasicBlock) bool {
	seen := map[*ssa.BasicBlock]bool{}
	var visit func(*ssa.BasicBlock) bool
	visit = func(x *ssa.BasicBlock) bool {
		for _, s := range x.Succs {
			if s == b {
				return true
			}
			if !seen[s] {
				seen[s] = true
				if visit(s) {
					return true
				}
			}
		}
		return false
	}
	return visit(b)
}

// isHandler reports whether a function takes a request or a test: it runs once
// for each.
func isHandler(sig *types.Signature) bool {
	for i := range sig.Params().Len() {
		n := namedOf(sig.Params().At(i).Type())
		if n == nil || n.Obj().Pkg() == nil {
			continue
		}
		switch n.Obj().Pkg().Path() + "." + n.Obj().Name() {
		case "net/http.Request", "net/http.ResponseWriter", "net.Conn", "testing.T", "testing.B", "testing.F", "testing.TB":
			return true
		}
	}
	return false
}
