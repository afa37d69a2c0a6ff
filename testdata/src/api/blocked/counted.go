package blocked

import (
	"context"
	"os"
	"sync"
	"sync/atomic"
)

// goodChunks lets each worker take the next chunk; all chunks are answered.
func goodChunks(n, chunks int, stop func() bool) (sums []int) {
	var cancelled atomic.Bool
	var next atomic.Int32
	results, counts := make(chan int, n), make(chan int, chunks)
	var wg sync.WaitGroup
	for range n {
		wg.Add(1)
		go func() {
			defer wg.Done()
			sum := 0
			for {
				c := int(next.Add(1)) - 1
				if c >= chunks {
					break
				}
				sum += c
				if cancelled.Load() {
					return
				}
				counts <- c
			}
			results <- sum
		}()
	}
	count := 0
	for range counts {
		if count++; count == chunks {
			break
		}
		if stop() {
			cancelled.Store(true)
			wg.Wait()
			return nil
		}
	}
	for range n {
		sums = append(sums, <-results)
	}
	return sums
}

// goodTokens counts with a channel of its own what is under way.
func goodTokens(ctx context.Context, in, delivered <-chan int, most int, known func(int) bool) {
	tokens := make(chan struct{}, most)
	done := make(chan struct{})
	go func() {
		defer close(done)
		for {
			select {
			case <-ctx.Done():
				return
			case id := <-delivered:
				if known(id) {
					<-tokens
				}
			case tokens <- struct{}{}:
				select {
				case <-ctx.Done():
					return
				case <-in:
				}
			}
		}
	}()
	<-done
}

// A walk starts a goroutine for each directory that it finds.
type walk struct {
	wg   sync.WaitGroup
	mu   sync.Mutex
	errs []error
}

func goodWalk(root string) []error {
	w := &walk{}
	w.enter(root)
	w.wg.Wait()
	return w.errs
}

func (w *walk) enter(dir string) {
	w.wg.Add(1)
	go w.visit(dir)
}

func (w *walk) visit(dir string) {
	defer w.wg.Done()
	entries, err := os.ReadDir(dir)
	if err != nil {
		w.fail(err)
		return
	}
	for _, e := range entries {
		if e.IsDir() {
			w.enter(e.Name())
			continue
		}
		if _, err := e.Info(); err != nil {
			w.fail(err)
			continue
		}
	}
}

func (w *walk) fail(err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.errs = append(w.errs, err)
}
