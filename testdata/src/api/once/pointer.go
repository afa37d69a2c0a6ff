package once

import (
	"sync"
	"time"
)

// A renewer has a Once behind a pointer.
type renewer struct {
	tick     *time.Ticker
	done     chan struct{}
	shutdown *sync.Once
}

func newRenewer(every time.Duration) *renewer {
	r := &renewer{tick: time.NewTicker(every), done: make(chan struct{}), shutdown: &sync.Once{}}
	go r.loop()
	return r
}

func (r *renewer) loop() {
	for {
		select {
		case <-r.tick.C:
		case <-r.done:
			return
		}
	}
}

func (r *renewer) stop() {
	r.shutdown.Do(func() {
		r.tick.Stop()
		close(r.done)
	})
}

func goodStopped() {
	r := newRenewer(time.Hour)
	time.Sleep(time.Second)
	r.stop()
	r.stop()
}

func badNotStopped() {
	newRenewer(time.Hour) // want `never-stopped: the goroutine that this call starts never ends`
}
