// Fixtures for github.com/alitto/pond/v2.
package pond

import (
	"fmt"

	"github.com/alitto/pond/v2"
)

func goodStopAndWait() {
	p := pond.NewPool(10)
	n := 0
	p.Submit(func() { n = 1 })
	p.StopAndWait()
	fmt.Println(n)
}

func goodStopThenWait() error {
	p := pond.NewPool(10)
	n := 0
	p.Go(func() { n = 1 })
	err := p.Stop().Wait()
	fmt.Println(n)
	return err
}

// To stop a pool without a wait is a decision, but it orders nothing.
func badStopOnly() {
	p := pond.NewPool(10)
	n := 0
	p.Go(func() { n = 1 }) // want `n`
	p.Stop()
	fmt.Println(n)
}

func goodTask(p pond.Pool) error {
	n := 0
	task := p.Submit(func() { n = 1 })
	err := task.Wait()
	fmt.Println(n)
	return err
}

func goodTaskDone(p pond.Pool) {
	n := 0
	task := p.SubmitErr(func() error { n = 1; return nil })
	<-task.Done()
	fmt.Println(n)
}

func badTask(p pond.Pool) error {
	n := 0
	task := p.Submit(func() { n = 1 }) // want `n`
	fmt.Println(n)
	return task.Wait()
}

// Waiting for one task says nothing of another.
func badOtherTask(p pond.Pool) error {
	n := 0
	task := p.Submit(func() {})
	last := p.Submit(func() { n = 1 }) // want `n`
	err := task.Wait()
	fmt.Println(n)
	last.Wait()
	return err
}

func goodGroup(p pond.Pool) error {
	a, b := 0, 0
	g := p.NewGroup()
	g.Submit(func() { a = 1 }, func() { b = 1 })
	err := g.Wait()
	fmt.Println(a, b)
	return err
}

func badGroup(p pond.Pool) error {
	n := 0
	g := p.NewGroup()
	g.Submit(func() { n++ }, func() { n++ }) // want `n`
	return g.Wait()
}

func badGroupNotWaited(p pond.Pool) {
	g := p.NewGroup()
	g.Submit(func() {}) // want `g\.Wait`
}

// Stopping the pool waits for the tasks of its groups too.
func goodGroupOfStoppedPool() {
	p := pond.NewPool(10)
	n := 0
	g := p.NewGroup()
	g.Submit(func() { n = 1 })
	p.StopAndWait()
	fmt.Println(n)
}

func goodResultGroup(urls []string) ([]int, error) {
	g := pond.NewResultPool[int](10).NewGroup()
	for _, u := range urls {
		g.Submit(func() int { return len(u) })
	}
	return g.Wait()
}

func badResultGroup(urls []string) ([]int, error) {
	g := pond.NewResultPool[int](10).NewGroup()
	total := 0
	for _, u := range urls {
		g.Submit(func() int {
			total += len(u) // want `total`
			return 0
		})
	}
	return g.Wait()
}

func goodOneAtATime() {
	p := pond.NewPool(1)
	n := 0
	for range 3 {
		p.Submit(func() { n++ })
	}
	p.StopAndWait()
}

func goodManyTasks(p pond.Pool) {
	var tasks []pond.Task
	for range 3 {
		tasks = append(tasks, p.Submit(func() {}))
	}
	for _, t := range tasks {
		t.Wait()
	}
}
