// Package stream is a stub: the signatures of github.com/sourcegraph/conc/stream, nothing else.
package stream

import (
	"sync"
)

type Stream struct{ wg sync.WaitGroup }

type Task func() Callback

type Callback func()

func New() *Stream                                { return &Stream{} }
func (s *Stream) Go(f Task)                       {}
func (s *Stream) Wait()                           {}
func (s *Stream) WithMaxGoroutines(n int) *Stream { return s }
