package main

import (
	"fmt"
)

// No fix: nothing is deferred, and what comes after the signal may be meant to.
func badNotDeferred() {
	status := "running"
	done := make(chan struct{})
	go func() {
		close(done)
		status = "finished" // want `goroutine writes status after it has signalled`
	}()
	<-done
	fmt.Println(status)
}
