// Package product is what its tests try out: they know its state, its data and its clock.
package product

import (
	"context"
	"sync"
	"time"
)

type Cleaner struct {
	every time.Duration
	mu    sync.Mutex
	seen  map[string]time.Time
	quit  chan struct{}
	wg    sync.WaitGroup
}

func NewCleaner(every time.Duration) *Cleaner {
	c := &Cleaner{every: every, seen: map[string]time.Time{}, quit: make(chan struct{})}
	c.wg.Add(1)
	go c.loop()
	return c
}

func (c *Cleaner) loop() {
	defer c.wg.Done()
	tick := time.NewTicker(c.every)
	defer tick.Stop()
	for {
		select {
		case <-tick.C:
			c.mu.Lock()
			for k := range c.seen {
				delete(c.seen, k)
			}
			c.mu.Unlock()
		case <-c.quit:
			return
		}
	}
}

func (c *Cleaner) Close() {
	close(c.quit)
	c.wg.Wait()
}

// An Uploader uploads each part in a goroutine.
type Uploader struct{ Put func(part string) }

func (u Uploader) All(parts []string) {
	var wg sync.WaitGroup
	for _, p := range parts {
		wg.Add(1)
		go func() {
			defer wg.Done()
			u.Put(p)
		}()
	}
	wg.Wait()
}

// Two uploads in two goroutines.
func (u Uploader) Two(part string) {
	var wg sync.WaitGroup
	for range 2 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			u.Put(part)
		}()
	}
	wg.Wait()
}

type Resolver struct {
	addrs  []string
	static bool
	find   func() string
}

func NewResolver() *Resolver { return &Resolver{addrs: []string{"localhost"}} }

func NewStatic(addrs []string) *Resolver {
	r := NewResolver()
	r.addrs, r.static = addrs, true
	return r
}

// Refresh has nothing to do if the addresses were given.
func (r *Resolver) Refresh(ctx context.Context) {
	if r.static {
		return
	}
	r.addrs = []string{r.find()}
	<-ctx.Done()
}

// Serial runs one function after the other, if nobody else does.
type Serial struct {
	mu   sync.Mutex
	busy bool
}

func (s *Serial) Do(f func()) bool {
	s.mu.Lock()
	if s.busy {
		s.mu.Unlock()
		return false
	}
	s.busy = true
	s.mu.Unlock()
	f()
	s.mu.Lock()
	s.busy = false
	s.mu.Unlock()
	return true
}

// A Log closes its files in a goroutine, when it is given some.
type Log struct {
	name string
	old  chan string
	done chan struct{}
}

func NewLog(name string) *Log {
	l := &Log{name: name, old: make(chan string), done: make(chan struct{})}
	go l.compress()
	return l
}

func (l *Log) compress() {
	for {
		select {
		case n := <-l.old:
			l.name = n + ".gz"
		case <-l.done:
			return
		}
	}
}

func (l *Log) Rotate() { l.old <- l.name }

func (l *Log) Close() { close(l.done) }

// A Queue calls back for each item.
type Queue struct {
	items chan int
	each  func(int)
}

func NewQueue(each func(int)) *Queue {
	q := &Queue{items: make(chan int, 8), each: each}
	go q.run()
	return q
}

func (q *Queue) run() {
	for i := range q.items {
		q.each(i)
	}
}

func (q *Queue) Put(i int) { q.items <- i }

func (q *Queue) Close() { close(q.items) }
