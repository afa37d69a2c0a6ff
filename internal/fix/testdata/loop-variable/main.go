//go:build go1.21

package main

import (
	"fmt"
	"sync"
)

func main() {
	badCounter()
	badRange([]string{"a", "b"})
}

func badCounter() {
	var wg sync.WaitGroup
	for i := 0; i < 3; i++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			fmt.Println("worker", i) // want `goroutine reads loop variable i`
		}()
	}
	wg.Wait()
}

func badRange(names []string) {
	var wg sync.WaitGroup
	for i, name := range names {
		// Both are captured.
		wg.Add(1)
		go func() {
			defer wg.Done()
			fmt.Println(i)    // want `goroutine reads loop variable i`
			fmt.Println(name) // want `goroutine reads loop variable name`
		}()
	}
	wg.Wait()
}
