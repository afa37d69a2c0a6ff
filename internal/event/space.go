// Package event says what a function does to goroutines and shared memory, as
// plain data: blocks of events over numbered locations. It knows no SSA, no
// syntax and no go/analysis, so that a test can write a function by hand.
package event

import (
	"fmt"
	"strings"
)

// Loc numbers an access path in a Space: a root, or a selector applied to
// another location. A Loc names the memory itself, so it serves for accesses
// and for synchronization objects (a mutex is the memory it lives in; a
// channel is the object its value refers to).
type Loc int32

// NoLoc is the absence of a location: a value that refers to nothing we track.
const NoLoc Loc = 0

// Pos is an opaque source position; the extractor stores a token.Pos. A package
// has less than two gigabytes of source, and events are many.
type Pos int32

// Elsewhere is the position of what happens in a function of another package.
// Linking replaces it by the position of the call.
const Elsewhere Pos = -1

// RootKind says what kind of thing starts an access path.
type RootKind uint8

const (
	// Alloc is created anew each time its site runs: a local variable, make, new.
	Alloc RootKind = iota
	// Param stands for what a parameter refers to; a call substitutes it.
	Param
	// Global is a package-level variable.
	Global
	// Opaque is the unknown object a computed value refers to, anew each time
	// the value is computed.
	Opaque
)

// A Root describes the start of an access path.
type Root struct {
	Kind   RootKind
	Name   string // the variable's name, "" when it has none
	Pos    Pos
	Chan   bool   // the root is a channel made here
	Cap    int    // its capacity, or CapUnknown
	Var    bool   // the root is a named variable of the source
	Elem   bool   // the root is an array, slice or map object
	Map    bool   // the root is a map object
	Sealed bool   // a context that ends only when its cancel function is called
	Ends   Ends   // how a context or a condition ends
	Of     Loc    // the root this one renames, NoLoc if it is original
	Pkg    string // of a Global: the path of its package
	World  World  // of a Global: what is at the other end of connections
	Known  bool   // of an Opaque: the result of a function that the table knows
	Hidden bool   // made in another package by a function that lets nobody know it
	Type   int32  // number of the named type of the variable made here, 0 if it has none
}

// Ends says who can end or signal an object that a library made.
type Ends uint8

// The ways.
const (
	Anyhow   Ends = iota // nothing is known
	Never                // nobody: context.Background
	ByParent             // its own cancel function, or what ends its Parent
	ByTest               // the end of the test: testing.T.Context
	BySight              // only code that we see: a sync.Cond
	NumEnds              // the number of ways
)

// A World is one of the two objects that stand for all that is at the other end of
// connections.
type World uint8

// The two.
const (
	NoWorld World = iota
	Said          // who talks releases it, and who reads or waits for an answer acquires it
	Heard         // who talks releases it, and who listens waits for it
)

// CapUnknown is the capacity of a channel made with a computed size.
const CapUnknown = -1

// SelKind is the kind of a selector.
type SelKind uint8

const (
	// Field selects field number N.
	Field SelKind = iota
	// Deref follows the pointer stored in the parent.
	Deref
	// Index selects the element with the constant index N.
	Index
	// AnyIndex selects one element, which one is not known.
	AnyIndex
	// AllIndex selects every element at once (range, copy, append).
	AllIndex
	// Sub is a part of the parent slice with unknown bounds.
	Sub
	// Key selects the map element whose constant key is numbered N.
	Key
	// AnyKey selects one map element, which one is not known.
	AnyKey
	// Back is the reverse direction of a channel: a receive completes a send.
	Back
	// Done is the cancellation of a context.
	Done
	// Subtests is what joins the parallel subtests of a test.
	Subtests
	// End is the return of a test function, which resumes parallel subtests.
	End
	// Handoff is the unlocking of a mutex by a goroutine that did not lock it.
	Handoff
	// Copy is a by-value copy of the parent, made for call number N.
	Copy
	// Parent is the context that a context is derived from.
	Parent
	// Captured is what the function that the parent is has captured, number N;
	// of a context, it is the function that cancels it.
	Captured
	// Method is the method number N of the value that an interface holds.
	Method
	// Self is the reference itself by which the parent is known: whether it is nil.
	Self
	// Head is the first part of the parent slice, which is not empty: its elements are
	// those of the parent. Child knows that.
	Head
	// NumSels is the number of kinds.
	NumSels
)

// A Sel is one step of an access path.
type Sel struct {
	Kind SelKind
	N    int32
	Name string // of a field, for messages; not part of the identity
}

type node struct {
	parent Loc
	root   Loc
	sel    Sel
}

type childKey struct {
	parent Loc
	kind   SelKind
	n      int32
}

type renameKey struct {
	root Loc
	site int32
}

// A Space interns the access paths of one package. Its zero value is not
// usable; call NewSpace. It is not safe for concurrent use.
type Space struct {
	nodes   []node
	roots   map[Loc]*Root
	kids    map[childKey]Loc
	renamed map[renameKey]Loc
}

// NewSpace returns an empty space.
func NewSpace() *Space {
	return &Space{
		nodes:   make([]node, 1),
		roots:   map[Loc]*Root{},
		kids:    map[childKey]Loc{},
		renamed: map[renameKey]Loc{},
	}
}

// NewRoot adds a root; each call gives another location.
func (s *Space) NewRoot(r Root) Loc {
	l := Loc(len(s.nodes))
	s.nodes = append(s.nodes, node{root: l})
	s.roots[l] = &r
	return l
}

