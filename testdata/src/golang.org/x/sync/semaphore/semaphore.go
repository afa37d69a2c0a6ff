// Package semaphore is a stub: the signatures of golang.org/x/sync/semaphore, nothing else.
package semaphore

import (
	"context"
	"sync"
)

type Weighted struct{ mu sync.Mutex }

func NewWeighted(n int64) *Weighted                            { return &Weighted{} }
func (s *Weighted) Acquire(ctx context.Context, n int64) error { return nil }
func (s *Weighted) TryAcquire(n int64) bool                    { return true }
func (s *Weighted) Release(n int64)                            {}
