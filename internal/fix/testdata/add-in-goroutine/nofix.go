package main

import (
	"fmt"
	"sync"
)

// No fix: not every goroutine adds.
func badConditional(on bool) {
	var wg sync.WaitGroup
	go func() {
		if on {
			wg.Add(1) // want `wg.Add is called in the goroutine`
			defer wg.Done()
		}
		fmt.Println("conditional")
	}()
	wg.Wait()
}

// No fix: f may wait for what comes after the join.
func badUnknownBefore(f func()) {
	var wg sync.WaitGroup
	go func() {
		f()
		wg.Add(1) // want `wg.Add is called in the goroutine`
		defer wg.Done()
		fmt.Println("unknown")
	}()
	wg.Wait()
}
