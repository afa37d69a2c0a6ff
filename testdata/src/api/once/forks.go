package once

import (
	"fmt"
	"sync"
)

// A transport makes what its goroutines need, and starts them, once.
type transport struct {
	initOnce  sync.Once
	stopOnce  sync.Once
	logger    *string
	queue     chan int
	listening chan struct{}
	stop      chan struct{}
}

func (t *transport) goodInit() {
	t.initOnce.Do(func() {
		s := "log"
		t.logger = &s
		t.listening = make(chan struct{})
		t.stop = make(chan struct{})
		t.queue = make(chan int, 4)
		go func() {
			defer close(t.listening)
			t.listen()
		}()
	})
}

func (t *transport) listen() {
	for {
		select {
		case <-t.stop:
			return
		case n := <-t.queue:
			fmt.Println(*t.logger, n)
		}
	}
}

func (t *transport) close() {
	t.goodInit()
	t.stopOnce.Do(func() { close(t.stop) })
	<-t.listening
}

func goodInitialized() {
	t := &transport{}
	t.goodInit()
	defer t.close()
	done := make(chan bool, 1)
	go func() {
		t.goodInit()
		done <- true
	}()
	<-done
}

func goodInitializedByEither() {
	t := &transport{}
	done := make(chan bool, 1)
	go func() {
		t.close()
		done <- true
	}()
	t.goodInit()
	<-done
}

// A connection hands the rest of its end to a goroutine of its own, once.
type connection struct {
	once     sync.Once
	inbox    chan string
	closed   chan struct{}
	stopped  chan struct{}
	finished chan struct{}
	reason   string
}

func (c *connection) goodClose(reason string) {
	c.once.Do(func() {
		close(c.closed)
		go func() {
			<-c.stopped
			c.reason = reason
			close(c.finished)
		}()
	})
}

func (c *connection) dispatch() {
	defer close(c.stopped)
	for {
		select {
		case s := <-c.inbox:
			if s == "" {
				c.goodClose("empty")
			}
		case <-c.closed:
			return
		}
	}
}

func goodClosedByEither(inbox chan string) string {
	c := &connection{inbox: inbox, closed: make(chan struct{}), stopped: make(chan struct{}), finished: make(chan struct{})}
	go c.dispatch()
	c.goodClose("the end")
	<-c.finished
	return c.reason
}

// A stage goes from one state to the next.
type stage struct {
	mu    sync.Mutex
	state int
	name  string
}

func (s *stage) enter(from int, f func()) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.state != from {
		return false
	}
	s.state++
	f()
	return true
}

func (s *stage) start(name string) bool {
	return s.enter(0, func() {
		s.name = name
		go s.run()
	})
}

func (s *stage) run() { println(s.name) }

// goodStartedTwice finds that it has been started.
func goodStartedTwice() {
	s := &stage{}
	s.start("a")
	s.start("b")
}
