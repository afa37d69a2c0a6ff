package main

import (
	"context"
)

// No fix: the goroutine goes on when the value has been received.
func badGoesOn(ctx context.Context) string {
	result := make(chan string)
	go func() {
		s, _ := fetch("x")
		result <- s // want `goroutine can block for ever`
		received()
	}()
	select {
	case s := <-result:
		return s
	case <-ctx.Done():
		return "timeout"
	}
}

func received() {}
