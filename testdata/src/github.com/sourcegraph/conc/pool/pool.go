// Package pool is a stub: the signatures of github.com/sourcegraph/conc/pool, nothing else.
package pool

import (
	"context"
	"sync"
)

func New() *Pool                            { return &Pool{} }
func NewWithResults[T any]() *ResultPool[T] { return &ResultPool[T]{} }

type Pool struct{ wg sync.WaitGroup }

func (p *Pool) Go(f func())                   {}
func (p *Pool) Wait()                         {}
func (p *Pool) WithMaxGoroutines(n int) *Pool { return p }

type ErrorPool struct{ wg sync.WaitGroup }

func (p *ErrorPool) Go(f func() error)                  {}
func (p *ErrorPool) Wait() error                        { return nil }
func (p *ErrorPool) WithMaxGoroutines(n int) *ErrorPool { return p }

type ContextPool struct{ wg sync.WaitGroup }

func (p *ContextPool) Go(f func(context.Context) error)     {}
func (p *ContextPool) Wait() error                          { return nil }
func (p *ContextPool) WithMaxGoroutines(n int) *ContextPool { return p }

type ResultPool[T any] struct{ wg sync.WaitGroup }

func (p *ResultPool[T]) Go(f func() T)                          {}
func (p *ResultPool[T]) Wait() []T                              { return nil }
func (p *ResultPool[T]) WithMaxGoroutines(n int) *ResultPool[T] { return p }

type ResultErrorPool[T any] struct{ wg sync.WaitGroup }

func (p *ResultErrorPool[T]) Go(f func() (T, error))                      {}
func (p *ResultErrorPool[T]) Wait() ([]T, error)                          { return nil, nil }
func (p *ResultErrorPool[T]) WithMaxGoroutines(n int) *ResultErrorPool[T] { return p }

type ResultContextPool[T any] struct{ wg sync.WaitGroup }

func (p *ResultContextPool[T]) Go(f func(context.Context) (T, error))         {}
func (p *ResultContextPool[T]) Wait() ([]T, error)                            { return nil, nil }
func (p *ResultContextPool[T]) WithMaxGoroutines(n int) *ResultContextPool[T] { return p }

func (p *Pool) MaxGoroutines() int                                             { return 0 }
func (p *Pool) WithErrors() *ErrorPool                                         { return nil }
func (p *Pool) WithContext(ctx context.Context) *ContextPool                   { return nil }
func (p *ErrorPool) WithContext(ctx context.Context) *ContextPool              { return nil }
func (p *ErrorPool) WithFirstError() *ErrorPool                                { return nil }
func (p *ContextPool) WithCancelOnError() *ContextPool                         { return nil }
func (p *ResultPool[T]) WithErrors() *ResultErrorPool[T]                       { return nil }
func (p *ResultPool[T]) WithContext(ctx context.Context) *ResultContextPool[T] { return nil }
