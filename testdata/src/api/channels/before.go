package channels

import "context"

// What was released before a goroutine is started holds nobody up; what is released
// by one that is started later does.

func badClosedBefore() {
	x, c := 0, make(chan int)
	close(c)
	go func() {
		<-c
		x = 1 // want `captured-race`
	}()
	x++
}

func badCancelledBefore() {
	x := 0
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	go func() {
		<-ctx.Done()
		x = 1 // want `captured-race`
	}()
	x++
}

func goodCancelledInEachRound(n int) {
	x := 0
	for range n {
		ctx, cancel := context.WithCancel(context.Background())
		done := make(chan int)
		go func() {
			<-ctx.Done()
			x = 1
			close(done)
		}()
		x++
		cancel()
		<-done
	}
}

func goodSenderIsStartedAfter() {
	x, c := 0, make(chan int, 1)
	go func() {
		<-c
		x = 1
	}()
	x++
	go func() { c <- 1 }()
}

func goodSecondGeneration() {
	x, c := 0, make(chan int)
	for range 2 {
		go func() { <-c }()
	}
	for range 2 {
		c <- 1
	}
	for range 2 {
		go func() {
			<-c
			_ = x
		}()
	}
	x++
	for range 2 {
		c <- 1
	}
}

func goodFirstOfTwo() {
	x, c := 0, make(chan int, 1)
	go func() {
		_ = x
		c <- 1
		c <- 1
	}()
	<-c
	x++
	<-c
}

// goodFirstOfEachRound: each round has a channel of its own, on which one goroutine sends.
func goodFirstOfEachRound(limit int) {
	sent := 0
	for sent < limit {
		c, done := make(chan int), make(chan error, 1)
		go func() {
			defer close(c)
			for range limit - sent {
				c <- 1
			}
			done <- nil
		}()
		for range c {
			sent++
		}
		<-done
	}
}

// badFirstOfAllRounds: the first message may be of any of the goroutines.
func badFirstOfAllRounds(limit int) {
	sent, c := 0, make(chan int, 2*limit)
	for range limit {
		go func() {
			println(sent) // want `captured-race`
			c <- 1
			c <- 2
		}()
	}
	<-c
	sent++
}

func badBetweenTheTwo() {
	x, c := 0, make(chan int, 1)
	go func() {
		c <- 1
		_ = x // want `captured-race`
		c <- 1
	}()
	<-c
	x++
	<-c
}

// The cancel that is deferred comes after the join, or after no fork at all.
func goodCancelAfterJoin(early bool) {
	x, done := 0, make(chan int)
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	go func() {
		<-ctx.Done()
		x++
	}()
	if early {
		return
	}
	go func() {
		defer close(done)
		x++
	}()
	<-done
}

func goodWayThatIsNone(quiet bool) {
	if quiet {
		return
	}
	done := make(chan int)
	go func() { close(done) }()
	if quiet {
		go func() { done <- 1 }()
		return
	}
	<-done
}

func goodStartedOnEitherWay(fast bool) {
	x := 0
	done := make(chan int)
	if fast {
		go func() {
			x = 1
			done <- 1
		}()
	} else {
		go func() {
			x = 2
			done <- 1
		}()
	}
	<-done
	use(x)
}

func badStartedOnEitherWayInTurn(fast []bool) {
	x := 0
	done := make(chan int, len(fast))
	for _, f := range fast {
		if f {
			go func() {
				x = 1 // want `goroutine writes x`
				done <- 1
			}()
		} else {
			go func() {
				x = 2 // want `goroutine writes x`
				done <- 1
			}()
		}
	}
	<-done
	use(x)
}

func badStartedOnceMore(fast bool) {
	x := 0
	done := make(chan int, 3)
	if fast {
		go func() {
			x = 1 // want `goroutine writes x`
			done <- 1
		}()
	} else {
		go func() {
			x = 2 // want `goroutine writes x`
			done <- 1
		}()
	}
	go func() { done <- 1 }()
	<-done
	use(x)
}
