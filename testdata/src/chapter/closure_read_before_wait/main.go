// closure_ordered with the read moved before the join: a data race.
package main

import (
	"fmt"
	"sync"
)

func main() {
	var wg sync.WaitGroup
	salutation := "hello"
	wg.Add(1)
	go func() {
		defer wg.Done()
		salutation = "welcome" // want `salutation`
	}()
	fmt.Println(salutation)
	wg.Wait()
}
