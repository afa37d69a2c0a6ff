// Command badExit leaves past its deferred join.
package main

import (
	"fmt"
	"os"
	"sync"
)

func main() {
	var wg sync.WaitGroup
	defer wg.Wait()
	wg.Go(func() { fmt.Println("hello") })
	os.Exit(0) // want `exit-before-join.* \[13 .*\[12 `
}
