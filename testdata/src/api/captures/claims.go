package captures

import (
	"sync"
	"sync/atomic"
)

func goodFirstUnderLock() {
	var mu sync.Mutex
	var wg sync.WaitGroup
	started := false
	x := 0
	for range 3 {
		wg.Go(func() {
			mu.Lock()
			if started {
				mu.Unlock()
				return
			}
			started = true
			mu.Unlock()
			x = 1
		})
	}
	wg.Wait()
	use(x)
}

func goodFirstCAS() {
	var claimed int32
	var wg sync.WaitGroup
	x := 0
	for range 3 {
		wg.Go(func() {
			if !atomic.CompareAndSwapInt32(&claimed, 0, 1) {
				return
			}
			x = 1
		})
	}
	wg.Wait()
	use(x)
}

func goodFirstBool() {
	var claimed atomic.Bool
	var wg sync.WaitGroup
	x := 0
	for range 3 {
		wg.Go(func() {
			if claimed.CompareAndSwap(false, true) {
				x = 1
			}
		})
	}
	wg.Wait()
	use(x)
}

func badFirstRead() {
	var claimed atomic.Bool
	var wg sync.WaitGroup
	x := 0
	for range 3 {
		wg.Go(func() {
			if claimed.CompareAndSwap(false, true) {
				x = 1
			} else {
				use(x) // want `instance-race`
			}
		})
	}
	wg.Wait()
	use(x)
}

func goodFirstErr() error {
	var n atomic.Int32
	var first error
	var wg sync.WaitGroup
	for i := range 3 {
		wg.Go(func() {
			_, err := work(i)
			if err != nil && n.Add(1) == 1 {
				first = err
			}
		})
	}
	wg.Wait()
	return first
}

func goodSpinlock() {
	var l int32
	var wg sync.WaitGroup
	x := 0
	for range 3 {
		wg.Go(func() {
			for !atomic.CompareAndSwapInt32(&l, 0, 1) {
			}
			x++
			atomic.StoreInt32(&l, 0)
		})
	}
	wg.Wait()
	use(x)
}

func goodLazyLocked() {
	var mu sync.Mutex
	var inst *point
	var wg sync.WaitGroup
	for range 3 {
		wg.Go(func() {
			mu.Lock()
			if inst == nil {
				inst = &point{}
			}
			p := inst
			mu.Unlock()
			use(p.x)
		})
	}
	wg.Wait()
}

func goodCondNil() {
	var mu sync.Mutex
	c := sync.NewCond(&mu)
	var res *point
	x := 0
	go func() {
		x = 1
		mu.Lock()
		res = &point{}
		mu.Unlock()
		c.Broadcast()
	}()
	mu.Lock()
	for res == nil {
		c.Wait()
	}
	mu.Unlock()
	use(x)
}

func goodPollDone() {
	var mu sync.Mutex
	done := false
	x := 0
	go func() {
		x = 1
		mu.Lock()
		done = true
		mu.Unlock()
	}()
	for {
		mu.Lock()
		if done {
			mu.Unlock()
			break
		}
		mu.Unlock()
	}
	use(x)
}

func badPollNotDone() {
	var mu sync.Mutex
	done := false
	x := 0
	go func() {
		x = 1 // want `captured-race`
		mu.Lock()
		done = true
		mu.Unlock()
	}()
	mu.Lock()
	if !done {
		use(x)
	}
	mu.Unlock()
}

func goodPollDone2() {
	var mu sync.Mutex
	done := false
	x := 0
	go func() {
		x = 1
		mu.Lock()
		done = true
		mu.Unlock()
	}()
	mu.Lock()
	d := done
	mu.Unlock()
	if d {
		use(x)
	}
}

func goodBarrier() int {
	ch := make(chan int)
	defer close(ch)
	sum := 0
	go func() {
		for v := range ch {
			if v == 0 {
				continue
			}
			sum += v
		}
	}()
	ch <- 1
	ch <- 0
	return sum
}

func goodAckPipeline(in []int) int {
	ch := make(chan int)
	ack := make(chan bool)
	defer close(ch)
	sum := 0
	go func() {
		for v := range ch {
			sum += v
			ack <- true
		}
	}()
	for _, v := range in {
		ch <- v
		<-ack
	}
	return sum
}
