package flags

import "time"

// A local variable remembers which way was taken.

func goodRemembersWay(limit time.Duration) {
	n, done := 0, make(chan struct{})
	go func() {
		n++
		close(done)
	}()
	ended := false
	select {
	case <-done:
		ended = true
	case <-time.After(limit):
	}
	if !ended {
		return
	}
	println(n)
}

func badOtherWay(limit time.Duration) {
	n, done := 0, make(chan struct{})
	go func() {
		n++ // want `captured-race: goroutine writes n while line 38 reads it`
		close(done)
	}()
	late := false
	select {
	case <-done:
	case <-time.After(limit):
		late = true
	}
	if late {
		println(n)
	}
}

func goodRemembersNumber(limit time.Duration) {
	n, done := 0, make(chan int, 1)
	go func() {
		n++
		done <- 1
	}()
	status := -1
	select {
	case status = <-done:
	case <-time.After(limit):
		println("late")
	}
	switch status {
	case -1:
		return
	case 0:
		println("nothing")
	}
	println(n)
}

func goodDefault() {
	n, done := 0, make(chan struct{})
	go func() {
		n++
		close(done)
	}()
	ended := false
	select {
	case <-done:
		ended = true
	default:
	}
	println("looked")
	if ended {
		println(n)
	}
}

func goodForkedOnOneWay(some bool) {
	n, done, forked := 0, make(chan struct{}), false
	if some {
		forked = true
		go func() {
			n++
			close(done)
		}()
	}
	if forked {
		<-done
	}
	println(n)
}

// In a loop the variable tells of the last round only.
func badEarlierRound(limit time.Duration) {
	n, done := 0, make(chan struct{}, 3)
	for range 3 {
		go func() {
			n++ // want `instance-race`
			done <- struct{}{}
		}()
		ended := false
		select {
		case <-done:
			ended = true
		case <-time.After(limit):
		}
		if ended {
			println(n)
		}
	}
}

// goodReadyAndThen: ready is true only where the message has been received, and what is done
// between does not change that.
func goodReadyAndThen(lines <-chan string, quit <-chan struct{}, clean func() error) bool {
	done, started := make(chan bool, 1), false
	go func() {
		for l := range lines {
			started = started || l == "started"
		}
		done <- true
	}()
	ready := false
	select {
	case r := <-done:
		ready = r
	case <-quit:
	}
	if err := clean(); err != nil {
		println(err)
	}
	return ready && started
}

// badReadyOrElse: the value is read where the message need not have been received.
func badReadyOrElse(lines <-chan string, quit <-chan struct{}, clean func() error) bool {
	done, started := make(chan bool, 1), false
	go func() {
		for l := range lines {
			started = started || l == "started" // want `captured-race`
		}
		done <- true
	}()
	ready := false
	select {
	case r := <-done:
		ready = r
	case <-quit:
	}
	if err := clean(); err != nil {
		println(err)
	}
	return !ready && started
}

// badReadyAgain: what is started after ready is known is pending wherever it is true.
func badReadyAgain(done <-chan bool, quit <-chan struct{}, clean func() error) bool {
	started, ready := false, false
	select {
	case r := <-done:
		ready = r
	case <-quit:
	}
	go func() {
		started = true // want `captured-race`
	}()
	if err := clean(); err != nil {
		println(err)
	}
	return ready && started
}
