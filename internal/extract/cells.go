package extract

import (
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ssa"
)

// A cell is what is known of a variable's memory over the function that
// declares it and all closures that capture it.
type cell struct {
	owner    *ssa.Function
	stores   []*ssa.Store // of the whole variable
	parts    bool         // a field or element of it is addressed for more than loading
	escapes  bool         // its address is used for something else: others may store
	captured bool
	tested   bool // a closure of the owner branches on it, or the owner, if it is a channel
}

// only returns the one value ever stored in the variable, or nil.
func (c *cell) only() ssa.Value {
	if c == nil || c.escapes || len(c.stores) != 1 {
		return nil
	}
	return c.stores[0].Val
}

// onlyWhole is only for a struct whose fields are never stored one by one.
func (c *cell) onlyWhole() ssa.Value {
	if c == nil || c.parts {
		return nil
	}
	return c.only()
}

// cellOf returns the cell at an address that is a variable's own, or nil.
func (x *Extractor) cellOf(addr ssa.Value) *cell {
	if a := x.variable(addr); a != nil {
		return x.cell(a)
	}
	return nil
}

func (x *Extractor) cell(a *ssa.Alloc) *cell {
	if c, ok := x.cells[a]; ok {
		return c
	}
	c := &cell{owner: a.Parent()}
	x.cells[a] = c
	x.uses(c, a)
	return c
}

// uses walks over the uses of a variable's address.
func (x *Extractor) uses(c *cell, addr ssa.Value) {
	for _, ref := range *addr.Referrers() {
		switch ref := ref.(type) {
		case *ssa.DebugRef:
		case *ssa.UnOp:
			v, captured := addr.(*ssa.FreeVar)
			_, isChan := ref.Type().Underlying().(*types.Chan)
			c.tested = c.tested || (!captured && isChan || captured && v.Parent().Parent() == c.owner) && testsBranch(ref)
		case *ssa.Store:
			switch {
			case ref.Addr != addr:
				c.escapes = true
			case !selfStore(ref):
				c.stores = append(c.stores, ref)
			}
		case *ssa.FieldAddr:
			x.part(c, ref)
		case *ssa.IndexAddr:
			x.part(c, ref)
		case *ssa.MakeClosure:
			c.captured = true
			fn := ref.Fn.(*ssa.Function)
			if fn.Parent() == nil { // a bound method
				c.escapes = true
				continue
			}
			for i, b := range ref.Bindings {
				if b == addr {
					x.uses(c, fn.FreeVars[i])
				}
			}
		default:
			c.escapes = true
		}
	}
}

// part notes whether a piece of the variable may be stored to.
func (x *Extractor) part(c *cell, addr ssa.Value) {
	for _, ref := range *addr.Referrers() {
		switch ref := ref.(type) {
		case *ssa.UnOp, *ssa.DebugRef:
		case *ssa.FieldAddr:
			x.part(c, ref)
		case *ssa.IndexAddr:
			x.part(c, ref)
		case ssa.CallInstruction: // a lock changes nothing but itself
			row := x.row(ref.Common())
			c.parts = c.parts || row == nil || !row.Do.Locks()
		default:
			c.parts = true
		}
	}
}

// maxHops bounds how many variables a value is followed through; a variable can
// hold what was read from itself.
const maxHops = 6

// chanUse is what the program does with the channels made at one place.
type chanUse struct {
	sends, receives, closes, escapes bool

	unsure bool // a value is sent that need not be an error
}

// chanUseOf follows a channel through the variables it is kept in.
func (x *Extractor) chanUseOf(v *ssa.MakeChan) *chanUse {
	if u, ok := x.chans[v]; ok {
		return u
	}
	u := &chanUse{}
	x.chans[v] = u
	x.chanUses(u, v, 0)
	return u
}

func (x *Extractor) chanUses(u *chanUse, v ssa.Value, depth int) {
	if depth > maxHops || v.Referrers() == nil {
		u.escapes = true
		return
	}
	for _, ref := range *v.Referrers() {
		switch ref := ref.(type) {
		case *ssa.DebugRef, *ssa.BinOp, *ssa.If:
		case *ssa.Send:
			u.sends = u.sends || ref.Chan == v
			u.unsure = u.unsure || ref.Chan == v && !x.failed(ref.X, ref.Block())
			u.escapes = u.escapes || ref.X == v
		case *ssa.UnOp:
			u.receives = u.receives || ref.Op == token.ARROW
		case *ssa.Select:
			for _, st := range ref.States {
				if st.Chan == v {
					u.sends = u.sends || st.Dir != recvOnly
					u.unsure = u.unsure || st.Dir != recvOnly && !x.failed(st.Send, ref.Block())
					u.receives = u.receives || st.Dir == recvOnly
				}
				u.escapes = u.escapes || st.Send == v
			}
		case *ssa.ChangeType:
			x.chanUses(u, ref, depth+1)
		case *ssa.Store:
			x.chanCell(u, ref, v, depth)
		case ssa.CallInstruction:
			u.call(ref.Common(), v)
		default:
			u.escapes = true
		}
	}
}

// chanCell follows a channel through the one variable that holds it.
func (x *Extractor) chanCell(u *chanUse, st *ssa.Store, v ssa.Value, depth int) {
	a, ok := st.Addr.(*ssa.Alloc)
	if !ok || x.cell(a).only() != v {
		u.escapes = true
		return
	}
	var loads func(addr ssa.Value)
	loads = func(addr ssa.Value) {
		for _, ref := range *addr.Referrers() {
			switch ref := ref.(type) {
			case *ssa.UnOp:
				x.chanUses(u, ref, depth+1)
			case *ssa.MakeClosure:
				for i, b := range ref.Bindings {
					if b == addr {
						loads(ref.Fn.(*ssa.Function).FreeVars[i])
					}
				}
			}
		}
	}
	loads(a)
}

