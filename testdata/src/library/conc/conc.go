// Fixtures for github.com/sourcegraph/conc.
package conc

import (
	"context"
	"fmt"

	"github.com/sourcegraph/conc"
	"github.com/sourcegraph/conc/iter"
	"github.com/sourcegraph/conc/pool"
	"github.com/sourcegraph/conc/stream"
)

func goodWaitGroup() {
	wg := conc.NewWaitGroup()
	n := 0
	wg.Go(func() { n = 1 })
	wg.Wait()
	fmt.Println(n)
}

func badWaitGroup() {
	var wg conc.WaitGroup
	n := 0
	wg.Go(func() { n = 1 }) // want `n`
	fmt.Println(n)
	wg.Wait()
}

func badNotWaited() {
	wg := conc.NewWaitGroup()
	wg.Go(func() {}) // want `wg\.Wait`
}

type server struct{ wg conc.WaitGroup }

func (s *server) start(n *int) { s.wg.Go(func() { *n = 1 }) }

func (s *server) close() { s.wg.Wait() }

func goodServer() {
	var s server
	n := 0
	s.start(&n)
	s.close()
	fmt.Println(n)
}

func goodChain(ctx context.Context) error {
	p := pool.New().WithMaxGoroutines(4).WithContext(ctx).WithCancelOnError()
	n := 0
	p.Go(func(context.Context) error { n = 1; return nil })
	err := p.Wait()
	fmt.Println(n)
	return err
}

func badChain(ctx context.Context) error {
	p := pool.New().WithMaxGoroutines(4).WithErrors().WithContext(ctx)
	n := 0
	for range 3 {
		p.Go(func(context.Context) error { n++; return nil }) // want `n`
	}
	return p.Wait()
}

func badChainNotWaited() {
	p := pool.New().WithMaxGoroutines(4).WithErrors()
	p.Go(func() error { return nil }) // want `p\.Wait`
}

func goodOneAtATime() {
	p := pool.New().WithMaxGoroutines(1)
	n := 0
	for range 3 {
		p.Go(func() { n++ })
	}
	p.Wait()
}

func goodResults(urls []string) []int {
	p := pool.NewWithResults[int]().WithMaxGoroutines(3)
	for i := range urls {
		p.Go(func() int { return i })
	}
	return p.Wait()
}

func badResults(urls []string) ([]int, error) {
	p := pool.NewWithResults[int]().WithErrors()
	seen := map[string]bool{}
	for i, u := range urls {
		p.Go(func() (int, error) {
			seen[u] = true // want `seen`
			return i, nil
		})
	}
	return p.Wait()
}

func goodStream(urls []string) int {
	s := stream.New().WithMaxGoroutines(4)
	total := 0
	for _, u := range urls {
		s.Go(func() stream.Callback {
			n := len(u)
			return func() { total += n }
		})
	}
	s.Wait()
	return total
}

func badStreamTask(urls []string) int {
	s := stream.New()
	total := 0
	for _, u := range urls {
		s.Go(func() stream.Callback {
			total += len(u) // want `total`
			return func() {}
		})
	}
	s.Wait()
	return total
}

func badStreamReadBeforeWait(urls []string) int {
	s := stream.New()
	total := 0
	for _, u := range urls {
		s.Go(func() stream.Callback {
			n := len(u)
			return func() { total += n } // want `total`
		})
	}
	fmt.Println(total)
	s.Wait()
	return total
}

func goodForEach(xs []int) {
	iter.ForEach(xs, func(x *int) { *x *= 2 })
	fmt.Println(xs)
}

func badForEach(xs []int) int {
	sum := 0
	iter.ForEach(xs, func(x *int) { sum += *x }) // want `sum`
	return sum
}

func badMap(xs []int) []int {
	n := 0
	it := iter.Mapper[int, int]{MaxGoroutines: 3}
	return it.Map(xs, func(x *int) int {
		n++ // want `n`
		return *x
	})
}
