package forkjoin

import (
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ssa"

	"github.com/gojoincheck/gojoincheck/internal/event"
)

// This file tells the code of tests from what they try out.

// putAside reports whether a function is, or is written in, a test that is not run: it is named
// like one but for an underscore before.
func (d *driver) putAside(fn *ssa.Function) bool {
	for fn.Parent() != nil {
		fn = fn.Parent()
	}
	name, ok := strings.CutPrefix(fn.Name(), "_")
	return ok && fn.Signature.Recv() == nil && d.inTest(fn) && namesTest(name)
}

// inTest reports whether a function stands in a test file.
func (d *driver) inTest(fn *ssa.Function) bool { return inTestFile(d.pass, fn.Pos()) }

func inTestFile(pass *analysis.Pass, pos token.Pos) bool {
	return strings.HasSuffix(pass.Fset.Position(pos).Filename, "_test.go")
}

func isTest(fn *ssa.Function) bool {
	if fn.Signature.Params().Len() != 1 {
		return false
	}
	p, ok := fn.Signature.Params().At(0).Type().(*types.Pointer)
	if !ok {
		return false
	}
	n, ok := p.Elem().(*types.Named)
	if !ok || n.Obj().Pkg() == nil || n.Obj().Pkg().Path() != "testing" {
		return false
	}
	return namesTest(fn.Name())
}

func namesTest(name string) bool {
	return slices.ContainsFunc([]string{"Test", "Benchmark", "Fuzz"}, func(prefix string) bool { return strings.HasPrefix(name, prefix) })
}

// triedOut reports whether a call, at its position, is of a function that is known and stands
// in no test file.
func (d *driver) triedOut(call event.Pos) bool {
	if d.tried == nil {
		d.tried = map[event.Pos]bool{}
		for _, fn := range d.funcs {
			if !d.inTest(fn) {
				continue
			}
			for _, b := range fn.Blocks {
				for _, in := range b.Instrs {
					if c, ok := in.(ssa.CallInstruction); ok && d.declaredOutside(c.Common()) {
						d.tried[event.Pos(in.Pos())] = true
					}
				}
			}
		}
	}
	return d.tried[call]
}

// declaredOutside reports whether a call is of a function that is known, and declared in no
// test file.
func (d *driver) declaredOutside(c *ssa.CallCommon) bool {
	at := token.NoPos
	if callee := c.StaticCallee(); c.IsInvoke() {
		at = c.Method.Pos()
	} else if callee != nil && callee.Parent() == nil {
		at = callee.Pos()
	}
	return at.IsValid() && !inTestFile(d.pass, at)
}
