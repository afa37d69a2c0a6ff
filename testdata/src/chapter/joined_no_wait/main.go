// closure_no_wait joined by a channel. The analyzers are silent about it,
// notes aside.
package main

import "fmt"

func main() {
	done := make(chan struct{})
	salutation := "hello"
	go func() {
		defer close(done)
		salutation = "welcome"
	}()
	<-done
	fmt.Println(salutation)
}
