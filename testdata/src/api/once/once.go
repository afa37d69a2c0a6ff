// Package once has sync.Once and its kin: the return of the function
// synchronizes before the return of any Do.
package once

import "sync"

func use(...any) {}

func goodDo() {
	var once sync.Once
	var wg sync.WaitGroup
	var x int
	load := func() { x = 1 }
	for range 3 {
		wg.Go(func() {
			once.Do(load)
			use(x)
		})
	}
	once.Do(load)
	use(x)
	wg.Wait()
}

// Who does not go through the Once is not ordered by it.
func badReadWithoutDo() {
	var once sync.Once
	var wg sync.WaitGroup
	var x int
	wg.Go(func() {
		once.Do(func() { x = 1 }) // want `captured-race`
	})
	use(x)
	wg.Wait()
}

// Two Onces run two functions.
func badTwoOnces() {
	var a, b sync.Once
	var wg sync.WaitGroup
	var x int
	wg.Go(func() { a.Do(func() { x = 1 }) }) // want `wrong-lock|sibling-race`
	wg.Go(func() { b.Do(func() { x = 2 }) })
	wg.Wait()
	use(x)
}

// Only the function runs once.
func badBesideDo() {
	var once sync.Once
	var wg sync.WaitGroup
	n := 0
	for range 2 {
		wg.Go(func() {
			once.Do(func() { use(1) })
			n++ // want `instance-race`
		})
	}
	wg.Wait()
	use(n)
}

func goodOnceFunc() {
	var wg sync.WaitGroup
	var x int
	load := sync.OnceFunc(func() { x = 1 })
	for range 3 {
		wg.Go(func() {
			load()
			use(x)
		})
	}
	wg.Wait()
}

func goodOnceValue() {
	var wg sync.WaitGroup
	calls := 0
	load := sync.OnceValue(func() int { calls++; return calls })
	for range 3 {
		wg.Go(func() { use(load()) })
	}
	wg.Wait()
	use(calls)
}

func goodOnceValues() {
	var wg sync.WaitGroup
	calls := 0
	load := sync.OnceValues(func() (int, error) { calls++; return calls, nil })
	for range 3 {
		wg.Go(func() { use(load()) })
	}
	use(load())
	wg.Wait()
}

type lazy struct {
	once sync.Once
	v    int
}

func (l *lazy) get() int {
	l.once.Do(func() { l.v = 1 })
	return l.v
}

func goodOnceInMethod() {
	l := &lazy{}
	var wg sync.WaitGroup
	wg.Go(func() { use(l.get()) })
	use(l.get())
	wg.Wait()
}

// A Once may do the join.
func goodOnceJoins() {
	var once sync.Once
	x, done := 0, make(chan bool)
	go func() {
		x = 1
		done <- true
	}()
	once.Do(func() { <-done })
	use(x)
}

type group struct {
	once sync.Once
	stop chan struct{}
	n    int
	wg   sync.WaitGroup
}

func (g *group) init() {
	g.stop = make(chan struct{})
	g.n = 1
}

func (g *group) Go(f func(int)) {
	g.once.Do(g.init)
	g.wg.Go(func() { f(g.n) })
}

// goodOnceBeforeFork makes the group before it starts the first goroutine, and
// does so no second time.
func goodOnceBeforeFork() {
	var g group
	g.Go(func(int) {})
	g.Go(func(int) {})
	g.wg.Wait()
}

// badOnceAfterFork has a goroutine read what the Once may not have made yet.
func badOnceAfterFork() {
	var g group
	g.wg.Go(func() { use(g.n) }) // want `goroutine reads g.n while line \d+ writes it`
	g.once.Do(g.init)
	g.wg.Wait()
}
