package tests

import (
	"context"
	"testing"
	"time"
)

// within runs something in a context that has a deadline, unless none is given.
func within(next func(context.Context) error) func(context.Context) error {
	return func(ctx context.Context) error {
		timeout, _ := ctx.Value("timeout").(time.Duration)
		if timeout <= 0 {
			return next(ctx)
		}
		ctx, cancel := context.WithTimeout(ctx, timeout)
		defer cancel()
		return next(ctx)
	}
}

// A select that goes on to where nothing can be said, whichever case is ready, is not stuck.
func TestBadTimeout(t *testing.T) {
	within(func(ctx context.Context) error {
		go func() { // want `goroutine uses the test after it may have returned`
			select {
			case <-ctx.Done():
			case <-time.After(time.Millisecond):
			}
			t.Errorf("ended: %v", ctx.Err())
		}()
		return nil
	})(context.Background())
}

// One of two calls has started the goroutine.
func TestGoodEitherCall(t *testing.T) {
	done := make(chan struct{})
	within(func(ctx context.Context) error {
		go func() {
			t.Log(ctx.Err())
			done <- struct{}{}
		}()
		return nil
	})(context.Background())
	<-done
}
