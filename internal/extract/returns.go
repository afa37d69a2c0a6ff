package extract

import (
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/gojoincheck/gojoincheck/internal/event"
)

// handBack hands what the function returns to its caller. Of a pointer or a
// function the results tell which object it is; of a struct they do not.
func (b *builder) handBack(in *ssa.Return) {
	for i, r := range in.Results {
		b.escapeReturned(justStored(r), i, in.Pos())
		if sharesBy(r.Type()) && b.out.Results[i] == event.NoLoc {
			b.sync(event.Escape, event.OpServe, b.Val(r), in.Pos()) // callers do not know what is in it
		}
		if _, ok := r.Type().Underlying().(*types.Struct); ok && canJoin(r.Type(), joinDepth) {
			b.sync(event.Escape, event.OpNone, b.Val(r), in.Pos())
		}
		if b.unclear(b.out.Results[i], r) { // it may be one of several
			for _, v := range sources(r) {
				switch {
				case refersTo(v):
					b.sync(event.Escape, event.OpNone, b.Obj(v), in.Pos())
				case isLock(v.Type()): // which the caller is to give back
					b.sync(event.Escape, event.OpServe, b.Obj(v), in.Pos())
				}
			}
		}
	}
}

// escapeReturned hands out what a closure has captured that is returned as a result. The
// closure itself tells of all at which goroutines can meet, where callers know which it is.
func (b *builder) escapeReturned(v ssa.Value, result int, pos token.Pos) {
	mc := b.closureBehind(v)
	if mc == nil {
		return
	}
	known := b.resultOf(b.fn, result).Known()
	for _, bind := range mc.Bindings {
		if known && canJoin(dynamicType(bind), joinDepth) {
			b.flags |= event.Implied
		}
		b.escapeBinding(bind, pos)
		b.flags &^= event.Implied
	}
}
