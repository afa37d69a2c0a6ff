// closure_read_before_wait with the read before the fork, which is as good as
// after the join. The analyzers are silent about it, notes aside.
package main

import (
	"fmt"
	"sync"
)

func main() {
	var wg sync.WaitGroup
	salutation := "hello"
	fmt.Println(salutation)
	wg.Add(1)
	go func() {
		defer wg.Done()
		salutation = "welcome"
	}()
	wg.Wait()
}
