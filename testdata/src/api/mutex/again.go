package mutex

import "sync"

type counters struct {
	mu   sync.RWMutex
	once sync.Once
	n    map[string]int
	prev *counters
}

// badTotal is called with the lock held, for one.
func (c *counters) badTotal() (n int) {
	c.mu.RLock() // want `stuck-lock: waits for c.mu for ever: it is held already \(line 30\) \[30 locked here\] \[32 called here with the lock held\]`
	defer c.mu.RUnlock()
	for _, v := range c.n {
		n += v
	}
	return n
}

func (c *counters) badAdd(name string) {
	c.mu.Lock() // want `stuck-lock: waits for c.mu for ever: it is held already \(line 37\)`
	defer c.mu.Unlock()
	c.n[name]++
}

// locksAgain holds the lock that badTotal takes.
func (c *counters) locksAgain() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.badTotal()
}

// upgrade has the lock for reading when badAdd takes it for writing.
func (c *counters) upgrade(name string) {
	c.mu.RLock()
	defer c.mu.RUnlock()
	if c.n[name] == 0 {
		c.badAdd(name)
	}
}

// throughOther does so two calls down.
func (c *counters) throughOther(name string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.addTwice(name)
}

func (c *counters) addTwice(name string) {
	c.badAdd(name)
	c.badAdd(name)
}

// goodUnlocksFirst gives the lock back before.
func (c *counters) goodUnlocksFirst(name string) int {
	c.mu.Lock()
	c.n[name]++
	c.mu.Unlock()
	return c.badTotal()
}

// goodReadsTwice has two read locks, and nobody else writes meanwhile as far as is known.
func (c *counters) goodReadsTwice() int {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return c.badTotal()
}

// goodOther locks another object.
func (c *counters) goodOther() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.prev.badTotal()
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
	return c.badTotal()
}

// goodTries does not wait.
func (c *counters) goodTries() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.mu.TryLock()
}

// goodTold asks for what it needs itself in a way that does not ask again.
func (c *counters) goodTold(ask map[string]string) int {
	if _, ok := ask["token"]; ok {
		return len(ask)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.goodTold(map[string]string{"token": "*"})
}

type walker interface{ close() }

type walk struct{ of *counters }

func (w *walk) close() { w.of.mu.Unlock() }

// start returns what gives the lock back.
func (c *counters) start() walker {
	c.mu.Lock()
	return &walk{c}
}

// goodWalks ends each walk before the next.
func goodWalks(c *counters) {
	var w walker
	for range 2 {
		w = c.start()
		w.close()
	}
	w = c.start()
	w.close()
}
