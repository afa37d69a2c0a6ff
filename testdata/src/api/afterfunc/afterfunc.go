// Package afterfunc has time.AfterFunc and context.AfterFunc: the function runs
// in a goroutine of its own, for which nobody waits.
package afterfunc

import (
	"context"
	"sync"
	"time"
)

func use(...any) {}

func badTimer() {
	x := 0
	time.AfterFunc(time.Second, func() { x = 1 }) // want `captured-race`
	use(x)
}

// Stop does not wait for the function to complete.
func badStop() {
	x := 0
	t := time.AfterFunc(time.Second, func() { x = 1 }) // want `captured-race`
	t.Stop()
	use(x)
}

func goodBeforeAfterFunc() {
	x := 0
	x = 1
	time.AfterFunc(time.Second, func() { use(x) })
}

func goodTimerSignals() {
	x, fired := 0, make(chan struct{})
	time.AfterFunc(time.Second, func() {
		x = 1
		close(fired)
	})
	<-fired
	use(x)
}

func goodTimerLocks() {
	var mu sync.Mutex
	x := 0
	time.AfterFunc(time.Second, func() {
		mu.Lock()
		x = 1
		mu.Unlock()
	})
	mu.Lock()
	use(x)
	mu.Unlock()
}

func badContext(ctx context.Context) {
	x := 0
	stop := context.AfterFunc(ctx, func() { x = 1 }) // want `captured-race`
	use(x)
	stop()
}

func goodContextSignals(ctx context.Context) {
	x, ran := 0, make(chan struct{})
	context.AfterFunc(ctx, func() {
		x = 1
		close(ran)
	})
	<-ran
	use(x)
}

// When Stop says so, the function has not run and does not.
func goodStoppedInTime(d time.Duration) {
	x := 0
	t := time.AfterFunc(d, func() { x = 1 })
	if t.Stop() {
		x = 2
		use(x)
	}
}

func goodStoppedOrWaitedFor(d time.Duration) {
	x, ran := 0, make(chan struct{})
	t := time.AfterFunc(d, func() {
		x = 1
		close(ran)
	})
	if !t.Stop() {
		<-ran
	}
	use(x)
}

// Nobody asks whether it was stopped in time.
func badStoppedTooLate(d time.Duration) {
	x := 0
	t := time.AfterFunc(d, func() { x = 1 }) // want `captured-race`
	t.Stop()
	use(x)
}

// One that is an hour away is stopped in time.
func goodStoppedLongBefore() {
	x, ran := 0, make(chan struct{})
	t := time.AfterFunc(time.Hour, func() {
		x = 1
		close(ran)
	})
	t.Stop()
	x = 2
	t.Reset(time.Millisecond)
	<-ran
	use(x)
}

func badReset(d time.Duration) {
	x := 0
	t := time.AfterFunc(time.Hour, func() { x = 1 }) // want `captured-race`
	t.Stop()
	t.Reset(d)
	use(x)
}
