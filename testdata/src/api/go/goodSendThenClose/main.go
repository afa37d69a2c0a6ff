// Package main receives the one message there is.
package main

import "fmt"

func main() {
	fmt.Println(<-compute())
}

func compute() <-chan int {
	c := make(chan int)
	go func() {
		defer close(c)
		c <- 1
	}()
	return c
}
