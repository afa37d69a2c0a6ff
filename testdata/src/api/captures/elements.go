package captures

import (
	"errors"
	"sync"
	"time"
)

type entry struct {
	value string
	hits  int
	used  time.Time
}

type cache struct {
	mu      sync.RWMutex
	entries map[string]*entry
}

// get writes to the entry, and has the lock for reading alone.
func (c *cache) get(key string) string {
	c.mu.RLock()
	defer c.mu.RUnlock()
	e, ok := c.entries[key]
	if !ok {
		return ""
	}
	e.hits++
	return e.value
}

func badUnderReadLock(keys []string) {
	c := &cache{entries: map[string]*entry{}}
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for _, k := range keys {
				c.get(k) // want `wrong-lock: goroutine writes c.entries.*hits`
			}
		})
	}
	wg.Wait()
}

// count has the lock to itself.
func (c *cache) count(key string) string {
	c.mu.Lock()
	defer c.mu.Unlock()
	e, ok := c.entries[key]
	if !ok {
		return ""
	}
	e.hits++
	return e.value
}

func goodUnderLock(keys []string) {
	c := &cache{entries: map[string]*entry{}}
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for _, k := range keys {
				c.count(k)
			}
		})
	}
	wg.Wait()
}

type sessions struct {
	mu   sync.Mutex
	byID map[string]*entry
}

var errUnknown = errors.New("unknown session")

func (s *sessions) lookup(id string) (*entry, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	e, ok := s.byID[id]
	if !ok {
		return nil, errUnknown
	}
	return e, nil
}

// renew has given back the lock when it writes to what it has looked up.
func (s *sessions) renew(id string, now time.Time) error {
	e, err := s.lookup(id)
	if err != nil {
		return err
	}
	e.used = now
	return nil
}

func (s *sessions) sweep(now time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for id, e := range s.byID {
		if now.Sub(e.used) > time.Minute {
			delete(s.byID, id)
		}
	}
}

func badLookedUp(ids []string) {
	s := &sessions{byID: map[string]*entry{}}
	var wg sync.WaitGroup
	for _, id := range ids {
		wg.Go(func() {
			_ = s.renew(id, time.Now()) // want `captured-race: goroutine writes s.byID.*used`
		})
	}
	s.sweep(time.Now())
	wg.Wait()
}

func goodSweptAfter(ids []string) {
	s := &sessions{byID: map[string]*entry{}}
	var wg sync.WaitGroup
	for _, id := range ids {
		wg.Go(func() {
			_ = s.renew(id, time.Now())
		})
	}
	wg.Wait()
	s.sweep(time.Now())
}
