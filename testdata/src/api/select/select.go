// Package selects has select: a case orders what its operation orders, on its
// own way out only.
package selects

import "time"

func use(...any) {}

func goodOnlyCase() {
	x, done := 0, make(chan bool, 1)
	go func() {
		x = 1
		done <- true
	}()
	select {
	case <-done:
		use(x)
	case <-time.After(time.Second):
	}
}

func badOtherCase() {
	x, done := 0, make(chan bool, 1)
	go func() {
		x = 1 // want `captured-race`
		done <- true
	}()
	select {
	case <-done:
	case <-time.After(time.Second):
		use(x)
	}
}

func badAfterSelect() {
	x, done := 0, make(chan bool, 1)
	go func() {
		x = 1 // want `captured-race`
		done <- true
	}()
	select {
	case <-done:
	case <-time.After(time.Second):
	}
	use(x)
}

func badDefault() {
	x, done := 0, make(chan bool, 1)
	go func() {
		x = 1 // want `captured-race`
		done <- true
	}()
	select {
	case <-done:
	default:
	}
	use(x)
}

// The default goes round again until there was something to receive.
func goodPoll() {
	x, done := 0, make(chan bool, 1)
	go func() {
		x = 1
		done <- true
	}()
	for {
		select {
		case <-done:
			use(x)
			return
		default:
		}
	}
}

// Every way out is a join.
func goodTwoSignals() {
	x, ok, failed := 0, make(chan bool, 1), make(chan bool, 1)
	go func() {
		x = 1
		if x > 0 {
			ok <- true
		} else {
			failed <- true
		}
	}()
	select {
	case <-ok:
	case <-failed:
	}
	use(x)
}

// A case on a nil channel is never chosen.
func goodNilCase() {
	x, done := 0, make(chan bool, 1)
	var never chan bool
	go func() {
		x = 1
		done <- true
	}()
	select {
	case <-done:
	case <-never:
	}
	use(x)
}

// The receiver has left when the result comes, and nothing has room for it.
func badAbandoned() int {
	out := make(chan int)
	go func() { out <- 1 }() // want `abandoned-send`
	select {
	case v := <-out:
		return v
	case <-time.After(time.Second):
		return 0
	}
}

func goodRoomForOne() int {
	out := make(chan int, 1)
	go func() { out <- 1 }()
	select {
	case v := <-out:
		return v
	case <-time.After(time.Second):
		return 0
	}
}

// A break within a select leaves the select, not the loop.
func goodStopChannel() {
	stop, done := make(chan bool), make(chan bool)
	n := 0
	go func() {
		defer close(done)
		for {
			select {
			case <-stop:
				return
			default:
				n++
			}
		}
	}()
	close(stop)
	<-done
	use(n)
}
