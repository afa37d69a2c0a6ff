package mutex

import "sync"

type counters struct {
	mu   sync.RWMutex
	once sync.Once
	n    map[string]int
	prev *counters
}

func (c *counters) total() (n int) {
	c.mu.RLock()
	defer c.mu.RUnlock()
	for _, v := range c.n {
		n += v
	}
	return n
}

func (c *counters) add(name string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.n[name]++
}

// badLocksAgain holds the lock that total takes.
func (c *counters) badLocksAgain() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.total() // want `stuck-lock: waits for c.mu for ever: it is held already \(line 29\)`
}

// badUpgrade has the lock for reading when add takes it for writing.
func (c *counters) badUpgrade(name string) {
	c.mu.RLock()
	defer c.mu.RUnlock()
	if c.n[name] == 0 {
		c.add(name) // want `stuck-lock: waits for c.mu for ever: it is held already \(line 36\)`
	}
}

// badThroughOther does so two calls down.
func (c *counters) badThroughOther(name string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.addTwice(name) // want `stuck-lock: waits for c.mu for ever: it is held already \(line 45\)`
}

func (c *counters) addTwice(name string) {
	c.add(name)
	c.add(name)
}

// goodUnlocksFirst gives the lock back before.
func (c *counters) goodUnlocksFirst(name string) int {
	c.mu.Lock()
	c.n[name]++
	c.mu.Unlock()
	return c.total()
}

// goodReadsTwice has two read locks, and nobody else writes meanwhile as far as is known.
func (c *counters) goodReadsTwice() int {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return c.total()
}

// goodOther locks another object.
func (c *counters) goodOther() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.prev.total()
}

// goodAlong has the lock of one object after the other.
func (c *counters) goodAlong() {
	for at := c; at != nil; {
		at.mu.Lock()
		next := at.prev
		if next != nil {
			next.mu.Lock()
			next.mu.Unlock()
		}
		at.mu.Unlock()
		at = next
	}
}

// goodLocker is called with the lock held, and gives it back meanwhile.
func (c *counters) goodLocker() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.unlocked()
}

func (c *counters) unlocked() int {
	c.mu.Unlock()
	defer c.mu.Lock()
	return c.total()
}

// goodTries does not wait.
func (c *counters) goodTries() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.mu.TryLock()
}
