package atomics

import (
	"errors"
	"sync/atomic"
)

// A stream is finished by the first who says so.
type stream struct {
	closed atomic.Bool
	done   chan struct{}
	status error
}

func (s *stream) goodFinish(err error) {
	if s.closed.Swap(true) {
		return
	}
	s.status = err
	close(s.done)
}

func goodFinished() error {
	s := &stream{done: make(chan struct{})}
	go s.goodFinish(errors.New("reset"))
	s.goodFinish(errors.New("ended"))
	<-s.done
	return s.status
}
