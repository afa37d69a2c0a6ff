package captures

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"time"
)

func work(int) (int, error) { return 0, nil }

// Mutex hand-off.

func goodMutexHandoff() {
	var mu sync.Mutex
	x := 0
	mu.Lock()
	go func() {
		x = 1
		mu.Unlock()
	}()
	mu.Lock()
	use(x)
	mu.Unlock()
}

func badMutexNoHandoff() {
	var mu sync.Mutex
	x := 0
	go func() {
		mu.Lock()
		x = 1 // want `captured-race`
		mu.Unlock()
	}()
	use(x)
	mu.Lock()
	mu.Unlock()
}

// Semaphore.

func goodSemaphore() {
	sem := make(chan struct{}, 1)
	x := 0
	var wg sync.WaitGroup
	for range 3 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			sem <- struct{}{}
			defer func() { <-sem }()
			x++
		}()
	}
	wg.Wait()
	use(x)
}

func badSemaphoreTwo() {
	sem := make(chan struct{}, 2)
	x := 0
	var wg sync.WaitGroup
	for range 3 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			sem <- struct{}{}
			defer func() { <-sem }()
			x++ // want `instance-race`
		}()
	}
	wg.Wait()
	use(x)
}

func goodSemaphoreFilled() {
	sem := make(chan struct{}, 1)
	sem <- struct{}{}
	x := 0
	var wg sync.WaitGroup
	for range 3 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			<-sem
			x++
			sem <- struct{}{}
		}()
	}
	wg.Wait()
	use(x)
}

// Once.

func goodOnce() {
	var once sync.Once
	var cfg map[string]string
	load := func() { cfg = map[string]string{} }
	var wg sync.WaitGroup
	for range 3 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			once.Do(load)
			use(cfg["x"])
		}()
	}
	wg.Wait()
}

func badOnceRead() {
	var once sync.Once
	n := 0
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		defer wg.Done()
		once.Do(func() { n = 1 }) // want `captured-race`
	}()
	use(n)
	wg.Wait()
}

// Atomic flag publish.

func goodFlagPublish() {
	var ready atomic.Bool
	x := 0
	go func() {
		x = 1
		ready.Store(true)
	}()
	for !ready.Load() {
	}
	use(x)
}

func badFlagBefore() {
	var ready atomic.Bool
	x := 0
	go func() {
		ready.Store(true)
		x = 1 // want `write-after-release`
	}()
	for !ready.Load() {
	}
	use(x)
}

func badPlainFlag() {
	ready := false
	go func() { ready = true }() // want `captured-race`
	for !ready {
		time.Sleep(time.Millisecond)
	}
}

// Results by index.

func goodIndex(n int) []int {
	out := make([]int, n)
	var wg sync.WaitGroup
	for i := 0; i < n; i++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			out[i] = i * i
		}()
	}
	wg.Wait()
	return out
}

func goodIndexArg(n int) []int {
	out := make([]int, n)
	var wg sync.WaitGroup
	wg.Add(n)
	for i := 0; i < n; i++ {
		go func(i int) {
			defer wg.Done()
			out[i] = i * i
		}(i)
	}
	wg.Wait()
	return out
}

func badIndexConst(n int) []int {
	out := make([]int, n)
	var wg sync.WaitGroup
	for i := 0; i < n; i++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			out[0] += i // want `instance-race`
		}()
	}
	wg.Wait()
	return out
}

func badIndexShared(n int) []int {
	out := make([]int, n)
	k := 0
	var wg sync.WaitGroup
	for i := 0; i < n; i++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			out[k] = i
			k++ // want `instance-race`
		}()
	}
	wg.Wait()
	return out
}

func goodStructField(n int) {
	type res struct {
		v   int
		err error
	}
	out := make([]res, n)
	var wg sync.WaitGroup
	for i := range out {
		wg.Add(1)
		go func() {
			defer wg.Done()
			out[i].v, out[i].err = work(i)
		}()
	}
	wg.Wait()
}

func goodPtrElem(n int) {
	out := make([]point, n)
	var wg sync.WaitGroup
	for i := range out {
		p := &out[i]
		wg.Add(1)
		go func() {
			defer wg.Done()
			p.x = 1
		}()
	}
	wg.Wait()
}

// Named results.

func badNamedResult() (err error) {
	go func() {
		_, err = work(1) // want `err-capture`
	}()
	return nil
}

func goodNamedResult() (err error) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		_, err = work(1)
	}()
	<-done
	return err
}

