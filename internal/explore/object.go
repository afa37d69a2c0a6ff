package explore

import (
	"encoding/binary"
	"slices"

	"github.com/gojoincheck/gojoincheck/internal/event"
	"github.com/gojoincheck/gojoincheck/internal/link"
)

// obj numbers an object of the run: a root made at one time by one goroutine,
// or a part of one. 0 is any object that is not known.
type obj int32

// An object is what an access path names at run time.
type object struct {
	parent obj
	loc    event.Loc // a path that names it, for its capacity and its name
	open   bool      // code out of sight may know it
}

type objectKey struct {
	parent obj
	sel    event.SelKind
	n      int32
	root   event.Loc
	maker  int32 // the goroutine that made the root
	nth    int32
}

func (s *search) intern(k objectKey, o object) obj {
	if x, ok := s.byKey[k]; ok {
		return x
	}
	x := obj(len(s.objects))
	s.byKey[k] = x
	s.objects = append(s.objects, o)
	return x
}

// made gives the nth instance of a root made by a goroutine.
func (s *search) made(root event.Loc, maker, nth int32) obj {
	r := s.Space.Root(root)
	open := r.Kind != event.Alloc && r.Ends == event.Anyhow
	return s.intern(objectKey{root: root, maker: maker, nth: nth}, object{loc: root, open: open})
}

// child is a part of an object.
func (s *search) child(p obj, l event.Loc) obj {
	sel := s.Space.Last(l)
	if p == 0 || anyElement(sel.Kind) {
		return 0
	}
	return s.intern(objectKey{parent: p, sel: sel.Kind, n: sel.N}, object{parent: p, loc: l, open: s.objects[p].open})
}

// resolve finds the object that a path names for a goroutine.
func (s *search) resolve(st *state, g *goroutine, l event.Loc) obj {
	if l == event.NoLoc {
		return 0
	}
	if s.Space.IsRoot(l) {
		if o, ok := s.envs[g.env].get(l); ok {
			return o
		}
		if s.Space.Root(l).Kind == event.Alloc {
			return 0 // of a function around this one
		}
		return s.made(l, -1, 0)
	}
	p := s.resolve(st, g, s.Space.Parent(l))
	if p == 0 {
		return 0
	}
	if s.Space.Last(l).Kind == event.Deref {
		if v, ok := st.stored(p); ok {
			return v
		}
		if !s.objects[p].open {
			s.blind = true // stored in a way that we do not follow
			return 0
		}
	}
	return s.child(p, l)
}

// open reports whether code out of sight can get at the object now.
func (s *search) open(st *state, o obj) bool {
	for x := o; ; x = s.objects[x].parent {
		if s.objects[x].open || slices.Contains(st.escaped, x) {
			return true
		}
		if s.objects[x].parent == 0 {
			switch s.Space.Root(s.objects[x].loc).Ends {
			case event.ByTest:
				return st.returned != 0
			case event.ByParent:
				return s.endedBySomebody(st, s.parent(st, x))
			}
			return false
		}
	}
}

// endedBySomebody reports whether a parent may be ended by code out of sight:
// one that we have not seen made is a type of somebody's own.
func (s *search) endedBySomebody(st *state, parent obj) bool {
	if parent == 0 { // derived in a function around this one
		return true
	}
	switch s.Space.Root(s.objects[parent].loc).Ends {
	case event.Never:
		return false
	case event.ByTest:
		return st.returned != 0
	case event.ByParent:
		return s.open(st, parent)
	}
	return true
}

// parent is the context that a context was derived from, 0 if not known.
func (s *search) parent(st *state, ctx obj) obj {
	p, _ := st.stored(s.intern(objectKey{parent: ctx, sel: event.Parent}, object{parent: ctx, loc: s.objects[ctx].loc}))
	return p
}

// ended reports whether a channel is closed, or the context whose end it tells.
func (s *search) ended(st *state, o obj) bool {
	if st.at(o).set {
		return true
	}
	ctx := s.objects[o].parent
	if ctx == 0 || s.Space.Root(s.objects[ctx].loc).Ends != event.ByParent || s.objects[ctx].parent != 0 {
		return false
	}
	p := s.parent(st, ctx)
	return p != 0 && s.ended(st, s.intern(objectKey{parent: p, sel: event.Done}, object{parent: p, loc: s.objects[o].loc, open: s.objects[p].open}))
}

