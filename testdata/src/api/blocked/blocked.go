// Package blocked has goroutines that block for ever, and those that only look
// as if they did.
package blocked

import (
	"context"
	"errors"
	"sync"
	"time"
)

func work() error    { return nil }
func cond() bool     { return true }
func take(...any)    {}
func keep(f func())  { keepers(f) }
func load() (n int)  { return 1 }
func each(n int) int { return n }

var keepers func(func())

func badTimeout() (int, error) {
	c := make(chan int)
	go func() {
		c <- load() // want `abandoned-send: .* nobody receives from c any more`
	}()
	select {
	case n := <-c:
		return n, nil
	case <-time.After(time.Second):
		return 0, errors.New("timeout")
	}
}

func goodTimeout() (int, error) {
	c := make(chan int, 1)
	go func() {
		c <- load()
	}()
	select {
	case n := <-c:
		return n, nil
	case <-time.After(time.Second):
		return 0, errors.New("timeout")
	}
}

func badFirstError(jobs []int) error {
	errc := make(chan error)
	for range jobs {
		go func() {
			errc <- work() // want `abandoned-send: .* nobody receives from errc any more`
		}()
	}
	for range jobs {
		if err := <-errc; err != nil {
			return err
		}
	}
	return nil
}

func goodFirstError(jobs []int) error {
	errc := make(chan error, len(jobs))
	for range jobs {
		go func() {
			errc <- work()
		}()
	}
	for range jobs {
		if err := <-errc; err != nil {
			return err
		}
	}
	return nil
}

func badErrorSkipsSend() int {
	c := make(chan int)
	go func() {
		if err := work(); err != nil {
			return
		}
		c <- 1
	}()
	return <-c // want `abandoned-receive: .* nobody sends on c or closes it any more`
}

func goodErrorCloses() int {
	c := make(chan int)
	go func() {
		defer close(c)
		if err := work(); err != nil {
			return
		}
		c <- 1
	}()
	return <-c
}

// Whether the goroutine sends may be known to whoever waits.
func goodDataSkipsSend(n int) int {
	c := make(chan int)
	go func() {
		if n > 3 {
			c <- n
		}
	}()
	return <-c
}

func badReturnBeforeReceive() error {
	c := make(chan int)
	go func() {
		c <- 1 // want `abandoned-send: .* nobody receives from c any more`
	}()
	if err := work(); err != nil {
		return err
	}
	take(<-c)
	return nil
}

func badNeverClosed(jobs []int) {
	c := make(chan int)
	go func() {
		for j := range c { // want `abandoned-receive: .* nobody sends on c or closes it any more`
			take(j)
		}
	}()
	for _, j := range jobs {
		c <- j
	}
}

func goodClosed(jobs []int) {
	c := make(chan int)
	go func() {
		for j := range c {
			take(j)
		}
	}()
	for _, j := range jobs {
		c <- j
	}
	close(c)
}

// The break leaves the select only, so nobody is left to receive.
func badBreaksSelectOnly(ctx context.Context) {
	c := make(chan int)
	go func() {
		c <- 1 // want `abandoned-send: .* nobody receives from c any more`
		c <- 2 // want `abandoned-send: .* nobody receives from c any more`
	}()
	select {
	case n := <-c:
		if n > 0 {
			break
		}
		take(<-c)
	case <-ctx.Done():
	}
}

// The last message says that it is the last.
func goodLastMessage(jobs []int) {
	type msg struct{ last bool }
	c := make(chan msg)
	go func() {
		for m := range c {
			if m.last {
				return
			}
		}
	}()
	for i := range jobs {
		c <- msg{i == len(jobs)-1}
	}
}

// Which messages pass the filter, only who sends them knows.
func goodFilter() int {
	in, out := make(chan int), make(chan int, 1)
	go func() {
		for v := range in {
			if v > 0 {
				out <- v
			}
		}
	}()
	in <- 3
	close(in)
	return <-out
}

// How many rounds to wait for, the function itself has counted.
func goodTally(jobs []int) {
	c := make(chan int)
	n := 0
	for _, j := range jobs {
		if j > 0 {
			n++
			go func() { c <- j }()
		}
	}
	for i := 0; i < n; i++ {
		<-c
	}
}

// The first round is another than the rest.
func goodFirstRound() {
	c := make(chan int)
	for i := 0; i < 8; i++ {
		if i > 0 {
			<-c
		}
		go func() { c <- 1 }()
	}
	<-c
}

// Somebody else may call what has captured the channel.
func goodKept() {
	c := make(chan int)
	keep(func() { close(c) })
	go func() { take(1) }()
	<-c
}

func goodAppended(done func([]func())) {
	c := make(chan int)
	var all []func()
	all = append(all, func() { close(c) })
	go func() { take(1) }()
	done(all)
	<-c
}

func goodElement() {
	a, b := make(chan int), make(chan int)
	go func() {
		for _, c := range []chan int{a, b} {
			close(c)
		}
	}()
	<-a
	<-b
}

func goodInterface(r interface{ Run(any) }) {
	type handler struct{ f func() }
	c := make(chan int)
	r.Run(handler{func() { close(c) }})
	go func() { take(1) }()
	<-c
}

func badCond() {
	var mu sync.Mutex
	c := sync.NewCond(&mu)
	ready := false
	go func() {
		mu.Lock()
		ready = true
		mu.Unlock()
	}()
	mu.Lock()
	for !ready {
		c.Wait() // want `stuck-join: .* never signalled again`
	}
	mu.Unlock()
}

func goodCond() {
	var mu sync.Mutex
	c := sync.NewCond(&mu)
	ready := false
	go func() {
		mu.Lock()
		ready = true
		mu.Unlock()
		c.Signal()
	}()
	mu.Lock()
	for !ready {
		c.Wait()
	}
	mu.Unlock()
}

func badSendUnderLock() {
	var mu sync.Mutex
	c := make(chan int)
	go func() {
		mu.Lock() // want `stuck-lock: .* whoever holds it is blocked`
		take(<-c)
		mu.Unlock()
	}()
	mu.Lock() // want `stuck-lock: .* whoever holds it is blocked`
	c <- 1
	mu.Unlock()
}

func goodSendWithoutLock() {
	var mu sync.Mutex
	c := make(chan int)
	go func() {
		mu.Lock()
		take(<-c)
		mu.Unlock()
	}()
	c <- 1
	mu.Lock()
	mu.Unlock()
}

// Who does not close the channel does not wait for it either.
func goodOwnDecision() {
	c := make(chan int)
	n := load()
	if n == 0 {
		close(c)
	}
	go func() { take(1) }()
	if each(n) == 0 {
		<-c
	}
}

// The lock is given back by another than the one who took it.
func goodUnlockedForAnother() {
	var mu sync.Mutex
	locked := make(chan int)
	go func() {
		mu.Lock()
		close(locked)
		mu.Lock()
		mu.Unlock()
	}()
	<-locked
	mu.Unlock()
}

// A gate is open or not; nothing ever opens this one, so nobody waits.
type gate struct {
	open bool
	c    chan int
}

func goodNeverOpened() {
	g := &gate{c: make(chan int)}
	go func() { take(1) }()
	if g.open {
		<-g.c
	}
}

// Every call passes the same capacity.
func unbuffered(size int) chan int { return make(chan int, size) }

func roomy(size int) chan int { return make(chan int, size) }

func badCapacityFromCaller() {
	c := unbuffered(0)
	go func() {
		c <- 1 // want `abandoned-send: `
	}()
	take(1)
}

func goodCapacityFromCaller() {
	c := roomy(1)
	go func() { c <- 1 }()
	take(1)
}
