package tests

import (
	"sync"
	"testing"
	"time"
)

type cache struct {
	mu      sync.Mutex
	entries map[string]int
}

func (c *cache) put(key string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.entries[key]++
	time.AfterFunc(time.Minute, c.expire)
}

func (c *cache) expire() {
	c.mu.Lock()
	defer c.mu.Unlock()
	clear(c.entries)
}

// The timer is set for longer than the test takes.
func TestGoodTimerOfObject(t *testing.T) {
	c := &cache{entries: map[string]int{}}
	c.put("a")
	if len(c.entries) != 1 {
		t.Error("lost")
	}
}

// This one the test sets itself.
func TestBadTimer(t *testing.T) {
	c := &cache{entries: map[string]int{}}
	time.AfterFunc(time.Microsecond, c.expire) // want `map-race: .* c.entries`
	if len(c.entries) != 0 {
		t.Error("too many")
	}
}
