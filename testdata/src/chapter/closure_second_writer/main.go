// closure_ordered with a second writer: the join orders both writes before the
// read, but not with each other.
package main

import (
	"fmt"
	"sync"
)

func main() {
	var wg sync.WaitGroup
	salutation := "hello"
	wg.Add(2)
	go func() {
		defer wg.Done()
		salutation = "welcome" // want `salutation`
	}()
	go func() {
		defer wg.Done()
		salutation = "goodbye"
	}()
	wg.Wait()
	fmt.Println(salutation)
}
