// The same as fork_named with an anonymous function.
package main

import "fmt"

func main() {
	go func() { // want `goroutine .*(never|not) joined`
		fmt.Println("hello")
	}()
}
