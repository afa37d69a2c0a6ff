// Package ponds uses github.com/alitto/pond.
package ponds

import (
	"fmt"

	"github.com/alitto/pond/v2"
)

func goodStopAndWait() int {
	p := pond.NewPool(4)
	n := 0
	p.Submit(func() { n = 1 })
	p.StopAndWait()
	return n
}

func goodTask() error {
	p := pond.NewPool(4)
	defer p.StopAndWait()
	n := 0
	task := p.Submit(func() { n = 1 })
	err := task.Wait()
	fmt.Println(n)
	return err
}

func badTask() int {
	p := pond.NewPool(4)
	defer p.StopAndWait()
	n := 0
	p.Submit(func() { n = 1 }) // want captured-race
	return n
}

func badNotWaited() {
	p := pond.NewPool(4)
	p.Submit(func() { fmt.Println("work") }) // want group-not-waited
}

func goodStopThenWait() int {
	p := pond.NewPool(4)
	n := 0
	p.Submit(func() { n = 1 })
	_ = p.Stop().Wait()
	return n
}

// To stop a pool and not to wait for it is a decision.
func goodStopOnly() {
	p := pond.NewPool(4)
	p.Submit(func() { fmt.Println("work") })
	p.Stop()
}

func goodGroup() int {
	p := pond.NewPool(4)
	defer p.StopAndWait()
	g := p.NewGroup()
	n := 0
	g.Submit(func() { n = 1 })
	if err := g.Wait(); err != nil {
		return 0
	}
	return n
}

func badGroup() int {
	p := pond.NewPool(4)
	defer p.StopAndWait()
	g := p.NewGroup()
	n := 0
	for range 3 {
		g.Submit(func() { n++ }) // want instance-race
	}
	_ = g.Wait()
	return n
}

func goodResults() ([]string, error) {
	p := pond.NewResultPool[string](4)
	defer p.StopAndWait()
	g := p.NewGroup()
	for i := range 3 {
		g.SubmitErr(func() (string, error) { return fmt.Sprint(i), nil })
	}
	return g.Wait()
}

func goodOneAtATime() int {
	p := pond.NewPool(1)
	n := 0
	for range 3 {
		p.Submit(func() { n++ })
	}
	p.StopAndWait()
	return n
}
