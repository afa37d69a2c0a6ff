// A program checks a variable of its own before it takes the lock.
package main

import (
	"fmt"
	"sync"
)

var table struct {
	mu   sync.Mutex
	made bool
	rows map[string]int
}

func rows() map[string]int {
	if table.made {
		return table.rows
	}
	table.mu.Lock()
	defer table.mu.Unlock()
	if !table.made {
		table.rows = map[string]int{}
		table.made = true
	}
	return table.rows
}

func main() {
	var wg sync.WaitGroup
	for range 3 {
		wg.Go(func() { fmt.Println(len(rows())) }) // want `instance-race: goroutine writes table.made`
	}
	wg.Wait()
}
