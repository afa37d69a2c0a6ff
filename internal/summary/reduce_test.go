package summary_test

import (
	"slices"
	"testing"

	"github.com/gojoincheck/gojoincheck/internal/event"
	"github.com/gojoincheck/gojoincheck/internal/summary"
)

// block makes a block that leads to others.
func block(events []event.Event, to ...int32) event.Block {
	b := event.Block{Trip: event.Unknown, Events: events, Return: len(to) == 0}
	for i, t := range to {
		e := event.Edge{To: t}
		if len(to) > 1 {
			e.Cond, e.Neg = 1, i == 1
		}
		b.Succs = append(b.Succs, e)
	}
	return b
}

func TestReduce(t *testing.T) {
	sp := event.NewSpace()
	param := sp.NewRoot(event.Root{Kind: event.Param, Name: "p"})
	local := sp.NewRoot(event.Root{Name: "local", Var: true})
	made := sp.NewRoot(event.Root{Name: "made", Chan: true})
	exported := sp.NewRoot(event.Root{Kind: event.Global, Name: "Exported", Pkg: "p"})
	private := sp.NewRoot(event.Root{Kind: event.Global, Name: "private", Pkg: "p"})
	access := func(l event.Loc) event.Event { return event.Event{Kind: event.Access, Loc: l} }
	ev := func(k event.Kind, l event.Loc) event.Event { return event.Event{Kind: k, Loc: l} }
	list := func(e ...event.Event) []event.Event { return e }

	tests := []struct {
		name    string
		f       event.Func
		matters bool
		hidden  []event.Loc
		want    string
	}{{
		name: "accesses to memory that stays within are left out",
		f: event.Func{Own: []event.Loc{local}, Blocks: []event.Block{
			block(list(ev(event.Fresh, local), access(local), access(param), access(exported), access(private))),
		}},
		matters: true,
		want:    "0: access p, access Exported, return",
	}, {
		name: "a function that only computes does not matter",
		f: event.Func{Own: []event.Loc{local}, Blocks: []event.Block{
			block(list(ev(event.Fresh, local), access(local)), 1), block(list(ev(event.Escape, param))),
		}},
		want: "0: escape p, return",
	}, {
		name: "what is returned is known to the caller",
		f: event.Func{Own: []event.Loc{local}, Results: []event.Loc{local}, Blocks: []event.Block{
			block(list(ev(event.Fresh, local), access(local))),
		}},
		matters: true,
		want:    "0: fresh local, access local, return",
	}, {
		name: "what is stored in a parameter is known to the caller",
		f: event.Func{Own: []event.Loc{local}, Blocks: []event.Block{
			block(list(ev(event.Fresh, local), access(local), event.Event{Kind: event.Bind, Loc: param, Val: local})),
		}},
		matters: true,
		want:    "0: fresh local, access local, bind p, return",
	}, {
		name: "a channel of its own orders, and stays hidden",
		f: event.Func{Own: []event.Loc{made, local}, Blocks: []event.Block{
			block(list(ev(event.Fresh, made), access(local), ev(event.Release, made)), 1), block(list(ev(event.Acquire, made))),
		}},
		matters: true,
		hidden:  []event.Loc{made},
		want:    "0: fresh made, release made, acquire made, return",
	}, {
		name: "branches and loops in which nothing happens are left out",
		f: event.Func{Own: []event.Loc{local}, Blocks: []event.Block{
			block(list(access(param)), 1, 2), block(list(access(local)), 3), block(nil, 3),
			block(nil, 4, 5), block(list(access(local)), 3), block(list(ev(event.Lock, param))),
		}},
		matters: true,
		want:    "0: access p, lock p, return",
	}, {
		name: "repeated accesses are left out until something is ordered",
		f: event.Func{Blocks: []event.Block{
			block(list(access(param), access(param), ev(event.Lock, param), access(param), access(param))),
		}},
		matters: true,
		want:    "0: access p, lock p, access p, return",
	}, {
		name: "a loop in which something happens stays",
		f: event.Func{Blocks: []event.Block{
			block(nil, 1), block(nil, 2, 3), block(list(ev(event.Acquire, param)), 1), block(nil),
		}},
		matters: true,
		want:    "0: →1\n1: →2, →3\n2: acquire p, →1\n3: return",
	}, {
		name:    "a function that never returns matters",
		f:       event.Func{Blocks: []event.Block{{Trip: event.Unknown, Succs: []event.Edge{{To: 0}}}}},
		matters: true,
		want:    "0: →0",
	}, {
		name:    "a part of a parameter that is returned matters",
		f:       event.Func{Results: []event.Loc{param}, Blocks: []event.Block{block(nil)}},
		matters: true,
		want:    "0: return",
	}}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			m := &event.Module{Funcs: []event.Func{test.f}, Results: [][]event.Target{make([]event.Target, len(test.f.Results))}}
			for i := range m.Results[0] {
				m.Results[0][i].Func = event.NoFunc
			}
			matters := summary.Reduce(sp, m)
			if matters != test.matters {
				t.Errorf("matters = %t, want %t", matters, test.matters)
			}
			if got := show(sp, &m.Funcs[0]); got != test.want {
				t.Errorf("reduced to\n%s\nwant\n%s", got, test.want)
			}
			if !slices.Equal(m.Hidden, test.hidden) {
				t.Errorf("hidden %v, want %v", m.Hidden, test.hidden)
			}
		})
	}
}
