// Package patterns has whole patterns of concurrent code that is right, as
// programs write them: pools, pipelines, services, races for the first answer.
package patterns

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"sync"
	"sync/atomic"
	"time"
)

// goodPool has workers that share one channel of jobs, and a closer behind them.
func goodPool(jobs []int) []int {
	in := make(chan int)
	out := make(chan int)
	var wg sync.WaitGroup
	for range 4 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for j := range in {
				out <- j * 2
			}
		}()
	}
	go func() {
		for _, j := range jobs {
			in <- j
		}
		close(in)
	}()
	go func() {
		wg.Wait()
		close(out)
	}()
	var res []int
	for r := range out {
		res = append(res, r)
	}
	return res
}

// goodBounded lets three in at a time, and waits on every way out.
func goodBounded(ctx context.Context, xs []int) error {
	sem := make(chan struct{}, 3)
	var wg sync.WaitGroup
	var mu sync.Mutex
	var errs []error
	for _, x := range xs {
		select {
		case sem <- struct{}{}:
		case <-ctx.Done():
			wg.Wait()
			return ctx.Err()
		}
		wg.Add(1)
		go func() {
			defer wg.Done()
			defer func() { <-sem }()
			if x < 0 {
				mu.Lock()
				errs = append(errs, errors.New("x"))
				mu.Unlock()
			}
		}()
	}
	wg.Wait()
	return errors.Join(errs...)
}

// goodFirstError has room for the errors that nobody reads any more.
func goodFirstError(fs []func() error) error {
	ch := make(chan error, len(fs))
	for _, f := range fs {
		go func() { ch <- f() }()
	}
	for range fs {
		if err := <-ch; err != nil {
			return err
		}
	}
	return nil
}

// goodErrorOnce keeps the first error only.
func goodErrorOnce(fs []func() error) (err error) {
	var once sync.Once
	var wg sync.WaitGroup
	for _, f := range fs {
		wg.Add(1)
		go func() {
			defer wg.Done()
			if e := f(); e != nil {
				once.Do(func() { err = e })
			}
		}()
	}
	wg.Wait()
	return err
}

type Service struct {
	mu     sync.Mutex
	wg     sync.WaitGroup
	quit   chan struct{}
	closed bool
	state  int
}

func New() *Service {
	s := &Service{quit: make(chan struct{})}
	s.wg.Add(2)
	go s.loop()
	go s.tick()
	return s
}

func (s *Service) loop() {
	defer s.wg.Done()
	for {
		select {
		case <-s.quit:
			return
		case <-time.After(time.Second):
			s.mu.Lock()
			s.state++
			s.mu.Unlock()
		}
	}
}

func (s *Service) tick() {
	defer s.wg.Done()
	t := time.NewTicker(time.Second)
	defer t.Stop()
	for {
		select {
		case <-t.C:
		case <-s.quit:
			return
		}
	}
}

func (s *Service) Close() {
	s.mu.Lock()
	if s.closed {
		s.mu.Unlock()
		return
	}
	s.closed = true
	s.mu.Unlock()
	close(s.quit)
	s.wg.Wait()
}

// goodService closes what it opened.
func goodService() {
	s := New()
	defer s.Close()
	fmt.Println("x")
}

// goodTimeout has room for a result that comes too late.
func goodTimeout(f func() int) (int, error) {
	type result struct{ v int }
	ch := make(chan result, 1)
	go func() { ch <- result{f()} }()
	select {
	case r := <-ch:
		return r.v, nil
	case <-time.After(time.Second):
		return 0, errors.New("timeout")
	}
}

// goodProxy receives twice from the two that send once.
func goodProxy(a, b io.ReadWriter) (n1, n2 int64, err error) {
	done := make(chan error, 2)
	go func() {
		var e error
		n1, e = io.Copy(a, b)
		done <- e
	}()
	go func() {
		var e error
		n2, e = io.Copy(b, a)
		done <- e
	}()
	err = <-done
	if e := <-done; err == nil {
		err = e
	}
	return
}

// goodMaybe waits for a goroutine that may not have been started.
func goodMaybe(n int) int {
	var wg sync.WaitGroup
	total := 0
	if n > 10 {
		wg.Add(1)
		go func() { defer wg.Done(); total = n }()
	}
	wg.Wait()
	return total
}

// goodStopFlag raises a flag and then waits.
func goodStopFlag() int {
	var stop atomic.Bool
	n := 0
	done := make(chan struct{})
	go func() {
		defer close(done)
		for !stop.Load() {
			n++
		}
	}()
	time.Sleep(time.Millisecond)
	stop.Store(true)
	<-done
	return n
}

