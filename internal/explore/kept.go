package explore

import "github.com/gojoincheck/gojoincheck/internal/event"

// keep notes that what an array refers to is kept among elements that nobody
// tells apart.
func (s *search) keep(st *state, array obj) {
	for _, b := range st.heap {
		if b.val != 0 && array != 0 && s.within(b.cell, array) {
			st.kept = insert(st.kept, b.val)
		}
	}
}

// spill hands out what is kept among elements: somebody uses an element, or gets
// hold of what may be a slice.
func (s *search) spill(st *state) {
	s.spillKept(st)
	for _, b := range st.heap {
		if s.inElement(b.cell) {
			s.escape(st, b.val)
		}
	}
}

func (s *search) spillKept(st *state) {
	kept := st.kept
	st.kept = nil
	for _, o := range kept {
		s.escape(st, o)
	}
}

// inElement reports whether a variable is an element, or part of one.
func (s *search) inElement(cell obj) bool {
	for ; cell != 0; cell = s.objects[cell].parent {
		if s.indexed(s.objects[cell].loc) {
			return true
		}
	}
	return false
}

// blur hands out all that variables and messages refer to, for somebody uses a
// variable of which we do not know what it refers to.
func (s *search) blur(st *state) {
	s.spill(st)
	for _, b := range st.heap {
		s.escape(st, b.val)
	}
	for _, c := range st.sync {
		for _, q := range c.queue {
			s.escape(st, q)
		}
	}
}

// indexed reports whether a path goes through an element with a known index.
func (x *Explorer) indexed(l event.Loc) bool {
	for ; l != event.NoLoc && !x.Space.IsRoot(l); l = x.Space.Parent(l) {
		if x.Space.Last(l).Kind == event.Index {
			return true
		}
	}
	return false
}

// ofElement reports whether an event is about an element that may be any.
func (x *Explorer) ofElement(e *event.Event) bool {
	return e.Kind != event.Access && e.Kind != event.Fresh && (x.element(e.Loc) || x.element(e.Val))
}

func (x *Explorer) element(l event.Loc) bool {
	for ; l != event.NoLoc && !x.Space.IsRoot(l); l = x.Space.Parent(l) {
		k := x.Space.Last(l).Kind
		if anyElement(k) {
			return true
		}
		if k == event.Index { // of an array it is that element; a slice may have got it by an append
			if p := x.Space.Parent(l); !x.Space.IsRoot(p) || !x.Space.Root(p).Elem {
				return true
			}
		}
	}
	return false
}

// anyElement reports whether a selector leaves open which element it selects.
func anyElement(k event.SelKind) bool {
	switch k {
	case event.AnyIndex, event.AllIndex, event.Sub, event.Key, event.AnyKey:
		return true
	}
	return false
}
