// Package flags has objects that remember what was done to them: a branch on
// such a field goes the way that was said, and is no chance.
package flags

import (
	"context"
	"sync"
	"sync/atomic"
)

type worker struct {
	mu      sync.Mutex
	started bool
	stopped bool
	quit    chan struct{}
	done    chan struct{}
}

func newWorker() *worker {
	return &worker{quit: make(chan struct{}), done: make(chan struct{})}
}

func (w *worker) start() {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.started {
		return
	}
	w.started = true
	go w.run()
}

func (w *worker) run() {
	defer close(w.done)
	<-w.quit
}

func (w *worker) stop() {
	w.mu.Lock()
	defer w.mu.Unlock()
	if !w.stopped {
		w.stopped = true
		close(w.quit)
	}
}

func (w *worker) wait() {
	if !w.started {
		return
	}
	<-w.done
}

func goodStoppedOnce() {
	go func() {
		w := newWorker()
		w.start()
		w.stop()
		w.stop()
		w.wait()
	}()
}

func goodNeverStarted() {
	go func() {
		w := newWorker()
		w.stop()
		w.wait()
	}()
}

func goodStartedTwice() {
	go func() {
		w := newWorker()
		w.start()
		w.start()
		w.stop()
		w.wait()
	}()
}

// It waits before it stops.
func badWaitsFirst() {
	go func() {
		w := newWorker()
		w.started = true
		go func() {
			defer close(w.done)
			<-w.quit // want `abandoned-receive: `
		}()
		<-w.done // want `abandoned-receive: `
		w.stop()
	}()
}

// The flag was set before, so that stop does nothing.
func badStoppedBefore() {
	go func() {
		w := newWorker()
		w.stopped = true
		go func() {
			<-w.quit // want `abandoned-receive: goroutine can block for ever here: nobody sends on w.quit or closes it any more`
		}()
		w.stop()
	}()
}

type server struct {
	closed atomic.Bool
	quit   chan struct{}
}

func (s *server) Close() {
	if s.closed.CompareAndSwap(false, true) {
		close(s.quit)
	}
}

func goodClosedOnce() {
	go func() {
		s := &server{quit: make(chan struct{})}
		go func() { <-s.quit }()
		s.Close()
		s.Close()
	}()
}

func badClosedBefore() {
	go func() {
		s := &server{quit: make(chan struct{})}
		s.closed.Store(true)
		go func() {
			<-s.quit // want `abandoned-receive: goroutine can block for ever here: nobody sends on s.quit or closes it any more`
		}()
		s.Close()
	}()
}

// ticker has a channel for as long as it runs.
type ticker struct {
	mu   sync.Mutex
	quit chan struct{}
}

func (t *ticker) start() {
	t.mu.Lock()
	defer t.mu.Unlock()
	quit := make(chan struct{})
	t.quit = quit
	go func() { <-quit }()
}

func (t *ticker) stop() {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.quit == nil {
		return
	}
	close(t.quit)
	t.quit = nil
}

func goodStopsWhatRuns() {
	go func() {
		t := &ticker{}
		t.stop()
		t.start()
		t.stop()
		t.stop()
	}()
}

// What a field of an object holds that somebody else made is not known.
func goodWhoKnows(w *worker, ch chan int) {
	c := make(chan int)
	go func() { <-c }()
	if w.stopped {
		return
	}
	close(c)
}

type kindError struct{}

func (kindError) Error() string { return "kind" }

// Which errors close the channel is for the function to know.
func goodKindOfError(f func() error) (err error) {
	c := make(chan int)
	defer func() {
		if _, ok := err.(kindError); ok {
			close(c)
		}
	}()
	go func() { <-c }()
	if err := f(); err != nil {
		return kindError{}
	}
	close(c)
	return nil
}

type batch struct {
	mu sync.Mutex
	n  int
}

func (b *batch) later(c *counter) {
	go func() {
		b.mu.Lock()
		c.n++
		b.mu.Unlock()
	}()
}

type counter struct{ n int }

// The caller holds the lock.
func (b *batch) add() {
	c := &counter{}
	b.later(c)
	c.n++
}

