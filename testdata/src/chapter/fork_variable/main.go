// The same as fork_named with a function value in a variable.
package main

import "fmt"

func main() {
	sayHello := func() {
		fmt.Println("Hello")
	}
	go sayHello() // want `goroutine .*(never|not) joined`
	fmt.Println("the rest of the program goes on")
}
