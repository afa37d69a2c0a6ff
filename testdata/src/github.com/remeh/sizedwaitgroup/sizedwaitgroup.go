// Package sizedwaitgroup is a stub: the signatures of github.com/remeh/sizedwaitgroup, nothing else.
package sizedwaitgroup

import (
	"context"
	"sync"
)

type SizedWaitGroup struct {
	Size    int
	current chan struct{}
	wg      sync.WaitGroup
}

func New(limit int) SizedWaitGroup                                 { return SizedWaitGroup{} }
func (s *SizedWaitGroup) Add()                                     {}
func (s *SizedWaitGroup) AddWithContext(ctx context.Context) error { return nil }
func (s *SizedWaitGroup) Done()                                    {}
func (s *SizedWaitGroup) Wait()                                    {}
