package flow_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/gojoincheck/gojoincheck/internal/flow"
)

// facts is how many facts the problems of these tests are about.
const facts = 7

// A graph is a random problem: blocks that set and clear facts, and edges, some
// of which can be taken only while a fact holds.
type graph struct {
	succs  [][]int32
	gen    []flow.Bits
	kill   []flow.Bits
	guard  [][]int // per edge: the fact it needs, -1 for none
	may    bool    // union at joins, or intersection
	visits []int   // per block: how often it was transformed
}

func random(r *rand.Rand, may, guards bool) *graph {
	g := &graph{may: may}
	n := 1 + r.IntN(9)
	for range n {
		g.gen, g.kill = append(g.gen, subset(r)), append(g.kill, subset(r))
		var succs []int32
		var needs []int
		for range r.IntN(4) {
			succs = append(succs, int32(r.IntN(n)))
			need := -1
			if guards && r.IntN(3) == 0 {
				need = r.IntN(facts)
			}
			needs = append(needs, need)
		}
		g.succs, g.guard = append(g.succs, succs), append(g.guard, needs)
	}
	g.visits = make([]int, n)
	return g
}

func subset(r *rand.Rand) flow.Bits {
	b := flow.NewBits(facts)
	for i := range facts {
		if r.IntN(4) == 0 {
			b.Set(i)
		}
	}
	return b
}

func (g *graph) problem() *flow.Problem[flow.Bits] {
	return &flow.Problem[flow.Bits]{
		Blocks: len(g.succs),
		Succs:  func(b int) []int32 { return g.succs[b] },
		Entry:  flow.NewBits(facts),
		Clone:  flow.Bits.Clone,
		Join: func(dst *flow.Bits, src flow.Bits) bool {
			if g.may {
				return dst.Union(src)
			}
			return dst.Intersect(src)
		},
		Block: func(b int, s flow.Bits) flow.Bits { g.visits[b]++; return g.transfer(b, s) },
		Edge:  func(b, k int, s flow.Bits) (flow.Bits, bool) { return s, g.passes(b, k, s) },
		Limit: 100,
	}
}

func (g *graph) transfer(b int, s flow.Bits) flow.Bits {
	s.Minus(g.kill[b])
	s.Union(g.gen[b])
	return s
}

func (g *graph) passes(b, k int, s flow.Bits) bool { return g.guard[b][k] < 0 || s.Has(g.guard[b][k]) }

// overPaths is what the solver must find, computed the slow way: the states in
// which any path reaches each block, joined.
func (g *graph) overPaths() (in []flow.Bits, reached []bool) {
	in, reached = make([]flow.Bits, len(g.succs)), make([]bool, len(g.succs))
	type visit struct {
		block int
		state uint64
	}
	seen := map[visit]bool{}
	stack := []visit{{}}
	for len(stack) > 0 {
		v := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		if seen[v] {
			continue
		}
		seen[v] = true
		s := flow.Bits{v.state}
		if !reached[v.block] {
			in[v.block], reached[v.block] = s.Clone(), true
		} else if g.may {
			in[v.block].Union(s)
		} else {
			in[v.block].Intersect(s)
		}
		out := g.transfer(v.block, s)
		for k, t := range g.succs[v.block] {
			if g.passes(v.block, k, out) {
				stack = append(stack, visit{int(t), out[0]})
			}
		}
	}
	return in, reached
}

// TestSolutionIsThatOverAllPaths: where transfer functions distribute over the
// join, as setting and clearing do, the fixpoint is exact.
func TestSolutionIsThatOverAllPaths(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 2000 {
		g := random(r, r.IntN(2) == 0, false)
		in, reached, ok := g.problem().Solve()
		if !ok {
			t.Fatalf("no solution of %+v", g)
		}
		want, wantReached := g.overPaths()
		for b := range in {
			if reached[b] != wantReached[b] || reached[b] && !slices.Equal(in[b], want[b]) {
				t.Fatalf("block %d of %+v: %v (reached %v), over all paths %v (%v)", b, g, in[b], reached[b], want[b], wantReached[b])
			}
		}
	}
}

// TestSolutionIsAFixpoint: no edge brings anything new, and nothing is left out
// that some path brings, also where edges can be taken in some states only.
func TestSolutionIsAFixpoint(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for range 2000 {
		g := random(r, true, true)
		in, reached, ok := g.problem().Solve()
		if !ok {
			t.Fatalf("no solution of %+v", g)
		}
		for b := range in {
			if !reached[b] {
				continue
			}
			out := g.transfer(b, in[b].Clone())
			for k, to := range g.succs[b] {
				if g.passes(b, k, out) && (!reached[to] || in[to].Clone().Union(out)) {
					t.Fatalf("edge %d→%d of %+v brings something new", b, to, g)
				}
			}
		}
		want, wantReached := g.overPaths()
		for b := range want {
			if wantReached[b] && (!reached[b] || in[b].Clone().Union(want[b])) {
				t.Fatalf("block %d of %+v: %v lacks some of %v", b, g, in[b], want[b])
			}
		}
	}
}

