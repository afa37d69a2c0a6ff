// Package oracle has the programs that a search of all interleavings showed to
// be judged wrong once, and those that are judged by an assumption.
package oracle

import (
	"context"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"time"
)

func use(...any) {}

func maybe() bool { return rand.IntN(2) == 0 }

func run(f func()) { f() }

// goodIntegerRanges forks and receives n times. A range over an integer tests
// its condition before the loop and at its end.
func goodIntegerRanges(n int) {
	x := 0
	c := make(chan int, 1)
	for range n {
		go func() {
			use(x)
			c <- 1
		}()
	}
	for range n {
		<-c
	}
	x = 1
}

// goodIntegerRangesAndOne receives once more than a loop does.
func goodIntegerRangesAndOne(n int) {
	x := 0
	c := make(chan int)
	go func() {
		x = 1
		c <- 1
	}()
	for range n {
		go func() { c <- 1 }()
	}
	<-c
	for range n {
		<-c
	}
	use(x)
}

func goodCountedOverLoops() {
	x := 0
	c := make(chan int)
	for range 3 {
		go func() { c <- 1 }()
	}
	go func() {
		x = 1
		c <- 1
	}()
	for range 3 {
		<-c
	}
	<-c
	use(x)
}

func badCountedOverLoops() {
	x := 0
	c := make(chan int, 4)
	for range 3 {
		go func() { c <- 1 }()
	}
	go func() { // want `count-mismatch: goroutine is not joined`
		x = 1 // want `captured-race`
		c <- 1
	}()
	for range 3 {
		<-c
	}
	use(x)
}

// goodSelectAfterCall has a call, with a literal in it, before the select.
func goodSelectAfterCall() {
	c := make(chan int, 1)
	var mu sync.Mutex
	ctx, cancel := context.WithCancel(context.Background())
	use(cancel)
	go func() {
		run(func() {
			mu.Lock()
			defer func() { mu.Unlock() }()
		})
		select {
		case c <- 1:
		case <-ctx.Done():
		}
	}()
}

// goodReady takes no default: the channel has room.
func goodReady() {
	c := make(chan int, 1)
	go func() {
		select {
		case c <- 1:
		default:
		}
	}()
	<-c
}

// goodSameCondition asks on both sides whether there is something to wait for.
func goodSameCondition(ok bool) {
	c := make(chan int)
	go func() {
		if ok {
			c <- 1
		}
	}()
	if ok {
		<-c
	}
}

// goodSameConditionAgain asks twice, and the second time tells the two ways apart
// on which the goroutine was joined and was not.
func goodSameConditionAgain(early bool) {
	var wg sync.WaitGroup
	wg.Go(func() { use() })
	if early {
		wg.Wait()
	}
	if early {
		return
	}
	wg.Wait()
}

// badSameConditionAgain does so in a loop, in which the value is another one each
// time.
func badSameConditionAgain() {
	var wg sync.WaitGroup
	wg.Go(func() { use() }) // want `goroutine is not joined on every path`
	for early := false; ; early = maybe() {
		if early {
			return
		}
		if maybe() {
			wg.Wait()
			return
		}
	}
}

// goodOverInGroup joins in a task of a group what that task starts, if it does.
func goodOverInGroup() {
	c := make(chan int, 1)
	x := 0
	var wg sync.WaitGroup
	wg.Go(func() {
		if maybe() {
			return
		}
		go func() {
			x = 1
			c <- 1
		}()
		<-c
	})
	wg.Wait()
	use(x)
}

// goodSecondRound counts the messages of the second round, and not those of the
// first again, of which the goroutines go on afterwards.
func goodSecondRound() {
	c := make(chan int, 1)
	var mu sync.Mutex
	x := 0
	for range 2 {
		go func() {
			c <- 1
			mu.Lock()
			x++
			mu.Unlock()
		}()
	}
	for range 2 {
		<-c
	}
	y := 0
	go func() {
		y = 1
		c <- 1
	}()
	<-c
	use(y)
}

