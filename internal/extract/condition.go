package extract

import (
	"go/constant"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/gojoincheck/gojoincheck/internal/event"
	"github.com/gojoincheck/gojoincheck/internal/syncmodel"
)

// CondUses tells, for each of the functions, what it has to do with conditions that are
// fields, and with boolean fields; nil if nobody waits for one.
func (x *Extractor) CondUses() []event.CondUse {
	if x.Partial || !slices.ContainsFunc(x.pkg.Pkg.Imports(), func(p *types.Package) bool { return p.Path() == "sync" }) {
		return nil
	}
	c := &condUses{numbers: map[*types.Var]int32{}, index: map[*ssa.Function]int{}, elsewhere: map[*types.Var]bool{}, all: make([]event.CondUse, len(x.Functions))}
	for i, fn := range x.Functions {
		c.index[fn] = i
	}
	for i, fn := range x.Functions {
		for _, b := range fn.Blocks {
			for _, in := range b.Instrs {
				switch in := in.(type) {
				case ssa.CallInstruction:
					c.call(&c.all[i], in)
				case *ssa.MakeClosure:
					if fn, ok := in.Fn.(*ssa.Function); ok && len(in.Bindings) == 1 && strings.HasPrefix(fn.Name(), "Broadcast$bound") {
						c.elsewhere[fieldRead(in.Bindings[0])] = true // it is called we do not know when
					}
				}
			}
		}
	}
	if !c.anyWaits() {
		return nil
	}
	for i, fn := range x.Functions {
		for _, b := range fn.Blocks {
			for _, in := range b.Instrs {
				c.instr(&c.all[i], in)
			}
		}
		_, known := x.callsOf(fn)
		c.all[i].Open = !known
	}
	return c.all
}

type condUses struct {
	numbers   map[*types.Var]int32
	index     map[*ssa.Function]int
	elsewhere map[*types.Var]bool // conditions whose Broadcast is a value
	all       []event.CondUse
}

// anyWaits reports whether somebody waits for a condition of which it is known who wakes
// those that do, and leaves out the others.
func (c *condUses) anyWaits() bool {
	unknown := map[int32]bool{}
	for f := range c.elsewhere {
		unknown[c.numbers[f]] = true
	}
	some := false
	for i := range c.all {
		use := &c.all[i]
		use.Waits = slices.DeleteFunc(use.Waits, func(w event.CondWait) bool { return unknown[w.Cond] })
		some = some || len(use.Waits) > 0
	}
	return some
}

func (c *condUses) number(f *types.Var) int32 {
	n, ok := c.numbers[f]
	if !ok {
		n = int32(len(c.numbers) + 1)
		c.numbers[f] = n
	}
	return n
}

// call notes a Wait, a Signal or a Broadcast.
func (c *condUses) call(use *event.CondUse, in ssa.CallInstruction) {
	fn := callee(in.Common())
	if fn == nil || fn.Pkg() == nil || fn.Pkg().Path() != "sync" || fn.Signature().Recv() == nil || len(in.Common().Args) == 0 {
		return
	}
	if syncmodel.KeyOf(fn).Recv != "Cond" {
		return
	}
	cond := fieldRead(in.Common().Args[0])
	if cond == nil {
		return
	}
	switch fn.Name() {
	case "Wait":
		for _, w := range leaves(in.Block()) {
			use.Waits = append(use.Waits, event.CondWait{Cond: c.number(cond), Flag: c.number(w.flag), Value: w.value, Pos: event.Pos(in.Pos())})
		}
	case "Signal", "Broadcast":
		use.Wakes = append(use.Wakes, event.Wake{Cond: c.number(cond), All: fn.Name() == "Broadcast", Pos: event.Pos(in.Pos())})
	}
}

// instr notes what else matters where somebody waits.
func (c *condUses) instr(use *event.CondUse, in ssa.Instruction) {
	if st, ok := in.(*ssa.Store); ok {
		fa, isField := st.Addr.(*ssa.FieldAddr)
		if call, ok := st.Val.(*ssa.Call); ok && isField && makesCond(call) {
			use.Makes = append(use.Makes, c.numbers[fieldRead(fa)])
		}
		k, isConst := st.Val.(*ssa.Const)
		if !isField || !isConst || k.Value == nil || k.Value.Kind() != constant.Bool {
			return
		}
		if a, local := fa.X.(*ssa.Alloc); local && a.Parent() == st.Parent() {
			return // nobody waits yet
		}
		if f := fieldRead(fa); c.numbers[f] != 0 {
			use.Sets = append(use.Sets, event.FlagSet{Flag: c.numbers[f], Value: constant.BoolVal(k.Value), Name: f.Name(), Pos: event.Pos(st.Pos())})
		}
		return
	}
	many := false
	if call, ok := in.(ssa.CallInstruction); ok {
		_, goes := in.(*ssa.Go)
		many = (goes || handsFunction(call)) && reachesAgain(in.Block(), in.Block())
	}
	for _, op := range in.Operands(nil) {
		fn, ok := (*op).(*ssa.Function)
		if mc, made := (*op).(*ssa.MakeClosure); made {
			fn, ok = mc.Fn.(*ssa.Function), true
		}
		if i, known := c.index[fn]; ok && known {
			use.Runs = append(use.Runs, i)
			c.all[i].Many = c.all[i].Many || many
		}
	}
}

func makesCond(call *ssa.Call) bool {
	fn := callee(&call.Call)
	return fn != nil && syncmodel.KeyOf(fn) == syncmodel.Key{Pkg: "sync", Name: "NewCond"}
}

// handsFunction reports whether a call of code out of sight is given a function, as the Go
// of a group is.
func handsFunction(call ssa.CallInstruction) bool {
	fn := callee(call.Common())
	return fn != nil && fn.Name() == "Go"
}

type leaving struct {
	flag  *types.Var
	value bool
}

// leaves lists the boolean fields whose values end the loop around a Wait.
func leaves(wait *ssa.BasicBlock) []leaving {
	var out []leaving
	for _, b := range wait.Parent().Blocks {
		iff, ok := b.Instrs[len(b.Instrs)-1].(*ssa.If)
		if !ok || !inLoopWith(b, wait) {
			continue
		}
		cond, yes := iff.Cond, true
		if not, ok := cond.(*ssa.UnOp); ok && not.Op == token.NOT {
			cond, yes = not.X, false
		}
		flag := fieldRead(cond)
		if flag == nil || !types.Identical(flag.Type().Underlying(), types.Typ[types.Bool]) {
			continue
		}
		for i, s := range b.Succs {
			if !inLoopWith(s, wait) {
				out = append(out, leaving{flag, (i == 0) == yes})
			}
		}
	}
	return out
}

// inLoopWith reports whether control can come from one block to another and back.
func inLoopWith(a, b *ssa.BasicBlock) bool { return reaches(a, b) && reachesAgain(b, a) }

// reachesAgain reports whether control can come from the end of a block to another.
func reachesAgain(from, to *ssa.BasicBlock) bool {
	for _, s := range from.Succs {
		if reaches(s, to) {
			return true
		}
	}
	return false
}
