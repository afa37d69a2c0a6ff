package main

import (
	"fmt"
	"sync"
)

// No fix: the goroutine goes on when it has called Done, for the others may
// wait for the signal only.
func badWorkAfterDone(names []string) {
	var wg sync.WaitGroup
	ready := make(chan bool)
	for _, name := range names {
		wg.Add(1)
		go func() { // want `goroutine can return without wg.Done`
			if name == "" {
				return
			}
			wg.Done()
			<-ready
			fmt.Println("hello,", name)
		}()
	}
	wg.Wait()
	close(ready)
}
