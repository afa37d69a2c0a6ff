package once

import "sync"

func serve() error { return nil }

// goodFirstError hears of the first error: a Once sends no more.
func goodFirstError() error {
	exit := make(chan error)
	var once sync.Once
	leave := func(err error) {
		once.Do(func() {
			exit <- err
		})
	}
	go func() { leave(serve()) }()
	go func() { leave(serve()) }()
	return <-exit
}

// badEachError has a Once for each goroutine.
func badEachError() error {
	exit := make(chan error)
	for range 2 {
		var once sync.Once
		go func() {
			once.Do(func() {
				exit <- serve() // want `abandoned-send: .* nobody receives from exit any more`
			})
		}()
	}
	return <-exit
}

type pool struct {
	mu   sync.Mutex
	free int
}

// giveBack returns what calls its function later.
func (p *pool) giveBack() func() {
	return sync.OnceFunc(func() {
		p.mu.Lock()
		defer p.mu.Unlock()
		p.free++
	})
}

// goodTake has the lock when the function is made, not when it is called.
func (p *pool) goodTake() func() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.free--
	return p.giveBack()
}

func (p *pool) badGiveBack() func() {
	return sync.OnceFunc(func() {
		p.mu.Lock() // want `stuck-lock: waits for p.mu for ever: it is held already`
		defer p.mu.Unlock()
		p.free++
	})
}

// takeTwice calls it at once.
func (p *pool) takeTwice() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.badGiveBack()()
}
