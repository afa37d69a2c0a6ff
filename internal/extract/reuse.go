package extract

import (
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/gojoincheck/gojoincheck/internal/event"
	"github.com/gojoincheck/gojoincheck/internal/syncmodel"
)

// Reuses lists where the functions write to memory that they have sent on a channel, on a
// way on which they acquire nothing in between: neither an answer nor a lock. What is made
// anew is other memory. Of what a goroutine has been given, that they empty it to fill it
// again, or give it back to a pool; the solver knows of other writes.
func (x *Extractor) Reuses() []event.Reuse {
	if x.Partial {
		return nil
	}
	var found []event.Reuse
	for _, fn := range x.Functions {
		r := reuses{Extractor: x, fn: fn}
		for _, b := range fn.Blocks {
			for i, in := range b.Instrs {
				switch in := in.(type) {
				case *ssa.Send:
					r.sent(b, i, in.Chan, in.X, in.Pos())
				case *ssa.Select:
					for _, s := range in.States {
						if s.Dir != types.SendOnly {
							continue
						}
						if chosen := whereChosen(in, s); chosen != nil {
							r.sent(chosen, -1, s.Chan, s.Send, s.Pos)
						}
					}
				case *ssa.Go, *ssa.Call:
					r.started(b, i, in.(ssa.CallInstruction))
				}
			}
		}
		found = append(found, r.found...)
	}
	return found
}

// reuses searches one function.
type reuses struct {
	*Extractor
	fn    *ssa.Function
	given bool // to a goroutine, and not sent
	found []event.Reuse
}

// A memory is what a slice, a map or a pointer refers to: a value, or what a field of an
// object refers to, which is a value again, or the object of another memory.
type memory struct {
	root   ssa.Value
	fields string // the numbers of the fields on the way
}

// memoryOf tells what a value refers to, from its beginning on.
func (x *Extractor) memoryOf(v ssa.Value) memory {
	for range maxHops {
		switch w := v.(type) {
		case *ssa.Call: // "The underlying array may point to data that will be overwritten"
			if row := x.row(&w.Call); row != nil && row.Do != syncmodel.Reflect && row.Returns == syncmodel.Receiver && !w.Call.IsInvoke() && len(w.Call.Args) == 1 {
				m := x.memoryOf(w.Call.Args[0])
				return memory{m.root, m.fields + contents}
			}
		case *ssa.Slice:
			if w.Low != nil && !isZero(w.Low) {
				return memory{root: w}
			}
			v = w.X
			continue
		case *ssa.ChangeType:
			v = w.X
			continue
		case *ssa.MakeInterface:
			v = w.X
			continue
		case *ssa.UnOp:
			if w.Op != token.MUL {
				break
			}
			if fa, ok := w.X.(*ssa.FieldAddr); ok {
				m := x.memoryOf(fa.X)
				return memory{m.root, m.fields + fieldStep(fa)}
			}
			if only := x.storedOnce(w.X); only != nil {
				v = only
				continue
			}
		}
		break
	}
	return memory{root: v}
}

// contents is the step from a buffer or a scanner to the bytes that it has.
const contents = "()"

func fieldStep(fa *ssa.FieldAddr) string { return "." + string(rune('0'+fa.Field)) }

// sent looks for what writes to memory that a send hands over.
func (r *reuses) sent(b *ssa.BasicBlock, i int, ch, v ssa.Value, pos token.Pos) {
	for _, part := range sentParts(v) {
		m := r.memoryOf(part)
		if _, isConst := m.root.(*ssa.Const); isConst {
			continue
		}
		if at := r.writtenAfter(b, i, m); at.IsValid() {
			name := r.Space.String(r.Obj(part))
			r.found = append(r.found, event.Reuse{Sent: event.Pos(pos), Written: event.Pos(at), Name: name, Chan: r.Space.String(r.Obj(ch))})
			return
		}
	}
}

// started looks for what uses memory again that a goroutine has been given which a call
// starts: what its function has captured, and its arguments.
func (r *reuses) started(b *ssa.BasicBlock, i int, in ssa.CallInstruction) {
	c := in.Common()
	_, isGo := in.(*ssa.Go)
	if row := r.row(c); !isGo && (row == nil || row.Do != syncmodel.Go && row.Do != syncmodel.GroupGo) {
		return
	}
	r.given = true
	defer func() { r.given = false }()
	for _, a := range append(slices.Clone(c.Args), c.Value) {
		got := []ssa.Value{a}
		if mc, ok := a.(*ssa.MakeClosure); ok {
			got = mc.Bindings
		}
		for _, v := range got {
			name := r.variableName(v)
			if only := r.storedOnce(v); only != nil {
				v = only
			}
			if _, isFunc := v.Type().Underlying().(*types.Signature); isFunc || !pointerLike(v.Type()) {
				continue
			}
			m := r.memoryOf(v)
			if at := r.writtenAfter(b, i, m); at.IsValid() {
				r.found = append(r.found, event.Reuse{Sent: event.Pos(in.Pos()), Written: event.Pos(at), Name: name})
			}
		}
	}
}

