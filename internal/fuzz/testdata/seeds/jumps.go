package p

import (
	"log"
	"os"
	"sync"
	"sync/atomic"
)

func labels(grid [][]int) (found bool) {
	var wg sync.WaitGroup
outer:
	for i, row := range grid {
		for j := range row {
			switch {
			case row[j] < 0:
				continue outer
			case row[j] == 0:
				break outer
			case i == j:
				fallthrough
			default:
				wg.Add(1)
			}
			go func() {
				if row[j] > 1 {
					found = true
					wg.Done()
				}
			}()
		}
	}
	wg.Wait()
	return found
}

func retry(f func() error) {
	n := 0
again:
	if err := f(); err != nil {
		n++
		if n < 3 {
			goto again
		}
		log.Fatal(err)
	}
	ch := make(chan int, 1)
	go func() {
		defer func() {
			if r := recover(); r != nil {
				ch <- 1
				panic(r)
			}
		}()
		n = 2
		ch <- n
	}()
	if n == 7 {
		os.Exit(1)
	}
	<-ch
}

func spin() int {
	var ready atomic.Bool
	var old int32
	data := 0
	go func() {
		data = 1
		ready.Store(true)
		atomic.AddInt32(&old, 1)
	}()
	for !ready.Load() {
	}
	return data + int(atomic.LoadInt32(&old))
}
