// Package client stands for the client of some service.
package client

import "context"

// A Client calls the service.
type Client interface {
	Call(ctx context.Context) error
	Fetch(ctx context.Context) (<-chan int, error)
}

// New gives a client; the service calls f whenever it is called.
func New(f func()) Client { return service{f} }

type service struct{ f func() }

func (s service) Call(context.Context) error {
	s.f()
	return nil
}

func (s service) Fetch(ctx context.Context) (<-chan int, error) { return make(chan int), ctx.Err() }

// NewClock gives a clock that somebody sets.
func NewClock() Clock { return nil }

// A Clock makes timers.
type Clock interface {
	Timer(d int) <-chan int
	Set(t int)
}
