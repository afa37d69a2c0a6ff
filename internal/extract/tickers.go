package extract

import (
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"
)

// stopped reports whether another function stops the ticker that a channel belongs to.
// "Stop does not close the channel" (time.Ticker.Stop), so that who ranges over it
// waits for ever from then on. What is stopped at the end of the program, or of a test,
// is no matter.
func (b *builder) stopped(ch ssa.Value) bool {
	load, ok := ch.(*ssa.UnOp)
	if !ok || load.Op != token.MUL || b.fn == nil {
		return false
	}
	fa, ok := load.X.(*ssa.FieldAddr)
	if !ok || !isTicker(fa.X.Type()) {
		return false
	}
	for _, fn := range b.Functions {
		if fn == b.fn || b.defersCall(fn) || fn.Parent() == nil && (fn.Name() == "main" || isTestFile(b.pkg.Prog.Fset, fn.Pos())) {
			continue
		}
		for _, blk := range fn.Blocks {
			if slices.ContainsFunc(blk.Instrs, func(in ssa.Instruction) bool {
				c, ok := in.(ssa.CallInstruction)
				return ok && stopsTicker(c.Common()) && b.sameTicker(c.Common().Args[0], fa.X)
			}) {
				return true
			}
		}
	}
	return false
}

// defersCall reports whether the function defers a call of another.
func (b *builder) defersCall(fn *ssa.Function) bool {
	return slices.ContainsFunc(b.defers, func(d *ssa.Defer) bool { return d.Call.StaticCallee() == fn })
}

func stopsTicker(c *ssa.CallCommon) bool {
	fn := callee(c)
	return fn != nil && fn.Name() == "Stop" && !c.IsInvoke() && len(c.Args) == 1 && isTicker(c.Args[0].Type())
}

func isTicker(t types.Type) bool {
	p, ok := t.Underlying().(*types.Pointer)
	return ok && isOf(p.Elem(), "time", "Ticker")
}

// isOf reports whether a type is the one of a package that has the name.
func isOf(t types.Type, pkg, name string) bool {
	n, ok := types.Unalias(t).(*types.Named)
	return ok && n.Obj().Pkg() != nil && n.Obj().Pkg().Path() == pkg && n.Obj().Name() == name
}

// sameTicker reports whether two values are what one field of a type, or one variable,
// holds.
func (b *builder) sameTicker(v, w ssa.Value) bool {
	f, g := fieldBehind(v), fieldBehind(w)
	if f != nil || g != nil {
		return f != nil && f == g
	}
	return b.Obj(v) == b.Obj(w)
}
