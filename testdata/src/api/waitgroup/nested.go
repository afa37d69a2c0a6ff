package waitgroup

import (
	"errors"
	"sync"
)

// goodNestedDone appends before it starts those that count down.
func goodNestedDone() int {
	const n = 50
	var all sync.WaitGroup
	all.Add(n)
	sent := []int{}
	go func() {
		for i := 0; i < n; i++ {
			sent = append(sent, i)
			go func() { all.Done() }()
		}
	}()
	all.Wait()
	return len(sent)
}

func badNestedDone() int {
	const n = 50
	var all sync.WaitGroup
	all.Add(n)
	sent := []int{}
	go func() {
		for i := 0; i < n; i++ {
			go func() { all.Done() }()
			sent = append(sent, i) // want `write-after-release: goroutine writes sent|captured-race: goroutine writes sent`
		}
	}()
	all.Wait()
	return len(sent)
}

// A bus counts under the lock under which it is closed.
type bus struct {
	mu      sync.Mutex
	closed  bool
	closing chan struct{}
	wg      sync.WaitGroup
}

func (b *bus) goodSubscribe() error {
	b.mu.Lock()
	if b.closed {
		b.mu.Unlock()
		return errors.New("closed")
	}
	b.wg.Add(1)
	b.mu.Unlock()
	go func() {
		<-b.closing
		b.wg.Done()
	}()
	return nil
}

func (b *bus) close() {
	b.mu.Lock()
	defer b.mu.Unlock()
	if !b.closed {
		b.closed = true
		close(b.closing)
		b.wg.Wait()
	}
}

func goodAgreed() error {
	b := &bus{closing: make(chan struct{})}
	done := make(chan bool)
	go func() {
		b.close()
		done <- true
	}()
	err := b.goodSubscribe()
	<-done
	return err
}

// goodWaitedByTask leaves the waiting to who closes the channel.
func goodWaitedByTask(sources []func() (chan int, error)) (<-chan int, error) {
	out := make(chan int, 100)
	wg := sync.WaitGroup{}
	wg.Add(len(sources))
	for _, f := range sources {
		in, err := f()
		if err != nil {
			return nil, err
		}
		go func() {
			out <- <-in
			wg.Done()
		}()
	}
	go func() {
		wg.Wait()
		close(out)
	}()
	return out, nil
}
