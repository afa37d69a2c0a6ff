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
