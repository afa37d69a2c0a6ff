package hb

import (
	"slices"

	"github.com/gojoincheck/gojoincheck/internal/event"
)

// Unwoken finds flags that are set without waking all who wait for them: "Wait [...]
// cannot return unless awoken by Broadcast or Signal", and Signal wakes one. A flag that
// is set for good needs a Broadcast, unless who is woken passes it on.
func Unwoken(uses []event.CondUse) []Finding {
	u := &unwoken{uses: uses, callers: make([][]int, len(uses))}
	for i := range uses {
		for _, callee := range uses[i].Runs {
			u.callers[callee] = append(u.callers[callee], i)
		}
	}
	var found []Finding
	for i := range uses {
		for _, set := range uses[i].Sets {
			if f, ok := u.judge(i, set); ok {
				found = append(found, f)
			}
		}
	}
	return found
}

type unwoken struct {
	uses    []event.CondUse
	callers [][]int
}

// judge judges one place where a flag is set.
func (u *unwoken) judge(fn int, set event.FlagSet) (Finding, bool) {
	for w := range u.uses {
		for _, wait := range u.uses[w].Waits {
			if wait.Flag != set.Flag || wait.Value != set.Value {
				continue
			}
			f := Finding{Rule: "stuck-join", Pos: set.Pos, Name: set.Name, By: Unheard, Steps: []Step{{Role: RoleNeed, Pos: wait.Pos, Op: event.OpCond}}}
			switch wake := u.wakes(fn, wait.Cond); {
			case wake == nil:
				return f, true
			case wake.All || u.isReset(set) || len(u.uses[w].Wakes) > 0 || !u.several(w, wait.Cond):
			default:
				f.Pos, f.By = wake.Pos, OneHears
				return f, true
			}
		}
	}
	return Finding{}, false
}

// wakes finds what wakes those that wait for a condition when a function has set the flag,
// nil if nothing does: it, what it runs, or those that call it, themselves. Where it is not
// known who calls it, somebody may.
func (u *unwoken) wakes(fn int, cond int32) *event.Wake {
	found := u.within(fn, cond, map[int]bool{})
	seen := map[int]bool{fn: true}
	for todo := []int{fn}; len(todo) > 0; todo = todo[1:] {
		if u.uses[todo[0]].Open {
			return &event.Wake{All: true}
		}
		for _, c := range u.callers[todo[0]] {
			if !seen[c] {
				seen[c] = true
				found = better(found, u.own(c, cond))
				todo = append(todo, c)
			}
		}
	}
	return found
}

// within is what a function and all that it runs wake.
func (u *unwoken) within(fn int, cond int32, seen map[int]bool) *event.Wake {
	if seen[fn] {
		return nil
	}
	seen[fn] = true
	found := u.own(fn, cond)
	for _, c := range u.uses[fn].Runs {
		found = better(found, u.within(c, cond, seen))
	}
	return found
}

// own is what a function wakes itself.
func (u *unwoken) own(fn int, cond int32) (found *event.Wake) {
	for i := range u.uses[fn].Wakes {
		if w := &u.uses[fn].Wakes[i]; w.Cond == cond {
			found = better(found, w)
		}
	}
	return found
}

// better is what wakes more.
func better(a, b *event.Wake) *event.Wake {
	if a == nil || b != nil && b.All && !a.All {
		return b
	}
	return a
}

// isReset reports whether a flag is set to the other value, too: it is none for good.
func (u *unwoken) isReset(set event.FlagSet) bool {
	return slices.ContainsFunc(u.uses, func(use event.CondUse) bool {
		return slices.ContainsFunc(use.Sets, func(s event.FlagSet) bool { return s.Flag == set.Flag && s.Value != set.Value })
	})
}

// several reports whether several goroutines may be started that come to a function and
// wait for one condition there. Those that are started where the condition is made have
// each their own.
func (u *unwoken) several(fn int, cond int32) bool {
	seen := map[int]bool{}
	var visit func(int) bool
	visit = func(i int) bool {
		if seen[i] {
			return false
		}
		seen[i] = true
		return u.uses[i].Many || !u.makes(i, cond, map[int]bool{}) && slices.ContainsFunc(u.callers[i], visit)
	}
	return visit(fn)
}

// makes reports whether a function, or one that it runs, makes a condition.
func (u *unwoken) makes(fn int, cond int32, seen map[int]bool) bool {
	if seen[fn] {
		return false
	}
	seen[fn] = true
	return slices.Contains(u.uses[fn].Makes, cond) || slices.ContainsFunc(u.uses[fn].Runs, func(i int) bool { return u.makes(i, cond, seen) })
}
