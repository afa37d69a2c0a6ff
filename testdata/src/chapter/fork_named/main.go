// A function is forked and not joined: it is undetermined whether it runs.
package main

import "fmt"

func main() {
	go sayHello() // want `goroutine .*(never|not) joined`
}

func sayHello() {
	fmt.Println("Hello")
}
