// Package main joins what other packages start.
package main

import (
	"fmt"
	"sync"

	"facts/a"
	"facts/par"
	"facts/wrap"
	"other.example/work"
)

func main() {
	<-a.Start()
	a.Lost()
	wrap.Lose()

	wait := a.Background()
	defer wait()

	waits := []func(){a.Background()}
	waits = append(waits, a.Background())
	for _, f := range waits {
		f()
	}
	k := keeper{wait: a.Background()}
	defer k.stop()
	byName := map[string]func(){"a": a.Background()}
	byName["a"]()

	w := a.Worker()
	w.Join()
	<-a.Worker().Done()

	s := a.NewServer()
	defer s.Close()

	var wg sync.WaitGroup
	par.Go(&wg, func() { fmt.Println("working") })
	par.Wait(&wg)

	var g par.Group
	g.Go(func() { fmt.Println("working") })
	g.Wait()

	h := par.NewGroup()
	defer h.Wait()
	h.Go(func() { fmt.Println("working") })

	<-wrap.Get()
	p := wrap.NewApp()
	p.Run()
	p.Join()
	var x int
	wrap.Fill(&wg, &x)
	par.Wait(&wg)

	a.Hidden()
	a.Leaky(true)
	a.Skips(true)

	// What nobody can join is told in the module that could change it.
	work.Race()
	work.Fire()
}

type keeper struct{ wait func() }

func (k *keeper) stop() { k.wait() }
