// Package par is what many programs have: thin helpers around goroutines.
package par

import "sync"

// Go runs f in a goroutine that wg waits for.
func Go(wg *sync.WaitGroup, f func()) {
	wg.Add(1)
	go func() {
		defer wg.Done()
		f()
	}()
}

// ForEach runs f for each number below n at once, and waits.
func ForEach(n int, f func(int)) {
	var wg sync.WaitGroup
	for i := range n {
		Go(&wg, func() { f(i) })
	}
	wg.Wait()
}

// Each runs f for each number below n, one after the other.
func Each(n int, f func(int)) {
	for i := range n {
		f(i)
	}
	mu.Lock()
	mu.Unlock()
}

var mu sync.Mutex

// Detach runs f in a goroutine that nobody waits for.
func Detach(f func()) { go f() }

// Wait waits for wg.
func Wait(wg *sync.WaitGroup) { wg.Wait() }

// A Group is a wait group with a method for what its users write again and again.
type Group struct{ wg sync.WaitGroup }

// NewGroup makes a group; it starts nothing.
func NewGroup() *Group { return new(Group) }

// Go runs f in a goroutine that the group waits for.
func (g *Group) Go(f func()) {
	g.wg.Add(1)
	go func() {
		defer g.wg.Done()
		f()
	}()
}

// Wait waits for the group's goroutines.
func (g *Group) Wait() { g.wg.Wait() }

// Map is generic, and runs f in a goroutine for each element.
func Map[T, U any](in []T, f func(T) U) []U {
	out := make([]U, len(in))
	var wg sync.WaitGroup
	for i, x := range in {
		wg.Add(1)
		go func() {
			defer wg.Done()
			out[i] = f(x)
		}()
	}
	wg.Wait()
	return out
}