// escape hands an object to code out of sight, and all that it refers to. With a
// context alone nobody can do anything.
func (s *search) escape(st *state, o obj) {
	if o == 0 || slices.Contains(st.escaped, o) || s.objects[o].parent == 0 && s.context(o) {
		return
	}
	s.escaped[o] = true
	st.letOut(o)
	if !s.Space.Root(s.objects[o].loc).Chan { // it may hold a slice
		s.spillKept(st)
	}
	if s.captured(o) { // a cancel function: whoever has it can end the context
		ctx := s.objects[o].parent
		s.escaped[ctx] = true
		st.letOut(ctx)
	}
	for _, b := range st.heap {
		if s.within(b.cell, o) && b.val != 0 && (s.captured(b.val) || !s.context(b.val)) {
			s.escape(st, b.val)
		}
	}
	for _, c := range st.sync {
		if s.within(c.obj, o) {
			for _, q := range c.queue {
				s.escape(st, q)
			}
		}
	}
}

// letOut notes that code out of sight can get at an object.
func (st *state) letOut(o obj) {
	if i, ok := slices.BinarySearch(st.escaped, o); !ok {
		st.escaped = slices.Insert(own(st, escapedPart, st.escaped), i, o)
	}
}

// context reports whether the object is a context: nobody can end one without
// its cancel function.
func (s *search) context(o obj) bool {
	switch s.Space.Root(s.objects[o].loc).Ends {
	case event.Never, event.ByParent, event.ByTest:
		return true
	}
	return false
}

// captured reports whether the object is the cancel function of its parent.
func (s *search) captured(o obj) bool {
	return s.objects[o].parent != 0 && s.Space.Last(s.objects[o].loc).Kind == event.Captured
}

// everEscapes reports whether the object is handed out on some path, other than
// by the return of the function.
func (s *search) everEscapes(o obj) bool {
	for ; o != 0; o = s.objects[o].parent {
		if s.escaped[o] {
			return true
		}
	}
	return false
}

func (s *search) within(o, ancestor obj) bool {
	for ; o != 0; o = s.objects[o].parent {
		if o == ancestor {
			return true
		}
	}
	return false
}

// capacity of a channel, -1 when it is not known.
func (s *search) capacity(o obj) int32 {
	l := s.objects[o].loc
	if r := s.Space.Root(l); s.Space.IsRoot(l) && r.Chan {
		if r.Cap < 0 {
			return -1
		}
		return s.scaled(int32(r.Cap))
	}
	return -1
}

func (s *search) name(l event.Loc) string {
	if l == event.NoLoc {
		return ""
	}
	return s.Space.String(l)
}

// An env tells which instances the roots in a goroutine stand for.
type env []bound

type bound struct {
	root event.Loc
	obj  obj
}

func (e env) get(root event.Loc) (obj, bool) {
	i, ok := slices.BinarySearchFunc(e, root, func(b bound, l event.Loc) int { return int(b.root) - int(l) })
	if !ok {
		return 0, false
	}
	return e[i].obj, true
}

// with gives the environment in which a root stands for another object.
func (s *search) with(id int32, root event.Loc, o obj) int32 {
	e := s.envs[id]
	if have, ok := e.get(root); ok && have == o {
		return id
	}
	change := envChange{id, root, o}
	if known, ok := s.changed[change]; ok {
		return known
	}
	next := s.changedEnv(e, root, o)
	s.changed[change] = next
	return next
}

// An envChange lets a root of an environment stand for another object.
type envChange struct {
	env  int32
	root event.Loc
	obj  obj
}

func (s *search) changedEnv(e env, root event.Loc, o obj) int32 {
	n := slices.Clone(e)
	i, ok := slices.BinarySearchFunc(n, root, func(b bound, l event.Loc) int { return int(b.root) - int(l) })
	if ok {
		n[i].obj = o
	} else {
		n = slices.Insert(n, i, bound{root, o})
	}
	var key []byte
	for _, b := range n {
		key = binary.AppendVarint(key, int64(b.root))
		key = binary.AppendVarint(key, int64(b.obj))
	}
	if id, ok := s.byEnv[string(key)]; ok {
		return id
	}
	s.envs = append(s.envs, n)
	s.byEnv[string(key)] = int32(len(s.envs) - 1)
	return int32(len(s.envs) - 1)
}

