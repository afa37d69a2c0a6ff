package event

// This file tells which paths surely lead to the same memory, or to what may be the same.

// Overlap reports whether an access to a and an access to b surely touch the
// same memory. It is a must: elements with unknown indices do not overlap, for
// they are usually disjoint, and a pointer does not overlap what it points to.
func (s *Space) Overlap(a, b Loc) bool {
	if a == NoLoc || b == NoLoc || s.nodes[a].root != s.nodes[b].root {
		return false
	}
	a, b, part := s.level(a, b)
	if !part {
		return false
	}
	for ; a != b; a, b = s.nodes[a].parent, s.nodes[b].parent {
		if !s.sameStep(a, b) {
			return false
		}
	}
	return s.definite(a)
}

// level goes up from the longer of two paths until it is as long as the other. It reports
// whether what is left out are parts that are surely touched when the whole is: not reached
// through a pointer, nor elements that may be others.
func (s *Space) level(a, b Loc) (Loc, Loc, bool) {
	part := true
	up := func(l Loc, depth uint16) Loc {
		for ; s.nodes[l].depth > depth; l = s.nodes[l].parent {
			k := s.nodes[l].kind
			part = part && (k == Field || k == Index || k == AllIndex)
		}
		return l
	}
	a = up(a, s.nodes[b].depth)
	b = up(b, s.nodes[a].depth)
	return a, b, part
}

// SameElement reports whether two paths are the same but for the keys of maps, and lead
// through a pointer that is an element of one of them.
func (s *Space) SameElement(a, b Loc) bool {
	if a == NoLoc || b == NoLoc || s.nodes[a].root != s.nodes[b].root || s.nodes[a].depth != s.nodes[b].depth {
		return false
	}
	element, below := false, NumSels // no selector
	for ; s.nodes[a].parent != NoLoc; a, b = s.nodes[a].parent, s.nodes[b].parent {
		x, y := s.nodes[a].kind, s.nodes[b].kind
		if x == AnyKey && y == AnyKey {
			element = element || below == Deref
		} else if !s.sameStep(a, b) {
			return false
		}
		below = x
	}
	return element
}

// Map is the first map on a path that leads through an element of which the key is not
// known, or else the whole path.
func (s *Space) Map(l Loc) Loc {
	m := l
	for x := l; !s.IsRoot(x); x = s.Parent(x) {
		if s.Last(x).Kind == AnyKey {
			m = s.Parent(x)
		}
	}
	return m
}

// definite reports whether the path names the same memory each time.
func (s *Space) definite(l Loc) bool {
	for ; s.nodes[l].parent != NoLoc; l = s.nodes[l].parent {
		switch s.nodes[l].kind {
		case AnyIndex, AnyKey, Sub:
			return false
		}
	}
	return true
}

// sameStep reports whether the last selectors surely select what overlaps.
func (s *Space) sameStep(a, b Loc) bool {
	indexed := func(k SelKind) bool { return k == Index || k == AllIndex || k == AnyIndex }
	x, y := &s.nodes[a], &s.nodes[b]
	switch {
	case x.kind == AllIndex && indexed(y.kind), y.kind == AllIndex && indexed(x.kind):
		return true
	case x.kind != y.kind:
		return false
	}
	switch x.kind {
	case AnyIndex, AnyKey, Sub:
		return false
	case Field, Index, Key, Copy, Captured:
		return x.n == y.n
	}
	return true
}

// AllOfOne reports whether one path goes through all elements where the other goes
// through one of which it is not known which.
func (s *Space) AllOfOne(a, b Loc) bool {
	a, b, _ = s.level(a, b)
	for ; a != b && s.nodes[a].depth > 0; a, b = s.nodes[a].parent, s.nodes[b].parent {
		x, y := s.nodes[a].kind, s.nodes[b].kind
		if x == AllIndex && y == AnyIndex || x == AnyIndex && y == AllIndex {
			return true
		}
	}
	return false
}
