// Package a starts goroutines that its callers are to join.
package a

import (
	"fmt"
	"sync"
)

// Counter counts, and nothing protects it.
var Counter int

// Incr adds to Counter.
func Incr() { Counter++ }

var mu sync.Mutex

// Locked adds to Counter under the package's lock.
func Locked() {
	mu.Lock()
	defer mu.Unlock()
	Counter++
}

// Start works in a goroutine, and tells when it is done.
func Start() <-chan struct{} {
	done := make(chan struct{})
	go func() {
		defer close(done)
		fmt.Println("working")
	}()
	return done
}

// Background works in a goroutine and returns the function that waits for it.
func Background() (wait func()) {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		defer wg.Done()
		fmt.Println("working")
	}()
	return wg.Wait
}

// Hidden works in a goroutine and waits for it.
func Hidden() {
	done := make(chan struct{})
	go func() { close(done) }()
	<-done
}

// Race writes a variable of its own from two sides: its own business.
func Race() {
	n := 0
	go func() { n++ }()
	n++
}

// Leaky leaves a goroutine blocked: its own business too.
func Leaky(stop bool) {
	ch := make(chan int)
	go func() { ch <- 1 }()
	if stop {
		return
	}
	<-ch
}

// Skips waits on one path only.
func Skips(stop bool) {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		defer wg.Done()
		fmt.Println("working")
	}()
	if stop {
		return
	}
	wg.Wait()
}

// Fire starts work that nobody can wait for.
func Fire() { go fmt.Println("working") }

// Fill writes *p in a goroutine and signals wg.
func Fill(p *int, wg *sync.WaitGroup) {
	wg.Add(1)
	go func() {
		*p = 1
		wg.Done()
	}()
}

// A Server works until it is closed.
type Server struct {
	wg   sync.WaitGroup
	stop chan struct{}
	n    int
}

// NewServer starts a server.
func NewServer() *Server {
	s := &Server{stop: make(chan struct{})}
	s.wg.Add(1)
	go s.run()
	return s
}

func (s *Server) run() {
	defer s.wg.Done()
	s.n++
	<-s.stop
}

// Close stops the server and waits until it has.
func (s *Server) Close() {
	close(s.stop)
	s.wg.Wait()
}

// A Job works once.
type Job struct {
	wg   sync.WaitGroup
	done chan struct{}
	sum  int
}

// Start starts the job.
func (j *Job) Start() {
	j.wg.Add(1)
	go func() {
		defer j.wg.Done()
		j.sum = 1
	}()
}

// Wait waits for the job.
func (j *Job) Wait() { j.wg.Wait() }

// Sum is what the job has computed.
func (j *Job) Sum() int { return j.sum }

type worker struct{ done chan struct{} }

// Worker starts a goroutine; it is reached through a type without a name outside.
func Worker() *worker {
	w := &worker{make(chan struct{})}
	go func() {
		fmt.Println("working")
		close(w.done)
	}()
	return w
}

// Join waits for the worker.
func (w *worker) Join() { <-w.done }

// Done is closed when the worker is done.
func (w *worker) Done() <-chan struct{} { return w.done }

// Run calls f after it has locked.
func Run(f func()) {
	mu.Lock()
	defer mu.Unlock()
	f()
}

// Lost has a group that it keeps to itself.
func Lost() {
	var j Job
	j.wg.Add(1) // what is wrong about it is told here, and not to those who call
	go func() {
		defer j.wg.Done()
		fmt.Println("working")
	}()
}
