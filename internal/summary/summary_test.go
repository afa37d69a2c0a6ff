package summary_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/gojoincheck/gojoincheck/internal/event"
	"github.com/gojoincheck/gojoincheck/internal/summary"
)

// everything is a module that uses each thing that a summary can hold: a
// function that forks a task for the group it is given, calls the function it is
// given, and returns a function.
func everything(sp *event.Space) *event.Module {
	group := sp.NewRoot(event.Root{Kind: event.Param, Name: "wg"})
	callback := sp.NewRoot(event.Root{Kind: event.Param, Name: "f"})
	global := sp.NewRoot(event.Root{Kind: event.Global, Name: "Total", Pkg: "example.com/p", Var: true})
	ch := sp.NewRoot(event.Root{Name: "ch", Chan: true, Cap: 3})
	ctx := sp.NewRoot(event.Root{Kind: event.Opaque, Sealed: true, Ends: event.ByParent})
	field := sp.Child(group, event.Sel{Kind: event.Field, N: 2, Name: "mu"})
	entry := sp.Child(global, event.Sel{Kind: event.Key, N: 0})
	return &event.Module{
		Hidden: []event.Loc{ch},
		Funcs: []event.Func{{
			Name: "Start", Params: []event.Loc{group, callback}, Own: []event.Loc{ch, ctx},
			Results: []event.Loc{event.NoLoc, field},
			Calls: []event.CallSite{
				{Target: event.Target{Func: 1}, Kind: event.Group, Handle: group, If: 7},
				{Target: event.Target{Func: event.NoFunc, Param: callback}, Args: []event.Arg{{Loc: ch, Fn: event.Target{Func: 2}}}, Results: []event.Loc{ctx}},
				{Target: event.Target{Func: event.NoFunc}, Kind: event.Library, Handle: ctx, Effects: []event.Event{{Kind: event.Access, Loc: global, Flags: event.Write}}},
			},
			Blocks: []event.Block{
				{Trip: event.Unknown, Events: []event.Event{
					{Kind: event.Fresh, Loc: ch},
					{Kind: event.Add, Loc: group, N: event.Unknown, Key: 9},
					{Kind: event.Fork, Call: 0, Loc: group},
				}, Succs: []event.Edge{{To: 1}}},
				{Trip: 4, Key: 9, Endless: true, Select: true, Succs: []event.Edge{{To: 2, Cond: 7}, {To: 1, Cond: 7, Neg: true, Err: true}}},
				{Trip: event.Unknown, Return: true, Events: []event.Event{
					{Kind: event.Call, Call: 1, Via: 5},
					{Kind: event.Fork, Call: 2, Loc: ctx},
					{Kind: event.Bind, Loc: field, Val: ch, Flags: event.Implied | event.Deferred},
					{Kind: event.Access, Loc: entry, Flags: event.Write | event.MapOp},
				}},
			},
		}, {
			Name:   "task",
			Blocks: []event.Block{{Trip: event.Unknown, Return: true, Events: []event.Event{{Kind: event.Release, Op: event.OpSend, Loc: ch}}}},
		}, {
			Name:   "value",
			Params: []event.Loc{event.NoLoc},
			Blocks: []event.Block{{Trip: event.Unknown, Events: []event.Event{{Kind: event.Forever, Op: event.OpNil, Loc: ctx}}}},
		}},
		Results: [][]event.Target{{{Func: 2}, {Func: event.NoFunc, Param: callback}}, nil, nil},
	}
}

// host is a package that nothing is known of yet.
func host(sp *event.Space) (*summary.Host, *[]string) {
	var keys []string
	globals := map[string]event.Loc{}
	n := int32(100)
	next := func() int32 { n++; return n }
	return &summary.Host{
		Space: sp,
		Global: func(pkg, name string) event.Loc {
			id := pkg + "." + name
			if globals[id] == event.NoLoc {
				globals[id] = sp.NewRoot(event.Root{Kind: event.Global, Name: name, Pkg: pkg, Var: true})
			}
			return globals[id]
		},
		Key:    func(text string) int32 { keys = append(keys, text); return int32(len(keys) - 1) },
		Number: next, Site: next,
	}, &keys
}

func encode(sp *event.Space, m *event.Module, keys []string) []byte {
	return summary.Encode(sp, m, func(n int32) string { return keys[n] })
}

// hidden lists the roots that say they are hidden, as Encode wants them.
func hidden(sp *event.Space, m *event.Module) {
	for i := range m.Funcs {
		for _, l := range m.Funcs[i].Own {
			if sp.Root(l).Hidden {
				m.Hidden = append(m.Hidden, l)
			}
		}
	}
}

func TestEncodeIsStable(t *testing.T) {
	sp := event.NewSpace()
	m := everything(sp)
	first := encode(sp, m, []string{`"total"`})
	for range 10 {
		if again := encode(sp, m, []string{`"total"`}); !bytes.Equal(first, again) {
			t.Fatalf("two encodings of one module differ:\n%x\n%x", first, again)
		}
	}
}