// fresh makes a new instance of a root. The last one is used again when nobody
// else knows it, so that endless loops have finitely many states.
func (s *search) fresh(st *state, g *goroutine, root event.Loc) {
	nth := int32(0)
	for ; nth < maxGoroutines; nth++ {
		o := s.made(root, g.key, nth)
		if !s.known(st, g, o) {
			s.forget(st, o)
			s.bornIn[o] = s.unknownLoops(g)
			g.env = s.with(g.env, root, o)
			return
		}
	}
	g.env = s.with(g.env, root, 0)
}

// known reports whether anybody but g's own variable refers to the object.
func (s *search) known(st *state, g *goroutine, o obj) bool {
	for i := range st.gs {
		if st.gs[i].key == g.key {
			continue
		}
		for _, b := range s.envs[st.gs[i].env] {
			if s.within(b.obj, o) {
				return true
			}
		}
	}
	for _, b := range s.envs[g.env] {
		if s.Space.RootLoc(b.root) != s.Space.RootLoc(s.objects[o].loc) && s.within(b.obj, o) {
			return true
		}
	}
	for _, b := range st.heap {
		if s.within(b.val, o) && !s.within(b.cell, o) {
			return true
		}
	}
	for _, c := range st.sync {
		for _, q := range c.queue {
			if s.within(q, o) {
				return true
			}
		}
	}
	return slices.Contains(st.escaped, o)
}

// forget clears what is known of an object and its parts.
func (s *search) forget(st *state, o obj) {
	of := func(b binding) bool { return s.within(b.cell, o) }
	if slices.ContainsFunc(st.heap, of) {
		st.heap = s.without(own(st, heapPart, st.heap), o)
	}
	if slices.ContainsFunc(st.flags, of) {
		st.flags = s.without(own(st, flagsPart, st.flags), o)
	}
	if ofCell := func(c cell) bool { return s.within(c.obj, o) }; slices.ContainsFunc(st.sync, ofCell) {
		st.sync = slices.DeleteFunc(own(st, syncPart, st.sync), ofCell)
	}
}

// without takes out of a list what it says of an object and its parts.
func (s *search) without(list []binding, o obj) []binding {
	return slices.DeleteFunc(list, func(b binding) bool { return s.within(b.cell, o) })
}

// A gkey names a goroutine by how it came to be.
type gkey struct {
	parent int32
	site   int32
	nth    int32
	pos    event.Pos
	fn     event.FuncID
	called bool // a call forks it
}

func (s *search) gkey(k gkey) int32 {
	if i, ok := s.gkeys[k]; ok {
		return i
	}
	i := int32(len(s.keys))
	s.gkeys[k] = i
	s.keys = append(s.keys, k)
	return i
}

// scale maps large counts to small ones, keeping their order: a hundred rounds
// and a capacity of a hundred are as good as six of each.
func (s *search) scale(g *link.Graph) {
	var all []int32
	var visit func(g *link.Graph, depth int)
	visit = func(g *link.Graph, depth int) {
		if depth > maxNesting {
			return
		}
		for i := range g.Blocks {
			if t := g.Blocks[i].Trip; t > exactly {
				all = append(all, t)
			}
			for _, e := range g.Blocks[i].Events {
				if e.Kind == event.Add && e.N > exactly {
					all = append(all, e.N)
				}
				if e.Kind == event.Fresh {
					if r := s.Space.Root(e.Loc); r.Chan && r.Cap > exactly {
						all = append(all, int32(r.Cap))
					}
				}
			}
		}
		for i := range g.Sites {
			if t := g.Sites[i].Task; t != nil {
				visit(t, depth+1)
			}
		}
	}
	visit(g, 0)
	slices.Sort(all)
	s.scales = map[int32]int32{}
	last, small := int32(exactly), int32(exactly)
	for _, n := range slices.Compact(all) {
		small += min(n-last, exactly) // counts that are close stay as close
		s.scales[n], last = small, n
	}
}

// exactly is up to which counts are taken as they are.
const exactly = 3

func (s *search) scaled(n int32) int32 {
	if m, ok := s.scales[n]; ok {
		return m
	}
	return n
}