func badNamedResultReturn() (n int, err error) {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() { // want `join-skipped`
		defer wg.Done()
		n, err = work(1) // want `err-capture` `err-capture`
	}()
	if _, e := work(2); e != nil {
		return 0, e
	}
	wg.Wait()
	return n, err
}

// Defer order.

func badDeferOrder() int {
	var wg sync.WaitGroup
	x := 0
	wg.Add(1)
	go func() {
		defer func() { x++ }() // want `write-after-release`
		defer wg.Done()
	}()
	wg.Wait()
	return x
}

func goodDeferOrder() int {
	var wg sync.WaitGroup
	x := 0
	wg.Add(1)
	go func() {
		defer wg.Done()
		defer func() { x++ }()
	}()
	wg.Wait()
	return x
}

func badWriteAfterSend() int {
	ch := make(chan int)
	x := 0
	go func() {
		ch <- 1
		x = 2 // want `write-after-release`
	}()
	<-ch
	return x
}

func badWriteAfterClose() int {
	ch := make(chan int)
	x := 0
	go func() {
		close(ch)
		x = 2 // want `write-after-release`
	}()
	<-ch
	return x
}

// Parallel subtests.

// Per round.

func goodRounds(n int) int {
	x := 0
	for i := 0; i < n; i++ {
		var wg sync.WaitGroup
		wg.Add(1)
		go func() {
			defer wg.Done()
			x++
		}()
		wg.Wait()
	}
	return x
}

func goodRoundsShared(n int) int {
	x := 0
	var wg sync.WaitGroup
	for i := 0; i < n; i++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			x++
		}()
		wg.Wait()
	}
	return x
}

func badRounds(n int) int {
	x := 0
	var wg sync.WaitGroup
	for i := 0; i < n; i++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			x++ // want `instance-race`
		}()
	}
	wg.Wait()
	return x
}

// Double-checked locking.

func badDoubleChecked() {
	var mu sync.Mutex
	var inst *point
	var wg sync.WaitGroup
	for range 2 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			if inst == nil {
				mu.Lock()
				if inst == nil {
					inst = &point{} // want `instance-race`
				}
				mu.Unlock()
			}
		}()
	}
	wg.Wait()
	use(inst)
}

func goodDoubleCheckedAtomic() {
	var mu sync.Mutex
	var inst atomic.Pointer[point]
	var wg sync.WaitGroup
	for range 2 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			if inst.Load() == nil {
				mu.Lock()
				if inst.Load() == nil {
					inst.Store(&point{})
				}
				mu.Unlock()
			}
		}()
	}
	wg.Wait()
}

// RWMutex.

func badRLockWrite() {
	var mu sync.RWMutex
	m := map[string]int{}
	var wg sync.WaitGroup
	for range 2 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			mu.RLock()
			defer mu.RUnlock()
			m["a"]++ // want `wrong-lock`
		}()
	}
	wg.Wait()
}

func goodRWMutex() {
	var mu sync.RWMutex
	m := map[string]int{}
	var wg sync.WaitGroup
	for i := range 2 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			if i == 0 {
				mu.RLock()
				use(m["a"])
				mu.RUnlock()
				return
			}
			mu.Lock()
			defer mu.Unlock()
			m["a"]++
		}()
	}
	wg.Wait()
}

func badTwoLocks() {
	var mu1, mu2 sync.Mutex
	x := 0
	var wg sync.WaitGroup
	wg.Add(2)
	go func() {
		defer wg.Done()
		mu1.Lock()
		x++ // want `wrong-lock`
		mu1.Unlock()
	}()
	go func() {
		defer wg.Done()
		mu2.Lock()
		x++
		mu2.Unlock()
	}()
	wg.Wait()
}

func badLockTooShort() {
	var mu sync.Mutex
	x := 0
	var wg sync.WaitGroup
	for range 2 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			mu.Lock()
			y := x
			mu.Unlock()
			x = y + 1 // want `instance-race`
		}()
	}
	wg.Wait()
}

// Cond.

func goodCond() {
	var mu sync.Mutex
	c := sync.NewCond(&mu)
	ready, x := false, 0
	go func() {
		x = 1
		mu.Lock()
		ready = true
		mu.Unlock()
		c.Signal()
	}()
	mu.Lock()
	for !ready {
		c.Wait()
	}
	mu.Unlock()
	use(x)
}

