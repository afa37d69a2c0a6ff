// Package svc has values that own a goroutine, each with another way to stop it.
package svc

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"
)

// A Ticker ticks until it is halted, which closes a channel.
type Ticker struct {
	stop chan struct{}
	n    int
}

// NewTicker starts a ticker.
func NewTicker() *Ticker {
	t := &Ticker{stop: make(chan struct{})}
	go t.loop()
	return t
}

// Open starts a ticker, unless it fails.
func Open(name string) (*Ticker, error) {
	if name == "" {
		return nil, errors.New("no name")
	}
	return NewTicker(), nil
}

func (t *Ticker) loop() {
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	for {
		select {
		case <-tick.C:
			fmt.Println("tick")
		case <-t.stop:
			return
		}
	}
}

// Halt stops the ticker.
func (t *Ticker) Halt() { close(t.stop) }

// N is not about goroutines.
func (t *Ticker) N() int { return t.n }

// A Server works until its own context is cancelled.
type Server struct {
	ctx    context.Context
	cancel context.CancelFunc
	done   chan struct{}
}

// NewServer starts a server.
func NewServer() *Server {
	ctx, cancel := context.WithCancel(context.Background())
	s := &Server{ctx: ctx, cancel: cancel, done: make(chan struct{})}
	go s.run()
	return s
}

// NewServerIn starts a server that the caller's context ends as well.
func NewServerIn(parent context.Context) *Server {
	ctx, cancel := context.WithCancel(parent)
	s := &Server{ctx: ctx, cancel: cancel, done: make(chan struct{})}
	go s.run()
	return s
}

func (s *Server) run() {
	defer close(s.done)
	tick := time.NewTicker(time.Second)
	for {
		select {
		case <-s.ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// Finish cancels the context and waits.
func (s *Server) Finish() {
	s.cancel()
	<-s.done
}

// Addr is not about goroutines.
func (s *Server) Addr() string { return "" }

// A Pool has workers from its start to its end.
type Pool struct {
	wg   sync.WaitGroup
	jobs chan func()
}

// Start starts a worker.
func (p *Pool) Start() {
	p.jobs = make(chan func())
	p.wg.Add(1)
	go p.work()
}

func (p *Pool) work() {
	defer p.wg.Done()
	for job := range p.jobs {
		job()
	}
}

// Do hands a job to a worker.
func (p *Pool) Do(f func()) { p.jobs <- f }

// End lets the worker finish.
func (p *Pool) End() {
	close(p.jobs)
	p.wg.Wait()
}

// Poll polls until the function that it returns is called.
func Poll() (stop func()) {
	quit := make(chan struct{})
	go func() {
		tick := time.NewTicker(time.Second)
		for {
			select {
			case <-tick.C:
			case <-quit:
				return
			}
		}
	}()
	return func() { close(quit) }
}

// A Daemon has no method that stops it: it was never meant to end.
type Daemon struct{ quit chan struct{} }

// NewDaemon starts a daemon.
func NewDaemon() *Daemon {
	d := &Daemon{quit: make(chan struct{})}
	go func() {
		for {
			select {
			case <-time.After(time.Second):
			case <-d.quit:
				return
			}
		}
	}()
	return d
}
