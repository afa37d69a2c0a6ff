package mutex

import "sync"

type account struct {
	mu      sync.Mutex
	id      int
	balance int
}

// lockBoth locks two accounts in the order of their numbers.
func lockBoth(a, b *account) (unlock func()) {
	first, second := a, b
	if b.id < a.id {
		first, second = b, a
	}
	first.mu.Lock()
	second.mu.Lock()
	return func() {
		second.mu.Unlock()
		first.mu.Unlock()
	}
}

func transfer(from, to *account, n int) {
	defer lockBoth(from, to)()
	from.balance -= n
	to.balance += n
}

// goodLockBoth holds both locks, whichever is locked first.
func goodLockBoth() int {
	a, b := &account{id: 1}, &account{id: 2}
	var wg sync.WaitGroup
	for range 10 {
		wg.Go(func() { transfer(a, b, 1) })
		wg.Go(func() { transfer(b, a, 1) })
	}
	wg.Wait()
	return a.balance + b.balance
}

func lockFirst(a, b *account) (unlock func()) {
	a.mu.Lock()
	return a.mu.Unlock
}

// badLockFirst holds one of the locks, and each time another one.
func badLockFirst() int {
	a, b := &account{id: 1}, &account{id: 2}
	var wg sync.WaitGroup
	wg.Go(func() {
		defer lockFirst(a, b)()
		b.balance++ // want `wrong-lock: .* b.balance`
	})
	wg.Go(func() {
		defer lockFirst(b, a)()
		b.balance++
	})
	wg.Wait()
	return b.balance
}
