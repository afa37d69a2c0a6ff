package flags

import "sync"

// What collects looks under the lock whether it is to stop.
type window struct {
	mu      sync.Mutex
	running bool
	collect func()
}

func (w *window) start() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.running = true
	go func() {
		w.mu.Lock()
		defer w.mu.Unlock()
		if !w.running {
			return
		}
		w.collect()
	}()
}

func (w *window) stop() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.running = false
}

func goodStopped() {
	shards := []int{1, 2}
	w := &window{collect: func() { _ = shards }}
	w.start()
	w.stop()
	shards = nil
}
