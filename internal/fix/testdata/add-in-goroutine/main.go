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
