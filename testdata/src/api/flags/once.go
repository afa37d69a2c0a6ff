package flags

import "sync"

// That a Once has run is a flag of its own: a goroutine that runs one stores to no other.

var signals struct {
	once sync.Once
	ch   chan int
}

func signalled() <-chan int {
	signals.once.Do(func() { signals.ch = make(chan int, 1) })
	return signals.ch
}

type updater struct {
	report        func()
	stop, stopped chan struct{}
}

func newUpdater(report func()) *updater {
	u := &updater{report: report, stop: make(chan struct{}), stopped: make(chan struct{})}
	go u.run()
	return u
}

func (u *updater) run() {
	defer close(u.stopped)
	for {
		select {
		case <-signalled():
		case <-u.stop:
			return
		}
		u.report()
	}
}

func (u *updater) done() {
	if u == nil || u.stop == nil {
		return
	}
	close(u.stop)
	<-u.stopped
	u.stop = nil
}

func goodUpdater() int {
	n := 0
	u := newUpdater(func() { n++ })
	u.done()
	return n
}

func badUpdater() int {
	n := 0
	u := newUpdater(func() { n++ }) // want `captured-race: goroutine writes n`
	defer u.done()
	return n
}
