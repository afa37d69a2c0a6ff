// Package joins has a fork for each verdict of the map. The comments hold what
// the map says of the fork on their line, line numbers left out.
package joins

import (
	"fmt"
	"net/http"
	"sync"
	"time"
)

func work() error { return nil }

func joined() int {
	var wg sync.WaitGroup
	var mu sync.Mutex
	total := 0
	for i := range 4 {
		wg.Add(1)
		go func() { // map: joined: joined by wg.Wait [4]; writes total: lock mu; wg.Wait; reads i: only read meanwhile
			defer wg.Done()
			mu.Lock()
			total += i
			mu.Unlock()
		}()
	}
	wg.Wait()
	return total
}

func group() {
	var wg sync.WaitGroup
	wg.Go(func() { fmt.Println("x") }) // map: joined: joined by wg.Wait
	wg.Wait()
}

func results() int {
	c := make(chan int)
	for i := range 3 {
		go func() { c <- i }() // map: joined: joined by the receive from c [3]; reads i: only read meanwhile
	}
	sum := 0
	for range 3 {
		sum += <-c
	}
	return sum
}

func closer() (out []int) {
	c := make(chan int)
	var wg sync.WaitGroup
	for i := range 3 {
		wg.Go(func() { c <- i }) // map: joined: joined by the receive from c [3]; reads i: only read meanwhile
	}
	go func() { // map: joined: joined by the receive from c
		wg.Wait()
		close(c)
	}()
	for v := range c {
		out = append(out, v)
	}
	return out
}

// The goroutine of a goroutine: the function waits for both.
func nested() {
	var wg sync.WaitGroup
	wg.Add(2)
	go func() { // map: joined: joined by wg.Wait
		defer wg.Done()
		go func() { // map: owned: joined by wg.Wait in nested
			defer wg.Done()
			work()
		}()
	}()
	wg.Wait()
}

// A handle is a result: the caller owns what it stands for.
func start(f func() error) <-chan error {
	c := make(chan error, 1)
	go func() { c <- f() }() // map: owned: joined by the receive from c in use; reads f: no other use in sight
	return c
}

func use() error { return <-start(work) }

// Server is forked for by one method and waited for by another.
type Server struct {
	wg   sync.WaitGroup
	mu   sync.Mutex
	n    int
	quit chan struct{}
	done chan struct{}
}

func New() *Server {
	s := &Server{quit: make(chan struct{}), done: make(chan struct{})}
	go s.loop() // map: owned: joined by the receive from s.done in (*Server).Close
	return s
}

func (s *Server) loop() {
	defer close(s.done)
	<-s.quit
}

func (s *Server) Start() {
	s.wg.Go(func() { // map: owned: joined by s.wg.Wait in (*Server).Close; reads s: no other use in sight; writes s.n: lock s.mu
		s.mu.Lock()
		s.n++
		s.mu.Unlock()
	})
}

func (s *Server) Close() {
	close(s.quit)
	<-s.done
	s.wg.Wait()
}

// Nobody in the package waits for what this one signals.
func Fetch() <-chan error {
	c := make(chan error, 1)
	go func() { c <- work() }() // map: owned: joined by whoever waits for what it signals; the package itself has nobody who does
	return c
}

func raced() int {
	x := 0
	done := make(chan bool)
	go func() { // map: joined: joined by the receive from done; writes x: RACE
		x++
		close(done)
	}()
	x++
	<-done
	return x
}

func skipped(b bool) {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() { // map: missing: goroutine is not joined on every path: returns before wg is waited for
		defer wg.Done()
		work()
	}()
	if b {
		return
	}
	wg.Wait()
}

func declared(b bool) {
	var wg sync.WaitGroup
	wg.Add(1)
	//gojoincheck:detached it may be lost
	go func() { // map: detached: a comment says that it is unjoined on purpose
		defer wg.Done()
		work()
	}()
	if b {
		return
	}
	wg.Wait()
}

func timeout() error {
	c := make(chan error, 1)
	go func() { c <- work() }() // map: partial: joined by the receive from c, but not on every path
	select {
	case err := <-c:
		return err
	case <-time.After(time.Second):
		return nil
	}
}

func ticker() {
	for {
		time.Sleep(time.Second)
	}
}

func daemon() {
	go ticker()                          // map: daemon: it never ends
	go http.ListenAndServe(":http", nil) // map: daemon: it never ends
}

func told(quit chan struct{}) {
	go func() { // map: daemon: it ends when told to through quit
		<-quit
	}()
}

