// closure_second_writer with the first writer joined before the second is
// forked. The analyzers are silent about it, notes aside.
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
		salutation = "welcome"
	}()
	wg.Wait()
	wg.Add(1)
	go func() {
		defer wg.Done()
		salutation = "goodbye"
	}()
	wg.Wait()
	fmt.Println(salutation)
}
