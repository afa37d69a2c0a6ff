// Package client stands for the client of some service.
package client

import (
	"context"
	"net"
)

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

// Fake gives a server that calls serve for each connection.
func Fake(serve func(net.Conn)) *Faked {
	l, err := net.Listen("tcp", "127.0.0.1:")
	if err != nil {
		panic(err)
	}
	f := &Faked{l}
	f.accept(serve)
	return f
}

// A Faked listens.
type Faked struct{ l net.Listener }

func (f *Faked) accept(serve func(net.Conn)) {
	go func() {
		for {
			conn, err := f.l.Accept()
			if err != nil {
				return
			}
			go serve(conn)
		}
	}()
}

// Ask sends a question and waits for the answer.
func (f *Faked) Ask(question string) {
	conn, err := net.Dial("tcp", f.l.Addr().String())
	if err != nil {
		return
	}
	defer conn.Close()
	conn.Write([]byte(question))
	conn.Read(make([]byte, len(question)))
}

// Close ends it.
func (f *Faked) Close() { f.l.Close() }
