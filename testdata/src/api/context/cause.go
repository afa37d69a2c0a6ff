package ctx

import (
	"context"
	"sync"
)

type process struct {
	pid   int
	ready chan struct{}
}

func (p *process) wait(ctx context.Context) error {
	select {
	case <-ctx.Done():
		return context.Cause(ctx)
	case <-p.ready:
		return nil
	}
}

func (p *process) start(ctx context.Context, pids <-chan int) {
	select {
	case <-ctx.Done():
	case p.pid = <-pids:
		close(p.ready)
	}
}

// goodCause reads only what is ready: the cause of a context that is done is no nil.
func goodCause(ctx context.Context, pids <-chan int, out chan<- int) {
	p := &process{ready: make(chan struct{})}
	var wg sync.WaitGroup
	wg.Go(func() { p.start(ctx, pids) })
	wg.Go(func() {
		if err := p.wait(ctx); err != nil {
			return
		}
		out <- p.pid
	})
	wg.Wait()
}
