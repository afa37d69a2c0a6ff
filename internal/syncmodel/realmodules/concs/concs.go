// Package concs uses github.com/sourcegraph/conc.
package concs

import (
	"context"
	"fmt"

	"github.com/sourcegraph/conc"
	"github.com/sourcegraph/conc/iter"
	"github.com/sourcegraph/conc/pool"
	"github.com/sourcegraph/conc/stream"
)

func goodWaitGroup() int {
	var wg conc.WaitGroup
	n := 0
	wg.Go(func() { n = 1 })
	wg.Wait()
	return n
}

func badWaitGroup() int {
	wg := conc.NewWaitGroup()
	n := 0
	wg.Go(func() { n = 1 }) // want captured-race
	defer wg.Wait()
	return n
}

func badNotWaited() {
	wg := conc.NewWaitGroup()
	wg.Go(func() { fmt.Println("work") }) // want group-not-waited
}

func goodMethodValue() {
	var wg conc.WaitGroup
	defer wg.Wait()
	wg.Go(func() { fmt.Println("work") })
}

func goodChain(ctx context.Context) error {
	p := pool.New().WithMaxGoroutines(4).WithErrors().WithContext(ctx).WithCancelOnError()
	p.Go(func(context.Context) error { return nil })
	return p.Wait()
}

func badChain(ctx context.Context) {
	p := pool.New().WithMaxGoroutines(4).WithErrors().WithContext(ctx)
	p.Go(func(context.Context) error { return nil }) // want group-not-waited
}

func badShared() int {
	p := pool.New().WithMaxGoroutines(4)
	n := 0
	for range 3 {
		p.Go(func() { n++ }) // want instance-race
	}
	p.Wait()
	return n
}

func goodOneAtATime() int {
	p := pool.New().WithMaxGoroutines(1)
	n := 0
	for range 3 {
		p.Go(func() { n++ })
	}
	p.Wait()
	return n
}

func goodResults() []int {
	p := pool.NewWithResults[int]().WithMaxGoroutines(2)
	for i := range 3 {
		p.Go(func() int { return i })
	}
	return p.Wait()
}

func badResults() {
	p := pool.NewWithResults[int]().WithErrors()
	p.Go(func() (int, error) { return 1, nil }) // want group-not-waited
}

func goodIter(in []int) []int {
	sum := make([]int, len(in))
	iter.ForEachIdx(in, func(i int, x *int) { sum[i] = *x })
	return iter.Map(in, func(x *int) int { return *x })
}

func badIter(in []int) int {
	sum := 0
	iter.ForEach(in, func(x *int) { sum += *x }) // want instance-race
	return sum
}

func goodStream() (n int) {
	s := stream.New().WithMaxGoroutines(2)
	for range 3 {
		s.Go(func() stream.Callback { return func() { n++ } })
	}
	s.Wait()
	return n
}

func badStream() (n int) {
	s := stream.New()
	for range 3 {
		s.Go(func() stream.Callback {
			n++ // want instance-race
			return func() {}
		})
	}
	s.Wait()
	return n
}

// A group is a thin wrapper, which needs no row.
type group struct{ p *pool.ErrorPool }

func newGroup() *group { return &group{p: pool.New().WithErrors()} }

func (g *group) run(f func() error) { g.p.Go(f) }
func (g *group) join() error        { return g.p.Wait() }

func goodWrapper() (int, error) {
	g := newGroup()
	n := 0
	g.run(func() error { n = 1; return nil })
	err := g.join()
	return n, err
}

func badWrapper() int {
	g := newGroup()
	n := 0
	g.run(func() error { n = 1; return nil }) // want captured-race
	fmt.Println(n)
	return len(fmt.Sprint(g.join()))
}
