package blocked

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"
)

// A test that hangs when something fails tells that it has failed.
func TestGoodFailureHangs(t *testing.T) {
	done := make(chan int)
	go func() {
		if err := work(); err != nil {
			return
		}
		close(done)
	}()
	<-done
}

func TestBadNeverSent(t *testing.T) {
	done := make(chan int)
	go func() {
		<-done // want `abandoned-receive: `
	}()
	take(t.Name())
}

type poller struct {
	poll func(context.Context) (int, error)
}

func (p *poller) run(ctx context.Context, ch chan<- int) {
	n, err := p.poll(ctx)
	if err != nil {
		return
	}
	select {
	case ch <- n:
	case <-ctx.Done():
	}
}

// The test's context ends when the test has returned, and not before.
func TestGoodContextOfTheTest(t *testing.T) {
	p := &poller{poll: somewhere}
	ch := make(chan int)
	go p.run(t.Context(), ch)
	<-ch
}

var somewhere func(context.Context) (int, error)

// Somebody cancels while the test waits.
func TestBadContextCancelled(t *testing.T) {
	p := &poller{poll: somewhere}
	ctx, cancel := context.WithCancel(t.Context())
	ch := make(chan int)
	go p.run(ctx, ch)
	go cancel()
	<-ch // want `abandoned-receive`
}

type failing interface{ FailNow() }

func mustFail(t failing) { t.FailNow() }

// It has failed, and nothing comes after it.
func TestGoodFailsByInterface(t *testing.T) {
	x, done := 1, make(chan bool, 1)
	go func() {
		println(x)
		done <- true
	}()
	select {
	case <-done:
	case <-time.After(time.Second):
		mustFail(t)
	}
	x = 2
}

type inbox struct {
	mu   sync.Mutex
	open bool
	ch   chan int
}

func (b *inbox) send(n int) error {
	b.mu.Lock()
	open := b.open
	b.mu.Unlock()
	if !open {
		return errors.New("closed")
	}
	b.ch <- n
	return nil
}

// The test wants the error.
func TestGoodWantsError(t *testing.T) {
	b := &inbox{ch: make(chan int)}
	if err := b.send(1); err == nil {
		t.Fatal("no error")
	}
}

func waitFor(wg *sync.WaitGroup) bool {
	c := make(chan struct{})
	go func() {
		defer close(c)
		wg.Wait()
	}()
	select {
	case <-c:
		return true
	case <-time.After(time.Second):
		return false
	}
}

// That it returns true says that all is done.
func TestGoodWaitsWithTimeout(t *testing.T) {
	var wg sync.WaitGroup
	x := 0
	wg.Go(func() { x++ })
	if !waitFor(&wg) {
		t.Fatal("timeout")
	}
	println(x)
}

func TestBadWaitsWithTimeout(t *testing.T) {
	var wg sync.WaitGroup
	x := 0
	wg.Go(func() { x++ }) // want `captured-race: `
	if waitFor(&wg) {
		return
	}
	println(x)
}

type dial struct{ ctx context.Context }

func (d *dial) cancelled() bool { return d.ctx.Err() != nil }

func (d *dial) run(hang chan struct{}) {
	if d.cancelled() {
		return
	}
	<-hang
}

// That a helper asks for the error makes it no protocol: the context of a test ends
// with it.
func TestGoodAsksForFailure(t *testing.T) {
	hang := make(chan struct{})
	d := &dial{t.Context()}
	go d.run(hang)
	hang <- struct{}{}
}

func isGood(addr string) bool { return len(addr) > 3 }

// The test knows for which addresses the goroutine waits.
func TestGoodKnowsWhatItAsks(t *testing.T) {
	hang := make(chan struct{})
	start := func(addr string) {
		if isGood(addr) {
			return
		}
		<-hang
	}
	go start("abc")
	hang <- struct{}{}
}

func TestBadAsksTheClock(t *testing.T) {
	hang := make(chan struct{})
	go func() {
		if time.Now().Year() > 2000 {
			return
		}
		<-hang
	}()
	hang <- struct{}{} // want `abandoned-send: `
}

// A value that a constant list holds once is met in one round only, but which
// elements a list has is not followed.
func TestFpOnceInList(t *testing.T) {
	saw := make(chan struct{}, 1)
	defer close(saw)
	go func() {
		if err := work(); err != nil {
			t.Error(err)
			return
		}
		<-saw
	}()
	for _, want := range []int{1, 2, 3, 1} {
		take(want)
		if want == 2 {
			saw <- struct{}{} // want `abandoned-send: `
		}
	}
}

// The test knows that there is no such address, so that the error is no failure; but
// in a test nothing is asked of what follows an error.
func TestFpErrorWanted(t *testing.T) {
	hang := make(chan struct{})
	go func() {
		if _, err := find("nowhere"); err == nil {
			return
		}
		<-hang
	}()
	hang <- struct{}{} // want `abandoned-send: `
}

func find(name string) (int, error) {
	if err := work(); err != nil {
		return 0, err
	}
	return len(name), nil
}

// A late starts its goroutine when it is ticked for the first time.
type late struct {
	timer *time.Timer
	out   chan int
}

func (l *late) tick() {
	if l.timer == nil {
		l.timer = time.NewTimer(time.Second)
		go func() {
			<-l.timer.C
			l.out <- 1
		}()
		return
	}
	l.timer.Reset(time.Second)
}

// That the field of one is nil says nothing of that of the other.
func TestGoodTwoLate(t *testing.T) {
	t.Run("once", func(t *testing.T) {
		out := make(chan int, 1)
		l := &late{out: out}
		l.tick()
		<-out
	})
	t.Run("often", func(t *testing.T) {
		out := make(chan int, 1)
		l := &late{out: out}
		for fired := false; !fired && maybe(); {
			l.tick()
			select {
			case <-out:
				fired = true
			default:
			}
		}
	})
}

func maybe() bool { return time.Now().Second() > 30 }

func openLazy(name string) (*lazy, error) {
	if err := work(); err != nil {
		return nil, err
	}
	l := newLazy()
	l.get(name)
	return l, nil
}

// Where the call is to fail, there is nothing to stop.
func TestGoodErrorAwaited(t *testing.T) {
	if _, err := openLazy(""); err == nil {
		t.Error("no error")
	}
}

func TestBadErrorNotAwaited(t *testing.T) {
	if _, err := openLazy(""); err != nil { // want `never-stopped: `
		t.Error(err)
	}
}

// A pooled knows its pool.
type pooled struct{ pool *pool }

type pool struct {
	sync.Mutex
	free int
}

func (p *pool) get() *pooled { return &pooled{p} }

// goodNamedAnew gives back the lock by another name.
func (p *pool) goodNamedAnew(c *pooled) {
	p.Lock()
	p, n := c.pool, 1
	p.free += n
	p.Unlock()
}

func goodPool() {
	p := &pool{}
	p.goodNamedAnew(p.get())
	p.Lock()
	p.free++
	p.Unlock()
}

func TestGoodPool(t *testing.T) { goodPool() }
