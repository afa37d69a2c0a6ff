// Package mutex has sync.Mutex and sync.RWMutex: an Unlock synchronizes before
// the next Lock, so accesses under one lock are never concurrent.
package mutex

import (
	"sync"

	"api/mutex/lock"
)

func use(...any) {}

func goodLocked() {
	var mu sync.Mutex
	var wg sync.WaitGroup
	n := 0
	for range 3 {
		wg.Go(func() {
			mu.Lock()
			defer mu.Unlock()
			n++
		})
	}
	mu.Lock()
	use(n)
	mu.Unlock()
	wg.Wait()
}

func badOneSideLocks() {
	var mu sync.Mutex
	var wg sync.WaitGroup
	n := 0
	wg.Go(func() {
		mu.Lock()
		n++ // want `captured-race`
		mu.Unlock()
	})
	use(n)
	wg.Wait()
}

func badTwoLocks() {
	var a, b sync.Mutex
	var wg sync.WaitGroup
	n := 0
	wg.Go(func() {
		a.Lock()
		n++ // want `wrong-lock`
		a.Unlock()
	})
	b.Lock()
	n++
	b.Unlock()
	wg.Wait()
}

func badAfterUnlock() {
	var mu sync.Mutex
	var wg sync.WaitGroup
	n := 0
	for range 2 {
		wg.Go(func() {
			mu.Lock()
			use(1)
			mu.Unlock()
			n++ // want `instance-race`
		})
	}
	wg.Wait()
	use(n)
}

// On one path only there is a lock.
func badMaybeLocked(lock bool) {
	var mu sync.Mutex
	var wg sync.WaitGroup
	n := 0
	for range 2 {
		wg.Go(func() {
			if lock {
				mu.Lock()
				defer mu.Unlock()
			}
			n++ // want `instance-race`
		})
	}
	wg.Wait()
	use(n)
}

// Readers share a read lock, a writer excludes them.
func goodReadersAndWriter() {
	var mu sync.RWMutex
	var wg sync.WaitGroup
	n := 0
	wg.Go(func() {
		mu.RLock()
		use(n)
		mu.RUnlock()
	})
	mu.Lock()
	n++
	mu.Unlock()
	wg.Wait()
}

func badWriteUnderReadLock() {
	var mu sync.RWMutex
	var wg sync.WaitGroup
	n := 0
	for range 2 {
		wg.Go(func() {
			mu.RLock()
			n++ // want `wrong-lock`
			mu.RUnlock()
		})
	}
	wg.Wait()
	use(n)
}

// A Locker is whatever stands behind it.
func goodLocker() {
	var mu sync.Mutex
	var wg sync.WaitGroup
	n := 0
	var l sync.Locker = &mu
	wg.Go(func() {
		l.Lock()
		n++
		l.Unlock()
	})
	l.Lock()
	n++
	l.Unlock()
	wg.Wait()
}

type meter struct {
	n           int
	write, read sync.Locker
}

func withLock(l sync.Locker, fn func()) {
	l.Lock()
	defer l.Unlock()
	fn()
}

// goodRLocker has two names for one lock.
func goodRLocker() {
	rw := new(sync.RWMutex)
	m := &meter{write: rw, read: rw.RLocker()}
	var wg sync.WaitGroup
	wg.Go(func() { withLock(m.write, func() { m.n++ }) })
	withLock(m.read, func() { use(m.n) })
	wg.Wait()
}

type counter struct {
	mu sync.Mutex
	n  int
}

func (c *counter) add() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.n++
}

func goodLockInMethod() {
	c := &counter{}
	var wg sync.WaitGroup
	for range 3 {
		wg.Go(c.add)
	}
	c.add()
	wg.Wait()
	use(c.n)
}

// with calls f under the lock.
func with(mu *sync.Mutex, f func()) {
	mu.Lock()
	defer mu.Unlock()
	f()
}

func goodHelperLocks() {
	var mu sync.Mutex
	var wg sync.WaitGroup
	n := 0
	wg.Go(func() { with(&mu, func() { n++ }) })
	with(&mu, func() { n++ })
	wg.Wait()
}

// An unlock by another goroutine hands over what came before.
func goodHandoff() {
	var mu sync.Mutex
	x := 0
	mu.Lock()
	go func() {
		x = 1
		mu.Unlock()
	}()
	mu.Lock()
	use(x)
	mu.Unlock()
}

// A variable that is tested under the lock that it is set under is a signal.
func goodFlag() {
	var mu sync.Mutex
	x, ready := 0, false
	go func() {
		x = 1
		mu.Lock()
		ready = true
		mu.Unlock()
	}()
	mu.Lock()
	ok := ready
	mu.Unlock()
	if ok {
		use(x)
	}
}

// TryLock locks only if it says so.
func goodTryLock() {
	var mu sync.Mutex
	var wg sync.WaitGroup
	n := 0
	wg.Go(func() {
		if mu.TryLock() {
			n++
			mu.Unlock()
		}
	})
	mu.Lock()
	n++
	mu.Unlock()
	wg.Wait()
}

// fnTryLockFails: the write comes where TryLock said no. The lock is counted as
// held on both ways out, since what is tested may be a variable.
func fnTryLockFails() {
	var mu sync.Mutex
	var wg sync.WaitGroup
	n := 0
	wg.Go(func() {
		if !mu.TryLock() {
			n++
		}
	})
	mu.Lock()
	n++
	mu.Unlock()
	wg.Wait()
}

// goodForeignLock: the lock is a type of another package, whose facts tell.
func goodForeignLock() {
	var gate lock.Gate
	var wg sync.WaitGroup
	n := 0
	for range 2 {
		wg.Go(func() {
			gate.Enter()
			n++
			gate.Leave()
		})
	}
	wg.Wait()
	use(n)
}

// badUnlockedTooEarly: that the forker holds the lock tells only that the
// goroutine is not between its Lock and Unlock, not that it has not come to its
// Lock yet.
func badUnlockedTooEarly() {
	var mu sync.Mutex
	var wg sync.WaitGroup
	n := 0
	wg.Go(func() {
		mu.Lock()
		use(1)
		mu.Unlock()
		n++ // want `captured-race`
	})
	mu.Lock()
	n++
	mu.Unlock()
	wg.Wait()
}

// badDoubleChecked looks at n without the lock first. That the writer has looked
// again under the lock orders nothing: it has found nothing written yet.
func badDoubleChecked() {
	var mu sync.Mutex
	var wg sync.WaitGroup
	n := 0
	for range 3 {
		wg.Go(func() {
			if n == 0 {
				mu.Lock()
				if n == 0 {
					n = 1 // want `instance-race: goroutine writes n`
				}
				mu.Unlock()
			}
		})
	}
	wg.Wait()
}

// goodDoubleChecked looks both times under a lock.
func goodDoubleChecked() {
	var mu sync.RWMutex
	var wg sync.WaitGroup
	n := 0
	for range 3 {
		wg.Go(func() {
			mu.RLock()
			done := n != 0
			mu.RUnlock()
			if done {
				return
			}
			mu.Lock()
			defer mu.Unlock()
			if n == 0 {
				n = 1
			}
		})
	}
	wg.Wait()
}

// goodSeenUnderLock reads without the lock what the flag seen under it orders.
func goodSeenUnderLock() {
	var mu sync.Mutex
	var wg sync.WaitGroup
	set, n := false, 0
	wg.Go(func() {
		n = 1
		mu.Lock()
		set = true
		mu.Unlock()
	})
	wg.Go(func() {
		mu.Lock()
		seen := set
		mu.Unlock()
		if seen {
			use(n)
		}
	})
	wg.Wait()
}
