package cond

import "sync"

// A pipe has one goroutine that fills it, and its own condition.
type pipe struct {
	mu     sync.Mutex
	free   *sync.Cond
	buf    []int
	closed bool
	done   chan struct{}
}

func goodPipe(next func() int) *pipe {
	p := &pipe{done: make(chan struct{})}
	p.free = sync.NewCond(&p.mu)
	go func() {
		defer close(p.done)
		for p.put(next()) {
		}
	}()
	return p
}

func (p *pipe) put(v int) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	for len(p.buf) == 1 && !p.closed {
		p.free.Wait()
	}
	p.buf = append(p.buf, v)
	return !p.closed
}

func (p *pipe) stop() {
	p.mu.Lock()
	p.closed = true
	p.free.Signal()
	p.mu.Unlock()
	<-p.done
}

func goodPipes(next func() int) {
	var all []*pipe
	for range 3 {
		all = append(all, goodPipe(next))
	}
	for _, p := range all {
		p.stop()
	}
}
