package p

import (
	"errors"
	"sync"
)

type server struct {
	wg    sync.WaitGroup
	once  sync.Once
	rw    sync.RWMutex
	cond  *sync.Cond
	stop  chan struct{}
	conns map[string]int
	inner struct{ err error }
}

type starter interface{ Start() }

func (s *server) Start() {
	s.wg.Add(1)
	go s.loop()
}

func (s *server) loop() {
	defer s.wg.Done()
	for {
		select {
		case <-s.stop:
			return
		default:
			s.rw.Lock()
			s.conns["x"]++
			s.rw.Unlock()
		}
	}
}

func (s *server) Close() error {
	s.once.Do(func() { close(s.stop) })
	s.wg.Wait()
	s.rw.RLock()
	defer s.rw.RUnlock()
	return s.inner.err
}

func (s server) copied() {
	s.wg.Add(1)
	go func() {
		s.inner.err = errors.New("lost")
		s.wg.Done()
	}()
}

func run(st starter, s *server) (err error) {
	go st.Start()
	go (*server).Start(s)
	go server.copied(*s)
	s.cond = sync.NewCond(&s.rw)
	go func() {
		s.cond.L.Lock()
		for len(s.conns) == 0 {
			s.cond.Wait()
		}
		s.cond.L.Unlock()
	}()
	s.cond.Broadcast()
	defer func() { err = s.Close() }()
	fs := []func(){s.Start, s.copied, func() { err = nil }}
	for _, f := range fs {
		go f()
	}
	if x, ok := st.(*server); ok {
		x.Start()
		return x.Close()
	}
	return nil
}
