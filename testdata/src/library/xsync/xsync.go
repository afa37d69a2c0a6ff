// Fixtures for golang.org/x/sync.
package xsync

import (
	"context"
	"fmt"
	"sync"
	"testing"

	"golang.org/x/sync/errgroup"
	"golang.org/x/sync/semaphore"
	"golang.org/x/sync/singleflight"
)

func work() error { return nil }

func goodGroup() error {
	var g errgroup.Group
	n := 0
	g.Go(func() error { n = 1; return nil })
	err := g.Wait()
	fmt.Println(n)
	return err
}

func badGroupNotWaited() {
	g, ctx := errgroup.WithContext(context.Background())
	g.Go(work) // want `goroutine .* g\.Wait`
	fmt.Println(ctx.Err())
}

func goodGroupWithContext(ctx context.Context) error {
	g, ctx := errgroup.WithContext(ctx)
	total := 0
	g.Go(func() error { <-ctx.Done(); total++; return nil })
	defer func() { fmt.Println(total) }()
	return g.Wait()
}

func badReadBeforeWait() error {
	g, _ := errgroup.WithContext(context.Background())
	total := 0
	g.Go(func() error { total++; return nil }) // want `total`
	fmt.Println(total)
	return g.Wait()
}

func badSiblings(urls []string) error {
	var g errgroup.Group
	total := 0
	for range urls {
		g.Go(func() error { total++; return nil }) // want `total`
	}
	return g.Wait()
}

func goodOneAtATime(urls []string) error {
	var g errgroup.Group
	g.SetLimit(1)
	total := 0
	for range urls {
		g.Go(func() error { total++; return nil })
	}
	return g.Wait()
}

// embedded is waited for through the struct that it is embedded in.
type embedded struct {
	errgroup.Group
	n int
}

func goodEmbedded() error {
	var e embedded
	e.Go(func() error { e.n = 1; return nil })
	err := e.Wait()
	fmt.Println(e.n)
	return err
}

func badEmbedded() error {
	var e embedded
	e.Go(func() error { e.n = 1; return nil }) // want `e\.n`
	fmt.Println(e.n)
	return e.Wait()
}

func goodMethodValue(t *testing.T) {
	g, _ := errgroup.WithContext(context.Background())
	n := 0
	g.Go(func() error { n = 1; return nil })
	wait := g.Wait
	if err := wait(); err != nil {
		t.Fatal(err)
	}
	fmt.Println(n)
}

const weight = 4

func goodSemaphore(ctx context.Context) error {
	sem := semaphore.NewWeighted(weight)
	var found [8]int
	for i := range found {
		if err := sem.Acquire(ctx, 1); err != nil {
			return err
		}
		go func() {
			defer sem.Release(1)
			found[i] = i
		}()
	}
	if err := sem.Acquire(ctx, weight); err != nil {
		return err
	}
	fmt.Println(found)
	return nil
}

func badSemaphorePart(ctx context.Context) error {
	sem := semaphore.NewWeighted(weight)
	n := 0
	if err := sem.Acquire(ctx, 1); err != nil {
		return err
	}
	go func() {
		defer sem.Release(1)
		n = 1 // want `n`
	}()
	if err := sem.Acquire(ctx, 1); err != nil {
		return err
	}
	fmt.Println(n)
	return nil
}

func goodSemaphoreAsLock(ctx context.Context) {
	sem := semaphore.NewWeighted(1)
	var wg sync.WaitGroup
	n := 0
	for range 2 {
		wg.Go(func() {
			if sem.Acquire(ctx, 1) == nil {
				n++
				sem.Release(1)
			}
		})
	}
	wg.Wait()
}

func badSemaphoreIsNoLock(ctx context.Context) {
	sem := semaphore.NewWeighted(2)
	var wg sync.WaitGroup
	n := 0
	for range 2 {
		wg.Go(func() {
			if sem.Acquire(ctx, 1) == nil {
				n++ // want `n`
				sem.Release(1)
			}
		})
	}
	wg.Wait()
}

func goodDoChan(g *singleflight.Group) (any, int) {
	n := 0
	ch := g.DoChan("key", func() (any, error) { n = 1; return n, nil })
	r := <-ch
	return r.Val, n
}

func badDoChan(g *singleflight.Group) int {
	n := 0
	ch := g.DoChan("key", func() (any, error) { n = 1; return n, nil }) // want `n`
	fmt.Println(n)
	<-ch
	return n
}