// whereChosen is the block that control comes to if a select has chosen a case, nil if others
// come there as well.
func whereChosen(sel *ssa.Select, st *ssa.SelectState) *ssa.BasicBlock {
	for _, b := range sel.Parent().Blocks {
		if iff, ok := b.Instrs[len(b.Instrs)-1].(*ssa.If); ok && selectState(iff.Cond) == st && len(b.Succs[0].Preds) == 1 {
			return b.Succs[0]
		}
	}
	return nil
}

// sentParts lists the slices, maps and pointers that are sent: the value itself, or what the
// fields of a struct have been given that is made for it.
func sentParts(v ssa.Value) []ssa.Value {
	switch t := v.Type().Underlying().(type) {
	case *types.Slice, *types.Map:
		return []ssa.Value{v}
	case *types.Pointer:
		if st, ok := t.Elem().Underlying().(*types.Struct); ok && !hasLock(t) && st.NumFields() > 0 {
			return []ssa.Value{v}
		}
		return nil
	}
	load, ok := v.(*ssa.UnOp)
	if !ok || load.Op != token.MUL {
		return nil
	}
	a, ok := load.X.(*ssa.Alloc)
	if !ok {
		return nil
	}
	var parts []ssa.Value
	for _, ref := range *a.Referrers() {
		fa, ok := ref.(*ssa.FieldAddr)
		if !ok {
			continue
		}
		for _, st := range *fa.Referrers() {
			s, ok := st.(*ssa.Store)
			if !ok || s.Addr != fa || s.Block() != load.Block() {
				continue
			}
			switch s.Val.Type().Underlying().(type) {
			case *types.Slice, *types.Map:
				parts = append(parts, s.Val)
			}
		}
	}
	return parts
}

// writtenAfter finds the first write to the memory on a way from an instruction on which
// nothing is acquired, and the memory is not replaced.
func (r *reuses) writtenAfter(b *ssa.BasicBlock, i int, m memory) token.Pos {
	in := r.search(b, i+1, func(in ssa.Instruction) (found, stop bool) {
		v, isValue := in.(ssa.Value)
		if isValue && v == m.root || r.replaces(in, m) {
			return false, true
		}
		return r.writes(in, m), r.mayAcquire(in)
	})
	if in == nil {
		return token.NoPos
	}
	if _, leaves := in.(*ssa.RunDefers); leaves {
		return r.deferredPut(m).Pos()
	}
	return in.Pos()
}

// search finds the first instruction of a kind on the ways from a place, which end where
// look says so.
func (r *reuses) search(b *ssa.BasicBlock, from int, look func(ssa.Instruction) (found, stop bool)) ssa.Instruction {
	seen := map[*ssa.BasicBlock]bool{}
	for work := []*ssa.BasicBlock{b}; len(work) > 0; from = 0 {
		b := work[0]
		work = work[1:]
		open := true
		for _, in := range b.Instrs[from:] {
			found, stop := look(in)
			if found {
				return in
			}
			if open = !stop; stop {
				break
			}
		}
		if !open {
			continue
		}
		for _, s := range b.Succs {
			if !seen[s] {
				seen[s] = true
				work = append(work, s)
			}
		}
	}
	return nil
}

// replaces reports whether an instruction stores something else in one of the fields that
// lead to the memory, unless it is the same memory, from its beginning.
func (r *reuses) replaces(in ssa.Instruction, m memory) bool {
	s, ok := in.(*ssa.Store)
	if !ok || m.fields == "" {
		return false
	}
	fa, ok := s.Addr.(*ssa.FieldAddr)
	if !ok || r.memoryOf(s.Val) == m {
		return false
	}
	at := r.memoryOf(fa.X)
	return at.root == m.root && strings.HasPrefix(m.fields, at.fields+fieldStep(fa))
}