func TestRoundTrip(t *testing.T) {
	sp := event.NewSpace()
	data := encode(sp, everything(sp), []string{`"total"`})
	sp2 := event.NewSpace()
	sp2.NewRoot(event.Root{}) // numbers are not those of the other space
	h, keys := host(sp2)
	m, err := summary.Decode(data, h)
	if err != nil {
		t.Fatal(err)
	}
	hidden(sp2, m)
	if again := encode(sp2, m, *keys); !bytes.Equal(data, again) {
		t.Errorf("the module read differs from the one written:\n%x\n%x", data, again)
	}
	f := m.Funcs[0]
	if got := sp2.String(f.Results[1]); got != "wg.mu" {
		t.Errorf("the second result is %s, want wg.mu", got)
	}
	if e := f.Blocks[2].Events[0]; !f.Foreign || f.Pos != event.Elsewhere || e.Pos != event.Elsewhere || e.Via != event.Elsewhere || f.Blocks[2].RetPos != event.Elsewhere {
		t.Error("a position is not Elsewhere")
	}
	if e := f.Blocks[0].Events[0]; e.Via != 0 {
		t.Error("what the function does itself happens through a call")
	}
	if !m.Forks() {
		t.Error("a module with a fork does not fork")
	}
	if f.Blocks[1].Key != f.Blocks[0].Events[1].Key {
		t.Error("one expression has two numbers")
	}
	if f.Calls[0].If != f.Blocks[1].Succs[0].Cond {
		t.Error("one condition has two numbers")
	}
}

// TestGlobalsMeet reads two summaries that name one variable into one package.
func TestGlobalsMeet(t *testing.T) {
	sp := event.NewSpace()
	data := encode(sp, everything(sp), []string{`"total"`})
	sp2 := event.NewSpace()
	h, _ := host(sp2)
	var locs []event.Loc
	for range 2 {
		m, err := summary.Decode(data, h)
		if err != nil {
			t.Fatal(err)
		}
		locs = append(locs, m.Funcs[0].Calls[2].Effects[0].Loc, m.Funcs[0].Params[0])
	}
	if locs[0] != locs[2] {
		t.Error("a package-level variable has two locations")
	}
	if locs[1] == locs[3] {
		t.Error("the parameters of two functions have one location")
	}
}

// TestBrokenData cuts and changes a summary at every byte: an error or another
// module, and never a panic.
func TestBrokenData(t *testing.T) {
	sp := event.NewSpace()
	data := encode(sp, everything(sp), []string{`"total"`})
	for n := range data {
		h, _ := host(event.NewSpace())
		if _, err := summary.Decode(data[:n], h); err == nil {
			t.Errorf("the first %d of %d bytes are a summary", n, len(data))
		}
		for _, b := range []byte{0, 1, 0x7f, 0x80, 0xff} {
			broken := bytes.Clone(data)
			broken[n] = b
			h, _ := host(event.NewSpace())
			_, _ = summary.Decode(broken, h)
		}
	}
	for _, test := range []struct {
		name string
		data []byte
		want string
	}{
		{"nothing", nil, "ends too soon"},
		{"another version", []byte{99}, "version 99"},
		{"no function", []byte{1, 0, 0, 0}, "invalid value"},
		{"a rest", append(bytes.Clone(data), 0), "more than a summary"},
	} {
		h, _ := host(event.NewSpace())
		if _, err := summary.Decode(test.data, h); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: error %v, want one that says %q", test.name, err, test.want)
		}
	}
}

// FuzzDecode reads any bytes: what is no error is a module that can be written
// and read again.
func FuzzDecode(f *testing.F) {
	sp := event.NewSpace()
	f.Add(encode(sp, everything(sp), []string{`"total"`}))
	f.Add([]byte{1, 1, 0, 0, 1, 0, 0, 0, 0, 1, 1, 1, 0, 0, 0})
	f.Fuzz(func(t *testing.T, data []byte) {
		sp := event.NewSpace()
		h, keys := host(sp)
		m, err := summary.Decode(data, h)
		if err != nil {
			return
		}
		summary.Reduce(sp, m)
		written := encode(sp, m, *keys)
		sp2 := event.NewSpace()
		h2, keys2 := host(sp2)
		m2, err := summary.Decode(written, h2)
		if err != nil {
			t.Fatalf("cannot read what was written: %v", err)
		}
		hidden(sp2, m2)
		if again := encode(sp2, m2, *keys2); !bytes.Equal(written, again) {
			t.Fatalf("written anew it differs:\n%x\n%x", written, again)
		}
	})
}

// show writes the blocks of a function on one line each.
func show(sp *event.Space, f *event.Func) string {
	kinds := map[event.Kind]string{
		event.Access: "access", event.Fresh: "fresh", event.Release: "release", event.Acquire: "acquire",
		event.Fork: "fork", event.Escape: "escape", event.Lock: "lock", event.Bind: "bind",
	}
	var lines []string
	for i, b := range f.Blocks {
		var parts []string
		for _, e := range b.Events {
			parts = append(parts, kinds[e.Kind]+" "+sp.String(e.Loc))
		}
		for _, s := range b.Succs {
			parts = append(parts, fmt.Sprintf("→%d", s.To))
		}
		if b.Return {
			parts = append(parts, "return")
		}
		lines = append(lines, fmt.Sprintf("%d: %s", i, strings.Join(parts, ", ")))
	}
	return strings.Join(lines, "\n")
}
