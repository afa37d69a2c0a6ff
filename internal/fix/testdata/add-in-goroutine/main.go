package main

import (
	"fmt"
	"sync"
)

func main() {
	badFirst()
	badAfterOthers()
	badParameter()
	badReceiver(&server{})
	badConditional(true)
	badUnknownBefore(func() {})
}

func badFirst() {
	var wg sync.WaitGroup
	for i := range 3 {
		go func() {
			wg.Add(1) // want `wg.Add is called in the goroutine`
			defer wg.Done()
			fmt.Println(i)
		}()
	}
	wg.Wait()
}

// Done becomes the first statement: nothing may end the goroutine without it.
func badAfterOthers() {
	var wg sync.WaitGroup
	for i := range 3 {
		go func() {
			fmt.Println("start", i)
			wg.Add(1) // want `wg.Add is called in the goroutine`
			defer wg.Done()
			fmt.Println("end", i)
		}()
	}
	wg.Wait()
}

func badParameter() {
	var group sync.WaitGroup
	go func(wg *sync.WaitGroup) {
		wg.Add(1) // want `group.Add is called in the goroutine`
		defer wg.Done()
		fmt.Println("parameter")
	}(&group)
	group.Wait()
}

type server struct{ n int }

func badReceiver(s *server) {
	var wg sync.WaitGroup
	go func() { wg.Add(1); defer wg.Done(); fmt.Println(s.n) }() // want `wg.Add is called in the goroutine`
	wg.Wait()
}

// No fix: not every goroutine adds.
func badConditional(on bool) {
	var wg sync.WaitGroup
	go func() {
		if on {
			wg.Add(1) // want `wg.Add is called in the goroutine`
			defer wg.Done()
		}
		fmt.Println("conditional")
	}()
	wg.Wait()
}

// No fix: f may wait for what comes after the join.
func badUnknownBefore(f func()) {
	var wg sync.WaitGroup
	go func() {
		f()
		wg.Add(1) // want `wg.Add is called in the goroutine`
		defer wg.Done()
		fmt.Println("unknown")
	}()
	wg.Wait()
}
