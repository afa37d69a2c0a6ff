package forkjoin

import (
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/gojoincheck/gojoincheck/internal/event"
	"github.com/gojoincheck/gojoincheck/internal/hb"
)

// takenBackElse leaves out, of the functions that do not take back what they have sent on a
// semaphore, those that leave it to another one: who sends for each message that is on its
// way takes one back when the message has arrived.
func (d *driver) takenBackElse(fn *ssa.Function, found []hb.Finding) []hb.Finding {
	return slices.DeleteFunc(found, func(f hb.Finding) bool {
		return f.By == hb.Left && f.Rule == "stuck-lock" && slices.ContainsFunc(f.Handles, func(l event.Loc) bool {
			name := d.fieldName(l)
			own := map[*ssa.Function]bool{}
			d.reach(fn, own)
			return name != "" && slices.ContainsFunc(d.funcs, func(g *ssa.Function) bool {
				return !own[g] && outermost(g) != outermost(fn) && receivesFrom(g, name)
			})
		})
	})
}

// reach adds a function and those that it calls.
func (d *driver) reach(fn *ssa.Function, seen map[*ssa.Function]bool) {
	if !seen[fn] {
		seen[fn] = true
		for _, c := range d.calls[fn].Here {
			d.reach(c, seen)
		}
	}
}

// fieldName is the name of the field that refers to an object, "" if none does.
func (d *driver) fieldName(l event.Loc) string {
	for sp := d.x.Space; !sp.IsRoot(l); l = sp.Parent(l) {
		if sel := sp.Last(l); sel.Kind == event.Field {
			return sel.Name
		}
	}
	return ""
}

func outermost(fn *ssa.Function) *ssa.Function {
	for fn.Parent() != nil {
		fn = fn.Parent()
	}
	return fn
}

// receivesFrom reports whether a function receives from a channel in a field of that name.
func receivesFrom(fn *ssa.Function, name string) bool {
	reads := func(ch ssa.Value) bool {
		load, ok := ch.(*ssa.UnOp)
		if !ok || load.Op != token.MUL {
			return false
		}
		fa, ok := load.X.(*ssa.FieldAddr)
		return ok && fa.X.Type().Underlying().(*types.Pointer).Elem().Underlying().(*types.Struct).Field(fa.Field).Name() == name
	}
	for _, b := range fn.Blocks {
		for _, in := range b.Instrs {
			switch in := in.(type) {
			case *ssa.UnOp:
				if in.Op == token.ARROW && reads(in.X) {
					return true
				}
			case *ssa.Select:
				if slices.ContainsFunc(in.States, func(s *ssa.SelectState) bool { return s.Dir == types.RecvOnly && reads(s.Chan) }) {
					return true
				}
			}
		}
	}
	return false
}
