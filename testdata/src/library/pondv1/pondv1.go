// Fixtures for github.com/alitto/pond before its second version.
package pondv1

import (
	"context"
	"fmt"
	"time"

	"github.com/alitto/pond"
)

func goodStopAndWait() {
	p := pond.New(4, 10)
	n := 0
	p.Submit(func() { n = 1 })
	p.StopAndWait()
	fmt.Println(n)
}

func goodStopAndWaitFor() {
	p := pond.New(4, 10)
	n := 0
	p.TrySubmit(func() { n = 1 })
	p.StopAndWaitFor(time.Second)
	fmt.Println(n)
}

func badReadBeforeWait() {
	p := pond.New(4, 10)
	n := 0
	p.SubmitBefore(func() { n = 1 }, time.Second) // want `n`
	fmt.Println(n)
	p.StopAndWait()
}

func goodSubmitAndWait() {
	p := pond.New(4, 10)
	n := 0
	p.SubmitAndWait(func() { n = 1 })
	fmt.Println(n)
}

func badNotWaited() {
	p := pond.New(4, 10)
	p.Submit(func() {}) // want `never joined`
}

// To stop a pool without a wait is a decision.
func goodStopped() {
	p := pond.New(4, 10)
	p.Submit(func() {})
	p.Stop()
}

func goodGroup() {
	p := pond.New(4, 10)
	g := p.Group()
	n := 0
	g.Submit(func() { n = 1 })
	g.Wait()
	fmt.Println(n)
}

func goodGroupContext(ctx context.Context) error {
	p := pond.New(4, 10)
	g, ctx := p.GroupContext(ctx)
	g.Submit(func() error { return ctx.Err() })
	return g.Wait()
}

func badGroupContext(ctx context.Context) error {
	p := pond.New(4, 10)
	g, _ := p.GroupContext(ctx)
	n := 0
	for range 3 {
		g.Submit(func() error { n++; return nil }) // want `n`
	}
	return g.Wait()
}

func goodOneAtATime() {
	p := pond.New(1, 10)
	n := 0
	for range 3 {
		p.Submit(func() { n++ })
	}
	p.StopAndWait()
	fmt.Println(n)
}
