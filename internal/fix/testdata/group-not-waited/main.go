package main

import (
	"fmt"
	"sync"
)

func main() {
	badEnd()
	fmt.Println(badReturns(3))
}

func badEnd() {
	var wg sync.WaitGroup
	for i := range 3 {
		wg.Go(func() { fmt.Println("sent", i) }) // want `nothing calls wg.Wait`
	}
	wg.Go(func() { fmt.Println("sent all") }) // want `nothing calls wg.Wait`
}

func badReturns(n int) int {
	if n == 0 {
		return 0
	}
	var wg sync.WaitGroup
	wg.Add(1)
	go func() { // want `nothing calls wg.Wait`
		defer wg.Done()
		fmt.Println("working")
	}()
	if n == 1 {
		return 1
	}
	return n
}