func gen(ctx context.Context) <-chan int {
	ch := make(chan int)
	go func() {
		defer close(ch)
		for i := 0; ; i++ {
			select {
			case ch <- i:
			case <-ctx.Done():
				return
			}
		}
	}()
	return ch
}

// goodGenerator cancels the generator when it has enough.
func goodGenerator() {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	for v := range gen(ctx) {
		if v == 5 {
			break
		}
	}
}

// goodSignalHandler ends the process in a goroutine that lives as long.
func goodSignalHandler(cleanup func()) {
	c := make(chan os.Signal, 1)
	signal.Notify(c, os.Interrupt)
	go func() {
		<-c
		cleanup()
		os.Exit(1)
	}()
}

// goodPhases uses one group for one phase after the other.
func goodPhases() int {
	var a, b int
	var wg sync.WaitGroup
	wg.Add(2)
	go func() { defer wg.Done(); a = 1 }()
	go func() { defer wg.Done(); b = 2 }()
	wg.Wait()
	c := a + b
	wg.Add(1)
	go func() { defer wg.Done(); a = c }()
	wg.Wait()
	return a
}

type shard struct {
	mu sync.Mutex
	m  map[string]int
}

// goodShards locks the part that it changes.
func goodShards(keys []string) int {
	ss := make([]shard, 8)
	for i := range ss {
		ss[i].m = map[string]int{}
	}
	var wg sync.WaitGroup
	for i, k := range keys {
		s := &ss[i%8]
		wg.Go(func() {
			s.mu.Lock()
			defer s.mu.Unlock()
			s.m[k]++
		})
	}
	wg.Wait()
	n := 0
	for i := range ss {
		n += len(ss[i].m)
	}
	return n
}

// goodActor asks a goroutine that alone knows the state.
func goodActor() {
	reqs := make(chan chan int)
	state := 0
	go func() {
		for r := range reqs {
			state++
			r <- state
		}
	}()
	for range 3 {
		r := make(chan int)
		reqs <- r
		<-r
	}
	close(reqs)
}

type cache struct {
	mu sync.RWMutex
	m  map[string]int
}

func (c *cache) get(k string) int {
	c.mu.RLock()
	v, ok := c.m[k]
	c.mu.RUnlock()
	if ok {
		return v
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if v, ok := c.m[k]; ok {
		return v
	}
	c.m[k] = 1
	return 1
}

// goodCache checks again when it has the lock for writing.
func goodCache() {
	c := &cache{m: map[string]int{}}
	var wg sync.WaitGroup
	for range 3 {
		wg.Go(func() { c.get("a") })
	}
	c.get("b")
	wg.Wait()
}

// goodPanic turns a panic of the goroutine into an error.
func goodPanic(f func()) (err error) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		defer func() {
			if r := recover(); r != nil {
				err = fmt.Errorf("%v", r)
			}
		}()
		f()
	}()
	<-done
	return err
}

// goodFirstResult cancels the senders that come too late.
func goodFirstResult(xs []int) int {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	ch := make(chan int)
	for _, x := range xs {
		go func() {
			select {
			case ch <- x:
			case <-ctx.Done():
			}
		}()
	}
	return <-ch
}

// goodBatches joins each round before the next.
func goodBatches(xs [][]int) {
	sum := 0
	for _, b := range xs {
		done := make(chan struct{})
		go func() {
			defer close(done)
			for _, x := range b {
				sum += x
			}
		}()
		<-done
		sum++
	}
	fmt.Println(sum)
}

// goodSemaphore takes a place before each fork, and the goroutine gives it back.
func goodSemaphore(xs []int) {
	places := make(chan struct{}, 3)
	var wg sync.WaitGroup
	for _, x := range xs {
		places <- struct{}{}
		wg.Go(func() {
			defer func() { <-places }()
			fmt.Println(x)
		})
	}
	wg.Wait()
}

// goodOnePlace does so once.
func goodOnePlace() {
	place := make(chan struct{}, 1)
	var wg sync.WaitGroup
	place <- struct{}{}
	wg.Go(func() {
		fmt.Println("in")
		<-place
	})
	wg.Wait()
}

// goodMaybePlace does so if it must.
func goodMaybePlace(must bool) {
	place := make(chan struct{}, 1)
	var wg sync.WaitGroup
	if must {
		place <- struct{}{}
		wg.Go(func() {
			fmt.Println("in")
			<-place
		})
	}
	wg.Wait()
}

// goodClosedBeforeFork: the goroutine need not wait for what was closed before it
// was started.
func goodClosedBeforeFork() {
	start := make(chan struct{})
	var wg sync.WaitGroup
	close(start)
	wg.Go(func() {
		<-start
		fmt.Println("started")
	})
	wg.Wait()
}
