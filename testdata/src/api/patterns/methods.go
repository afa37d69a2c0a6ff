package patterns

import "sync"

type log struct {
	mu    sync.Mutex
	lines []string
	n     int
}

func (l *log) add(s string) {
	l.lines = append(l.lines, s)
}

func (l *log) count() {
	l.n++
}

func (l *log) addLocked(s string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.lines = append(l.lines, s)
}

// badMethodOfInstances calls a method of one object in every goroutine; the
// object is made here, so it is the same for all.
func badMethodOfInstances(lines []string) *log {
	l := &log{}
	var wg sync.WaitGroup
	for _, s := range lines {
		wg.Go(func() { l.add(s) }) // want `append-race: concurrent append to l.lines`
	}
	wg.Wait()
	return l
}

// goodMethodOfInstances has a method that locks.
func goodMethodOfInstances(lines []string) *log {
	l := &log{}
	var wg sync.WaitGroup
	for _, s := range lines {
		wg.Go(func() { l.addLocked(s) })
	}
	wg.Wait()
	return l
}

// badMethodOnBothSides counts on both sides.
func badMethodOnBothSides() {
	l := &log{}
	var wg sync.WaitGroup
	wg.Go(func() { l.count() }) // want `captured-race: goroutine writes l.n while line 53 reads it`
	l.count()
	wg.Wait()
}

// goodObjectEach makes one object for each goroutine.
func goodObjectEach(lines []string) {
	var wg sync.WaitGroup
	for _, s := range lines {
		l := &log{}
		wg.Go(func() { l.add(s); l.count() })
	}
	wg.Wait()
}

func newLog() *log { return &log{} }

// counted changes what its receiver points to.
func (l *log) counted() {
	l.n = 1
}

// badConstructedOnce shares what a constructor made.
func badConstructedOnce() {
	l := newLog()
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() { l.counted() }) // want `instance-race: goroutine writes \w+\.n, and several`
	}
	wg.Wait()
}

// goodConstructedEach has the constructor make one object for each goroutine.
func goodConstructedEach() {
	var wg sync.WaitGroup
	for range 2 {
		l := newLog()
		wg.Go(func() { l.counted() })
	}
	wg.Wait()
}

// with makes calls into a chain.
func (l *log) with(s string) *log {
	l.lines = append(l.lines, s)
	return l
}

// goodChained has one object, which each call of a chain hands on.
func goodChained() int {
	done := make(chan struct{})
	l := newLog()
	go func() {
		l.count()
		close(done)
	}()
	c := l.with("a").with("b").with("c")
	<-done
	return c.n
}

func badChained() int {
	done := make(chan struct{})
	l := newLog()
	go func() {
		l.count() // want `captured-race`
		close(done)
	}()
	c := l.with("a").with("b").with("c").with("d")
	c.n = 1
	<-done
	return c.n
}
