package forkjoin

import (
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/gojoincheck/gojoincheck/internal/event"
	"github.com/gojoincheck/gojoincheck/internal/extract"
	"github.com/gojoincheck/gojoincheck/internal/hb"
)

// takenBackElse leaves out, of the functions that do not take back what they have sent on a
// semaphore, those that leave it to another one: who sends for each message that is on its
// way takes one back when the message has arrived.
func (d *driver) takenBackElse(fn *ssa.Function, found []hb.Finding) []hb.Finding {
	return slices.DeleteFunc(found, func(f hb.Finding) bool {
		if f.By != hb.Left || f.Rule != "stuck-lock" {
			return false
		}
		own := map[*ssa.Function]bool{}
		d.reach(fn, own)
		sent := map[*types.Var]bool{}
		for g := range own {
			channelFields(g, types.SendOnly, sent)
		}
		received := map[*types.Var]bool{}
		for _, g := range d.funcs {
			if !own[g] {
				channelFields(g, types.RecvOnly, received)
			}
		}
		return slices.ContainsFunc(f.Handles, func(l event.Loc) bool {
			for field := range received {
				if sent[field] && field.Name() == d.fieldName(l) {
					return true
				}
			}
			return false
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

// channelFields adds the fields that hold the channels on which a function sends, or from
// which it receives.
func channelFields(fn *ssa.Function, dir types.ChanDir, out map[*types.Var]bool) {
	add := func(ch ssa.Value) {
		if load, ok := ch.(*ssa.UnOp); ok && load.Op == token.MUL {
			if fa, ok := load.X.(*ssa.FieldAddr); ok && extract.FieldVar(fa) != nil {
				out[extract.FieldVar(fa).Origin()] = true
			}
		}
	}
	for _, b := range fn.Blocks {
		for _, in := range b.Instrs {
			switch in := in.(type) {
			case *ssa.Send:
				if dir == types.SendOnly {
					add(in.Chan)
				}
			case *ssa.UnOp:
				if dir == types.RecvOnly && in.Op == token.ARROW {
					add(in.X)
				}
			case *ssa.Select:
				for _, s := range in.States {
					if s.Dir == dir {
						add(s.Chan)
					}
				}
			}
		}
	}
}