// badRoomForOne sends twice where there is room for one message, so that only one
// of the goroutines need have taken one.
func badRoomForOne() {
	c := make(chan int, 1)
	var mu sync.RWMutex
	x := 0
	for range 2 {
		go func() {
			mu.Lock()
			x = 1 // want `goroutine writes x while line \d+ reads it`
			mu.Unlock()
			<-c
		}()
	}
	for i := 0; i < 2; i++ {
		c <- 1
	}
	use(x)
}

// goodLengthPassedOn forks as often as the function receives that it calls.
func goodLengthPassedOn() {
	n := rand.IntN(3)
	x := 0
	c := make(chan int, 2)
	for range n {
		go func() {
			use(x)
			c <- 1
		}()
	}
	receive(c, n)
	x = 1
}

func receive(c chan int, n int) {
	for range n {
		<-c
	}
}

// goodConditionPassedOn waits in a function that asks the other way around whether
// there is something to wait for.
func goodConditionPassedOn(parallel bool) {
	var wg sync.WaitGroup
	if parallel {
		wg.Go(func() { use() })
	}
	waitUnless(&wg, !parallel)
}

func waitUnless(wg *sync.WaitGroup, none bool) {
	if none {
		return
	}
	wg.Wait()
}

// badConditionPassedOn passes the condition as it is.
func badConditionPassedOn(parallel bool) {
	var wg sync.WaitGroup
	if parallel {
		wg.Go(func() { use() }) // want `goroutine is not joined on every path`
	}
	waitUnless(&wg, parallel)
}

// goodLengthCaptured does so in a literal that runs at both returns.
func goodLengthCaptured() {
	n := rand.IntN(3)
	var wg sync.WaitGroup
	wg.Add(n)
	for range n {
		go wg.Done()
	}
	defer func() {
		if n > 0 {
			wg.Wait()
		}
	}()
	if maybe() {
		return
	}
	use()
}

// goodTold tells a function by a constant, and by what is no nil, what to do.
func goodTold() {
	var wg sync.WaitGroup
	done := make(chan struct{})
	x := 0
	wg.Go(func() { x = 1 })
	finish(&wg, nil, false)
	go func() {
		x = 2
		close(done)
	}()
	finish(nil, done, true)
	use(x)
}

func finish(wg *sync.WaitGroup, done chan struct{}, last bool) {
	if last {
		if done != nil {
			<-done
		}
		return
	}
	if wg != nil {
		wg.Wait()
	}
}

// badTold tells it the other way around.
func badTold() {
	var wg sync.WaitGroup
	wg.Go(func() { use() }) // want `goroutine is never joined`
	finish(&wg, nil, true)
}

// goodOuterContext waits in a literal for a context that a function around it
// derived.
func goodOuterContext(parent context.Context) {
	ctx, cancel := context.WithCancel(parent)
	defer cancel()
	c := make(chan int)
	f := func() {
		go func() {
			select {
			case c <- 1:
			case <-ctx.Done():
			}
		}()
	}
	f()
	f()
}

// badOnceAlone runs the Once itself, so that it has waited for nobody.
func badOnceAlone() {
	var once sync.Once
	d := make(chan int)
	x := 0
	go func() {
		once.Do(func() {})
		d <- 1
		x = 1 // want `write-after-release`
	}()
	<-d
	use(x)
}

// badBeforeOnce: whoever comes first runs it, and has not waited.
func badBeforeOnce() {
	var once sync.Once
	var wg sync.WaitGroup
	x := 0
	wg.Go(func() {
		x = 1 // want `captured-race`
		once.Do(func() {})
	})
	once.Do(func() {})
	use(x)
	wg.Wait()
}

func goodInOnce() {
	var once sync.Once
	var wg sync.WaitGroup
	x := 0
	wg.Go(func() { once.Do(func() { x = 1 }) })
	once.Do(func() { x = 2 })
	use(x)
	wg.Wait()
}

// badReaders: a read lock does not wait for other readers.
func badReaders() {
	var mu sync.RWMutex
	var wg sync.WaitGroup
	x := 0
	for range 2 {
		mu.RLock()
		wg.Go(func() {
			x++ // want `instance-race`
			mu.RUnlock()
		})
	}
	wg.Wait()
	use(x)
}

