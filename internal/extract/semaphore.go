package extract

import (
	"golang.org/x/tools/go/ssa"

	"github.com/gojoincheck/gojoincheck/internal/event"
	"github.com/gojoincheck/gojoincheck/internal/syncmodel"
)

// A share says how much of a semaphore an operation takes or gives.
type share uint8

const (
	some  share = iota // surely not all
	maybe              // who knows
	whole              // all of it
)

// semaphore extracts an operation on a weighted semaphore. Whoever takes all of
// it waits until everybody else has given back, and keeps everybody else out;
// one who takes less does neither. Doubt is taken for both.
func (b *builder) semaphore(row *syncmodel.Row, recv event.Loc, c libraryCall) {
	s := b.share(c, c.arg(row.Arg))
	if row.Do == syncmodel.SemRelease {
		b.sync(event.Release, event.OpPipe, recv, c.pos)
		if s != some {
			b.sync(event.Unlock, event.OpLock, recv, c.pos)
		}
		return
	}
	if s == some || recv == event.NoLoc {
		return
	}
	// A context ends the wait, so that it cannot be for ever.
	b.emit(event.Event{Kind: event.Lock, Op: event.OpLock, Flags: event.Try, Loc: recv, Pos: event.Pos(c.pos)})
	b.sync(event.Acquire, event.OpWait, recv, c.pos)
}

// share compares the weight of an operation with the semaphore's own.
func (b *builder) share(c libraryCall, n ssa.Value) share {
	made := b.madeBy(c.recv)
	if made == nil || n == nil {
		return maybe
	}
	row := b.row(&made.Call)
	if row == nil || row.Bound == 0 {
		return maybe
	}
	all := newLibraryCall(&made.Call, made, made.Pos()).arg(row.Bound - 1)
	have, ok := constInt(b.constOf(all, made))
	want, ok2 := constInt(b.constOf(n, c.call))
	switch {
	case ok && ok2 && want < have:
		return some
	case ok && ok2 || b.exprKey(n) == b.exprKey(all):
		return whole
	}
	return maybe
}
