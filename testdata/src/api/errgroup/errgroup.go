// Package errgroups has golang.org/x/sync/errgroup: Wait returns when all
// functions that Go was given have.
package errgroups

import (
	"context"
	"sync"
	"sync/atomic"

	"golang.org/x/sync/errgroup"
)

func use(...any) {}

func fetch(context.Context, string) (int, error) { return 0, nil }

func goodResults(ctx context.Context, urls []string) ([]int, error) {
	g, ctx := errgroup.WithContext(ctx)
	out := make([]int, len(urls))
	for i, u := range urls {
		g.Go(func() error {
			n, err := fetch(ctx, u)
			out[i] = n
			return err
		})
	}
	if err := g.Wait(); err != nil {
		return nil, err
	}
	return out, nil
}

func goodZeroGroup() error {
	var g errgroup.Group
	x := 0
	g.Go(func() error { x = 1; return nil })
	err := g.Wait()
	use(x)
	return err
}

func badReadBeforeWait() error {
	var g errgroup.Group
	x := 0
	g.Go(func() error {
		x = 1 // want `captured-race: .* \[50 joined only here\]`
		return nil
	})
	use(x)
	return g.Wait()
}

func badNoWait() {
	var g errgroup.Group
	g.Go(func() error { // want `group-not-waited`
		use(1)
		return nil
	})
}

func badWaitSkipped(quick bool) error {
	var g errgroup.Group
	g.Go(func() error { // want `join-skipped: .* \[68 .*\[70 `
		use(1)
		return nil
	})
	if quick {
		return nil
	}
	return g.Wait()
}

// A group that WithContext makes is new: nobody else can wait for it.
func badWithContextSkipped(ctx context.Context, urls []string) error {
	g, ctx := errgroup.WithContext(ctx)
	for _, u := range urls {
		if u == "" {
			return nil
		}
		g.Go(func() error { // want `join-skipped`
			_, err := fetch(ctx, u)
			return err
		})
	}
	return g.Wait()
}

// Every round assigns the outer err.
func badOuterErr(ctx context.Context, urls []string) error {
	var g errgroup.Group
	var err error
	var n int
	for _, u := range urls {
		g.Go(func() error {
			n, err = fetch(ctx, u) // want `captured-race: .* n` `err-capture`
			return err
		})
	}
	use(n)
	return g.Wait()
}

// One at a time is a lock.
func goodSerial() error {
	var g errgroup.Group
	g.SetLimit(1)
	n := 0
	for range 3 {
		g.Go(func() error { n++; return nil })
	}
	err := g.Wait()
	use(n)
	return err
}

func badTwoAtATime() error {
	var g errgroup.Group
	g.SetLimit(2)
	n := 0
	for range 3 {
		g.Go(func() error { n++; return nil }) // want `instance-race`
	}
	err := g.Wait()
	use(n)
	return err
}

func badTryGo() error {
	var g errgroup.Group
	x := 0
	if g.TryGo(func() error { x = 1; return nil }) { // want `captured-race`
		use(x)
	}
	return g.Wait()
}

// A group that is returned is the caller's to wait for.
func goodReturned() *errgroup.Group {
	g := new(errgroup.Group)
	g.Go(func() error { return nil })
	return g
}

// goodReturnsWithWait reads sum when Wait has returned, as compilers do: the order
// of a variable and a call among operands is not specified.
func goodReturnsWithWait(xs []int) (int, error) {
	var mu sync.Mutex
	var g errgroup.Group
	sum := 0
	for _, x := range xs {
		g.Go(func() error {
			mu.Lock()
			defer mu.Unlock()
			sum += x
			return nil
		})
	}
	return sum, g.Wait()
}

// badReturnsBeforeWait has read sum before.
func badReturnsBeforeWait(xs []int) (int, error) {
	var mu sync.Mutex
	var g errgroup.Group
	sum := 0
	for _, x := range xs {
		g.Go(func() error {
			mu.Lock()
			defer mu.Unlock()
			sum += x // want `captured-race`
			return nil
		})
	}
	early := sum
	err := g.Wait()
	return early, err
}

// goodConvertedResult: compilers read n after the call, and convert it then.
func goodConvertedResult(jobs []func() error) (int, error) {
	var g errgroup.Group
	var n uint64
	for range jobs {
		g.Go(func() error {
			atomic.AddUint64(&n, 1)
			return nil
		})
	}
	return int(n) - 1, g.Wait()
}

// badConvertedBefore: another statement reads it before.
func badConvertedBefore(jobs []func() error) (int, error) {
	var g errgroup.Group
	var n uint64
	for range jobs {
		g.Go(func() error {
			atomic.AddUint64(&n, 1) // want `captured-race`
			return nil
		})
	}
	some := int(n) - 1
	return some, g.Wait()
}

// goodConvertedResultAndDeferred: the same, where a deferred call comes between.
func goodConvertedResultAndDeferred(jobs []func() error, done func()) (int, error) {
	defer done()
	var g errgroup.Group
	var n uint64
	for range jobs {
		g.Go(func() error {
			atomic.AddUint64(&n, 1)
			return nil
		})
	}
	return int(n), g.Wait()
}
