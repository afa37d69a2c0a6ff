// Fixtures for the packages of Kubernetes.
package kubernetes

import (
	"context"
	"fmt"
	"time"

	"k8s.io/apimachinery/pkg/util/errors"
	"k8s.io/apimachinery/pkg/util/wait"
	"k8s.io/apimachinery/pkg/util/waitgroup"
	"k8s.io/client-go/util/workqueue"
)

func goodGroup(ctx context.Context) {
	var g wait.Group
	a, b := 0, 0
	g.Start(func() { a = 1 })
	g.StartWithContext(ctx, func(context.Context) { b = 1 })
	g.Wait()
	fmt.Println(a, b)
}

func badGroup(stop chan struct{}) {
	var g wait.Group
	n := 0
	g.StartWithChannel(stop, func(<-chan struct{}) { n = 1 }) // want `n`
	fmt.Println(n)
	g.Wait()
}

func badGroupNotWaited() {
	var g wait.Group
	g.Start(func() {}) // want `g\.Wait`
}

func goodUntil(stop chan struct{}) {
	n := 0
	done := make(chan struct{})
	go func() {
		defer close(done)
		wait.Until(func() { n++ }, time.Second, stop)
	}()
	close(stop)
	<-done
	fmt.Println(n)
}

// To tell a loop to stop is not to wait for it.
func badUntil() {
	n := 0
	stop := make(chan struct{})
	go wait.Until(func() { n++ }, time.Second, stop) // want `n`
	close(stop)
	fmt.Println(n)
}

func badUntilWithContext() {
	n := 0
	ctx, cancel := context.WithCancel(context.Background())
	go wait.UntilWithContext(ctx, func(context.Context) { n++ }, time.Second) // want `n`
	cancel()
	fmt.Println(n)
}

func goodPoll() error {
	n := 0
	err := wait.PollImmediate(time.Second, time.Minute, func() (bool, error) { n++; return n > 3, nil })
	fmt.Println(n)
	return err
}

func goodSafeWaitGroup() {
	var wg waitgroup.SafeWaitGroup
	n := 0
	if wg.Add(1) != nil {
		return
	}
	go func() {
		defer wg.Done()
		n = 1
	}()
	wg.Wait()
	fmt.Println(n)
}

func badSafeWaitGroup() {
	var wg waitgroup.SafeWaitGroup
	n := 0
	if wg.Add(1) != nil {
		return
	}
	go func() {
		defer wg.Done()
		n = 1 // want `n`
	}()
	fmt.Println(n)
	wg.Wait()
}

func goodAggregate() errors.Aggregate {
	a, b := 0, 0
	err := errors.AggregateGoroutines(
		func() error { a = 1; return nil },
		func() error { b = 1; return nil },
	)
	fmt.Println(a, b)
	return err
}

func badAggregate() errors.Aggregate {
	n := 0
	return errors.AggregateGoroutines(
		func() error { n++; return nil }, // want `n`
		func() error { n++; return nil },
	)
}

func goodParallelize(ctx context.Context, pieces []int) []int {
	out := make([]int, len(pieces))
	workqueue.ParallelizeUntil(ctx, 4, len(pieces), func(i int) { out[i] = pieces[i] })
	return out
}

func badParallelize(ctx context.Context, pieces []int) int {
	sum := 0
	workqueue.ParallelizeUntil(ctx, 4, len(pieces), func(i int) { sum += pieces[i] }) // want `sum`
	return sum
}

func goodOneWorker(ctx context.Context, pieces []int) int {
	sum := 0
	workqueue.ParallelizeUntil(ctx, 1, len(pieces), func(i int) { sum += pieces[i] })
	return sum
}