func lost() {
	go work()                            // map: detached: it signals nothing that the function or its callers wait for
	time.AfterFunc(time.Second, func() { // map: detached: a timer runs it; nothing waits for that
		work()
	})
}

func unseen(f func()) { go f() } // map: unknown: what it runs is out of sight

func endless(jobs chan int) {
	for {
		go fmt.Println(<-jobs) // map: detached: the function that forks it does not return [many]
	}
}

var pending sync.WaitGroup

func background() {
	pending.Add(1)
	go func() { // map: owned: joined by pending.Wait in Wait
		defer pending.Done()
		work()
	}()
}

func Wait() { pending.Wait() }

func generic[T any](f func() T) T {
	var v T
	done := make(chan struct{})
	go func() { // map: joined: joined by the receive from done; writes v: the receive from done; reads f: no other use in sight
		defer close(done)
		v = f()
	}()
	<-done
	return v
}

// Workers end when their jobs do; the range over the results waits for all.
func pool(jobs chan int) (sum int) {
	results := make(chan int)
	var wg sync.WaitGroup
	for range 3 {
		wg.Add(1)
		go func() { // map: joined: joined by the receive from results [3]
			defer wg.Done()
			for j := range jobs {
				results <- j
			}
		}()
	}
	go func() { // map: joined: joined by the receive from results
		wg.Wait()
		close(results)
	}()
	for r := range results {
		sum += r
	}
	return sum
}

// A lock that it gave back says nothing of its end.
type cleaner struct {
	mu   sync.Mutex
	n    int
	wake chan struct{}
	out  chan int
}

func (c *cleaner) start() int {
	go c.clean() // map: daemon: it ends when told to through c.wake; reads c.wake: no other use in sight; writes c.n: lock c.mu; reads c.out: only read meanwhile
	c.mu.Lock()
	n := c.n
	c.mu.Unlock()
	return n + <-c.out
}

func (c *cleaner) clean() {
	for range c.wake {
		c.mu.Lock()
		c.n = 0
		c.mu.Unlock()
		c.out <- 1
	}
}

// The end is seen, not waited for.
func polled() {
	var mu sync.Mutex
	done := false
	go func() { // map: joined: joined by the test of done; writes done: lock mu; the test of done
		mu.Lock()
		done = true
		mu.Unlock()
	}()
	for {
		mu.Lock()
		d := done
		mu.Unlock()
		if d {
			return
		}
	}
}

// Code out of sight gets the client from both; the wait is what joins.
func handed(c *http.Client) {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() { // map: joined: joined by wg.Wait; reads c: only read meanwhile
		defer wg.Done()
		c.CloseIdleConnections()
	}()
	c.CloseIdleConnections()
	wg.Wait()
}

func newCleaner() *cleaner { return &cleaner{wake: make(chan struct{}), out: make(chan int)} }

// What the goroutine signals nothing for may be over, or not, when those that it has started are.
func startedByTheGroup() {
	var wg sync.WaitGroup
	c := make(chan int)
	wg.Go(func() { // map: unknown: a lock or the like orders its end; whether somebody waits for it is not known
		go func() { <-c }() // map: daemon: it ends when told to through c
		fmt.Println("x")
	})
	c <- 1
}

// Wait does not wait for what nobody has counted.
func notCounted(c bool) {
	var wg sync.WaitGroup
	if c {
		go func() { // map: unknown: a lock or the like orders its end; whether somebody waits for it is not known; reads c: no other use in sight
			if c {
				return
			}
			countDown(&wg)
		}()
	}
	wg.Wait()
}

func countDown(wg *sync.WaitGroup) { wg.Done() }

// The receive may be of a channel that is closed before.
func closedBefore(c bool) {
	d := make(chan int)
	if c {
		close(d)
	}
	go func() { // map: unknown: a lock or the like orders its end; whether somebody waits for it is not known; reads c: no other use in sight
		if !c {
			close(d)
		}
	}()
	<-d
}

// The second receive may be of the channel that the first goroutine has closed. Which of the
// two a receive is of is not asked.
func closedByAnother() {
	d := make(chan int)
	var mu sync.Mutex
	go func() { // map: unknown: a lock or the like orders its end; whether somebody waits for it is not known
		mu.Lock()
		close(d)
	}()
	<-d
	go func() { // map: unknown: a lock or the like orders its end; whether somebody waits for it is not known
		defer close(d)
		mu.Unlock()
	}()
	<-d
}
