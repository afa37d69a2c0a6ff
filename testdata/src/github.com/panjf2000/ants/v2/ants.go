// Package ants is a stub: the signatures of github.com/panjf2000/ants/v2, nothing else.
package ants

import (
	"sync"
	"time"
)

type Option func()

type poolCommon struct{ lock sync.Mutex }

func (p *poolCommon) Release()                                   {}
func (p *poolCommon) ReleaseTimeout(timeout time.Duration) error { return nil }
func (p *poolCommon) Running() int                               { return 0 }

type Pool struct{ *poolCommon }

func NewPool(size int, options ...Option) (*Pool, error) { return nil, nil }
func (p *Pool) Submit(task func()) error                 { return nil }

type PoolWithFunc struct {
	*poolCommon
	fn func(any)
}

func NewPoolWithFunc(size int, pf func(any), options ...Option) (*PoolWithFunc, error) {
	return nil, nil
}
func (p *PoolWithFunc) Invoke(arg any) error { return nil }

type PoolWithFuncGeneric[T any] struct {
	*poolCommon
	fn func(T)
}

func NewPoolWithFuncGeneric[T any](size int, pf func(T), options ...Option) (*PoolWithFuncGeneric[T], error) {
	return nil, nil
}
func (p *PoolWithFuncGeneric[T]) Invoke(arg T) error { return nil }

type MultiPool struct{ pools []*Pool }

type LoadBalancingStrategy int

func NewMultiPool(size, sizePerPool int, lbs LoadBalancingStrategy, options ...Option) (*MultiPool, error) {
	return nil, nil
}

type MultiPoolWithFuncGeneric[T any] struct{ pools []*PoolWithFuncGeneric[T] }

func NewMultiPoolWithFuncGeneric[T any](size, sizePerPool int, fn func(T), lbs LoadBalancingStrategy, options ...Option) (*MultiPoolWithFuncGeneric[T], error) {
	return &MultiPoolWithFuncGeneric[T]{}, nil
}
func (mp *MultiPoolWithFuncGeneric[T]) Invoke(args T) (err error)                  { return nil }
func (mp *MultiPoolWithFuncGeneric[T]) ReleaseTimeout(timeout time.Duration) error { return nil }

func (mp *MultiPool) Submit(task func()) (err error)             { return nil }
func (mp *MultiPool) ReleaseTimeout(timeout time.Duration) error { return nil }

func Submit(task func()) error { return nil }
func Release()                 {}
