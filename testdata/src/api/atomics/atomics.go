// Package atomics has sync/atomic: an operation whose effect another one
// observes synchronizes before it.
package atomics

import (
	"sync"
	"sync/atomic"
)

func use(...any) {}

func goodCounter() {
	var n atomic.Int64
	var wg sync.WaitGroup
	for range 3 {
		wg.Go(func() { n.Add(1) })
	}
	use(n.Load())
	wg.Wait()
}

func goodFunctions() {
	var n int64
	var wg sync.WaitGroup
	for range 3 {
		wg.Go(func() { atomic.AddInt64(&n, 1) })
	}
	use(atomic.LoadInt64(&n))
	wg.Wait()
}

// Half atomic is not atomic.
func badPlainRead() {
	var n int64
	var wg sync.WaitGroup
	wg.Go(func() { atomic.AddInt64(&n, 1) }) // want `captured-race`
	use(n)
	wg.Wait()
}

func badPlainWrite() {
	var n int32
	var wg sync.WaitGroup
	wg.Go(func() { n++ }) // want `captured-race`
	use(atomic.LoadInt32(&n))
	wg.Wait()
}

// After the join nobody else is there.
func goodPlainAfterJoin() {
	var n int64
	var wg sync.WaitGroup
	wg.Go(func() { atomic.AddInt64(&n, 1) })
	wg.Wait()
	use(n)
}

// A flag that is tested publishes what came before it was set.
func goodFlag() {
	var ready atomic.Bool
	x := 0
	go func() {
		x = 1
		ready.Store(true)
	}()
	if ready.Load() {
		use(x)
	}
}

func goodSpin() {
	var ready atomic.Bool
	x := 0
	go func() {
		x = 1
		ready.Store(true)
	}()
	for !ready.Load() {
	}
	use(x)
}

// What comes after the flag is not published by it.
func badAfterFlag() {
	var ready atomic.Bool
	x := 0
	go func() {
		ready.Store(true)
		x = 1 // want `captured-race|write-after-release`
	}()
	if ready.Load() {
		use(x)
	}
}

// A value that is stored and loaded, and never tested, orders nothing that the
// linter could see: it says so.
func badUntested() {
	var n atomic.Int32
	var wg sync.WaitGroup
	x := 0
	wg.Go(func() {
		x = 1 // want `captured-race`
		n.Store(1)
	})
	use(n.Load())
	use(x)
	wg.Wait()
}

func goodValue() {
	var v atomic.Value
	var p atomic.Pointer[int]
	var wg sync.WaitGroup
	wg.Go(func() { v.Store(1); p.Store(new(int)) })
	use(v.Load(), p.Load())
	wg.Wait()
}

// A word that a CompareAndSwap takes and a Store gives back is a lock.
func goodSpinLock() {
	var word atomic.Int32
	var wg sync.WaitGroup
	n := 0
	for range 2 {
		wg.Go(func() {
			for !word.CompareAndSwap(0, 1) {
			}
			n++
			word.Store(0)
		})
	}
	wg.Wait()
	use(n)
}

// The word says whose turn it is.
func goodTurns() {
	var turn atomic.Int32
	var wg sync.WaitGroup
	n := 0
	wg.Go(func() {
		for turn.Load() != 0 {
		}
		n++
		turn.Store(1)
	})
	wg.Go(func() {
		for turn.Load() != 1 {
		}
		n++
		turn.Store(0)
	})
	wg.Wait()
	use(n)
}

// Whoever brings the counter to zero is the last one, and alone.
func goodCountdown() {
	var left atomic.Int32
	var wg sync.WaitGroup
	sum := 0
	left.Store(2)
	for range 2 {
		wg.Go(func() {
			if left.Add(-1) == 0 {
				sum = 1
			}
		})
	}
	wg.Wait()
	use(sum)
}

// In each round one of the two writes and then raises the signal, for which the
// other waits. Who it is the parity says, which is not followed: what a goroutine
// has looked at in some round may be what orders the next.
func goodParity() {
	var wg sync.WaitGroup
	var signal atomic.Int32
	data := 0
	for p := range 2 {
		wg.Go(func() {
			for i := 1; i < 100; i++ {
				if (i+p)%2 == 0 {
					data = i
					signal.Store(int32(i))
				} else {
					for signal.Load() != int32(i) {
					}
					use(data)
				}
			}
		})
	}
	wg.Wait()
}
