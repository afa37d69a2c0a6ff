package hb_test

import (
	"testing"

	"github.com/gojoincheck/gojoincheck/internal/hb"
	"github.com/gojoincheck/gojoincheck/internal/testutil/graph"
)

// TestCountsOverLoops counts receives over a loop and what comes after it: in
// the order in which the solver visits the blocks, the second loop is met when
// not all forks are known yet.
func TestCountsOverLoops(t *testing.T) {
	program := func(rounds, after string) string {
		return `
func main
	var x
	chan c 1
	goto forks
forks: ` + rounds + `
	if 7 more one
more:
	go task
	goto forks
one:
	go writer
	goto joins
joins: ` + rounds + `
	if 8 next rest
next:
	recv c
	goto joins
rest:
	` + after + `
	read x
	return
func task
	send c
	return
func writer
	write x
	send c
	return
`
	}
	for _, test := range []struct {
		name, rounds, after string
		races               bool
	}{
		{"as many", "3", "recv c", false},
		{"one too few", "3", "", true},
		{"as many as another loop", "key 1", "recv c", false},
	} {
		p := graph.Parse(program(test.rounds, test.after))
		found := hb.New(p.Space).Solve(p.Link("main"), hb.NotRoot)
		races := false
		for _, f := range found {
			races = races || f.Rule == "captured-race"
		}
		if races != test.races {
			t.Errorf("%s: a race %v, want %v: %+v", test.name, races, test.races, found)
		}
	}
}

// TestIntegerRange has a loop whose condition is tested before it and at its
// end, as in a range over an integer: on the way around it nothing is forked.
func TestIntegerRange(t *testing.T) {
	p := graph.Parse(`
func main
	var x
	chan c 1
	if 1 forks skip
forks: key 1
	go task
	if 2 forks skip
skip:
	if 1 joins rest
joins: key 1
	recv c
	if 3 joins rest
rest:
	write x
	return
func task
	read x
	send c
	return
`)
	for _, f := range hb.New(p.Space).Solve(p.Link("main"), hb.MainRoot) {
		if f.Rule != "ordered" {
			t.Errorf("found %+v", f)
		}
	}
}
