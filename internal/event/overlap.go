package event

// This file tells which paths surely lead to the same memory, or to what may be the same.

// Overlap reports whether an access to a and an access to b surely touch the
// same memory. It is a must: elements with unknown indices do not overlap, for
// they are usually disjoint, and a pointer does not overlap what it points to.
func (s *Space) Overlap(a, b Loc) bool {
	if a == NoLoc || b == NoLoc || s.nodes[a].root != s.nodes[b].root {
		return false
	}
	if a == b {
		return s.definite(a)
	}
	pa, pb := s.path(a), s.path(b)
	for i := 1; i < len(pa) && i < len(pb); i++ {
		if !sameStep(s.nodes[pa[i]].sel, s.nodes[pb[i]].sel) {
			return false
		}
	}
	rest := pa
	if len(pb) > len(pa) {
		rest = pb
	}
	for _, l := range rest[min(len(pa), len(pb)):] {
		if k := s.nodes[l].sel.Kind; k != Field && k != Index && k != AllIndex {
			return false // reached through a pointer, or not surely the same element
		}
	}
	return true
}

// SameElement reports whether two paths are the same but for the keys of maps, and lead
// through a pointer that is an element of one of them.
func (s *Space) SameElement(a, b Loc) bool {
	if a == NoLoc || b == NoLoc || s.nodes[a].root != s.nodes[b].root {
		return false
	}
	pa, pb := s.path(a), s.path(b)
	if len(pa) != len(pb) {
		return false
	}
	element := false
	for i := 1; i < len(pa); i++ {
		x, y := s.nodes[pa[i]].sel, s.nodes[pb[i]].sel
		if x.Kind == AnyKey && y.Kind == AnyKey {
			element = element || i+1 < len(pa) && s.nodes[pa[i+1]].sel.Kind == Deref
		} else if !sameStep(x, y) {
			return false
		}
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
		switch s.nodes[l].sel.Kind {
		case AnyIndex, AnyKey, Sub:
			return false
		}
	}
	return true
}

func sameStep(a, b Sel) bool {
	indexed := func(k SelKind) bool { return k == Index || k == AllIndex || k == AnyIndex }
	switch {
	case a.Kind == AllIndex && indexed(b.Kind), b.Kind == AllIndex && indexed(a.Kind):
		return true
	case a.Kind != b.Kind:
		return false
	}
	switch a.Kind {
	case AnyIndex, AnyKey, Sub:
		return false
	case Field, Index, Key, Copy, Captured:
		return a.N == b.N
	}
	return true
}

// AllOfOne reports whether one path goes through all elements where the other goes
// through one of which it is not known which.
func (s *Space) AllOfOne(a, b Loc) bool {
	pa, pb := s.path(a), s.path(b)
	for i := 1; i < len(pa) && i < len(pb); i++ {
		x, y := s.nodes[pa[i]].sel.Kind, s.nodes[pb[i]].sel.Kind
		if x == AllIndex && y == AnyIndex || x == AnyIndex && y == AllIndex {
			return true
		}
	}
	return false
}
