package main

import (
	"bytes"
	"math/rand/v2"
	"slices"
	"testing"
)

// highest is what a campaign may show, in percent: of everything, and of what
// no documented limit explains.
var highest = map[string][2]float64{
	"unsound joined":  {7, 0.05},
	"unsound ordered": {6, 0.05},
	"false race":      {24, 0.3},
	"false end":       {15, 0.4},
	"false leak":      {9, 0.7},
	"missed race":     {18, 0.3},
	"missed end":      {34, 0.8},
	"missed leak":     {37, 1.5},
}

// TestPrograms judges random programs, always the same.
func TestPrograms(t *testing.T) {
	var out bytes.Buffer
	c := campaign{n: 1500, seed: 7, counts: map[string]int{}, shown: map[string]int{}, out: &out}
	if testing.Short() {
		c.n = 200
	}
	if err := c.run(t.Context()); err != nil {
		t.Fatal(err)
	}
	c.report()
	t.Log(out.String())
	for _, s := range shares {
		all, plain := c.rates(s)
		if limit := highest[s.kind]; all > limit[0] || plain > limit[1] {
			t.Errorf("%s: %.2f%%, %.2f%% not explained; at most %v are allowed", s.kind, all, plain, limit)
		}
		if c.counts[s.of] < c.n/20 {
			t.Errorf("only %d %s in %d programs: the comparison is empty", c.counts[s.of], s.of, c.n)
		}
	}
	if bad := c.counts["program does not compile"] + c.counts["program not a program"]; bad*50 > c.n {
		t.Errorf("%d of %d programs are none", bad, c.n)
	}
}

// TestMachine holds the judge to what the memory model says, on programs small
// enough to know.
func TestMachine(t *testing.T) {
	write, read := &stmt{op: opWrite}, &stmt{op: opRead}
	fork := func(body ...*stmt) *stmt { return &stmt{op: opGo, body: body} }
	o := func(op op) *stmt { return &stmt{op: op, n: 1} }
	deferred := func(s *stmt) *stmt { return &stmt{op: opDefer, body: []*stmt{s}} }
	for _, test := range []struct {
		name                    string
		size                    int // of the channel
		body                    []*stmt
		races, unfinished, dead int
		panics                  bool
	}{
		{"unjoined", 0, []*stmt{fork(write), read}, 1, 1, 0, false},
		{"a message", 0, []*stmt{fork(write, o(opSend)), o(opRecv), read}, 0, 0, 0, false},
		{"a receive completes a send", 0, []*stmt{fork(write, o(opRecv)), o(opSend), read}, 0, 0, 0, false},
		{"a buffer does not", 1, []*stmt{fork(write, o(opRecv)), o(opSend), read}, 1, 1, 0, false},
		{"a buffer blocks when full", 1, []*stmt{fork(o(opRecv)), o(opSend), o(opSend)}, 0, 0, 0, false},
		{"after the signal", 0, []*stmt{fork(o(opSend), write), o(opRecv), read}, 1, 1, 0, false},
		{"a group", 0, []*stmt{o(opAdd), fork(deferred(o(opDone)), write), o(opWait), read}, 0, 0, 0, false},
		{"Done too often", 0, []*stmt{o(opAdd), fork(o(opDone)), o(opWait), o(opDone)}, 0, 0, 0, true},
		{"a lock", 0, []*stmt{fork(o(opLock), write, o(opUnlock)), o(opLock), write, o(opUnlock)}, 0, 1, 0, false},
		{"two readers", 0, []*stmt{fork(o(opRLock), write, o(opRUnlock)), o(opRLock), read, o(opRUnlock)}, 1, 1, 0, false},
		{"a lock taken twice", 0, []*stmt{fork(o(opLock)), o(opLock), o(opLock)}, 0, 0, 2, false},
		{"nobody receives", 0, []*stmt{fork(o(opSend))}, 0, 1, 1, false},
		{"a default", 0, []*stmt{fork(&stmt{op: opSelect, body: []*stmt{
			{op: opCase, kind: caseSend}, {op: opCase, kind: caseDefault}}})}, 0, 1, 0, false},
		{"a flag", 0, []*stmt{fork(write, o(opStore)), {op: opIfFlag, body: []*stmt{read}}}, 0, 1, 0, false},
		{"a flag not looked at", 0, []*stmt{fork(write, o(opStore)), o(opLoad), read}, 1, 1, 0, false},
		{"once", 0, []*stmt{fork(&stmt{op: opOnce, body: []*stmt{write}}), {op: opOnce, body: []*stmt{write}}, read}, 0, 1, 0, false},
		{"a context", 0, []*stmt{fork(o(opAwait), read), write, o(opCancel)}, 0, 1, 0, false},
		{"one for each round", 0, []*stmt{{op: opLoop, n: 2, body: []*stmt{o(opDecl), fork(write)}}}, 0, 1, 0, false},
		{"one for all rounds", 0, []*stmt{{op: opLoop, n: 2, body: []*stmt{fork(write)}}}, 1, 1, 0, false},
		{"closed twice", 0, []*stmt{o(opClose), o(opClose)}, 0, 0, 0, true},
	} {
		p := &prog{vars: 1, chans: []int{test.size}, groups: 1, mutexes: 1, body: cloneAll(test.body)}
		p.source()
		out, ok := p.run(maxStates)
		if !ok {
			t.Fatalf("%s: beyond the machine", test.name)
		}
		got := []int{len(out.races), len(out.unfinished), len(out.deadlocks)}
		if want := []int{test.races, test.unfinished, test.dead}; !slices.Equal(got, want) || out.panics != test.panics {
			t.Errorf("%s: races, unfinished, deadlocks %v, panics %v; want %v, %v\n%s", test.name, got, out.panics, want, test.panics, p.source())
		}
	}
}

// TestGenerated demands that the programs use the whole language.
func TestGenerated(t *testing.T) {
	var ops [opBreak + 1]int
	var styles [numStyles]int
	var places [numPlaces]int
	for i := range uint64(1500) {
		p := generate(rand.New(rand.NewPCG(1, i)))
		places[p.place]++
		p.any(func(s *stmt) bool {
			ops[s.op]++
			styles[s.style]++
			return false
		})
	}
	for o, n := range ops {
		if n < 10 {
			t.Errorf("statement %d is made %d times", o, n)
		}
	}
	if slices.Min(styles[:]) < 100 || slices.Min(places[:]) < 100 {
		t.Errorf("styles %v, places %v", styles, places)
	}
}

// TestShrink looks for the one write in a program full of other things.
func TestShrink(t *testing.T) {
	made := 0
	for i := range uint64(200) {
		p := generate(rand.New(rand.NewPCG(3, i)))
		writes := func(p *prog) bool { return p.any(func(s *stmt) bool { return s.op == opWrite }) }
		if !writes(p) || p.size() < 10 {
			continue
		}
		made++
		before := p.source()
		small := shrink(p, writes)
		if p.source() != before {
			t.Fatal("the program itself is changed")
		}
		// What is around the write may be a fork, which nothing can replace.
		if n := small.size(); n > 3 {
			t.Errorf("%d statements are left:\n%s", n, small.source())
		}
	}
	if made < 50 {
		t.Errorf("only %d programs to shrink", made)
	}
}
