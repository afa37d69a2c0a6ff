package mutex

import "sync"

// A table is copied under its lock, entry by entry, each under that of the copy.
type table struct {
	mu sync.RWMutex
	m  map[string]int
}

func (t *table) set(k string, v int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.m[k] = v
}

func (t *table) each(f func(string, int)) {
	t.mu.RLock()
	defer t.mu.RUnlock()
	for k, v := range t.m {
		f(k, v)
	}
}

func (t *table) clone() *table {
	c := &table{m: map[string]int{}}
	t.each(c.set)
	return c
}

// goodCloneOfClone makes both copies by one statement.
func goodCloneOfClone(t *table, done chan<- *table) {
	c := t.clone()
	go func() { done <- c.clone() }()
}
