// Package suture is a stub: the signatures of github.com/thejerf/suture/v4, nothing else.
package suture

import (
	"context"
	"sync"
)

type Service interface {
	Serve(ctx context.Context) error
}

type ServiceToken struct{}

type Supervisor struct{ m sync.Mutex }

func NewSimple(name string) *Supervisor                                { return nil }
func (s *Supervisor) Add(service Service) ServiceToken                 { return ServiceToken{} }
func (s *Supervisor) Serve(ctx context.Context) error                  { return nil }
func (s *Supervisor) ServeBackground(ctx context.Context) <-chan error { return nil }