// Rename gives the copy of root that exists in the activation numbered site.
func (s *Space) Rename(root Loc, site int32) Loc {
	k := renameKey{root, site}
	if l, ok := s.renamed[k]; ok {
		return l
	}
	r := *s.roots[root]
	r.Of = s.Original(root)
	l := s.NewRoot(r)
	s.renamed[k] = l
	return l
}

// Name names a root that has no name: a copy of what a function makes is called
// after the variable that the caller keeps it in.
func (s *Space) Name(root Loc, name string) {
	if r := s.roots[root]; r.Name == "" {
		r.Name = name
	}
}

// Original undoes every Rename of a root.
func (s *Space) Original(root Loc) Loc {
	if of := s.roots[root].Of; of != NoLoc {
		return of
	}
	return root
}

// Child applies a selector; a selector of NoLoc is NoLoc. Of the first part of a slice
// only its first element is surely among all of its elements.
func (s *Space) Child(l Loc, sel Sel) Loc {
	if l == NoLoc {
		return NoLoc
	}
	if n := &s.nodes[l]; n.parent != NoLoc && n.sel.Kind == Head {
		switch sel.Kind {
		case Index, AnyIndex, Sub:
			return s.Child(n.parent, sel)
		case AllIndex:
			return s.Child(n.parent, Sel{Kind: Index})
		case Head:
			return l
		}
	}
	k := childKey{l, sel.Kind, sel.N}
	if c, ok := s.kids[k]; ok {
		return c
	}
	c := Loc(len(s.nodes))
	s.nodes = append(s.nodes, node{parent: l, root: s.nodes[l].root, sel: sel})
	s.kids[k] = c
	return c
}

// Find is Child for a path that may not exist: it adds nothing and answers
// NoLoc when nobody has named the path.
func (s *Space) Find(l Loc, kind SelKind) Loc { return s.kids[childKey{l, kind, 0}] }

// IsRoot reports whether l is a root.
func (s *Space) IsRoot(l Loc) bool { return l != NoLoc && s.nodes[l].parent == NoLoc }

// RootLoc returns the root that the path starts from.
func (s *Space) RootLoc(l Loc) Loc { return s.nodes[l].root }

// Root returns the description of the path's root.
func (s *Space) Root(l Loc) *Root { return s.roots[s.nodes[l].root] }

// IsSelf reports whether the path is not of a variable, but of a reference itself.
func (s *Space) IsSelf(l Loc) bool { return l != NoLoc && !s.IsRoot(l) && s.Last(l).Kind == Self }

// Parent returns the path without its last selector, NoLoc for a root.
func (s *Space) Parent(l Loc) Loc { return s.nodes[l].parent }

// Last returns the path's last selector; meaningless for a root.
func (s *Space) Last(l Loc) Sel { return s.nodes[l].sel }

// Single reports whether a path names one variable, and not one of many, such as an
// element with any index.
func (s *Space) Single(l Loc) bool {
	for ; !s.IsRoot(l); l = s.Parent(l) {
		switch s.Last(l).Kind {
		case Field, Deref, Captured, Parent, Done:
		default:
			return false
		}
	}
	return true
}

// Within reports whether l is prefix itself or reached from it by any selectors.
func (s *Space) Within(l, prefix Loc) bool {
	for ; l != NoLoc; l = s.nodes[l].parent {
		if l == prefix {
			return true
		}
	}
	return false
}

// Subst replaces the root of l as m says; roots not in m stay.
func (s *Space) Subst(l Loc, m map[Loc]Loc) Loc {
	if l == NoLoc || len(m) == 0 {
		return l
	}
	n := s.nodes[l]
	to, ok := m[n.root]
	if !ok {
		return l
	}
	if n.parent == NoLoc {
		return to
	}
	return s.Child(s.Subst(n.parent, m), n.sel)
}

// path lists the locations from the root to l.
func (s *Space) path(l Loc) []Loc {
	n := 0
	for x := l; x != NoLoc; x = s.nodes[x].parent {
		n++
	}
	p := make([]Loc, n)
	for x := l; x != NoLoc; x = s.nodes[x].parent {
		n--
		p[n] = x
	}
	return p
}

// String gives the path as a Go programmer would write it.
func (s *Space) String(l Loc) string {
	if l == NoLoc {
		return "nothing"
	}
	n := s.nodes[l]
	if n.parent == NoLoc {
		if name := s.roots[l].Name; name != "" {
			return name
		}
		return "a value"
	}
	p := s.String(n.parent)
	switch n.sel.Kind {
	case Field:
		if s.IsRoot(n.parent) && s.roots[n.parent].Name == "" {
			return n.sel.Name
		}
		return p + "." + n.sel.Name
	case Deref:
		if strings.ContainsAny(p, ".[") || s.roots[n.root].Kind != Alloc {
			return p
		}
		return "*" + p
	case Index:
		return fmt.Sprintf("%s[%d]", strings.TrimPrefix(p, "*"), n.sel.N)
	case AnyIndex, Key, AnyKey:
		return strings.TrimPrefix(p, "*") + "[…]"
	case AllIndex, Sub, Head, Back, Copy, Parent, Captured, Done, Subtests, End, Handoff, Method:
		return strings.TrimPrefix(p, "*")
	}
	return p
}
