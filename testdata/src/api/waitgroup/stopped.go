package waitgroup

import (
	"sync"
	"time"
)

// A debouncer counts itself only as long as nobody has stopped it, which it looks at
// under the lock.
type debouncer struct {
	mu      sync.Mutex
	timer   *time.Timer
	stopped bool
	running sync.WaitGroup
}

func (d *debouncer) trigger(f func()) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.stopped {
		return
	}
	d.timer = time.AfterFunc(time.Millisecond, func() {
		d.mu.Lock()
		if d.stopped {
			d.mu.Unlock()
			return
		}
		d.running.Add(1)
		d.mu.Unlock()
		defer d.running.Done()
		f()
	})
}

func (d *debouncer) stop() {
	d.mu.Lock()
	d.stopped = true
	d.mu.Unlock()
	d.running.Wait()
}

// goodStopped is told by the time that stop waits.
func goodStopped() int {
	n, d := 0, &debouncer{}
	d.trigger(func() { n++ })
	d.stop()
	return n
}

// badStopUnlocked looks at nothing.
func badStopUnlocked() {
	var mu sync.Mutex
	var running sync.WaitGroup
	go func() {
		mu.Lock()
		running.Add(1) // want `add-in-goroutine: running.Add is called in the goroutine it counts`
		mu.Unlock()
		running.Done()
	}()
	mu.Lock()
	mu.Unlock()
	running.Wait()
}

// A hub tells those who listen.
type hub struct {
	mu    sync.Mutex
	over  bool
	lists []chan int
}

// goodListen returns what stops and waits, if there is anything to wait for.
func (h *hub) goodListen(f func(int)) func() {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.over {
		return func() {}
	}
	list, stop := make(chan int, 1), make(chan bool)
	h.lists = append(h.lists, list)
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		defer wg.Done()
		for {
			select {
			case n := <-list:
				f(n)
			case <-stop:
				return
			}
		}
	}()
	return func() {
		close(stop)
		wg.Wait()
	}
}
