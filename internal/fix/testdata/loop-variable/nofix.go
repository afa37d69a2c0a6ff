//go:build go1.21

package main

import (
	"fmt"
	"sync"
)

// No fix: the body changes the variable.
func badChanged() {
	var wg sync.WaitGroup
	for i := 0; i < 9; i++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			fmt.Println("worker", i) // want `goroutine reads loop variable i`
		}()
		i++
	}
	wg.Wait()
}
