// Command unjoined ends before all that it has started is done.
package main

import (
	"fmt"
	"sync"
)

func main() {
	badSemaphore(4)
	(&resizer{slots: make(limiter, 3)}).badLimiter(4)
	goodDrained(4)
	(&resizer{slots: make(limiter, workers())}).goodDrained(4)
	goodCounted(4)
	a := &auditor{sink: stdout{}}
	a.badFireAndForget("start")
}

func work(n int) { fmt.Println(n) }

// badSemaphore bounds how many run at once, and waits for none of the last.
func badSemaphore(n int) {
	slots := make(chan struct{}, 3)
	for i := range n {
		slots <- struct{}{}
		go func() { // want `unjoined: goroutine is never joined`
			defer func() { <-slots }()
			work(i)
		}()
	}
}

type limiter chan struct{}

func (l limiter) acquire() { l <- struct{}{} }
func (l limiter) release() { <-l }

type resizer struct{ slots limiter }

func (r *resizer) badLimiter(n int) {
	for i := range n {
		r.slots.acquire()
		go func() { // want `unjoined: goroutine is never joined`
			defer r.slots.release()
			work(i)
		}()
	}
}

// goodDrained takes all slots at the end.
func goodDrained(n int) {
	slots := make(chan struct{}, 3)
	for i := range n {
		slots <- struct{}{}
		go func() {
			defer func() { <-slots }()
			work(i)
		}()
	}
	for range cap(slots) {
		slots <- struct{}{}
	}
}

func workers() int { return len(fmt.Sprint("four")) }

// goodDrained does so with as many as there are.
func (r *resizer) goodDrained(n int) {
	for i := range n {
		r.slots.acquire()
		go func() {
			defer r.slots.release()
			work(i)
		}()
	}
	for range cap(r.slots) {
		r.slots.acquire()
	}
}

func goodCounted(n int) {
	var wg sync.WaitGroup
	slots := make(chan struct{}, 3)
	for i := range n {
		slots <- struct{}{}
		wg.Go(func() {
			defer func() { <-slots }()
			work(i)
		})
	}
	wg.Wait()
}

type sink interface{ write(line string) }

type stdout struct{}

func (stdout) write(line string) { fmt.Println(line) }

type auditor struct{ sink sink }

// badFireAndForget writes to what is a value in an interface.
func (a *auditor) badFireAndForget(line string) {
	go a.deliver(line) // want `unjoined: goroutine is never joined`
}

func (a *auditor) deliver(line string) { a.sink.write(line) }
