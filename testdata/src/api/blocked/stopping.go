package blocked

import "fmt"

// A feed runs until it is stopped. goodFeed does that, so badFeed is told, and
// not the loop.
type feed struct{ items chan string }

func newFeed() *feed { return &feed{items: make(chan string)} }

func (f *feed) start() { go f.run() }

func (f *feed) run() {
	for i := range f.items {
		fmt.Println(i)
	}
}

func (f *feed) stop() { close(f.items) }

func goodFeed() {
	f := newFeed()
	f.start()
	defer f.stop()
	f.items <- "a"
}

func badFeed() {
	f := newFeed()
	f.start() // want `never-stopped: the goroutine that this call starts never ends: nothing calls f.stop`
	f.items <- "a"
}
