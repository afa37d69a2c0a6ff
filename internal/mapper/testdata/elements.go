package elements

import (
	"context"
	"sync"
)

// What maps and slices hold is shared, too.

func lockedMap(names []string) map[string]int {
	var wg sync.WaitGroup
	var mu sync.Mutex
	total := map[string]int{}
	for _, n := range names {
		wg.Add(1)
		go func() { // map: joined: joined by wg.Wait [many]; writes total: lock mu; wg.Wait; reads n: only read meanwhile
			defer wg.Done()
			mu.Lock()
			defer mu.Unlock()
			total[n]++
		}()
	}
	wg.Wait()
	return total
}

func ownElement(names []string) []int {
	var wg sync.WaitGroup
	out := make([]int, len(names))
	for i := range names {
		wg.Add(1)
		go func() { // map: joined: joined by wg.Wait [many]; reads out: only read meanwhile; writes out[…]: wg.Wait; reads i: only read meanwhile
			defer wg.Done()
			out[i] = i
		}()
	}
	wg.Wait()
	return out
}

// A goroutine that a rule says to block for ever never gets to its join.
func abandoned(ctx context.Context) int {
	c := make(chan int)
	go func() { c <- 1 }() // map: missing: goroutine can block for ever here: nobody receives from c any more, once the function has returned at line 49
	select {
	case n := <-c:
		return n
	case <-ctx.Done():
		return 0
	}
}

// With room for the result it ends, whether somebody takes it or not.
func room(ctx context.Context) int {
	c := make(chan int, 1)
	go func() { c <- 1 }() // map: partial: joined by the receive from c, but not on every path
	select {
	case n := <-c:
		return n
	case <-ctx.Done():
		return 0
	}
}
