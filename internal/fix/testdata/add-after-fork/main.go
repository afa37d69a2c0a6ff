package main

import (
	"fmt"
	"sync"
)

func main() {
	badOne()
	badTwo()
	badNumber(1)
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

func badNumber(n int) {
	var wg sync.WaitGroup
	go func() {
		defer wg.Done()
		fmt.Println("working")
	}()
	wg.Add(n) // want `wg.Add is called after the goroutine`
	wg.Wait()
}
