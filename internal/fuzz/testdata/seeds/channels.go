package p

import (
	"context"
	"errors"
	"time"
)

func query(ctx context.Context) (string, error) {
	results := make(chan string)
	errs := make(chan error, 1)
	go func() {
		if ctx.Err() != nil {
			errs <- ctx.Err()
			return
		}
		results <- "done"
	}()
	select {
	case r := <-results:
		return r, nil
	case err := <-errs:
		return "", err
	case <-time.After(time.Second):
		return "", errors.New("timeout")
	case <-ctx.Done():
	}
	return "", ctx.Err()
}

func pipeline(n int) (sum int) {
	in, out := make(chan int), make(chan int, n)
	done := make(chan struct{})
	go func() {
		defer close(out)
		for v := range in {
			out <- v + 1
		}
	}()
	go func() {
		defer close(done)
		for v := range out {
			sum += v
		}
	}()
	for i := range n {
		in <- i
	}
	close(in)
	<-done
	return sum
}

func never() {
	var c chan int
	go func() { c <- 1 }()
	go func() { select {} }()
	v, ok := <-c
	_, _ = v, ok
}

func ticker(stop <-chan struct{}) {
	t := time.NewTicker(time.Millisecond)
	defer t.Stop()
	for {
		select {
		case <-t.C:
		case <-stop:
			return
		default:
		}
	}
}
