// fork_anonymous with a join point: a channel that the goroutine closes.
package main

import "fmt"

func main() {
	done := make(chan struct{})
	go func() {
		defer close(done)
		fmt.Println("hello")
	}()
	<-done
}
