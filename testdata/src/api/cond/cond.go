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

// Flags for which goroutines wait, and that are set for good.
type mailbox struct {
	mu     sync.Mutex
	cond   *sync.Cond
	items  []int
	closed bool
}

func newMailbox() *mailbox {
	m := &mailbox{}
	m.cond = sync.NewCond(&m.mu)
	return m
}

func (m *mailbox) put(n int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.items = append(m.items, n)
	m.cond.Signal()
}

func (m *mailbox) take() (n int, ok bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for len(m.items) == 0 && !m.closed {
		m.cond.Wait()
	}
	if len(m.items) == 0 {
		return 0, false
	}
	n, m.items = m.items[0], m.items[1:]
	return n, true
}

func (m *mailbox) badClose() {
	m.mu.Lock()
	m.closed = true // want `stuck-join: closed is set, and who waits for it \(line \d+\) is not woken: call Broadcast`
	m.mu.Unlock()
}

func (m *mailbox) badCloseOne() {
	m.mu.Lock()
	m.closed = true
	m.mu.Unlock()
	m.cond.Signal() // want `stuck-join: one of those that wait for closed \(line \d+\) is woken, the others wait for ever: call Broadcast`
}

func (m *mailbox) goodClose() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.closed = true
	m.cond.Broadcast()
}

// shut leaves it to its callers to wake those who wait.
func (m *mailbox) shut() { m.closed = true }

func (m *mailbox) goodShut() {
	m.mu.Lock()
	m.shut()
	m.mu.Unlock()
	m.cond.Broadcast()
}

func consumers() {
	m := newMailbox()
	var wg sync.WaitGroup
	for range 3 {
		wg.Go(func() {
			for {
				if _, ok := m.take(); !ok {
					return
				}
			}
		})
	}
	m.put(1)
	m.goodClose()
	wg.Wait()
}

// A gate has one who waits, and a chain of those who pass it on.
type gate struct {
	mu         sync.Mutex
	cond       sync.Cond
	open, over bool
}

func (g *gate) pass() {
	g.mu.Lock()
	for !g.open {
		g.cond.Wait()
	}
	g.mu.Unlock()
	g.cond.Signal() // the next
}

func (g *gate) goodPassedOn() {
	g.mu.Lock()
	g.open = true
	g.mu.Unlock()
	g.cond.Signal()
}

func (g *gate) last() {
	g.mu.Lock()
	for !g.over {
		g.cond.Wait()
	}
	g.mu.Unlock()
}

func (g *gate) goodOnlyOne() {
	go g.last()
	g.mu.Lock()
	g.over = true
	g.mu.Unlock()
	g.cond.Signal()
}

func gates() {
	g := &gate{}
	g.cond.L = &g.mu
	for range 3 {
		go g.pass()
	}
	g.goodPassedOn()
	g.goodOnlyOne()
}
