package main

import (
	"fmt"
	"sync"
)

func main() {
	badOne()
	badTwo()
	badLoop([]string{"a", "b"})
}

func badOne() {
	var wg sync.WaitGroup
	go func() {
		defer wg.Done()
		fmt.Println("working")
	}()
	wg.Add(1) // want `wg.Add is called after the goroutine`
	wg.Wait()
}

func badTwo() {
	var wg sync.WaitGroup
	go func() {
		defer wg.Done()
		fmt.Println("one")
	}()
	go func() {
		defer wg.Done()
		fmt.Println("two")
	}()
	wg.Add(2) // want `wg.Add is called after the goroutine`
	wg.Wait()
}

func badLoop(names []string) {
	var wg sync.WaitGroup
	for _, name := range names {
		go func() {
			defer wg.Done()
			fmt.Println(name)
		}()
	}
	wg.Add(len(names)) // want `wg.Add is called after the goroutine`
	wg.Wait()
}
