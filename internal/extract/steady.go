package extract

import (
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"
)

// A blockSet are some blocks of one function, by index.
type blockSet []bool

func (s blockSet) has(in ssa.Instruction) bool { return s[in.Block().Index] }

// loopsOf lists the loops of a function, those within others first.
func loopsOf(fn *ssa.Function) []blockSet {
	var loops []blockSet
	for _, header := range fn.Blocks {
		if !isHeader(header) {
			continue
		}
		body := make(blockSet, len(fn.Blocks))
		body[header.Index] = true
		var add func(b *ssa.BasicBlock)
		add = func(b *ssa.BasicBlock) {
			if !body[b.Index] {
				body[b.Index] = true
				for _, p := range b.Preds {
					add(p)
				}
			}
		}
		for _, latch := range header.Preds {
			if header.Dominates(latch) {
				add(latch)
			}
		}
		loops = append(loops, body)
	}
	size := func(s blockSet) (n int) {
		for _, in := range s {
			if in {
				n++
			}
		}
		return n
	}
	slices.SortStableFunc(loops, func(a, b blockSet) int { return size(a) - size(b) })
	return loops
}

// steady counts the loops around a block, from the innermost, in all rounds of which a
// condition is the same.
func (b *builder) steady(cond ssa.Value, blk *ssa.BasicBlock) (n uint8) {
	for _, l := range b.loops {
		if l[blk.Index] {
			if !b.sameIn(l, cond, maxHops) {
				break
			}
			n++
		}
	}
	return n
}

// sameIn reports whether a value is the same in all rounds of a loop: it is made before, or
// computed of such values alone.
func (b *builder) sameIn(loop blockSet, v ssa.Value, hops int) bool {
	in, ok := v.(ssa.Instruction)
	if !ok || in.Parent() != b.fn || !loop.has(in) {
		return true
	}
	if hops == 0 {
		return false
	}
	same := func(v ssa.Value) bool { return b.sameIn(loop, v, hops-1) }
	switch v := v.(type) {
	case *ssa.BinOp:
		return same(v.X) && same(v.Y)
	case *ssa.Convert:
		return same(v.X)
	case *ssa.ChangeType:
		return same(v.X)
	case *ssa.Field:
		return same(v.X)
	case *ssa.UnOp:
		return v.Op == token.NOT && same(v.X) || v.Op == token.MUL && b.keptIn(loop, v)
	case *ssa.Call:
		if isBuiltin(v, "len") {
			switch v.Call.Args[0].Type().Underlying().(type) {
			case *types.Slice, *types.Basic:
				return same(v.Call.Args[0])
			}
		}
	}
	return false
}

// keptIn reports whether a variable, or a field of one, keeps what it has through all rounds
// of a loop: it is stored to once, before.
func (b *builder) keptIn(loop blockSet, load *ssa.UnOp) bool {
	addr := load.X
	fa, field := addr.(*ssa.FieldAddr)
	if field {
		addr = fa.X
	}
	c, made := b.cellOf(addr), b.variable(addr)
	if c == nil || made == nil || c.only() == nil || field && c.onlyWhole() == nil {
		return false
	}
	st := c.stores[0]
	outside := func(in ssa.Instruction) bool { return in.Parent() != b.fn || !loop.has(in) }
	return b.stored(st, load) && outside(st) && outside(made)
}
