package mutex

import (
	"errors"
	"sync"
)

var errUnknown = errors.New("unknown")

type registry struct {
	mu    sync.Mutex
	rw    sync.RWMutex
	names map[string]int
	slots chan struct{}
	wg    sync.WaitGroup
	hook  func()
	busy  bool
}

// Returned with.

func (r *registry) badFailed(name string) (int, error) {
	r.mu.Lock() // want `stuck-lock: r.mu is still held when line 26 returns`
	n, ok := r.names[name]
	if !ok {
		return 0, errUnknown
	}
	r.mu.Unlock()
	return n, nil
}

func (r *registry) badEarly(name string) {
	r.mu.Lock() // want `stuck-lock: r.mu is still held when line 35 returns`
	if r.names[name] == 0 {
		return
	}
	delete(r.names, name)
	r.mu.Unlock()
}

func (r *registry) badBothOK(name string) error {
	r.mu.Lock() // want `stuck-lock: r.mu is still held when line 44 returns`
	if r.names == nil {
		return nil
	}
	delete(r.names, name)
	r.mu.Unlock()
	return nil
}

// goodTake returns with the lock when it has found something.
func (r *registry) goodTake(name string) (int, error) {
	r.mu.Lock()
	n, ok := r.names[name]
	if !ok {
		r.mu.Unlock()
		return 0, errUnknown
	}
	return n, nil
}

func (r *registry) goodTakeOrNil(name string) *int {
	r.mu.Lock()
	n, ok := r.names[name]
	if ok {
		return &n
	}
	r.mu.Unlock()
	return nil
}

func (r *registry) goodSometimes(name string, locked bool) error {
	if !locked {
		r.mu.Lock()
	}
	if r.names[name] == 0 {
		if !locked {
			r.mu.Unlock()
		}
		return errUnknown
	}
	if !locked {
		r.mu.Unlock()
	}
	return nil
}

// goodLeaves gives the lock of its caller back for a while.
func (r *registry) goodLeaves(do func() error) error {
	for r.busy {
		r.mu.Unlock()
		err := do()
		r.mu.Lock()
		if err != nil {
			return err
		}
	}
	return nil
}

func (r *registry) goodDeferred(name string) (err error) {
	r.mu.Lock()
	defer func() {
		if err != nil {
			r.names = nil
		}
		r.mu.Unlock()
	}()
	if r.names[name] == 0 {
		return errUnknown
	}
	return nil
}

// goodHandedOn leaves the lock to a goroutine.
func (r *registry) goodHandedOn(name string) error {
	r.mu.Lock()
	if r.names[name] == 0 {
		go func() {
			delete(r.names, name)
			r.mu.Unlock()
		}()
		return errUnknown
	}
	r.mu.Unlock()
	return nil
}

// Slots and counts.

func (r *registry) acquire() { r.slots <- struct{}{} }
func (r *registry) release() { <-r.slots }

func (r *registry) badSlot(name string) error {
	r.acquire() // want `stuck-lock: what is sent on r.slots here is not taken back when line 137 returns`
	if r.names[name] == 0 {
		return errUnknown
	}
	r.release()
	return nil
}

func (r *registry) badCount(name string) error {
	r.wg.Add(1) // want `count-mismatch: r.wg.Add is not made up for by a Done when line 146 returns`
	if r.names[name] == 0 {
		return errUnknown
	}
	go func() {
		defer r.wg.Done()
		r.badEarly(name)
	}()
	return nil
}

func (r *registry) goodCount(name string) error {
	r.wg.Add(1)
	if r.names[name] == 0 {
		r.wg.Done()
		return errUnknown
	}
	go func() {
		defer r.wg.Done()
		r.badEarly(name)
	}()
	return nil
}

// The goroutine counts others, and itself down.
func (r *registry) goodCounts(name string) error {
	r.wg.Add(1)
	go func() {
		defer r.wg.Done()
		for range r.names {
			r.wg.Add(1)
			go r.goodCounted()
			r.wg.Add(1)
			go r.goodCounted()
		}
	}()
	if r.names[name] == 0 {
		return errUnknown
	}
	r.wg.Add(1)
	go r.goodCounted()
	return nil
}

func (r *registry) goodCounted() { r.wg.Done() }

// The goroutine counts others, and no one counts it down.
func (r *registry) badCountsOthers(name string) error {
	r.wg.Add(1) // want `count-mismatch: r.wg.Add is not made up for by a Done when line 200 returns`
	go func() {
		for range r.names {
			r.wg.Add(1)
			go r.goodCounted()
		}
	}()
	if r.names[name] == 0 {
		return errUnknown
	}
	r.wg.Done()
	return nil
}

func (r *registry) close() { r.wg.Wait() }

// Read twice.

func (r *registry) badSize() int {
	r.rw.RLock() // want `stuck-lock: r.rw is read-locked already \(line 217\)`
	defer r.rw.RUnlock()
	return len(r.names)
}

func (r *registry) readTwice() (n int) {
	r.rw.RLock()
	defer r.rw.RUnlock()
	for range r.names {
		n += r.badSize()
	}
	return n
}

func (r *registry) add(name string) {
	r.rw.Lock()
	defer r.rw.Unlock()
	r.names[name]++
}

type frozen struct {
	rw    sync.RWMutex
	names []string
}

// goodReadTwice has a lock that nobody ever takes for writing.
func (f *frozen) goodReadTwice() int {
	f.rw.RLock()
	defer f.rw.RUnlock()
	return f.goodSize()
}

func (f *frozen) goodSize() int {
	f.rw.RLock()
	defer f.rw.RUnlock()
	return len(f.names)
}

// A method with a value for a receiver locks a copy.

type tally struct {
	mu    sync.Mutex
	votes map[string]int
}

func (t tally) vote(name string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.votes[name]++
}

func badCopies(names []string) {
	t := tally{votes: map[string]int{}}
	var wg sync.WaitGroup
	for _, n := range names {
		wg.Add(1)
		go func() {
			defer wg.Done()
			t.vote(n) // want `map-race: concurrent use of map t.votes`
		}()
	}
	wg.Wait()
}

func (t *tally) count(name string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.votes[name]++
}

func goodShares(names []string) {
	t := tally{votes: map[string]int{}}
	var wg sync.WaitGroup
	for _, n := range names {
		wg.Add(1)
		go func() {
			defer wg.Done()
			t.count(n)
		}()
	}
	wg.Wait()
}

func newRegistry(n int) *registry { return &registry{slots: make(chan struct{}, n)} }
