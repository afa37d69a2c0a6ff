package timers

import "time"

func spin() {
	for {
	}
}

// badBehindSpin never comes to its timer: what it does before is done at once.
func badBehindSpin() int {
	n := 0
	go func() {
		n = 1 // want `captured-race: goroutine writes n while line \d+ reads it`
		spin()
		<-time.After(time.Second)
		n = 2
	}()
	return n
}
