package explore

import (
	"slices"

	"github.com/gojoincheck/gojoincheck/internal/event"
	"github.com/gojoincheck/gojoincheck/internal/link"
)

// Flags. An object that is made in sight has fields that say what was done to
// it, and branches on them go the way that was said. What a field of a new
// object holds is zero; what code out of sight may change is not known.

// flagBase is added to the values of flags where a binding keeps them.
const flagBase = 8

// set stores a value in a flag, or in all those of a struct.
func (s *search) set(st *state, o obj, value int32) {
	if o == 0 || s.open(st, o) {
		return
	}
	st.flags = bind(s.without(own(st, flagsPart, st.flags), o), o, obj(value+flagBase))
}

// flag is the value of a flag: a constant, event.NonZero or event.Unknown.
func (s *search) flag(st *state, o obj) int32 {
	if o == 0 || s.open(st, o) {
		return event.Unknown
	}
	root := o
	for x := o; x != 0; root, x = x, s.objects[x].parent {
		if v, ok := lookUp(st.flags, x); ok { // of itself, or of the struct that it is in
			return int32(v) - flagBase
		}
	}
	if s.Space.Root(s.objects[root].loc).Kind != event.Alloc {
		return event.Unknown
	}
	return 0
}

// testsPart reports whether a branch tests a part of an object. Variables, and whether
// a reference is nil, the linker has followed.
func (x *Explorer) testsPart(e event.Edge) bool {
	return e.Test != event.NoLoc && !x.Space.IsRoot(e.Test) && !x.Space.IsSelf(e.Test)
}

// tested is the value of the flag that a branch tests.
func (s *search) tested(st *state, g *goroutine, e event.Edge) int32 {
	if !s.testsPart(e) || !s.flags[s.Space.Last(e.Test)] {
		return event.Unknown
	}
	return s.flag(st, s.resolve(st, g, e.Test))
}

// byFlag keeps the edges that agree with the flag that a branch tests.
func (s *search) byFlag(n *state, g *goroutine, edges []event.Edge) []event.Edge {
	return slices.DeleteFunc(edges, func(e event.Edge) bool { return !e.Allows(s.tested(n, g, e)) })
}

// findFlags finds the flags that can matter: those that branches test which the
// slices keep. Then the slices are made anew, with what sets these flags.
func (c *slicer) findFlags() {
	tests := slices.ContainsFunc(c.all, func(g *link.Graph) bool {
		return slices.ContainsFunc(g.Blocks, func(b event.Block) bool {
			return slices.ContainsFunc(b.Succs, c.testsPart)
		})
	})
	if !tests {
		return
	}
	flags := map[event.Sel]bool{}
	for _, g := range c.all {
		p := c.program(g)
		for i := range p.g.Blocks {
			for _, e := range p.g.Blocks[i].Succs {
				if c.testsPart(e) && !c.outside(e.Test) && len(p.g.Blocks[i].Succs) > 1 {
					flags[c.Space.Last(e.Test)] = true
					c.waited[c.find(c.Space.RootLoc(e.Test))] = true
				}
			}
		}
	}
	if len(flags) == 0 {
		return
	}
	c.flags = flags
	clear(c.programs)
	clear(c.inert)
	clear(c.mentioned)
	c.findElements()
}

// setsFlag reports whether an event changes a flag that can matter.
func (c *slicer) setsFlag(e *event.Event) bool {
	if len(c.flags) == 0 || e.Op == event.OpFlag || !c.matters(e.Loc) { // the linker follows variables
		return false
	}
	return c.Space.IsRoot(e.Loc) || c.flags[c.Space.Last(e.Loc)] || c.Space.Last(e.Loc).Kind != event.Field || e.N <= 0
}
