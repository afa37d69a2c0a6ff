package extract

import (
	"go/constant"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/gojoincheck/gojoincheck/internal/event"
)

// This file names elements: one, all of them, or any.

// indexSel selects the element.
func (x *Extractor) indexSel(v *ssa.IndexAddr) event.Sel {
	if c := x.constOf(v.Index, v); c != nil && c.Kind() == constant.Int {
		if n, ok := constant.Int64Val(c); ok && n >= 0 && n < 1<<30 {
			return event.Sel{Kind: event.Index, N: int32(n)}
		}
	}
	return event.Sel{Kind: event.AnyIndex}
}

// visitsAll reports whether the element is that of a loop over the indices of the same
// slice, each round of which comes to it: together they visit every one.
func visitsAll(v *ssa.IndexAddr) bool {
	b, ok := v.Index.(*ssa.BinOp)
	if !ok || b.Block().Comment != "rangeindex.loop" {
		return false
	}
	head := b.Block()
	for _, pred := range head.Preds {
		if head.Dominates(pred) && !v.Block().Dominates(pred) {
			return false
		}
	}
	iff, ok := head.Instrs[len(head.Instrs)-1].(*ssa.If)
	if !ok {
		return false
	}
	less, ok := iff.Cond.(*ssa.BinOp)
	if !ok {
		return false
	}
	switch n := less.Y.(type) {
	case *ssa.Call:
		return len(n.Call.Args) == 1 && sameSlice(n.Call.Args[0], v.X)
	case *ssa.Const:
		p, ok := v.X.Type().Underlying().(*types.Pointer)
		if !ok {
			return false
		}
		a, ok := p.Elem().Underlying().(*types.Array)
		return ok && n.Value != nil && a.Len() == n.Int64()
	}
	return false
}

// sameSlice reports whether two values are one, or read from one variable.
func sameSlice(a, b ssa.Value) bool {
	if a == b {
		return true
	}
	x, ok := a.(*ssa.UnOp)
	y, ok2 := b.(*ssa.UnOp)
	return ok && ok2 && x.Op == token.MUL && y.Op == token.MUL && x.X == y.X
}

// accessed names what is read or written at an address: every element at once, where a
// loop comes to them all. A pointer to an element that the loop keeps is to that one.
func (b *builder) accessed(addr ssa.Value) event.Loc {
	switch addr := addr.(type) {
	case *ssa.IndexAddr:
		if visitsAll(addr) {
			return b.all(addr.X)
		}
	case *ssa.FieldAddr:
		switch addr.X.(type) {
		case *ssa.IndexAddr, *ssa.FieldAddr:
			if l := b.accessed(addr.X); l != b.Obj(addr.X) {
				return b.Space.Child(l, fieldSel(addr.X.Type(), addr.Field))
			}
		}
	}
	return b.Obj(addr)
}

func (x *Extractor) keySel(k ssa.Value) event.Sel {
	if c, ok := k.(*ssa.Const); ok && c.Value != nil {
		return event.Sel{Kind: event.Key, N: x.key(c.Value.ExactString())}
	}
	return event.Sel{Kind: event.AnyKey}
}

// wholeSlice reports whether a slice expression takes everything: no bounds, or
// those with which make([]T, n) of a constant n is built.
func wholeSlice(v *ssa.Slice) bool {
	if v.Low != nil && !isZero(v.Low) {
		return false
	}
	a, ok := v.X.(*ssa.Alloc)
	return v.High == nil || ok && a.Comment == "makeslice"
}
