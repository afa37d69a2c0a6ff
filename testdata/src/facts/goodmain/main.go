// Package main joins what other packages start.
package main

import (
	"fmt"
	"sync"

	"facts/a"
	"facts/par"
)

func main() {
	<-a.Start()

	wait := a.Background()
	defer wait()

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

	a.Hidden()
	a.Race()
	a.Leaky(true)
	a.Skips(true)
	a.Fire()
}
