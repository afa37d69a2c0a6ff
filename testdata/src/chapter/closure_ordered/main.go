// A closure changes the variable itself, not a copy. The join orders the
// change before the read, so this is right, and a note says what makes it so.
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
		salutation = "welcome" // want `salutation; ordered by wg\.Wait`
	}()
	wg.Wait()
	fmt.Println(salutation)
}
