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

// testsFlag reports whether a branch tests a variable or a part of an object. Whether a
// reference is nil the linker has followed.
func (x *Explorer) testsFlag(e event.Edge) bool {
	return e.Test != event.NoLoc && !x.Space.IsSelf(e.Test) && (!x.Space.IsRoot(e.Test) || x.Space.Root(e.Test).Kind == event.Alloc)
}

// flagSet is a set of flags: of fields, whatever object they are in, and of variables.
type flagSet struct {
	fields    map[event.Sel]bool
	variables map[event.Loc]bool
}

func (f flagSet) has(sp *event.Space, l event.Loc) bool {
	if sp.IsRoot(l) {
		return f.variables[l]
	}
	return f.fields[sp.Last(l)]
}

func (f flagSet) empty() bool { return len(f.fields)+len(f.variables) == 0 }

// tested is the value of the flag that a branch tests.
func (s *search) tested(st *state, g *goroutine, e event.Edge) int32 {
	if !s.testsFlag(e) || !s.flags.has(s.Space, e.Test) {
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
			return slices.ContainsFunc(b.Succs, c.testsFlag)
		})
	})
	if !tests {
		return
	}
	flags := flagSet{map[event.Sel]bool{}, map[event.Loc]bool{}}
	known := c.knownVariables()
	for _, g := range c.all {
		p := c.program(g)
		for i := range p.g.Blocks {
			for _, e := range p.g.Blocks[i].Succs {
				if c.testsFlag(e) && !c.outside(e.Test) && len(p.g.Blocks[i].Succs) > 1 {
					switch {
					case !c.Space.IsRoot(e.Test):
						flags.fields[c.Space.Last(e.Test)] = true
					case !known[e.Test]:
						continue
					default:
						flags.variables[e.Test] = true
					}
					c.waited[c.find(c.Space.RootLoc(e.Test))] = true
				}
			}
		}
	}
	if flags.empty() {
		return
	}
	c.flags = flags
	clear(c.programs)
	clear(c.inert)
	clear(c.mentioned)
	c.findElements()
}

// knownVariables gives the variables of which it is known what is stored in them.
func (c *slicer) knownVariables() map[event.Loc]bool {
	known := map[event.Loc]bool{}
	for _, g := range c.all {
		for i := range g.Blocks {
			for _, e := range g.Blocks[i].Events {
				if e.Kind != event.Set || e.Op != event.OpFlag {
					continue
				}
				before, stored := known[e.Loc]
				known[e.Loc] = e.N != event.Unknown && (before || !stored)
			}
		}
	}
	return known
}

// setsFlag reports whether an event changes a flag that can matter.
func (c *slicer) setsFlag(e *event.Event) bool {
	switch {
	case c.flags.empty() || !c.matters(e.Loc):
		return false
	case e.Op == event.OpFlag:
		return c.flags.variables[e.Loc]
	}
	return c.Space.IsRoot(e.Loc) || c.flags.fields[c.Space.Last(e.Loc)] || c.Space.Last(e.Loc).Kind != event.Field || e.N <= 0
}
