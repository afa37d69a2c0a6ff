// Fixtures for runners.
package run

import (
	"context"
	"fmt"

	"github.com/oklog/run"
	"github.com/thejerf/suture/v4"
	"sigs.k8s.io/controller-runtime/pkg/manager"
)

func goodRun() error {
	var g run.Group
	a, b := 0, 0
	stop := make(chan struct{})
	g.Add(func() error { a = 1; <-stop; return nil }, func(error) { close(stop) })
	g.Add(func() error { b = 1; return nil }, func(error) {})
	err := g.Run()
	fmt.Println(a, b)
	return err
}

func badRun() error {
	var g run.Group
	n := 0
	g.Add(func() error { n++; return nil }, func(error) {}) // want `n`
	g.Add(func() error { n++; return nil }, func(error) {})
	return g.Run()
}

// An interrupt runs while its actor does.
func badInterrupt() error {
	var g run.Group
	stopped := false
	g.Add(func() error {
		stopped = false // want `stopped`
		return nil
	}, func(error) {
		stopped = true
	})
	err := g.Run()
	fmt.Println(stopped)
	return err
}

// What is added runs when Run is called, and not before.
func goodNotYet() error {
	var g run.Group
	n := 0
	g.Add(func() error { n++; return nil }, func(error) {})
	n = 2
	return g.Run()
}

func goodManager(ctx context.Context, mgr manager.Manager) (int, error) {
	n := 0
	mgr.Add(manager.RunnableFunc(func(context.Context) error { n++; return nil }))
	err := mgr.Start(ctx)
	return n, err
}

func badManager(ctx context.Context, mgr manager.Manager) error {
	n := 0
	mgr.Add(manager.RunnableFunc(func(context.Context) error { n++; return nil })) // want `n`
	mgr.Add(manager.RunnableFunc(func(context.Context) error { n++; return nil }))
	return mgr.Start(ctx)
}

type counter struct{ n int }

func (c *counter) Serve(ctx context.Context) error {
	c.n++ // want `n`
	return nil
}

func goodSuture(ctx context.Context) error {
	var c counter
	s := suture.NewSimple("good")
	s.Add(&c)
	err := s.Serve(ctx)
	fmt.Println(c.n)
	return err
}

func badSuture(ctx context.Context) error {
	var c counter
	s := suture.NewSimple("bad")
	s.Add(&c)
	errc := s.ServeBackground(ctx)
	fmt.Println(c.n)
	return <-errc
}
