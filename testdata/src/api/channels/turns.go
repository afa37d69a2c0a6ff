package channels

// goodPingPong takes turns: the goroutine waits for the next ping whenever the
// forker looks at x.
func goodPingPong() int {
	x := 0
	ping, pong := make(chan struct{}), make(chan struct{})
	go func() {
		for range ping {
			x++
			pong <- struct{}{}
		}
	}()
	for range 3 {
		x++
		ping <- struct{}{}
		<-pong
	}
	x++
	close(ping)
	return 0
}

// goodActor asks and reads the state only after the answer.
func goodActor() int {
	total := 0
	ask, answer := make(chan int), make(chan bool)
	defer close(ask)
	go func() {
		for n := range ask {
			total += n
			answer <- true
		}
	}()
	call := func(n int) {
		ask <- n
		<-answer
	}
	call(1)
	call(2)
	return total
}

// badGivesTwice looks at x while the goroutine answers the second ping.
func badGivesTwice() {
	x := 0
	ping, pong := make(chan struct{}, 2), make(chan struct{})
	defer close(ping)
	go func() {
		for range ping {
			x++ // want `captured-race: goroutine writes x while line 58 reads it`
			pong <- struct{}{}
		}
	}()
	ping <- struct{}{}
	ping <- struct{}{}
	<-pong
	x++
	<-pong
}

// badAnswersEarly goes on with the next round before it is asked to.
func badAnswersEarly() {
	x := 0
	ping, pong := make(chan struct{}), make(chan struct{})
	defer close(ping)
	go func() {
		for range ping {
			pong <- struct{}{}
			x++ // want `write-after-release: goroutine writes x`
		}
	}()
	for range 3 {
		ping <- struct{}{}
		<-pong
		x++
	}
}

// badAsksAnother has two goroutines to answer.
func badAsksAnother() {
	x := 0
	ping, pong := make(chan struct{}), make(chan struct{})
	defer close(ping)
	for range 2 {
		go func() {
			for range ping {
				x++ // want `captured-race: goroutine writes x`
				pong <- struct{}{}
			}
		}()
	}
	for range 3 {
		ping <- struct{}{}
		<-pong
		x++
	}
}

// goodWorksFirst starts with a turn of the goroutine's, which then waits for the forker's.
func goodWorksFirst(stop <-chan struct{}) {
	x := 0
	done, next := make(chan struct{}), make(chan struct{})
	go func() {
		for {
			x++
			done <- struct{}{}
			if _, ok := <-next; !ok {
				return
			}
		}
	}()
	for {
		select {
		case <-done:
			x++
			next <- struct{}{}
		case <-stop:
			<-done
			close(next)
			return
		}
	}
}

// badBeforeItsTurn does not wait for the goroutine's first turn.
func badBeforeItsTurn() {
	x := 0
	done, next := make(chan struct{}), make(chan struct{})
	go func() {
		for {
			x++ // want `captured-race: goroutine writes x`
			done <- struct{}{}
			<-next
		}
	}()
	for {
		x++
		<-done
		next <- struct{}{}
	}
}

// badWorksOn does not wait for the forker's turn.
func badWorksOn() {
	x := 0
	done, next := make(chan struct{}), make(chan struct{})
	go func() {
		for {
			x++
			done <- struct{}{}
			x++ // want `captured-race: goroutine writes x`
			<-next
		}
	}()
	for {
		<-done
		x++
		next <- struct{}{}
	}
}
