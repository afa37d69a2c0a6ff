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

type swept struct {
	mu    sync.Mutex
	items map[string]int
}

func (c *swept) sweep(every <-chan int) {
	for range every {
		c.mu.Lock()
		clear(c.items)
		c.mu.Unlock()
	}
}

// goodSweepers leaves each of its goroutines with a lock of its own: that they could go
// round for ever keeps nobody from going on.
func goodSweepers() (n int) {
	for range 3 {
		every := make(chan int)
		c := &swept{items: map[string]int{}}
		go c.sweep(every)
		c.mu.Lock()
		n += len(c.items)
		c.mu.Unlock()
		close(every)
	}
	return n
}

// goodTurning does nothing but take a lock that nobody else has.
func goodTurning() {
	for range 2 {
		c := &swept{}
		go func() {
			for {
				c.mu.Lock()
				c.mu.Unlock()
			}
		}()
		c.mu.Lock()
		c.mu.Unlock()
	}
}
