package main

import (
	"fmt"
	"sync"
)

func main() {
	badGroup()
	badChannel()
	badNotDeferred()
}

func badGroup() {
	status := "running"
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		defer func() { status = "finished" }() // want `goroutine writes status after it has signalled`
		defer wg.Done()
		fmt.Println("working")
	}()
	wg.Wait()
	fmt.Println(status)
}

func badChannel() {
	status := "running"
	done := make(chan struct{})
	go func() {
		fmt.Println("working")
		defer func() {
			status = "finished" // want `goroutine writes status after it has signalled`
		}()
		defer close(done)
	}()
	<-done
	fmt.Println(status)
}

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
