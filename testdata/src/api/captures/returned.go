package captures

import (
	"iter"
	"sync"
)

func badCounting(n int) func() {
	return func() { n++ } // want `instance-race`
}

func upTo(n int) iter.Seq[int] {
	return func(yield func(int) bool) {
		for n > 0 && yield(n) {
			n--
		}
	}
}

// Each goroutine has a counter of its own.
func goodOwnCounter() {
	var wg sync.WaitGroup
	for range 3 {
		wg.Go(func() { badCounting(3)() })
	}
	wg.Wait()
}

// Each goroutine has an iterator of its own.
func goodOwnIterator() {
	var wg sync.WaitGroup
	for range 3 {
		wg.Go(func() {
			for x := range upTo(3) {
				use(x)
			}
		})
	}
	wg.Wait()
}

func sharesCounter() {
	var wg sync.WaitGroup
	f := badCounting(3)
	for range 3 {
		wg.Go(func() { f() })
	}
	wg.Wait()
}

// start runs f here unless it is told not to.
func start(background bool, f func()) {
	if background {
		go f()
	} else {
		f()
	}
}

// The caller knows.
func goodRunsHere() {
	x := 0
	start(false, func() { x++ })
	use(x)
}