func badCondNoLock() {
	var mu sync.Mutex
	c := sync.NewCond(&mu)
	ready := false
	go func() {
		ready = true // want `captured-race`
		c.Signal()
	}()
	mu.Lock()
	for !ready {
		c.Wait()
	}
	mu.Unlock()
}

// Timeouts.

func badTimeout(ctx context.Context) (int, error) {
	res := 0
	done := make(chan struct{}, 1)
	go func() {
		res, _ = work(1) // want `captured-race`
		done <- struct{}{}
	}()
	select {
	case <-done:
		return res, nil
	case <-time.After(time.Second):
		return res, errors.New("timeout")
	}
}

func goodTimeout(ctx context.Context) (int, error) {
	res := 0
	done := make(chan struct{}, 1)
	go func() {
		res, _ = work(1)
		done <- struct{}{}
	}()
	select {
	case <-done:
		return res, nil
	case <-time.After(time.Second):
		return 0, errors.New("timeout")
	}
}

func badCtxErr(ctx context.Context) (err error) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		_, err = work(1) // want `err-capture`
	}()
	select {
	case <-done:
	case <-ctx.Done():
		err = ctx.Err()
	}
	return err
}

// Double errors.

// Handler.

// Pipeline.

func goodPipeline(in []int) int {
	ch := make(chan int)
	sum := 0
	done := make(chan struct{})
	go func() {
		defer close(done)
		for v := range ch {
			sum += v
		}
	}()
	for _, v := range in {
		ch <- v
	}
	close(ch)
	<-done
	return sum
}

func badPipeline(in []int) int {
	ch := make(chan int)
	sum := 0
	go func() {
		for v := range ch {
			sum += v // want `captured-race`
		}
	}()
	for _, v := range in {
		ch <- v
	}
	close(ch)
	return sum
}

// Stop flag.

func badStopFlag() {
	stop := false
	done := make(chan struct{})
	go func() {
		defer close(done)
		for !stop { // want `captured-race`
			work(1)
		}
	}()
	time.Sleep(time.Second)
	stop = true
	<-done
}

// Struct copy.

func badStructCopy() {
	cfg := point{}
	go func() {
		cfg = point{1, 2} // want `captured-race`
	}()
	c := cfg
	use(c)
}

// Unlock before use.

func badUseAfterUnlock() {
	var mu sync.Mutex
	m := map[string]int{}
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		defer wg.Done()
		mu.Lock()
		m["a"] = 1 // want `map-race`
		mu.Unlock()
	}()
	mu.Lock()
	mm := m
	mu.Unlock()
	use(len(mm))
	wg.Wait()
}

// Two waitgroups.

func badOtherGroup() {
	var a, b sync.WaitGroup
	x := 0
	a.Add(1)
	b.Add(1)
	go func() { defer a.Done(); x = 1 }() // want `captured-race`
	go func() { defer b.Done() }()
	b.Wait()
	use(x)
	a.Wait()
}

// Chan of results.

func goodChanResults(n int) []int {
	ch := make(chan int, n)
	for i := range n {
		go func() { v, _ := work(i); ch <- v }()
	}
	var out []int
	for range n {
		out = append(out, <-ch)
	}
	return out
}

// Sync.Map and atomics.

func goodSyncMap() {
	var m sync.Map
	var wg sync.WaitGroup
	for i := range 3 {
		wg.Go(func() { m.Store(i, i) })
	}
	wg.Wait()
}

func badMixedAtomic() {
	var n int64
	var wg sync.WaitGroup
	for range 3 {
		wg.Go(func() { atomic.AddInt64(&n, 1) }) // want `captured-race`
	}
	if n > 2 {
		use(n)
	}
	wg.Wait()
}

// Defer wait.

func badDeferWait() int {
	var wg sync.WaitGroup
	defer wg.Wait()
	x := 0
	wg.Add(1)
	go func() { defer wg.Done(); x = 1 }() // want `captured-race`
	return x
}

func goodDeferWait() {
	var wg sync.WaitGroup
	x := 0
	defer func() { use(x) }()
	defer wg.Wait()
	wg.Add(1)
	go func() { defer wg.Done(); x = 1 }()
}

// Struct methods.

// What is added to a named result is meant for it.
func badAddsToResult(parts []int) (total int) {
	done := make(chan bool)
	for _, n := range parts {
		go func() {
			total += n // want `(captured|instance)-race: `
			done <- true
		}()
	}
	for range parts {
		<-done
	}
	return total
}
