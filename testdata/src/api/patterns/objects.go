package patterns

import (
	"sync"
	"time"
)

// Objects that own goroutines, in fields of others, and made by callees.

type lease struct {
	expired bool
	gone    chan struct{}
	timer   *time.Timer
}

func expires(ttl time.Duration) bool {
	l := badAcquire(ttl)
	h := &holder{lease: l}
	old := h.lease.expired
	<-h.lease.gone
	return old
}

func badAcquire(ttl time.Duration) *lease {
	l := &lease{gone: make(chan struct{})}
	l.timer = time.AfterFunc(ttl, l.expire) // want `captured-race`
	return l
}

func (l *lease) expire() {
	l.expired = true
	close(l.gone)
}

type holder struct{ lease *lease }

func goodExpires(ttl time.Duration) bool {
	h := &holder{lease: badAcquire(ttl)}
	<-h.lease.gone
	return h.lease.expired
}

// A group with a limit, as people write it themselves.
type limited struct {
	wg    sync.WaitGroup
	slots chan struct{}
	mu    sync.Mutex
	first error
}

func newLimited(n int) *limited { return &limited{slots: make(chan struct{}, n)} }

func (g *limited) badStart(f func() error) {
	g.slots <- struct{}{}
	g.wg.Add(1)
	go func() {
		defer func() {
			<-g.slots
			g.wg.Done()
		}()
		if err := f(); err != nil && g.first == nil { // want `err-capture`
			g.first = err
		}
	}()
}

func (g *limited) startLocked(f func() error) {
	g.slots <- struct{}{}
	g.wg.Add(1)
	go func() {
		defer func() {
			<-g.slots
			g.wg.Done()
		}()
		if err := f(); err != nil {
			g.mu.Lock()
			defer g.mu.Unlock()
			if g.first == nil {
				g.first = err
			}
		}
	}()
}

func (g *limited) wait() error {
	g.wg.Wait()
	return g.first
}

func keepsFirstError(fs []func() error, n int) error {
	g := newLimited(n)
	for _, f := range fs {
		g.badStart(f)
	}
	return g.wait()
}

func goodKeepsFirstError(fs []func() error, n int) error {
	g := newLimited(n)
	for _, f := range fs {
		g.startLocked(f)
	}
	return g.wait()
}

// Slots that are all taken in the end are given back by everybody.
func goodTakesAllSlots(in []int, n int) []int {
	out, slots := make([]int, len(in)), make(chan struct{}, n)
	for i, v := range in {
		slots <- struct{}{}
		go func() {
			defer func() { <-slots }()
			out[i] = 2 * v
		}()
	}
	for range cap(slots) {
		slots <- struct{}{}
	}
	return out
}

func badAppendsInSlots(in []int, n int) (out []int) {
	var wg sync.WaitGroup
	slots := make(chan struct{}, n)
	for _, v := range in {
		slots <- struct{}{}
		wg.Go(func() {
			defer func() { <-slots }()
			out = append(out, v) // want `append-race`
		})
	}
	wg.Wait()
	return out
}

// Two groups, of which one is waited for.
type pipeline struct {
	read, encode sync.WaitGroup
	records      chan int
}

func (p *pipeline) badRun(n int) {
	p.records = make(chan int, n)
	p.encode.Add(1)
	go func() { // want `group-not-waited`
		defer p.encode.Done()
		for range p.records {
		}
	}()
	p.read.Add(n)
	for i := range n {
		go func() {
			defer p.read.Done()
			p.records <- i
		}()
	}
	p.read.Wait()
	close(p.records)
}

func runs() { new(pipeline).badRun(3) }

// A recursive goroutine counts itself.
type tree struct{ kids []*tree }

type walker struct {
	wg sync.WaitGroup
	mu sync.Mutex
	n  int
}

func (w *walker) badVisit(t *tree) {
	w.wg.Add(1) // want `add-in-goroutine`
	defer w.wg.Done()
	w.mu.Lock()
	w.n++
	w.mu.Unlock()
	for _, k := range t.kids {
		go w.badVisit(k)
	}
}

func treeWalk(t *tree) {
	w := &walker{}
	go w.badVisit(t)
	w.wg.Wait()
}

func (w *walker) goodVisit(t *tree) {
	defer w.wg.Done()
	w.mu.Lock()
	w.n++
	w.mu.Unlock()
	for _, k := range t.kids {
		w.wg.Add(1)
		go w.goodVisit(k)
	}
}

func goodTreeWalk(t *tree) int {
	w := &walker{}
	w.wg.Add(1)
	go w.goodVisit(t)
	w.wg.Wait()
	return w.n
}

// A table that is made when it is needed first.
var table struct {
	once sync.Once
	rows map[string]int
}

func rows() map[string]int {
	table.once.Do(func() { table.rows = map[string]int{} })
	return table.rows
}

func goodMadeOnce() {
	var wg sync.WaitGroup
	for range 3 {
		wg.Go(func() { _ = rows() })
	}
	wg.Wait()
}