func goodCallerLocks(b *batch) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.add()
}

func (b *batch) badNobodyLocks() {
	c := &counter{}
	go func() {
		b.mu.Lock()
		c.n++ // want `captured-race: goroutine writes c.n`
		b.mu.Unlock()
	}()
	c.n++
}

// service has a flag that says whether its goroutine runs.
type service struct {
	mu      sync.Mutex
	running bool
	quit    chan struct{}
	wg      sync.WaitGroup
	n       int
}

func (s *service) start() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.running {
		return
	}
	s.running = true
	s.quit = make(chan struct{})
	s.wg.Add(1)
	go s.loop()
}

func (s *service) loop() {
	defer s.wg.Done()
	for range 10 {
		s.n++
	}
}

func (s *service) stop() {
	s.mu.Lock()
	if !s.running {
		s.mu.Unlock()
		return
	}
	s.running = false
	s.mu.Unlock()
	close(s.quit)
	s.wg.Wait()
}

func goodStartedAndStopped() {
	s := &service{}
	s.start()
	s.stop()
	println(s.n)
}

func goodStartedTwiceAndStopped() {
	s := &service{}
	s.start()
	s.start()
	s.stop()
	s.stop()
	println(s.n)
}

// Nothing has said that it runs.
func badStoppedBeforeItRuns() {
	s := &service{}
	s.wg.Add(1)
	go func() { // want `group-not-waited: `
		defer s.wg.Done()
		s.n++ // want `captured-race: goroutine writes s.n`
	}()
	s.stop()
	println(s.n)
}

func reset(flag *bool) { *flag = false }

// The flag is stored to through its address.
func badResetByAddress() {
	s := &service{running: true, quit: make(chan struct{})}
	reset(&s.running)
	s.wg.Add(1)
	go func() { // want `group-not-waited: `
		defer s.wg.Done()
		s.n++ // want `captured-race: goroutine writes s.n`
	}()
	s.stop()
	println(s.n)
}

type phase int

const (
	idle phase = iota
	running
	ended
)

// machine has a state with several values, and an atomic number.
type machine struct {
	mu      sync.Mutex
	phase   phase
	started int32
	wg      sync.WaitGroup
	cancel  context.CancelFunc
	n       int
}

func (m *machine) start() bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.phase != idle {
		return false
	}
	var ctx context.Context
	ctx, m.cancel = context.WithCancel(context.Background())
	m.phase = running
	m.wg.Add(1)
	go func() {
		defer m.wg.Done()
		for ctx.Err() == nil {
			m.n++
		}
	}()
	return true
}

func (m *machine) stop() {
	m.mu.Lock()
	defer m.mu.Unlock()
	switch m.phase {
	case idle:
		return
	case ended:
		return
	}
	m.phase = ended
	m.cancel()
	m.wg.Wait()
}

func goodPhases() {
	m := &machine{}
	m.start()
	m.stop()
	m.stop()
	println(m.n)
}

func badEndedBefore() {
	m := &machine{phase: ended}
	m.wg.Add(1)
	go func() { // want `group-not-waited: `
		defer m.wg.Done()
		m.n++ // want `captured-race: goroutine writes m.n`
	}()
	m.stop()
	println(m.n)
}

func goodCancelThatIsThere() {
	m := &machine{}
	m.start()
	if m.cancel != nil {
		m.cancel()
		m.wg.Wait()
	}
	println(m.n)
}

func goodAtomicNumber() {
	m := &machine{}
	if atomic.CompareAndSwapInt32(&m.started, 0, 1) {
		m.wg.Go(func() { m.n++ })
	}
	if atomic.LoadInt32(&m.started) == 1 {
		m.wg.Wait()
	}
	println(m.n)
}

func badAtomicNumber() {
	m := &machine{}
	if atomic.CompareAndSwapInt32(&m.started, 0, 1) {
		m.wg.Go(func() { m.n++ }) // want `group-not-waited: ` `captured-race: `
	}
	if atomic.LoadInt32(&m.started) == 2 {
		m.wg.Wait()
	}
	println(m.n)
}
