// Package main waits for some time, and gives up on purpose.
package main

import (
	"fmt"
	"time"
)

func main() {
	done := make(chan struct{})
	go func() {
		defer close(done)
		fmt.Println("working")
	}()
	select {
	case <-done:
	case <-time.After(time.Second):
		fmt.Println("gave up")
	}
}
