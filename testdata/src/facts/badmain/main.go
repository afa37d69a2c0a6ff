// Package main does not wait for what other packages start.
package main

import (
	"fmt"
	"sync"

	"facts/a"
	"facts/par"
	"facts/wrap"
)

func main() {
	badStart()
	badBackground()
	badWorker()
	badGo()
	badGroup()
	badFire()
	badNewGroup()
	badSetUp()
	badGet()
	badApp()
	badFillThroughTwo()
}

func badStart() {
	a.Start() // want `joined`
}

// The function that waits is dropped.
func badBackground() {
	a.Background() // want `nothing calls wg.Wait`
}

func badWorker() {
	a.Worker() // want `.`
}

func badGo() {
	var wg sync.WaitGroup
	par.Go(&wg, func() { fmt.Println("working") }) // want `.`
}

func badGroup() {
	var g par.Group
	g.Go(func() { fmt.Println("working") }) // want `.`
}

// Nobody can join it, and it belongs to this repository.
func badFire() {
	a.Fire() // want `joined`
}

func badNewGroup() {
	g := par.NewGroup()
	g.Go(func() { fmt.Println("working") }) // want `nothing calls g.wg.Wait`
}

// Through two packages.

func badSetUp() {
	wrap.SetUp() // want `never joined`
}

func badGet() {
	wrap.Get() // want `never joined`
}

func badApp() {
	p := wrap.NewApp()
	p.Run() // want `p.job.wg`
}

func badFillThroughTwo() {
	var wg sync.WaitGroup
	var x int
	wrap.Fill(&wg, &x) // want `nothing calls wg.Wait`
}
