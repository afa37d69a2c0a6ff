package blocked

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"
)

// A request carries the channel for its answer. Who receives it is out of sight.
type request struct {
	do     func() error
	answer chan error
}

type desk struct {
	requests chan request
	closed   chan struct{}
}

func (d *desk) ask(do func() error) error {
	r := request{do, make(chan error, 1)}
	select {
	case d.requests <- r:
		return <-r.answer
	case <-d.closed:
		return context.Canceled
	}
}

func (d *desk) goodAsksForAll(names []string) {
	c := make(chan string)
	go func() {
		for range c {
			d.ask(func() error { return nil })
		}
	}()
	defer close(c)
	for _, n := range names {
		c <- n
	}
}

// As many rounds as were counted, and not none.
func goodRangeOverNumber(n int) {
	in, out := make(chan int), make(chan int)
	var wg sync.WaitGroup
	wg.Add(n)
	for range n {
		go func() {
			defer wg.Done()
			for x := range in {
				out <- x
			}
		}()
	}
	go func() {
		wg.Wait()
		close(out)
	}()
	go func() {
		defer close(in)
		in <- 1
	}()
	for x := range out {
		println(x)
	}
}

var errLate = errors.New("late")

func tryFor(ctx context.Context, do func() error) error {
	var err error
	done := make(chan struct{})
	go func() {
		err = do()
		close(done)
	}()
	select {
	case <-done:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

func waitOr(late <-chan int, do func()) error {
	done := make(chan struct{})
	go func() {
		do()
		close(done)
	}()
	select {
	case <-done:
		return nil
	case <-late:
		return errLate
	}
}

// Whoever gets no error has waited.
func goodNoError(ctx context.Context, late <-chan int) (int, error) {
	x, y := 0, 0
	if err := tryFor(ctx, func() error { x = 1; return nil }); err != nil {
		return 0, err
	}
	err := waitOr(late, func() { y = 1 })
	if err != nil {
		return 0, err
	}
	return x + y, nil
}

func badAnyhow(ctx context.Context) (int, error) {
	x := 0
	err := tryFor(ctx, func() error {
		x = 1 // want `captured-race: goroutine writes x while line 121 reads it`
		return nil
	})
	return x, err
}

// poll ends the test if it gives up, which it does not tell its caller.
func poll(t testing.TB, ready func()) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		ready()
	}()
	var res struct{ late bool }
	select {
	case <-done:
	case <-time.After(time.Second):
		res.late = true
	}
	if res.late {
		t.Fatal("too late")
	}
}

// goodPolled reads what the function wrote that has been waited for, or else the
// test is over.
func goodPolled(t testing.TB) {
	n := 0
	poll(t, func() { n++ })
	poll(t, func() { n++ })
	println(n)
}
