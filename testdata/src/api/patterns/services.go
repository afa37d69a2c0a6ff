package patterns

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"os/exec"
	"sync"
	"sync/atomic"
	"time"
)

// goodAcceptLoop waits for its connections, whichever way it ends.
func goodAcceptLoop(ln net.Listener) error {
	var wg sync.WaitGroup
	defer wg.Wait()
	for {
		c, err := ln.Accept()
		if err != nil {
			return err
		}
		wg.Add(1)
		go func() {
			defer wg.Done()
			defer c.Close()
			buf := make([]byte, 10)
			n, err := c.Read(buf)
			fmt.Println(n, err)
		}()
	}
}

func heartbeat(f func()) (stop func()) {
	done := make(chan struct{})
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		defer wg.Done()
		t := time.NewTicker(time.Second)
		defer t.Stop()
		for {
			select {
			case <-t.C:
				f()
			case <-done:
				return
			}
		}
	}()
	return func() {
		close(done)
		wg.Wait()
	}
}

// goodHeartbeat calls the function that stops and waits.
func goodHeartbeat() {
	n := 0
	stop := heartbeat(func() { n++ })
	time.Sleep(time.Second)
	stop()
	fmt.Println(n)
}

// goodMerge closes its output behind the last input.
func goodMerge(cs ...<-chan int) <-chan int {
	out := make(chan int)
	var wg sync.WaitGroup
	output := func(c <-chan int) {
		for n := range c {
			out <- n
		}
		wg.Done()
	}
	wg.Add(len(cs))
	for _, c := range cs {
		go output(c)
	}
	go func() {
		wg.Wait()
		close(out)
	}()
	return out
}

type task struct {
	in  int
	out int
	err error
}

// goodTasks lets each goroutine write its own task.
func goodTasks(ts []*task) {
	var wg sync.WaitGroup
	for _, t := range ts {
		wg.Add(1)
		go func(t *task) {
			defer wg.Done()
			t.out, t.err = t.in*2, nil
		}(t)
	}
	wg.Wait()
	for _, t := range ts {
		fmt.Println(t.out, t.err)
	}
}

type bus struct {
	mu   sync.RWMutex
	subs map[string][]chan string
}

func (b *bus) sub(k string) <-chan string {
	c := make(chan string, 1)
	b.mu.Lock()
	b.subs[k] = append(b.subs[k], c)
	b.mu.Unlock()
	return c
}

func (b *bus) pub(k, v string) {
	b.mu.RLock()
	defer b.mu.RUnlock()
	for _, c := range b.subs[k] {
		go func(c chan string) { c <- v }(c)
	}
}

// goodDebounce starts the timer anew under a lock.
func goodDebounce(d time.Duration, f func()) func() {
	var mu sync.Mutex
	var t *time.Timer
	return func() {
		mu.Lock()
		defer mu.Unlock()
		if t != nil {
			t.Stop()
		}
		t = time.AfterFunc(d, f)
	}
}

// goodRetry has room for the last answer.
func goodRetry(ctx context.Context, f func() error) error {
	errc := make(chan error, 1)
	for i := 0; i < 3; i++ {
		go func() { errc <- f() }()
		select {
		case err := <-errc:
			if err == nil {
				return nil
			}
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return fmt.Errorf("no")
}

// goodCommand kills the process and waits all the same.
func goodCommand(ctx context.Context) error {
	cmd := exec.Command("x")
	if err := cmd.Start(); err != nil {
		return err
	}
	done := make(chan error, 1)
	go func() { done <- cmd.Wait() }()
	select {
	case <-ctx.Done():
		_ = cmd.Process.Kill()
		<-done
		return ctx.Err()
	case err := <-done:
		return err
	}
}

type metrics struct {
	hits atomic.Int64
	last atomic.Pointer[string]
}

func (m *metrics) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	m.hits.Add(1)
	s := r.URL.Path
	m.last.Store(&s)
	go func() { fmt.Println(m.hits.Load()) }()
}

type config struct {
	mu sync.RWMutex
	v  map[string]string
}

func (c *config) reload(ctx context.Context) {
	go func() {
		for {
			select {
			case <-ctx.Done():
				return
			case <-time.After(time.Second):
			}
			m := map[string]string{"a": "b"}
			c.mu.Lock()
			c.v = m
			c.mu.Unlock()
		}
	}()
}

func (c *config) get(k string) string {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return c.v[k]
}

type latch struct {
	once sync.Once
	c    chan struct{}
}

func (l *latch) open() { l.once.Do(func() { close(l.c) }) }

// goodLatch is opened once, by whoever comes first.
func goodLatch() {
	l := &latch{c: make(chan struct{})}
	x := 0
	go func() {
		x = 1
		l.open()
	}()
	<-l.c
	fmt.Println(x)
}

// goodSort sorts two halves at once.
func goodSort(a []int, depth int) {
	if len(a) < 2 {
		return
	}
	p := len(a) / 2
	if depth == 0 {
		goodSort(a[:p], 0)
		goodSort(a[p:], 0)
		return
	}
	var wg sync.WaitGroup
	wg.Add(2)
	go func() { defer wg.Done(); goodSort(a[:p], depth-1) }()
	go func() { defer wg.Done(); goodSort(a[p:], depth-1) }()
	wg.Wait()
}

// goodWalk counts a directory before its goroutine is started.
func goodWalk(root string, list func(string) []string) int {
	var n atomic.Int64
	var wg sync.WaitGroup
	var visit func(string)
	visit = func(d string) {
		defer wg.Done()
		n.Add(1)
		for _, e := range list(d) {
			wg.Add(1)
			go visit(e)
		}
	}
	wg.Add(1)
	go visit(root)
	wg.Wait()
	return int(n.Load())
}

type q struct {
	mu     sync.Mutex
	c      *sync.Cond
	items  []int
	closed bool
}

// goodQueue ends when the queue is closed and empty.
func goodQueue() int {
	x := &q{}
	x.c = sync.NewCond(&x.mu)
	sum := 0
	var wg sync.WaitGroup
	wg.Go(func() {
		x.mu.Lock()
		defer x.mu.Unlock()
		for {
			for len(x.items) == 0 && !x.closed {
				x.c.Wait()
			}
			if len(x.items) == 0 {
				return
			}
			sum += x.items[0]
			x.items = x.items[1:]
		}
	})
	for i := range 3 {
		x.mu.Lock()
		x.items = append(x.items, i)
		x.mu.Unlock()
		x.c.Signal()
	}
	x.mu.Lock()
	x.closed = true
	x.mu.Unlock()
	x.c.Broadcast()
	wg.Wait()
	return sum
}

// badSieve changes the variable that the first goroutine still sends on.
func badSieve(n int) {
	ch := make(chan int)
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	go func() {
		for i := 2; ; i++ {
			select {
			case ch <- i: // want `captured-race: goroutine reads ch while`
			case <-ctx.Done():
				return
			}
		}
	}()
	for range n {
		p := <-ch
		fmt.Println(p)
		next := make(chan int)
		go func(in <-chan int, out chan<- int) {
			for {
				select {
				case i := <-in:
					if i%p != 0 {
						select {
						case out <- i:
						case <-ctx.Done():
							return
						}
					}
				case <-ctx.Done():
					return
				}
			}
		}(ch, next)
		ch = next
	}
}
