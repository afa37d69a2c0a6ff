package extract

import (
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
