package blocked

import (
	"context"
	"errors"
	"sync"
)

// A runner runs something; what, its maker knows.
type runner interface{ run() }

type idler struct{ c chan int }

func (s *idler) run() { load() }

type closer struct{ c chan int }

func (s *closer) run() { close(s.c) }

func newIdler(c chan int) runner { return &idler{c} }

func newCloser(c chan int) runner { return &closer{c} }

func badMethodDoesNotClose() {
	c := make(chan int)
	r := newIdler(c)
	go r.run()
	<-c // want `abandoned-receive: .* nobody sends on c or closes it any more`
}

func goodMethodCloses(ctx context.Context) {
	c := make(chan int)
	r := newCloser(c)
	go func() { r.run() }()
	select {
	case <-c:
	case <-ctx.Done():
	}
}

func goodMethodCloseAwaited() {
	c := make(chan int)
	r := newCloser(c)
	go r.run()
	<-c
}

// A service keeps a runner in a field.
type service struct {
	runner runner
	ready  chan int
}

func (s *service) start() { go s.runner.run() }

func goodMethodInField() {
	c := make(chan int)
	s := &service{runner: newCloser(c)}
	s.start()
	<-c
}

type locker interface{ badWith(func()) }

type locked struct{ mu sync.Mutex }

func (l *locked) badWith(f func()) {
	l.mu.Lock() // want `stuck-lock: .* for ever`
	defer l.mu.Unlock()
	f()
}

func locksTwice() {
	var l locker = &locked{}
	done := make(chan int)
	go func() {
		l.badWith(func() { l.badWith(func() {}) })
		close(done)
	}()
	<-done
}

// open fails before it starts anything.
func open(fail bool, c chan int) (*service, error) {
	if fail {
		return nil, errors.New("closed")
	}
	s := &service{ready: c}
	go func() { close(s.ready) }()
	return s, nil
}

// reopen hands the error of open on.
func reopen(fail bool, c chan int) (*service, error) {
	return open(fail, c)
}

func goodFailureIsTold(fail bool) {
	c := make(chan int)
	go func() { take(1) }()
	if _, err := reopen(fail, c); err != nil {
		return
	}
	<-c
}

func badFailureIsIgnored(fail bool) {
	c := make(chan int)
	go func() { take(1) }()
	_, _ = reopen(fail, c)
	<-c // want `abandoned-receive: .* nobody sends on c or closes it any more`
}

// Both cases look at ok, each at its own.
func goodOkOfEach(a, b chan int) {
	c, done := make(chan int), make(chan int)
	go func() {
		defer close(done)
		for {
			select {
			case _, ok := <-c:
				if !ok {
					return
				}
			case _, ok := <-b:
				if !ok {
					b = nil
				}
			}
		}
	}()
	c <- 1
	close(c)
	<-done
}

// The channel has another name on one path, and is no other for it.
func goodRenamed(dup bool) {
	c := make(chan int)
	go func() {
		var d chan int
		if dup {
			d = c
		}
		select {
		case <-c:
		case <-d:
		}
	}()
	close(c)
}

// Either of several pipes, by value.
type pipes struct{ in, out chan int }

func newPipes() pipes {
	p := pipes{make(chan int), make(chan int)}
	go func() {
		for v := range p.in {
			p.out <- v
		}
	}()
	return p
}

func goodReturnedByValue() {
	p := newPipes()
	p.in <- 1
	<-p.out
	close(p.in)
}

// A context in a field: cancelled by one, forgotten by the other.
type watcher struct {
	ctx    context.Context
	cancel context.CancelFunc
}

func newWatcher() *watcher {
	w := &watcher{}
	w.ctx, w.cancel = context.WithCancel(context.Background())
	return w
}

func badContextInField() {
	w := newWatcher()
	go func() {
		<-w.ctx.Done() // want `abandoned-receive: `
	}()
	take(1)
}

func goodContextInField() {
	w := newWatcher()
	defer w.cancel()
	go func() {
		<-w.ctx.Done()
	}()
	take(1)
}

type transaction struct {
	ctx    context.Context
	cancel func()
}

func (t *transaction) await() { <-t.ctx.Done() }

func begin(fail bool) (*transaction, error) {
	if fail {
		return nil, errors.New("closed")
	}
	ctx, cancel := context.WithCancel(context.Background())
	t := &transaction{ctx, cancel}
	go t.await()
	return t, nil
}

func twice(f func() error) error {
	if err := f(); err == nil {
		return nil
	}
	return f()
}

// Whichever of its calls stores the transaction, the caller gets it.
func goodRetried(fail bool) (*transaction, error) {
	var t *transaction
	err := twice(func() error {
		var err error
		t, err = begin(fail)
		return err
	})
	return t, err
}
