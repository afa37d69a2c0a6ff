package patterns

import "sync"

type log struct {
	mu    sync.Mutex
	lines []string
	n     int
}

func (l *log) badAdd(s string) {
	l.lines = append(l.lines, s) // want `append-race: concurrent append to l.lines`
}

func (l *log) badCount() {
	l.n++ // want `captured-race: goroutine writes l.n while line 53 reads it`
}

func (l *log) addLocked(s string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.lines = append(l.lines, s)
}

// methodOfInstances calls a method of one object in every goroutine; the
// object is made here, so it is the same for all.
func methodOfInstances(lines []string) *log {
	l := &log{}
	var wg sync.WaitGroup
	for _, s := range lines {
		wg.Go(func() { l.badAdd(s) })
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

// methodOnBothSides counts on both sides.
func methodOnBothSides() {
	l := &log{}
	var wg sync.WaitGroup
	wg.Go(func() { l.badCount() })
	l.badCount()
	wg.Wait()
}

// goodObjectEach makes one object for each goroutine.
func goodObjectEach(lines []string) {
	var wg sync.WaitGroup
	for _, s := range lines {
		l := &log{}
		wg.Go(func() { l.badAdd(s); l.badCount() })
	}
	wg.Wait()
}

func newLog() *log { return &log{} }

// badCounted changes what its receiver points to.
func (l *log) badCounted() {
	l.n = 1 // want `instance-race: goroutine writes l.n`
}

// constructedOnce shares what a constructor made.
func constructedOnce() {
	l := newLog()
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() { l.badCounted() })
	}
	wg.Wait()
}

// goodConstructedEach has the constructor make one object for each goroutine.
func goodConstructedEach() {
	var wg sync.WaitGroup
	for range 2 {
		l := newLog()
		wg.Go(func() { l.badCounted() })
	}
	wg.Wait()
}
