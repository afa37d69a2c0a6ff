// Package main releases pools and ends: what runs then is lost.
package main

import (
	"fmt"

	"github.com/panjf2000/ants/v2"
)

func main() {
	p, err := ants.NewPool(4)
	if err != nil {
		return
	}
	defer p.Release()
	p.Submit(func() { fmt.Println("work") }) // want `goroutine is never joined`
}
