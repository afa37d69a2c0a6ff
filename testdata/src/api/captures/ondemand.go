package captures

import (
	"errors"
	"sync"
)

// An outbox has a goroutine as long as there is something in it.
type outbox struct {
	mu      sync.Mutex
	idle    *sync.Cond
	queue   []string
	running bool
	sent    []string
}

func (o *outbox) goodPost(m string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.queue = append(o.queue, m)
	if !o.running {
		o.running = true
		go o.drain()
	}
}

func (o *outbox) take() []string {
	o.mu.Lock()
	defer o.mu.Unlock()
	batch := o.queue
	o.queue = nil
	if len(batch) == 0 {
		o.running = false
		o.idle.Broadcast()
	}
	return batch
}

func (o *outbox) drain() {
	for {
		batch := o.take()
		if len(batch) == 0 {
			return
		}
		o.sent = append(o.sent, batch...)
	}
}

func (o *outbox) wait() {
	o.mu.Lock()
	defer o.mu.Unlock()
	for o.running {
		o.idle.Wait()
	}
}

func goodDrained(all []string) int {
	o := &outbox{}
	o.idle = sync.NewCond(&o.mu)
	for i, m := range all {
		o.goodPost(m)
		if i%5 == 4 {
			o.wait()
		}
	}
	o.wait()
	return len(o.sent)
}

// A server is started once.
type server struct {
	mu    sync.Mutex
	state int
	wg    sync.WaitGroup
	beats map[string]int
	done  chan struct{}
}

func (s *server) begin() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch s.state {
	case 1:
		return errors.New("running")
	case 2:
		return errors.New("closed")
	}
	s.state = 1
	return nil
}

func (s *server) goodStart() error {
	if err := s.begin(); err != nil {
		return err
	}
	s.wg.Add(1)
	go func() {
		defer s.wg.Done()
		s.beats["start"]++
		<-s.done
	}()
	return nil
}

func goodStartedAgain(handler func(*server)) error {
	s := &server{beats: map[string]int{}, done: make(chan struct{})}
	handler(s)
	if err := s.goodStart(); err != nil {
		return err
	}
	err := s.goodStart()
	close(s.done)
	s.wg.Wait()
	return err
}

func (s *server) badStart() {
	s.wg.Add(1)
	go func() {
		defer s.wg.Done()
		s.beats["start"]++ // want `map-race: concurrent use of map s.beats`
		<-s.done
	}()
}

func startTwice() {
	s := &server{beats: map[string]int{}, done: make(chan struct{})}
	s.badStart()
	s.badStart()
	close(s.done)
	s.wg.Wait()
}

// oneAtATime runs a function in a goroutine of its own until it is done.
type oneAtATime struct {
	last error
	done chan struct{}
}

func (c *oneAtATime) keep(fn func() error) {
	defer close(c.done)
	for {
		c.last = c.once(fn)
		if c.last == nil {
			return
		}
	}
}

func (c *oneAtATime) once(fn func() error) (err error) {
	exited := make(chan struct{})
	go func() {
		defer close(exited)
		err = fn()
	}()
	<-exited
	return err
}

func goodRestarted(rows []int) (sum int) {
	c := &oneAtATime{done: make(chan struct{})}
	pos := 0
	go c.keep(func() error {
		for pos < len(rows) {
			pos++
			if rows[pos-1] == 0 {
				return errors.New("empty")
			}
			sum += rows[pos-1]
		}
		return nil
	})
	<-c.done
	return sum
}
