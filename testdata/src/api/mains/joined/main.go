// Command joined joins all that it forks, in ways that take more than one look.
package main

import (
	"context"
	"fmt"
	"sync"
	"time"
)

func main() {
	goodRecursive(make([]int, 100))
	fmt.Println(goodCounted("a"), (&coordinator{out: make(chan string), seen: map[string]bool{}}).run("a"))
	fmt.Println(quick(time.Second))
	goodFirst(context.Background(), []string{"a", "b"})
	for n := range goodMerged(numbers(3), numbers(4)) {
		fmt.Println(n)
	}
	goodMergedHere(numbers(3), numbers(4))
	fmt.Println(goodMeet())
	fmt.Println(goodFutures([]int{1, 2, 3}))
}

// goodRecursive forks in a function that calls itself in the goroutine: each call has
// a channel of its own.
func goodRecursive(xs []int) {
	if len(xs) < 2 {
		return
	}
	left := make(chan struct{})
	go func() {
		goodRecursive(xs[:len(xs)/2])
		close(left)
	}()
	goodRecursive(xs[len(xs)/2:])
	<-left
}

func links(page string) []string { return []string{page + "a", page + "b"} }

// goodCounted counts what it has started and what has come back.
func goodCounted(root string) int {
	work, seen := make(chan []string), map[string]bool{}
	n := 1
	go func() { work <- []string{root} }()
	for ; n > 0; n-- {
		for _, l := range <-work {
			if !seen[l] && len(seen) < 100 {
				seen[l] = true
				n++
				go func() { work <- links(l) }()
			}
		}
	}
	return len(seen)
}

type coordinator struct {
	out     chan string
	seen    map[string]bool
	pending int
}

func (c *coordinator) start(page string) {
	if c.seen[page] || len(c.seen) > 100 {
		return
	}
	c.seen[page] = true
	c.pending++
	go func() { c.out <- page }()
}

func (c *coordinator) run(root string) int {
	c.start(root)
	for c.pending > 0 {
		page := <-c.out
		c.pending--
		for _, l := range links(page) {
			c.start(l)
		}
	}
	return len(c.seen)
}

func ask(n int) int { return n * n }

// goodTimeout gives up on the goroutine, whose answer has room in the channel, on purpose.
func goodTimeout(limit time.Duration) (int, bool) {
	ch := make(chan int, 1)
	go func() { ch <- ask(1) }()
	select {
	case n := <-ch:
		return n, true
	case <-time.After(limit):
		return 0, false
	}
}

func quick(limit time.Duration) (n int) {
	for range 3 {
		got, ok := goodTimeout(limit)
		if !ok {
			continue
		}
		n += got
	}
	return n
}

func goodFirst(ctx context.Context, names []string) string {
	if len(names) == 0 {
		return ""
	}
	answers := make(chan string, len(names))
	for _, n := range names {
		go func() { answers <- n }()
	}
	select {
	case a := <-answers:
		return a
	case <-ctx.Done():
		return ""
	}
}

func numbers(n int) <-chan int {
	out := make(chan int)
	go func() {
		defer close(out)
		for i := range n {
			out <- i
		}
	}()
	return out
}

// goodMerged goes on until it has seen both channels closed, one after the other.
func goodMerged(a, b <-chan int) <-chan int {
	out := make(chan int)
	go func() {
		defer close(out)
		for a != nil || b != nil {
			select {
			case n, ok := <-a:
				if !ok {
					a = nil
					continue
				}
				out <- n
			case n, ok := <-b:
				if !ok {
					b = nil
					continue
				}
				out <- n
			}
		}
	}()
	return out
}

// goodMergedHere does so itself.
func goodMergedHere(a, b <-chan int) {
	for a != nil || b != nil {
		select {
		case _, ok := <-a:
			if !ok {
				a = nil
			}
		case _, ok := <-b:
			if !ok {
				b = nil
			}
		}
	}
}

// A meet is over when all who have entered have come in.
type meet struct {
	mu      sync.Mutex
	changed *sync.Cond
	order   []string
	entered int
}

func (m *meet) enter(name string) {
	m.entered++
	go func() {
		m.mu.Lock()
		defer m.mu.Unlock()
		m.order = append(m.order, name)
		m.changed.Broadcast()
	}()
}

func (m *meet) results() []string {
	m.mu.Lock()
	defer m.mu.Unlock()
	for len(m.order) < m.entered {
		m.changed.Wait()
	}
	return m.order
}

// goodMeet waits for a condition: who finds that it holds need not wait.
func goodMeet() []string {
	m := &meet{}
	m.changed = sync.NewCond(&m.mu)
	m.enter("a")
	m.enter("b")
	return m.results()
}

type future struct {
	done chan struct{}
	val  int
}

func start(fn func() int) *future {
	f := &future{done: make(chan struct{})}
	go func() {
		defer close(f.done)
		f.val = fn()
	}()
	return f
}

func (f *future) await() int {
	<-f.done
	return f.val
}

// goodFutures awaits the second of two futures, which awaits the first.
func goodFutures(in []int) (sum int) {
	var all []*future
	for _, n := range in {
		first := start(func() int { return n })
		all = append(all, start(func() int { return first.await() + 1 }))
	}
	for _, f := range all {
		sum += f.await()
	}
	return sum
}
