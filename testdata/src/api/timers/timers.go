// Package timers has time.Timer, time.Ticker and time.After: a tick orders
// nothing, and a sleep joins nothing.
package timers

import "time"

func use(...any) {}

func badSleep() {
	x := 0
	go func() { x = 1 }() // want `captured-race`
	time.Sleep(time.Second)
	use(x)
}

func badAfter() {
	x := 0
	go func() { x = 1 }() // want `captured-race`
	<-time.After(time.Second)
	use(x)
}

func badTimer() {
	x := 0
	t := time.NewTimer(time.Second)
	go func() { x = 1 }() // want `captured-race`
	<-t.C
	use(x)
}

func badTicker() {
	x := 0
	t := time.NewTicker(time.Second)
	defer t.Stop()
	go func() { x = 1 }() // want `captured-race`
	for range 3 {
		<-t.C
	}
	use(x)
}

func goodTickerUntilDone() {
	x, done := 0, make(chan bool)
	t := time.NewTicker(time.Second)
	defer t.Stop()
	go func() {
		x = 1
		close(done)
	}()
	for {
		select {
		case <-t.C:
			use("waiting")
		case <-done:
			use(x)
			return
		}
	}
}

// Who resets a timer has done so before it fires.
func goodReset() {
	x, done := 0, make(chan bool)
	t := time.NewTimer(time.Hour)
	go func() {
		<-t.C
		use(x)
		close(done)
	}()
	x = 1
	t.Reset(time.Millisecond)
	<-done
}

type draft struct {
	stored string
	timer  *time.Timer
	saved  chan struct{}
}

func begin(after time.Duration) *draft {
	d := &draft{saved: make(chan struct{})}
	d.timer = time.AfterFunc(after, func() {
		d.stored = "timer"
		close(d.saved)
	})
	return d
}

func (d *draft) finish() string {
	if d.timer.Stop() {
		d.stored = "user"
	} else {
		<-d.saved
	}
	return d.stored
}

// goodStoppedInField keeps the timer in a field.
func goodStoppedInField(after time.Duration) string { return begin(after).finish() }