func (u *chanUse) call(c *ssa.CallCommon, v ssa.Value) {
	if b, ok := c.Value.(*ssa.Builtin); ok {
		switch b.Name() {
		case "close":
			u.closes = true
			return
		case "len", "cap":
			return
		}
	}
	u.escapes = true
}

// neverReady reports whether an operation on the channel can never go on,
// because nobody ever does the opposite.
func (x *Extractor) neverReady(ch ssa.Value, receive bool) bool {
	mc := x.madeChan(ch)
	if mc == nil {
		return false
	}
	u := x.chanUseOf(mc)
	if receive {
		return !u.escapes && !u.sends && !u.closes
	}
	return !u.escapes && !u.receives && !u.closes && x.capacity(mc) == 0
}

// madeChan finds where a channel is made that a function, or a literal in it, has
// in a variable; nil if that is not known.
func (x *Extractor) madeChan(ch ssa.Value) *ssa.MakeChan {
	mc, _ := x.unconverted(ch).(*ssa.MakeChan)
	return mc
}

// sentError reports whether a value was received from a channel on which nothing
// but errors is sent.
func (x *Extractor) sentError(v ssa.Value) bool {
	var ch ssa.Value
	switch v := v.(type) {
	case *ssa.UnOp:
		if v.Op == token.ARROW && !v.CommaOk {
			ch = v.X
		}
	case *ssa.Extract:
		sel, ok := v.Tuple.(*ssa.Select)
		if !ok || v.Index < 2 { // before the values, it tells which case and whether open
			return false
		}
		nth := v.Index - 2
		for _, st := range sel.States {
			if st.Dir != recvOnly {
				continue
			}
			if nth == 0 {
				ch = st.Chan
			}
			nth--
		}
	}
	if ch == nil {
		return false
	}
	mc := x.madeChan(ch)
	if mc == nil {
		return false
	}
	u := x.chanUseOf(mc)
	return u.sends && !u.unsure && !u.closes && !u.escapes
}

// stored reports whether the store has surely happened when use runs: it
// dominates the use, or the making of the closure that the use is in.
func (x *Extractor) stored(st *ssa.Store, use ssa.Instruction) bool {
	owner := st.Parent()
	for use != nil && use.Parent() != owner {
		fn := use.Parent()
		if fn.Parent() == nil {
			return false
		}
		x.scan(fn.Parent())
		mc := x.closures[fn]
		if mc == nil {
			return false
		}
		use = mc
	}
	if use == nil {
		return false
	}
	if st.Block() != use.Block() {
		return st.Block().Dominates(use.Block())
	}
	for _, in := range st.Block().Instrs {
		switch in {
		case ssa.Instruction(st):
			return true
		case use:
			return false
		}
	}
	return false
}

// private reports whether nobody but the function's own straight loads and
// stores ever touches the variable.
func (x *Extractor) private(addr ssa.Value) bool {
	for {
		switch a := addr.(type) {
		case *ssa.Alloc:
			c := x.cell(a)
			return !c.escapes && !c.captured && !c.parts
		case *ssa.FieldAddr:
			addr = a.X
		case *ssa.IndexAddr:
			addr = a.X
		default:
			return false
		}
	}
}

// testsBranch reports whether the value decides a branch.
func testsBranch(v ssa.Value) bool { return leadsTo(v, 4, false, isIf) }

// asks reports whether the value, or the length of what it is, decides a branch, or what a
// function returns that returns a boolean: who calls it asks for that.
func asks(v ssa.Value) bool { return leadsTo(v, 6, true, isIf) || answers(v) }

// answers is asks for what a function returns.
func answers(v ssa.Value) bool {
	res := v.Parent().Signature.Results()
	return res.Len() == 1 && isBool(res.At(0).Type()) && leadsTo(v, 6, true, func(in ssa.Instruction) bool { _, ok := in.(*ssa.Return); return ok })
}

func isIf(in ssa.Instruction) bool { _, ok := in.(*ssa.If); return ok }

// leadsTo reports whether an instruction uses the value, or what is computed of it; far tells
// to go on by its length, and by a result that it is kept in.
func leadsTo(v ssa.Value, depth int, far bool, end func(ssa.Instruction) bool) bool {
	if depth == 0 || v.Referrers() == nil {
		return false
	}
	for _, ref := range *v.Referrers() {
		if end(ref) {
			return true
		}
		switch ref := ref.(type) {
		case *ssa.UnOp:
			_, result := v.(*ssa.Alloc)
			if (ref.Op != token.MUL || result) && leadsTo(ref, depth-1, far, end) {
				return true
			}
		case *ssa.BinOp, *ssa.Phi, *ssa.Convert, *ssa.ChangeType, *ssa.Extract:
			if leadsTo(ref.(ssa.Value), depth-1, far, end) {
				return true
			}
		case *ssa.Call:
			if far && isBuiltin(ref, "len") && leadsTo(ref, depth-1, far, end) {
				return true
			}
		case *ssa.Store: // a result, where there are deferred calls
			if result, ok := ref.Addr.(*ssa.Alloc); ok && far && ref.Val == v && leadsTo(result, depth-1, far, end) {
				return true
			}
		}
	}
	return false
}
