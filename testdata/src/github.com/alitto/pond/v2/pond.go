// Package pond is a stub: the signatures of github.com/alitto/pond/v2, nothing else.
package pond

import (
	"context"
)

type Option func()

type Task interface {
	Done() <-chan struct{}
	Wait() error
}

type ResultTask[R any] interface {
	Done() <-chan struct{}
	Wait() (R, error)
}

type BasePool interface {
	RunningWorkers() int64
	Stop() Task
	StopAndWait()
}

type Pool interface {
	BasePool
	Go(task func()) error
	Submit(task func()) Task
	SubmitErr(task func() error) Task
	TrySubmit(task func()) (Task, bool)
	NewSubpool(maxConcurrency int, options ...Option) Pool
	NewGroup() TaskGroup
	NewGroupContext(ctx context.Context) TaskGroup
}

type ResultPool[R any] interface {
	BasePool
	Submit(task func() R) ResultTask[R]
	SubmitErr(task func() (R, error)) ResultTask[R]
	NewGroup() ResultTaskGroup[R]
}

type TaskGroup interface {
	Submit(tasks ...func()) TaskGroup
	SubmitErr(tasks ...func() error) TaskGroup
	Wait() error
	Done() <-chan struct{}
	Stop()
}

type ResultTaskGroup[O any] interface {
	Submit(tasks ...func() O) ResultTaskGroup[O]
	Wait() ([]O, error)
	Done() <-chan struct{}
	Stop()
}

func NewPool(maxConcurrency int, options ...Option) Pool                       { return nil }
func NewResultPool[R any](maxConcurrency int, options ...Option) ResultPool[R] { return nil }
func Submit(task func()) Task                                                  { return nil }
func NewGroup() TaskGroup                                                      { return nil }