// TestLimit: a problem whose states grow for ever is given up.
func TestLimit(t *testing.T) {
	p := flow.Problem[int]{
		Blocks: 2,
		Succs:  func(b int) []int32 { return [][]int32{{1}, {1}}[b] },
		Clone:  func(n int) int { return n },
		Join: func(dst *int, src int) bool {
			grew := src > *dst
			*dst = max(*dst, src)
			return grew
		},
		Block: func(_, n int) int { return n + 1 },
		Edge:  func(_, _, n int) (int, bool) { return n, true },
		Limit: 5,
	}
	if _, _, ok := p.Solve(); ok {
		t.Error("a problem without a fixpoint was solved")
	}
}

// TestNoBlocks: nothing to solve is solved.
func TestNoBlocks(t *testing.T) {
	p := flow.Problem[int]{}
	if in, reached, ok := p.Solve(); !ok || len(in) != 0 || len(reached) != 0 {
		t.Errorf("got %v, %v, %v", in, reached, ok)
	}
}

// TestVisitsAreFew: in a graph without loops each block is visited once, whose
// state is then final.
func TestVisitsAreFew(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for range 500 {
		g := random(r, true, false)
		for b := range g.succs { // edges lead forward only
			g.succs[b] = slices.DeleteFunc(g.succs[b], func(to int32) bool { return int(to) <= b })
		}
		if _, _, ok := g.problem().Solve(); !ok {
			t.Fatal("no solution")
		}
		if most := slices.Max(g.visits); most > 1 {
			t.Fatalf("%+v: a block is visited %d times", g, most)
		}
	}
}

// TestJoinLaws: union and intersection of sets are associative, commutative and
// idempotent, and tell whether they changed anything.
func TestJoinLaws(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	for name, join := range map[string]func(flow.Bits, flow.Bits) bool{"union": flow.Bits.Union, "intersection": flow.Bits.Intersect} {
		of := func(sets ...flow.Bits) flow.Bits {
			all := sets[0].Clone()
			for _, s := range sets[1:] {
				before := all.Clone()
				if changed := join(all, s); changed == slices.Equal(before, all) {
					t.Errorf("%s of %v and %v says changed: %v", name, before, s, changed)
				}
			}
			return all
		}
		for range 500 {
			a, b, c := subset(r), subset(r), subset(r)
			switch {
			case !slices.Equal(of(of(a, b), c), of(a, of(b, c))):
				t.Errorf("%s is not associative: %v %v %v", name, a, b, c)
			case !slices.Equal(of(a, b), of(b, a)):
				t.Errorf("%s is not commutative: %v %v", name, a, b)
			case !slices.Equal(of(a, a), a):
				t.Errorf("%s is not idempotent: %v", name, a)
			}
		}
	}
}

// TestBits compares the sets with maps, over several words.
func TestBits(t *testing.T) {
	const n = 200
	r := rand.New(rand.NewPCG(9, 10))
	a, b := flow.NewBits(n), flow.NewBits(n)
	ma, mb := map[int]bool{}, map[int]bool{}
	if !a.Empty() {
		t.Error("a new set has members")
	}
	for range 300 {
		i, j := r.IntN(n), r.IntN(n)
		a.Set(i)
		b.Set(j)
		ma[i], mb[j] = true, true
		if k := r.IntN(n); r.IntN(3) == 0 {
			a.Clear(k)
			delete(ma, k)
		}
	}
	ca, none, cb := a, flow.Bits(nil), b
	room := flow.CloneAll(nil, &ca, &none, &cb)
	if !slices.Equal(ca, a) || len(none) != 0 || !slices.Equal(cb, b) {
		t.Errorf("%v, %v and %v are no copies of %v, nil and %v", ca, none, cb, a, b)
	}
	for i := range n {
		cb.Clear(i)
	}
	if b.Empty() || !slices.Equal(ca, a) {
		t.Error("a change to a copy changes another set")
	}
	again := b
	if flow.CloneAll(room, &again); !slices.Equal(again, b) || !slices.Equal(ca, b) {
		t.Errorf("%v is no copy of %v in the room of %v", again, b, ca)
	}
	diff := a.Clone()
	diff.Minus(b)
	var members []int
	diff.Each(func(i int) { members = append(members, i) })
	var want []int
	for i := range n {
		if a.Has(i) != ma[i] || b.Has(i) != mb[i] {
			t.Errorf("membership of %d is wrong", i)
		}
		if ma[i] && !mb[i] {
			want = append(want, i)
		}
	}
	if !slices.Equal(members, want) {
		t.Errorf("the difference has %v, not %v in this order", members, want)
	}
	if a.Empty() {
		t.Error("a set with members is empty")
	}
}
