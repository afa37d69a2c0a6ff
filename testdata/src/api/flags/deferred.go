package flags

import (
	"errors"
	"sync"
)

// What is deferred tests the error that is returned.

var errDeferred = errors.New("deferred")

type pump struct{ quit chan struct{} }

func startPump() *pump {
	p := &pump{make(chan struct{})}
	go func() { <-p.quit }()
	return p
}

func (p *pump) stop() { close(p.quit) }

func goodStopsOnError(fail bool) (_ *pump, err error) {
	p := startPump()
	defer func() {
		if err != nil {
			p.stop()
		}
	}()
	if fail {
		return nil, errDeferred
	}
	return p, nil
}

func goodJoinsOnError(fail bool) (err error) {
	n := 0
	var wg sync.WaitGroup
	wg.Go(func() { n++ })
	defer func() {
		if err != nil {
			wg.Wait()
		}
	}()
	if fail {
		return errors.New("failed")
	}
	wg.Wait()
	println(n)
	return nil
}

func badJoinsWithoutError(fail bool) (err error) {
	n := 0
	var wg sync.WaitGroup
	wg.Go(func() { n++ }) // want `join-skipped: .* line 62 returns before wg is waited for`
	defer func() {
		if err == nil {
			wg.Wait()
		}
	}()
	if fail {
		return errDeferred
	}
	return nil
}

func goodDeferredFlag(limit int) {
	c := make(chan int)
	go func() { println(<-c) }()
	sent := false
	defer func() {
		if !sent {
			close(c)
		}
	}()
	if limit > 3 {
		return
	}
	sent = true
	c <- 1
}
