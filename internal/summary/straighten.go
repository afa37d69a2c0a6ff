package summary

import (
	"slices"

	"github.com/gojoincheck/gojoincheck/internal/event"
)

// straighten removes the blocks that nothing happens in and merges those that
// only follow each other, until nothing changes. What is left is reached from
// the entry, which stays the first.
func straighten(f *event.Func) {
	for changed := true; changed; {
		changed = skipEmpty(f)
		compact(f)
		changed = mergeStraight(f) || changed
		compact(f)
	}
}

// skipEmpty leads edges past blocks without events that have one successor,
// makes one edge of several that lead to the same block, and drops the rounds
// of a loop in which nothing happens.
func skipEmpty(f *event.Func) bool {
	changed := false
	for i := range f.Blocks {
		b := &f.Blocks[i]
		if b.Select { // each edge leads to the operation of a case
			continue
		}
		for k := range b.Succs {
			to := b.Succs[k].To
			if e, ok := passed(f, to); ok && e != to && to != int32(i) {
				b.Succs[k].To, changed = e, true
			}
		}
		if n := len(b.Succs); n > 1 {
			b.Succs = uniqueEdges(b.Succs)
			changed = changed || len(b.Succs) < n
		}
		if len(b.Events) == 0 && len(b.Succs) > 1 {
			n := len(b.Succs)
			b.Succs = slices.DeleteFunc(b.Succs, func(e event.Edge) bool { return e.To == int32(i) })
			if len(b.Succs) < n {
				changed = true
				if len(b.Succs) == 1 {
					b.Succs[0].Cond = 0
				}
			}
		}
	}
	return changed
}

// passed returns where control goes on from a block in which nothing happens.
// The header of a loop stays: it knows how often the loop runs.
func passed(f *event.Func, at int32) (int32, bool) {
	b := &f.Blocks[at]
	if len(b.Events) > 0 || len(b.Succs) != 1 || b.Return || b.Select || b.Succs[0].To == at || at == 0 || b.Trip != event.Unknown || b.Endless || b.AtEnd {
		return 0, false
	}
	return b.Succs[0].To, true
}

// uniqueEdges keeps one edge to each block; when all lead to one, no condition
// decides any more.
func uniqueEdges(edges []event.Edge) []event.Edge {
	var out []event.Edge
	for _, e := range edges {
		i := slices.IndexFunc(out, func(o event.Edge) bool { return o.To == e.To })
		if i < 0 {
			out = append(out, e)
		} else if out[i].Cond != e.Cond || out[i].Neg != e.Neg {
			out[i].Cond, out[i].Neg = 0, false
		}
	}
	if len(out) == 1 {
		out[0].Cond, out[0].Neg = 0, false
	}
	return out
}

// mergeStraight appends a block to the only one that leads to it.
func mergeStraight(f *event.Func) bool {
	preds := make([]int, len(f.Blocks))
	for i := range f.Blocks {
		for _, e := range f.Blocks[i].Succs {
			preds[e.To]++
		}
	}
	changed := false
	for i := range f.Blocks {
		b := &f.Blocks[i]
		for !b.Select && !b.Return && len(b.Succs) == 1 {
			to := b.Succs[0].To
			next := &f.Blocks[to]
			if int(to) == i || to == 0 || preds[to] != 1 {
				break
			}
			b.Events = append(slices.Clip(b.Events), next.Events...)
			b.Succs, b.Return, b.RetPos, b.Ret, b.RetCond, b.Select = next.Succs, next.Return, next.RetPos, next.Ret, next.RetCond, next.Select
			next.Events, next.Succs, next.Return, next.Select = nil, nil, false, false
			preds[to] = 0
			changed = true
		}
	}
	return changed
}

// compact removes the blocks that are never reached.
func compact(f *event.Func) {
	at := make([]int32, len(f.Blocks))
	for i := range at {
		at[i] = -1
	}
	stack := []int32{0}
	at[0] = 0
	for len(stack) > 0 {
		b := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		for _, e := range f.Blocks[b].Succs {
			if at[e.To] < 0 {
				at[e.To] = 0
				stack = append(stack, e.To)
			}
		}
	}
	n := int32(0)
	for i := range f.Blocks {
		if at[i] >= 0 {
			at[i] = n
			f.Blocks[n] = f.Blocks[i]
			n++
		}
	}
	f.Blocks = f.Blocks[:n]
	for i := range f.Blocks {
		for k := range f.Blocks[i].Succs {
			f.Blocks[i].Succs[k].To = at[f.Blocks[i].Succs[k].To]
		}
	}
}

// renumber drops the call sites that no event refers to.
func renumber(f *event.Func) {
	var calls []event.CallSite
	at := map[int32]int32{}
	for i := range f.Blocks {
		for k := range f.Blocks[i].Events {
			e := &f.Blocks[i].Events[k]
			if !e.Kind.HasSite() {
				continue
			}
			to, ok := at[e.Call]
			if !ok {
				to = int32(len(calls))
				at[e.Call] = to
				calls = append(calls, f.Calls[e.Call])
			}
			e.Call = to
		}
	}
	f.Calls = calls
}
