package mutex

import "sync"

type cache struct {
	mu sync.Mutex
	m  map[string]int
}

func (c *cache) clean(key string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.m, key)
}

// goodSameCondition takes the lock under the condition under which it writes.
func goodSameCondition(keep bool) int {
	c := &cache{m: map[string]int{}}
	done := make(chan struct{})
	go func() {
		c.clean("a")
		close(done)
	}()
	if keep {
		c.mu.Lock()
		defer c.mu.Unlock()
		defer func() { c.m["last"] = 1 }()
	}
	n := compute()
	if keep {
		c.m["a"] = n
	}
	return n
}

func badOtherCondition(keep bool) int {
	c := &cache{m: map[string]int{}}
	go func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.m["b"] = 1 // want `map-race`
	}()
	if keep {
		c.mu.Lock()
		defer c.mu.Unlock()
	}
	n := compute()
	if !keep {
		c.m["a"] = n
	}
	return n
}

func badGivenBack(keep bool) int {
	c := &cache{m: map[string]int{}}
	go func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.m["b"] = 1 // want `map-race`
	}()
	if keep {
		c.mu.Lock()
	}
	n := compute()
	if keep {
		c.mu.Unlock()
		c.m["a"] = n
	}
	return n
}

func compute() int { return 3 }
