package captures

import "sync"

type request struct {
	item   int
	result chan<- int
}

// A batcher answers each request on the channel that came with it.
type batcher struct {
	in     chan request
	closed chan struct{}
	wg     sync.WaitGroup
	commit func(items []int)
}

func (b *batcher) flush(all []request) {
	var items []int
	for _, r := range all {
		items = append(items, r.item)
	}
	b.commit(items)
	for _, r := range all {
		r.result <- r.item
	}
}

func (b *batcher) loop() {
	defer b.wg.Done()
	var all []request
	for {
		select {
		case r := <-b.in:
			if all = append(all, r); len(all) >= 3 {
				b.flush(all)
				all = nil
			}
		case <-b.closed:
			b.flush(all)
			return
		}
	}
}

func (b *batcher) do(i int) int {
	ch := make(chan int, 1)
	b.in <- request{i, ch}
	return <-ch
}

func goodBatched() int {
	commits := 0
	b := &batcher{in: make(chan request), closed: make(chan struct{}), commit: func([]int) { commits++ }}
	b.wg.Add(1)
	go b.loop()
	var wg sync.WaitGroup
	for i := range 9 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			b.do(i)
		}()
	}
	wg.Wait()
	defer b.wg.Wait()
	defer close(b.closed)
	return commits
}

func badNotBatched() int {
	commits := 0
	b := &batcher{in: make(chan request), closed: make(chan struct{})}
	b.commit = func([]int) { commits++ } // want `captured-race: goroutine writes commits`
	b.wg.Add(1)
	go b.loop()
	var wg sync.WaitGroup
	for i := range 9 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			b.in <- request{i, make(chan int, 1)}
		}()
	}
	wg.Wait()
	defer b.wg.Wait()
	defer close(b.closed)
	return commits // the last may be under way
}
