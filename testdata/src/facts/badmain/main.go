// Package main does not wait for what other packages start.
package main

import (
	"fmt"
	"sync"

	"facts/a"
	"facts/par"
)

func main() {
	badStart()
	fnBackground()
	badWorker()
	badGo()
	badGroup()
	badFire()
}

func badStart() {
	a.Start() // want `joined`
}

// The function that waits is dropped; one that is returned is taken for called.
func fnBackground() {
	a.Background()
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
