package ctx

import (
	"context"
	"sync"
)

type input interface{ gather() error }

type inputFunc func() error

func (f inputFunc) gather() error { return f() }

type agent struct{ inputs []input }

func (a *agent) run(ctx context.Context) {
	var wg sync.WaitGroup
	for _, in := range a.inputs {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for ctx.Err() == nil {
				_ = in.gather()
			}
			<-ctx.Done()
		}()
	}
	wg.Wait()
}

// goodKeptInFunction has an input that ends it all, in a slice of interfaces.
func goodKeptInFunction() {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	n := 0
	a := &agent{inputs: []input{inputFunc(func() error {
		if n++; n > 3 {
			cancel()
		}
		return nil
	})}}
	a.run(ctx)
}
