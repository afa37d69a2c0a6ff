package flags

import "errors"

var errNegative = errors.New("bad")

func startOneExit(x *int, done chan struct{}) (err error) {
	if *x < 0 {
		err = errNegative
	} else {
		go func() {
			*x++
			close(done)
		}()
	}
	return
}

func goodOneExit() int {
	x, done := 3, make(chan struct{})
	if err := startOneExit(&x, done); err != nil {
		x = 0
		return x
	}
	<-done
	return x
}

func callsOneExitToo() int {
	x, done := 3, make(chan struct{})
	if err := badStartOneExit(&x, done); err != nil {
		<-done
		return x
	}
	x = 0 // the goroutine runs
	<-done
	return x
}

func badStartOneExit(x *int, done chan struct{}) (err error) {
	if *x < 0 {
		err = errNegative
		close(done)
	} else {
		go func() {
			*x++ // want `captured-race`
			close(done)
		}()
	}
	return
}
