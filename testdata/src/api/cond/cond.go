// Package cond has sync.Cond: Wait unlocks, waits and locks again; Signal and
// Broadcast synchronize before the Wait that they unblock.
package cond

import "sync"

func use(...any) {}

func goodWaitForFlag() {
	var mu sync.Mutex
	c := sync.NewCond(&mu)
	x, ready := 0, false
	go func() {
		x = 1
		mu.Lock()
		ready = true
		mu.Unlock()
		c.Signal()
	}()
	mu.Lock()
	for !ready {
		c.Wait()
	}
	mu.Unlock()
	use(x)
}

// The lock is reached through the Cond.
func goodLockOfCond() {
	c := sync.NewCond(&sync.Mutex{})
	ready := false
	go func() {
		c.L.Lock()
		ready = true
		c.L.Unlock()
		c.Broadcast()
	}()
	c.L.Lock()
	for !ready {
		c.Wait()
	}
	c.L.Unlock()
}

// The flag itself is changed without the lock.
func badFlagWithoutLock() {
	var mu sync.Mutex
	c := sync.NewCond(&mu)
	ready := false
	go func() {
		ready = true // want `captured-race`
		c.Signal()
	}()
	mu.Lock()
	for !ready {
		c.Wait()
	}
	mu.Unlock()
}

// What is read before the wait is not ordered by it.
func badReadBeforeWait() {
	var mu sync.Mutex
	c := sync.NewCond(&mu)
	x, ready := 0, false
	go func() {
		x = 1 // want `captured-race`
		mu.Lock()
		ready = true
		mu.Unlock()
		c.Signal()
	}()
	use(x)
	mu.Lock()
	for !ready {
		c.Wait()
	}
	mu.Unlock()
}

type queue struct {
	mu    sync.Mutex
	cond  *sync.Cond
	items []int
}

func (q *queue) put(v int) {
	q.mu.Lock()
	q.items = append(q.items, v)
	q.mu.Unlock()
	q.cond.Signal()
}

func (q *queue) get() int {
	q.mu.Lock()
	defer q.mu.Unlock()
	for len(q.items) == 0 {
		q.cond.Wait()
	}
	v := q.items[0]
	q.items = q.items[1:]
	return v
}

func goodQueue() {
	q := &queue{}
	q.cond = sync.NewCond(&q.mu)
	go q.put(1)
	use(q.get())
}

// Nobody ever signals.
func badNeverSignalled() {
	var mu sync.Mutex
	c := sync.NewCond(&mu)
	var wg sync.WaitGroup
	ready := false
	wg.Go(func() {
		mu.Lock()
		for !ready {
			c.Wait() // want `stuck-join`
		}
		mu.Unlock()
	})
	mu.Lock()
	ready = true
	mu.Unlock()
	wg.Wait() // want `stuck-join`
}
