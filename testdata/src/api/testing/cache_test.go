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

type bus struct{ events chan string }

// TestBadAssertsInVain has got all events that it waits for, and returns.
func TestBadAssertsInVain(t *testing.T) {
	b := &bus{make(chan string, 4)}
	go func() { // want `outlives-test: goroutine uses the test after it may have returned`
		for _, want := range []string{"one", "two"} {
			if got := <-b.events; got != want {
				t.Errorf("got %q, want %q", got, want)
			}
		}
	}()
	b.events <- "one"
	b.events <- "two"
}

func TestGoodAsserts(t *testing.T) {
	b := &bus{make(chan string, 4)}
	done := make(chan struct{})
	go func() {
		defer close(done)
		for _, want := range []string{"one", "two"} {
			if got := <-b.events; got != want {
				t.Errorf("got %q, want %q", got, want)
			}
		}
	}()
	b.events <- "one"
	b.events <- "two"
	<-done
}
