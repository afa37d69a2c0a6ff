// Package syncs is a stub: the signatures of github.com/go-pkgz/syncs, nothing else.
package syncs

import (
	"context"
	"sync"
)

type GroupOption func()

type SizedGroup struct{ wg sync.WaitGroup }

func NewSizedGroup(size int, opts ...GroupOption) *SizedGroup { return &SizedGroup{} }
func (g *SizedGroup) Go(fn func(ctx context.Context))         {}
func (g *SizedGroup) Wait()                                   {}

type ErrSizedGroup struct{ wg sync.WaitGroup }

func NewErrSizedGroup(size int, opts ...GroupOption) *ErrSizedGroup { return &ErrSizedGroup{} }
func (g *ErrSizedGroup) Go(f func() error)                          {}
func (g *ErrSizedGroup) Wait() error                                { return nil }
