package captures

import (
	"fmt"
	"sync"
	"sync/atomic"
)

// What goroutines reach through a pointer in a struct of their own.

type stats struct{ n int }

type worker struct{ s *stats }

func (w *worker) run() { w.s.n++ }

func badHeld() int {
	s := &stats{}
	w := &worker{s: s}
	var wg sync.WaitGroup
	wg.Go(w.run) // want `captured-race: goroutine writes s.n while line 22 reads it`
	s.n++
	wg.Wait()
	return s.n
}

func badHeldByAll() int {
	s := &stats{}
	var wg sync.WaitGroup
	for range 3 {
		w := &worker{s: s}
		wg.Go(w.run) // want `instance-race: goroutine writes s.n`
	}
	wg.Wait()
	return s.n
}

func goodHeldByOne() (n int) {
	var wg sync.WaitGroup
	var all []*stats
	for range 3 {
		s := &stats{}
		all = append(all, s)
		w := &worker{s: s}
		wg.Go(w.run)
	}
	wg.Wait()
	for _, s := range all {
		n += s.n
	}
	return n
}

// A meter prints itself.
type meter struct{ requests int64 }

func (m *meter) String() string { return fmt.Sprint(m.requests) }

func badPrinted() {
	m := &meter{}
	var wg sync.WaitGroup
	wg.Go(func() { atomic.AddInt64(&m.requests, 1) }) // want `captured-race: goroutine writes m.requests while line 63 reads it`
	fmt.Println(m)
	wg.Wait()
}

func goodPrinted() {
	m := &meter{}
	var wg sync.WaitGroup
	wg.Go(func() { atomic.AddInt64(&m.requests, 1) })
	fmt.Printf("%p\n", m)
	wg.Wait()
	fmt.Println(m)
}

type holder struct {
	m  map[string]int
	xs []int
	p  *int
}

func (h holder) counts() { h.m["a"]++ }
func (h holder) adds()   { h.xs[0]++ }
func (h holder) steps()  { *h.p++ }

func badHeldMap() {
	m := map[string]int{}
	h := &holder{m: m}
	var wg sync.WaitGroup
	wg.Go(h.counts) // want `map-race: concurrent use of map m`
	m["b"]++
	wg.Wait()
}

func badHeldSlice() []int {
	xs := make([]int, 4)
	var wg sync.WaitGroup
	for range 3 {
		wg.Go(func() { holder{xs: xs}.adds() }) // want `instance-race: goroutine writes xs\[0\]`
	}
	wg.Wait()
	return xs
}

func badHeldPointer() {
	n := 0
	var wg sync.WaitGroup
	for range 3 {
		h := holder{p: &n}
		wg.Go(h.steps) // want `instance-race: goroutine writes n`
	}
	wg.Wait()
}

func goodHeldPointers() {
	var wg sync.WaitGroup
	for range 3 {
		n := 0
		h := holder{p: &n, m: map[string]int{}, xs: make([]int, 1)}
		wg.Go(func() {
			h.steps()
			h.counts()
			h.adds()
		})
	}
	wg.Wait()
}

// A collector starts its goroutine with the first line, and no more once it is closed.
type collector struct {
	mu      sync.Mutex
	queue   chan string
	flushed chan struct{}
	closed  bool
	lines   []string
}

func (c *collector) add(s string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed {
		return
	}
	if c.queue == nil {
		c.queue, c.flushed = make(chan string, 4), make(chan struct{})
		go c.goodFlush(c.queue, c.flushed)
	}
	c.queue <- s
}

// goodFlush runs only where close finds a queue, and waits.
func (c *collector) goodFlush(in <-chan string, flushed chan<- struct{}) {
	defer close(flushed)
	for s := range in {
		c.lines = append(c.lines, s)
	}
}

func (c *collector) close() []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.closed {
		c.closed = true
		if c.queue != nil {
			close(c.queue)
			<-c.flushed
		}
	}
	return c.lines
}

func startedOnDemand() {
	c := new(collector)
	var wg sync.WaitGroup
	wg.Go(func() { c.add("a") })
	early := c.close()
	wg.Wait()
	fmt.Println(early, c.close())
}
