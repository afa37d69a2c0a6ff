// Package tomb is a stub: the signatures of gopkg.in/tomb.v2, nothing else.
package tomb

import (
	"context"
	"sync"
)

type Tomb struct {
	m    sync.Mutex
	dead chan struct{}
}

func WithContext(parent context.Context) (*Tomb, context.Context) { return nil, nil }
func (t *Tomb) Go(f func() error)                                 {}
func (t *Tomb) Kill(reason error)                                 {}
func (t *Tomb) Dying() <-chan struct{}                            { return nil }
func (t *Tomb) Dead() <-chan struct{}                             { return nil }
func (t *Tomb) Wait() error                                       { return nil }
func (t *Tomb) Err() error                                        { return nil }
