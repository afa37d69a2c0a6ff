// Fixtures for groups in the manner of sync.WaitGroup.
package groups

import (
	"context"
	"fmt"

	"github.com/go-pkgz/syncs"
	"github.com/hashicorp/go-multierror"
	"github.com/neilotoole/errgroup"
	"github.com/remeh/sizedwaitgroup"
)

func goodMultierror() *multierror.Error {
	var g multierror.Group
	n := 0
	g.Go(func() error { n++; return nil })
	err := g.Wait()
	fmt.Println(n)
	return err
}

func badMultierror() {
	var g multierror.Group
	n := 0
	g.Go(func() error { n++; return nil }) // want `n`
	fmt.Println(n)
	g.Wait()
}

func goodQueue(ctx context.Context) error {
	g, _ := errgroup.WithContextN(ctx, 1, 8)
	n := 0
	for range 4 {
		g.Go(func() error { n++; return nil })
	}
	return g.Wait()
}

func badQueue(ctx context.Context) error {
	g, _ := errgroup.WithContextN(ctx, 4, 8)
	n := 0
	for range 4 {
		g.Go(func() error { n++; return nil }) // want `n`
	}
	return g.Wait()
}

func goodSized() {
	g := syncs.NewSizedGroup(5)
	n := 0
	g.Go(func(context.Context) { n++ })
	g.Wait()
	fmt.Println(n)
}

func badSized() {
	g := syncs.NewSizedGroup(5)
	n := 0
	for range 3 {
		g.Go(func(context.Context) { n++ }) // want `n`
	}
	g.Wait()
}

func badErrSizedNotWaited() {
	g := syncs.NewErrSizedGroup(5)
	g.Go(func() error { return nil }) // want `g\.Wait`
}

func goodSizedWaitGroup(urls []string) {
	swg := sizedwaitgroup.New(8)
	found := make([]int, len(urls))
	for i := range urls {
		swg.Add()
		go func() {
			defer swg.Done()
			found[i] = i
		}()
	}
	swg.Wait()
	fmt.Println(found)
}

func badSizedWaitGroup() {
	swg := sizedwaitgroup.New(8)
	n := 0
	swg.Add()
	go func() {
		defer swg.Done()
		n = 1 // want `n`
	}()
	fmt.Println(n)
	swg.Wait()
}

func badAddInGoroutine() {
	swg := sizedwaitgroup.New(8)
	go func() {
		swg.Add() // want `swg`
		defer swg.Done()
	}()
	swg.Wait()
}