// fnFlagNotSet: that a branch looks at a flag is taken to mean that it goes the
// way that the flag says, whichever that is.
func fnFlagNotSet() {
	var flag atomic.Bool
	y := 0
	go func() {
		y = 1
		flag.Store(true)
	}()
	if flag.Load() {
		use()
	}
	use(y)
}

// fnLeftEarly: how often a loop has received that can be left at any time is
// not known, and is taken to be as often as is sent.
func fnLeftEarly() {
	c := make(chan int, 2)
	y := 0
	go func() {
		for range 2 {
			y++
			c <- 1
		}
		close(c)
	}()
	for range c {
		if maybe() {
			break
		}
	}
	use(y)
}

// fnOwnMessage: what is received is taken to come from a goroutine, and not from
// the function itself.
func fnOwnMessage() {
	c := make(chan int, 2)
	y := 0
	c <- 1
	go func() {
		y = 1
		c <- 1
	}()
	<-c
	use(y)
}

// fpFlagNeverSet: nobody sets the flag, so that the branch is never taken.
func fpFlagNeverSet() {
	var flag atomic.Bool
	var wg sync.WaitGroup
	y := 0
	wg.Go(func() {
		if flag.Load() {
			y = 1 // want `captured-race`
		}
	})
	use(y)
	wg.Wait()
}

// goodIntegerRangeLeft leaves the one round of a range over an integer, or ends with it.
func goodIntegerRangeLeft() {
	var mu sync.Mutex
	go func() {
		for range 1 {
			mu.Lock()
			if maybe() {
				break
			}
		}
	}()
}

// badSelectsBefore has chosen something else before it forks: nobody waits for the message.
func badSelectsBefore() {
	c := make(chan int)
	var mu sync.Mutex
	var x int
	func() {
		select {
		case <-c:
		case <-time.After(time.Second):
			go func() {
				mu.Lock()
				x = 1 // want `captured-race: goroutine writes x`
				select {
				case c <- 1:
				case <-time.After(time.Second):
				}
			}()
			use(x)
		}
	}()
}

// badMessageFromBefore waits for one of the messages that there may be from before the fork.
func badMessageFromBefore(n int) {
	c := make(chan int, 2)
	x := 0
	for range n {
		c <- 1
	}
	go func() {
		select {
		case <-c:
			x = 1 // want `captured-race: goroutine writes x`
		case <-time.After(time.Second):
		}
	}()
	use(x)
	c <- 1
}

// fnOnceOfOneCountedLate: the group counts the last goroutine only after Wait, so that y may
// be written while it is read. Who goes through a Once is believed to have been waited for; no
// note calls that ordered.
func fnOnceOfOneCountedLate() {
	c := make(chan int, 1)
	var wg sync.WaitGroup
	var once sync.Once
	y := 0
	wg.Add(1)
	go func() {
		wg.Done()
		once.Do(func() { y = 1 })
	}()
	go func() {
		<-c
		once.Do(func() {})
		wg.Go(func() {})
	}()
	wg.Wait()
	close(c)
	use(y)
}

// badWaitsForOneThatCountsAnother waits for a goroutine that has been counted before, too.
func badWaitsForOneThatCountsAnother() {
	c := make(chan int)
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		defer wg.Done()
		<-c
		wg.Go(func() {})
	}()
	wg.Wait() // want `join-deadlock`
	close(c)
}

// badWaitsForItsOwn: the goroutine waits for one that it has started, and has given its message.
func badWaitsForItsOwn() {
	d := make(chan int, 2)
	var wg sync.WaitGroup
	x := 0
	go func() {
		wg.Add(1)
		go func() {
			for range d {
			}
			wg.Done()
		}()
		d <- 1
		close(d)
		wg.Wait()
		x = 1 // want `captured-race`
	}()
	use(x)
}

// goodWaitsForItsOwnAndForMe: the one that it has started gets the message of the forker.
func goodWaitsForItsOwnAndForMe() {
	d := make(chan int)
	var wg sync.WaitGroup
	x := 0
	go func() {
		wg.Add(1)
		go func() {
			<-d
			wg.Done()
		}()
		wg.Wait()
		x = 1
	}()
	use(x)
	d <- 1
}
