package main

import (
	"fmt"
	"sync"
)

func main() {
	badGroup()
	badChannel()
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
