package extract

import (
	"go/token"

	"github.com/gojoincheck/gojoincheck/internal/event"
)

// This file lets what a library function is given happen once, or as often as it likes.

// once runs a function under the Once unless it has run, and then knows that it has.
func (b *builder) once(once event.Loc, fn event.Target, pos token.Pos) {
	ran := b.Space.Child(once, event.Sel{Kind: event.Done})
	b.sync(event.Lock, event.OpOnce, once, pos)
	after := b.unless(ran)
	if fn.Known() {
		b.callSite(event.Call, event.CallSite{Target: fn, Pos: event.Pos(pos)})
	}
	b.sync(event.Release, event.OpOnce, ran, pos)
	b.emit(event.Event{Kind: event.Set, Loc: ran, N: 1, Pos: event.Pos(pos)})
	after()
	b.sync(event.Unlock, event.OpOnce, once, pos)
	b.sync(event.Acquire, event.OpOnce, ran, pos)
}

// unless lets what comes next happen only as long as a flag is zero, up to where the
// function that it returns is called. What is deferred is not skipped.
func (b *builder) unless(flag event.Loc) (after func()) {
	from := b.at
	if b.cur != &b.out.Blocks[from].Events || flag == event.NoLoc {
		return func() {}
	}
	next := b.newBlock()
	body := b.newBlock()
	b.out.Blocks[next].Return, b.out.Blocks[from].Return = b.out.Blocks[from].Return, false
	b.out.Blocks[from].Succs = []event.Edge{{To: int32(body), Test: flag, Same: true}, {To: int32(next), Test: flag}}
	b.at, b.cur = body, &b.out.Blocks[body].Events
	return func() {
		b.out.Blocks[b.at].Succs = []event.Edge{{To: int32(next)}}
		b.at, b.cur = next, &b.out.Blocks[next].Events
	}
}

// rounds lets what comes next happen any number of times, up to where the function that it
// returns is called.
func (b *builder) rounds() (after func()) {
	from := b.at
	if b.cur != &b.out.Blocks[from].Events {
		return func() {}
	}
	head, body, next := b.newBlock(), b.newBlock(), b.newBlock()
	b.out.Blocks[next].Return, b.out.Blocks[from].Return = b.out.Blocks[from].Return, false
	b.out.Blocks[from].Succs = []event.Edge{{To: int32(head)}}
	b.out.Blocks[head].Succs = []event.Edge{{To: int32(body)}, {To: int32(next)}}
	b.at, b.cur = body, &b.out.Blocks[body].Events
	return func() {
		b.out.Blocks[b.at].Succs = []event.Edge{{To: int32(head)}}
		b.at, b.cur = next, &b.out.Blocks[next].Events
	}
}
