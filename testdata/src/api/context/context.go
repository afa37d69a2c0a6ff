// Package ctx has context: a cancel synchronizes before the return of a receive
// from Done, and is no join.
package ctx

import (
	"context"
	"sync"
)

func use(...any) {}

// What came before the cancel is seen by who was cancelled.
func goodBeforeCancel() {
	ctx, cancel := context.WithCancel(context.Background())
	x, done := 0, make(chan bool)
	go func() {
		<-ctx.Done()
		use(x)
		close(done)
	}()
	x = 1
	cancel()
	<-done
}

// What comes after the cancel is not.
func badAfterCancel() {
	ctx, cancel := context.WithCancel(context.Background())
	x, done := 0, make(chan bool)
	go func() {
		<-ctx.Done()
		use(x) // want `captured-race`
		close(done)
	}()
	cancel()
	x = 1
	<-done
}

// The goroutine cancels, and the forker waits for that.
func goodCancelAsSignal() {
	ctx, cancel := context.WithCancel(context.Background())
	x := 0
	go func() {
		x = 1
		cancel()
	}()
	<-ctx.Done()
	use(x)
}

func goodDeferredCancelAsSignal() {
	ctx, cancel := context.WithCancel(context.Background())
	x := 0
	go func() {
		defer cancel()
		x = 1
	}()
	<-ctx.Done()
	use(x)
}

// To cancel is not to wait.
func badCancelIsNoJoin() {
	ctx, cancel := context.WithCancel(context.Background())
	x := 0
	go func() {
		<-ctx.Done()
		x = 1 // want `captured-race`
	}()
	cancel()
	use(x)
}

func goodCancelThenWait() {
	ctx, cancel := context.WithCancel(context.Background())
	var wg sync.WaitGroup
	x := 0
	wg.Go(func() {
		<-ctx.Done()
		x = 1
	})
	cancel()
	wg.Wait()
	use(x)
}

// Deferred calls run last in, first out: this one waits before it cancels.
func badWaitBeforeCancel() {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	var wg sync.WaitGroup
	defer wg.Wait() // want `join-deadlock`
	wg.Go(func() { <-ctx.Done() })
}

func goodCancelBeforeWait() {
	var wg sync.WaitGroup
	defer wg.Wait()
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	wg.Go(func() { <-ctx.Done() })
}

// With a timeout the context ends by itself, and that orders nothing.
func badTimeoutIsNoJoin() {
	ctx, cancel := context.WithTimeout(context.Background(), 1)
	defer cancel()
	x, done := 0, make(chan bool, 1)
	go func() {
		x = 1 // want `captured-race`
		done <- true
	}()
	select {
	case <-done:
	case <-ctx.Done():
	}
	use(x)
}

// A timeout that ends a wait is no deadlock.
func goodWaitForTimeout() {
	ctx, cancel := context.WithTimeout(context.Background(), 1)
	defer cancel()
	var wg sync.WaitGroup
	defer wg.Wait()
	wg.Go(func() { <-ctx.Done() })
}

// goodOneAtATime starts the next one only when the one before is over, or none when the
// context is done.
func goodOneAtATime(ctx context.Context, f func() bool) int {
	n := 0
	for ctx.Err() == nil {
		done := make(chan bool, 1)
		go func() {
			n++
			done <- f()
		}()
		select {
		case <-done:
		case <-ctx.Done():
		}
	}
	return 0
}