// writes reports whether an instruction writes to the memory, or empties a slice of it to be
// filled again.
func (r *reuses) writes(in ssa.Instruction, m memory) bool {
	switch in := in.(type) {
	case *ssa.Call:
		if r.putBack(&in.Call, m) {
			return true
		}
	case *ssa.RunDefers:
		return r.deferredPut(m) != nil
	}
	if s, empties := in.(*ssa.Slice); r.given && !empties {
		return false
	} else if empties {
		return s.High != nil && isZero(s.High) && r.memoryOf(s) == m && isKept(s)
	}
	switch in := in.(type) {
	case *ssa.Store:
		switch addr := in.Addr.(type) {
		case *ssa.IndexAddr:
			return r.memoryOf(addr.X) == m
		case *ssa.FieldAddr:
			return r.memoryOf(addr.X) == m && m.fields == ""
		}
	case *ssa.MapUpdate:
		return r.memoryOf(in.Map) == m
	case *ssa.Call:
		c := &in.Call
		if bi, ok := c.Value.(*ssa.Builtin); ok {
			switch bi.Name() {
			case "copy", "clear", "delete":
				return r.memoryOf(c.Args[0]) == m
			}
			return false
		}
		if row := r.row(c); row != nil && row.Do == syncmodel.WriteRecv && !c.IsInvoke() && strings.HasSuffix(m.fields, contents) {
			of := r.memoryOf(c.Args[0])
			return memory{of.root, of.fields + contents} == m
		}
		return slices.ContainsFunc(r.filled(c), func(v ssa.Value) bool { return r.memoryOf(v) == m })
	}
	return false
}

// putBack reports whether a call gives the memory, or what it is a part of, back to a pool,
// from which somebody else takes it.
func (r *reuses) putBack(c *ssa.CallCommon, m memory) bool {
	fn := callee(c)
	if fn == nil || c.IsInvoke() || len(c.Args) != 2 || syncmodel.KeyOf(fn) != (syncmodel.Key{Pkg: "sync", Recv: "Pool", Name: "Put"}) {
		return false
	}
	of := r.memoryOf(c.Args[1])
	return of.root == m.root && strings.HasPrefix(m.fields, of.fields)
}

// deferredPut is the deferred call that gives it back.
func (r *reuses) deferredPut(m memory) *ssa.Defer {
	for _, b := range r.fn.Blocks {
		for _, in := range b.Instrs {
			if d, ok := in.(*ssa.Defer); ok && r.putBack(&d.Call, m) {
				return d
			}
		}
	}
	return nil
}

// isKept reports whether a value is stored in a variable, or is appended to.
func isKept(v ssa.Value) bool {
	return slices.ContainsFunc(*v.Referrers(), func(ref ssa.Instruction) bool {
		switch ref := ref.(type) {
		case *ssa.Phi:
			return true
		case *ssa.Store:
			return ref.Val == v
		case *ssa.Call:
			bi, ok := ref.Call.Value.(*ssa.Builtin)
			return ok && bi.Name() == "append" && ref.Call.Args[0] == v
		}
		return false
	})
}

// filled lists the slices that a call reads into: "Read reads up to len(p) bytes into p".
func (r *reuses) filled(c *ssa.CallCommon) []ssa.Value {
	if c.IsInvoke() && c.Method.Name() == "Read" && len(c.Args) == 1 {
		return c.Args
	}
	row := r.row(c)
	if row == nil {
		return nil
	}
	lc := newLibraryCall(c, nil, c.Pos())
	var all []ssa.Value
	for ; row != nil; row = row.Also {
		if row.Do == syncmodel.WriteThrough {
			all = append(all, lc.passedFor(row.Arg)...)
		}
	}
	return slices.DeleteFunc(all, func(v ssa.Value) bool {
		_, isSlice := v.Type().Underlying().(*types.Slice)
		return !isSlice
	})
}

// mayAcquire reports whether an instruction may tell the function that the receiver is done
// with what it has got: a receive, a lock, or a call of code that is not looked into here.
func (r *reuses) mayAcquire(in ssa.Instruction) bool {
	switch in := in.(type) {
	case *ssa.UnOp:
		return in.Op == token.ARROW
	case *ssa.Select:
		return slices.ContainsFunc(in.States, func(s *ssa.SelectState) bool { return s.Dir == types.RecvOnly })
	case *ssa.Call:
		c := &in.Call
		if _, ok := c.Value.(*ssa.Builtin); ok {
			return false
		}
		if row := r.row(c); row != nil {
			return !row.Do.OnlyMemory()
		}
		fn := callee(c)
		return c.IsInvoke() && c.Method.Name() != "Error" || fn == nil || fn.Pkg() == nil || !syncmodel.Standard(fn.Pkg().Path())
	}
	return false
}
