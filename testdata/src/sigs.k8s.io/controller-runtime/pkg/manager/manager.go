// Package manager is a stub: the signatures of sigs.k8s.io/controller-runtime/pkg/manager, nothing else.
package manager

import (
	"context"
)

type Runnable interface {
	Start(context.Context) error
}

type RunnableFunc func(context.Context) error

func (r RunnableFunc) Start(ctx context.Context) error { return r(ctx) }

type Manager interface {
	Add(Runnable) error
	Start(ctx context.Context) error
}

func New() (Manager, error) { return nil, nil }
