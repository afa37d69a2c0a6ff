package channels

import (
	"os"
	"sync"
	"time"
)

// badClosesEarly takes one message of a goroutine that sends for ever.
func badClosesEarly() {
	c := make(chan int, 1)
	go func() {
		for {
			time.Sleep(time.Millisecond)
			select {
			case c <- 1:
			default:
			}
		}
	}()
	<-c
	close(c) // want `early-close: c is closed while a goroutine may still send on it`
}

// badClosesOnTimeout gives up on the answer.
func badClosesOnTimeout() int {
	c := make(chan int, 1)
	go func() { c <- 1 }()
	n := 0
	select {
	case n = <-c:
	case <-time.After(time.Second):
	}
	close(c) // want `early-close`
	return n
}

// goodClosesAfterReceives has received as often as is sent.
func goodClosesAfterReceives(xs []int) (sum int) {
	c := make(chan int)
	for _, x := range xs {
		go func() { c <- x }()
	}
	for range xs {
		sum += <-c
	}
	close(c)
	return sum
}

// goodClosesAfterWait has joined the goroutines that send.
func goodClosesAfterWait(xs []int) (sum int) {
	c := make(chan int, 8)
	var wg sync.WaitGroup
	for _, x := range xs {
		wg.Go(func() {
			select {
			case c <- x:
			default:
			}
		})
	}
	wg.Wait()
	close(c)
	for x := range c {
		sum += x
	}
	return sum
}

// goodClosesForReceivers closes what it sends on itself.
func goodClosesForReceivers(xs []int) {
	c := make(chan int)
	var wg sync.WaitGroup
	wg.Go(func() {
		for range c {
		}
	})
	for _, x := range xs {
		c <- x
	}
	close(c)
	wg.Wait()
}

// goodStopsThenCloses has the sender answer before it closes.
func goodStopsThenCloses() {
	c, quit, gone := make(chan int), make(chan bool), make(chan bool)
	go func() {
		defer close(gone)
		for {
			select {
			case c <- 1:
			case <-quit:
				return
			}
		}
	}()
	<-c
	close(quit)
	<-gone
	close(c)
}

// goodExitsOnTheFirst ends the process on the first answer of two.
func goodExitsOnTheFirst(serve func() error) {
	errs := make(chan error, 2)
	go func() { errs <- serve() }()
	go func() { errs <- serve() }()
	if <-errs != nil {
		os.Exit(1)
	}
	os.Exit(0)
}

// badExitsInstead ends the process on a path that asks nobody.
func badExitsInstead(serve func() error, now bool) error {
	errs := make(chan error, 1)
	go func() { errs <- serve() }()
	if now {
		os.Exit(0) // want `exit-before-join`
	}
	return <-errs
}
