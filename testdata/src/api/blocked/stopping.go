package blocked

import (
	"fmt"
	"os"
	"os/signal"
	"sync"
)

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

// The tasks that a stopper waits for before it stops the workers need not be any.
type stopper struct {
	mu    sync.Mutex
	idle  *sync.Cond
	tasks int
	quit  chan struct{}
	wg    sync.WaitGroup
}

func newStopper() *stopper {
	s := &stopper{quit: make(chan struct{})}
	s.idle = sync.NewCond(&s.mu)
	return s
}

func (s *stopper) run(f func()) {
	s.wg.Add(1)
	go func() {
		defer s.wg.Done()
		f()
	}()
}

func (s *stopper) finish() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.tasks--
	s.idle.Broadcast()
}

func (s *stopper) stop() {
	s.mu.Lock()
	for s.tasks > 0 {
		s.idle.Wait()
	}
	s.mu.Unlock()
	close(s.quit)
	s.wg.Wait()
}

func badSendsWhenNobodyReceives() {
	s := newStopper()
	events := make(chan int)
	s.run(func() {
		for {
			select {
			case <-s.quit:
				return
			default:
				events <- 1 // want `abandoned-send: .* nobody receives from events any more`
			}
		}
	})
	s.run(func() {
		for {
			select {
			case <-events:
			case <-s.quit:
				return
			}
		}
	})
	s.stop()
}

type throttle struct{ tokens chan struct{} }

func newThrottle() *throttle { return &throttle{make(chan struct{}, 4)} }

func (t *throttle) do(f func()) {
	t.tokens <- struct{}{}
	go func() {
		f()
		select {
		case <-t.tokens:
		default:
			panic("no token")
		}
	}()
}

func (t *throttle) close() { close(t.tokens) }

// What a goroutine takes back out of a channel is there before it starts.
func goodTakesToken(f func(), ok bool) {
	t := newThrottle()
	t.do(f)
	if !ok {
		return
	}
	t.close()
}

// goodReload waits for what comes after a signal: the library sends on the channel, and
// never closes it.
func goodReload() int {
	hup, reloaded, over := make(chan os.Signal, 1), make(chan int, 1), make(chan struct{})
	signal.Notify(hup, os.Interrupt)
	go func() {
		defer close(over)
		for range hup {
			select {
			case reloaded <- 1:
			default:
			}
		}
	}()
	n := <-reloaded
	signal.Stop(hup)
	close(hup)
	<-over
	return n
}

// One that is started by whoever needs it first is told of once.
type lazy struct {
	mu      sync.Mutex
	watched map[string]bool
	exit    chan bool
}

func newLazy() *lazy { return &lazy{watched: map[string]bool{}, exit: make(chan bool)} }

func (l *lazy) get(name string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if !l.watched[name] {
		l.watched[name] = true
		go func() { <-l.exit }()
	}
}

func (l *lazy) stop() { close(l.exit) }

func badLazy() {
	l := newLazy()
	l.get("a") // want `never-stopped: the goroutine that this call starts never ends: nothing calls l.stop`
	l.get("a")
}

func badTwoLazy() {
	l, m := newLazy(), newLazy()
	l.get("a") // want `never-stopped: `
	m.get("a") // want `never-stopped: `
}

func goodLazy() {
	l := newLazy()
	defer l.stop()
	l.get("a")
	l.get("a")
}
