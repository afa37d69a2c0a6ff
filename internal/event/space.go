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

// A node is what is known of one location. There are hundreds of thousands in a
// large package, so that a node has no pointers for the collector to follow, and
// finds its children without a map: they are few.
type node struct {
	parent Loc // NoLoc of a root
	root   Loc
	kid    Loc     // the child that was added last
	next   Loc     // the child of the same parent that was added before
	of     Loc     // of a root: the one that it renames, itself if it is original
	desc   int32   // of a root: the number of its description, which copies share
	n      int32   // the N of the selector
	name   int32   // the number of its name
	kind   SelKind // its kind
	depth  uint16  // the number of selectors
}

type renameKey struct {
	root Loc
	site int32
}

// A Space interns the access paths of one package. Its zero value is not
// usable; call NewSpace. It is not safe for concurrent use.
type Space struct {
	nodes   []node
	descs   []*Root
	names   []string
	named   map[string]int32 // their numbers
	renamed map[renameKey]Loc
}

// NewSpace returns an empty space.
func NewSpace() *Space {
	return &Space{
		nodes:   make([]node, 1),
		descs:   make([]*Root, 1), // NoLoc has none
		names:   make([]string, 1),
		named:   map[string]int32{"": 0},
		renamed: map[renameKey]Loc{},
	}
}

// NewRoot adds a root; each call gives another location.
func (s *Space) NewRoot(r Root) Loc {
	l := s.addRoot(s.describe(r))
	s.nodes[l].of = l
	return l
}

func (s *Space) describe(r Root) int32 {
	s.descs = append(s.descs, &r)
	return int32(len(s.descs) - 1)
}

func (s *Space) addRoot(desc int32) Loc {
	l := Loc(len(s.nodes))
	s.nodes = append(s.nodes, node{root: l, desc: desc})
	return l
}

// Rename gives the copy of root that exists in the activation numbered site.
func (s *Space) Rename(root Loc, site int32) Loc {
	k := renameKey{root, site}
	if l, ok := s.renamed[k]; ok {
		return l
	}
	l := s.addRoot(s.nodes[root].desc)
	s.nodes[l].of = s.Original(root)
	s.renamed[k] = l
	return l
}

// Name names a root that has no name: a copy of what a function makes is called
// after the variable that the caller keeps it in.
func (s *Space) Name(root Loc, name string) {
	r := *s.Root(root)
	if r.Name != "" {
		return
	}
	r.Name = name
	s.nodes[root].desc = s.describe(r)
}

// Original undoes every Rename of a root.
func (s *Space) Original(root Loc) Loc { return s.nodes[root].of }

// Child applies a selector; a selector of NoLoc is NoLoc. Of the first part of a slice
// only its first element is surely among all of its elements.
func (s *Space) Child(l Loc, sel Sel) Loc {
	if l == NoLoc {
		return NoLoc
	}
	if n := &s.nodes[l]; n.parent != NoLoc && n.kind == Head {
		switch sel.Kind {
		case Index, AnyIndex, Sub:
			return s.Child(n.parent, sel)
		case AllIndex:
			return s.Child(n.parent, Sel{Kind: Index})
		case Head:
			return l
		}
	}
	if c := s.kid(l, sel.Kind, sel.N); c != NoLoc {
		return c
	}
	c := Loc(len(s.nodes))
	s.nodes = append(s.nodes, node{
		parent: l, root: s.nodes[l].root, next: s.nodes[l].kid,
		n: sel.N, name: s.number(sel.Name), kind: sel.Kind, depth: s.nodes[l].depth + 1,
	})
	s.nodes[l].kid = c
	return c
}

func (s *Space) kid(l Loc, kind SelKind, n int32) Loc {
	c := s.nodes[l].kid
	for c != NoLoc && (s.nodes[c].kind != kind || s.nodes[c].n != n) {
		c = s.nodes[c].next
	}
	return c
}

func (s *Space) number(name string) int32 {
	n, ok := s.named[name]
	if !ok {
		n = int32(len(s.names))
		s.names, s.named[name] = append(s.names, name), n
	}
	return n
}

// Find is Child for a path that may not exist: it adds nothing and answers
// NoLoc when nobody has named the path.
func (s *Space) Find(l Loc, kind SelKind) Loc {
	if l == NoLoc {
		return NoLoc
	}
	return s.kid(l, kind, 0)
}

// IsRoot reports whether l is a root.
func (s *Space) IsRoot(l Loc) bool { return l != NoLoc && s.nodes[l].parent == NoLoc }

// RootLoc returns the root that the path starts from.
func (s *Space) RootLoc(l Loc) Loc { return s.nodes[l].root }

// Root returns the description of the path's root.
func (s *Space) Root(l Loc) *Root { return s.descs[s.nodes[s.nodes[l].root].desc] }

// IsSelf reports whether the path is not of a variable, but of a reference itself.
func (s *Space) IsSelf(l Loc) bool { return l != NoLoc && !s.IsRoot(l) && s.Last(l).Kind == Self }

// Parent returns the path without its last selector, NoLoc for a root.
func (s *Space) Parent(l Loc) Loc { return s.nodes[l].parent }

// Last returns the path's last selector; meaningless for a root.
func (s *Space) Last(l Loc) Sel {
	n := &s.nodes[l]
	return Sel{Kind: n.kind, N: n.n, Name: s.names[n.name]}
}

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
	n := &s.nodes[l]
	to, ok := m[n.root]
	if !ok {
		return l
	}
	if n.parent == NoLoc {
		return to
	}
	return s.Child(s.Subst(n.parent, m), s.Last(l))
}

// String gives the path as a Go programmer would write it.
func (s *Space) String(l Loc) string {
	if l == NoLoc {
		return "nothing"
	}
	n := &s.nodes[l]
	if n.parent == NoLoc {
		if name := s.Root(l).Name; name != "" {
			return name
		}
		return "a value"
	}
	p := s.String(n.parent)
	switch n.kind {
	case Field:
		if s.IsRoot(n.parent) && s.Root(n.parent).Name == "" {
			return s.names[n.name]
		}
		return p + "." + s.names[n.name]
	case Deref:
		if strings.ContainsAny(p, ".[") || s.Root(l).Kind != Alloc {
			return p
		}
		return "*" + p
	case Index:
		return fmt.Sprintf("%s[%d]", strings.TrimPrefix(p, "*"), n.n)
	case AnyIndex, Key, AnyKey:
		return strings.TrimPrefix(p, "*") + "[…]"
	case AllIndex, Sub, Head, Back, Copy, Parent, Captured, Done, Subtests, End, Handoff, Method:
		return strings.TrimPrefix(p, "*")
	}
	return p
}
