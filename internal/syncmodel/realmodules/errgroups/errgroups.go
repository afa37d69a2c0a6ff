// Package errgroups uses golang.org/x/sync.
package errgroups

import (
	"context"
	"fmt"

	"golang.org/x/sync/errgroup"
	"golang.org/x/sync/semaphore"
	"golang.org/x/sync/singleflight"
)

func work() error { return nil }

func goodWait(ctx context.Context) error {
	g, ctx := errgroup.WithContext(ctx)
	n := 0
	g.Go(func() error { n = 1; return ctx.Err() })
	err := g.Wait()
	fmt.Println(n)
	return err
}

func badReadBeforeWait() error {
	var g errgroup.Group
	n := 0
	g.Go(func() error { n = 1; return nil }) // want captured-race
	fmt.Println(n)
	return g.Wait()
}

func badNotWaited() {
	var g errgroup.Group
	g.SetLimit(4)
	g.Go(work) // want group-not-waited
}

func badTryGo() {
	var g errgroup.Group
	g.TryGo(work) // want group-not-waited
}

func badEarlyReturn(stop bool) error {
	var g errgroup.Group
	g.Go(work) // want join-skipped
	if stop {
		return nil
	}
	return g.Wait()
}

func badErr() error {
	var g errgroup.Group
	var err error
	for range 3 {
		g.Go(func() error {
			err = work() // want err-capture
			return err
		})
	}
	if waitErr := g.Wait(); waitErr != nil {
		return waitErr
	}
	return err
}

type server struct {
	*errgroup.Group
	n int
}

func (s *server) start() { s.Go(func() error { s.n++; return nil }) }

func goodEmbedded() int {
	s := &server{Group: new(errgroup.Group)}
	s.start()
	if err := s.Wait(); err != nil {
		return 0
	}
	return s.n
}

func goodDeferred() {
	var g errgroup.Group
	defer func() { _ = g.Wait() }()
	g.Go(work)
}

func goodSemaphore(ctx context.Context) (n int) {
	sem := semaphore.NewWeighted(1)
	for range 3 {
		if err := sem.Acquire(ctx, 1); err != nil {
			return 0
		}
		go func() {
			defer sem.Release(1)
			n++
		}()
	}
	if err := sem.Acquire(ctx, 1); err != nil {
		return 0
	}
	return n
}

func goodFlight() int {
	var g singleflight.Group
	n := 0
	c := g.DoChan("key", func() (any, error) { n = 1; return nil, nil })
	<-c
	return n
}

func badFlight() int {
	var g singleflight.Group
	n := 0
	c := g.DoChan("key", func() (any, error) { n = 1; return nil, nil }) // want captured-race
	defer func() { <-c }()
	return n
}
