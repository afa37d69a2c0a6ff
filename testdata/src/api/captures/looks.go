package captures

import (
	"sync"
	"time"
)

// Who looks at a variable to decide what to do reads it all the same. Only who looks
// before it writes may know that it is set already, and not write.

type lease struct {
	mu      sync.Mutex
	expired bool
	renewed int
}

func newLease() *lease { return &lease{} }

func (l *lease) expire() { l.expired = true }

func (l *lease) renew() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.expired {
		return false
	}
	l.renewed++
	return true
}

func badLookedAt() bool {
	l := newLease()
	time.AfterFunc(time.Minute, func() { l.expire() }) // want `captured-race: goroutine writes l.expired`
	return l.renew()
}

type room struct {
	metaMu, memberMu sync.Mutex
	name, topic      string
}

func newRoom(name string) *room { return &room{name: name} }

func (r *room) setTopic(topic string) {
	r.memberMu.Lock()
	defer r.memberMu.Unlock()
	r.topic = topic
}

func (r *room) title() string {
	r.metaMu.Lock()
	defer r.metaMu.Unlock()
	if r.topic == "" {
		return r.name
	}
	return r.name + r.topic
}

func badTopic() {
	r := newRoom("gophers")
	var wg sync.WaitGroup
	wg.Add(2)
	go func() {
		defer wg.Done()
		use(len(r.title())) // want `wrong-lock: goroutine reads r.topic`
	}()
	go func() {
		defer wg.Done()
		r.setTopic("release day")
	}()
	wg.Wait()
}

type shelf struct{ books map[string]int }

func newShelf() *shelf { return &shelf{} }

func (s *shelf) all() map[string]int {
	if s.books == nil {
		s.books = map[string]int{"a": 1}
	}
	return s.books
}

// goodMadeBefore has made what is made when it is first needed.
func goodMadeBefore() {
	s := newShelf()
	use(len(s.all()))
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		defer wg.Done()
		use(len(s.all()))
	}()
	use(len(s.all()))
	wg.Wait()
}
