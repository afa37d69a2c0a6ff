// closure_ordered without the join: the goroutine is lost, and its write races
// with the read. Each analyzer reports its half.
package main

import (
	"fmt"
	"sync"
)

func main() {
	var wg sync.WaitGroup
	salutation := "hello"
	wg.Add(1)
	go func() { // want `goroutine .*(never|not) (joined|waited for)`
		defer wg.Done()
		salutation = "welcome" // want `salutation`
	}()
	fmt.Println(salutation)
}
