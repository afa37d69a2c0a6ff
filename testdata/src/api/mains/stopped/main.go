// Command stopped ends when its goroutines have been given up or told to end.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"sync"
	"time"
)

func main() {
	goodAttempts([]string{"a", "b"})
	goodFutures()
	goodTold()
	badToldForGoodMeasure()
	badUnheard(os.Stdout)
	goodHeard(make(chan error))
	fmt.Println(badClosesLater([]string{"a", "b"}))
}

// attempt gives an attempt up when its time is over.
func attempt(ctx context.Context, op func(context.Context) error) error {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	ch := make(chan error, 1)
	go func() { ch <- op(ctx) }()
	select {
	case err := <-ch:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

func goodAttempts(keys []string) {
	var wg sync.WaitGroup
	for _, k := range keys {
		wg.Go(func() {
			fmt.Println(attempt(context.Background(), func(context.Context) error { return errors.New(k) }))
		})
	}
	wg.Wait()
}

type future struct {
	done chan struct{}
	val  int
}

func async(f func() int) *future {
	p := &future{done: make(chan struct{})}
	go func() {
		defer close(p.done)
		p.val = f()
	}()
	return p
}

func (f *future) await(ctx context.Context) (int, error) {
	select {
	case <-f.done:
		return f.val, nil
	case <-ctx.Done():
		return 0, ctx.Err()
	}
}

// goodFutures leaves futures that another one waits for, in a way that can be given up.
func goodFutures() {
	var wg sync.WaitGroup
	wg.Go(func() {
		ctx, cancel := context.WithTimeout(context.Background(), time.Second)
		defer cancel()
		cents := async(func() int { return 995 })
		price := async(func() int {
			c, _ := cents.await(ctx)
			return 2 * c
		})
		fmt.Println(price.await(ctx))
	})
	wg.Wait()
}

func count(done <-chan struct{}, n int) <-chan int {
	out := make(chan int)
	go func() {
		defer close(out)
		for i := range n {
			select {
			case out <- i:
			case <-done:
				return
			}
		}
	}()
	return out
}

// goodTold tells the goroutine that it is not needed any more.
func goodTold() {
	done := make(chan struct{})
	fmt.Println(<-count(done, 10))
	close(done)
}

// badToldForGoodMeasure defers the cancel function as everybody does.
func badToldForGoodMeasure() {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	go func() { // want `unjoined: goroutine is never joined`
		select {
		case <-ctx.Done():
		default:
			fmt.Println("work")
		}
	}()
}

// badUnheard hands the goroutine something of which the program hears no more.
func badUnheard(w io.Writer) {
	go func() { // want `unjoined: goroutine is never joined`
		fmt.Fprintln(w, "work")
	}()
}

// goodHeard waits for the one that does.
func goodHeard(errs chan error) {
	go func() { errs <- nil }()
	fmt.Println(<-errs)
}

// badClosesLater returns before the one that closes the channel when all is done.
func badClosesLater(names []string) (n int) {
	in := make(chan string, len(names))
	for _, name := range names {
		in <- name
	}
	close(in)
	out := make(chan int, len(names))
	var wg sync.WaitGroup
	for range 2 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for name := range in {
				out <- len(name)
			}
		}()
	}
	go func() { // want `join-skipped: goroutine is not joined on every path`
		wg.Wait()
		close(out)
	}()
	if len(names) > 3 {
		return 0
	}
	for i := range out {
		n += i
	}
	return n
}
