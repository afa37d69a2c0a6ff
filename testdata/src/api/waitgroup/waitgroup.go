// Package waitgroup has sync.WaitGroup: Done synchronizes before the return of
// a Wait that it unblocks, if Add came before the Wait.
package waitgroup

import "sync"

func use(...any) {}

func goodAddDoneWait() {
	var wg sync.WaitGroup
	x := 0
	wg.Add(1)
	go func() {
		defer wg.Done()
		x = 1
	}()
	wg.Wait()
	use(x)
}

func goodGo() {
	var wg sync.WaitGroup
	x := 0
	wg.Go(func() { x = 1 })
	wg.Wait()
	use(x)
}

func goodDeferredWait() {
	var wg sync.WaitGroup
	defer wg.Wait()
	wg.Go(func() { use(1) })
}

func goodAddMany(in []int) {
	var wg sync.WaitGroup
	wg.Add(len(in))
	for _, v := range in {
		go func() {
			defer wg.Done()
			use(v)
		}()
	}
	wg.Wait()
}

// Wait in a goroutine of its own, which then closes.
func goodCloser() {
	var wg sync.WaitGroup
	out := make(chan int)
	for i := range 3 {
		wg.Go(func() { out <- i })
	}
	go func() {
		wg.Wait()
		close(out)
	}()
	for v := range out {
		use(v)
	}
}

// The group may be a pointer that came from outside: the caller waits.
func goodCallersGroup(wg *sync.WaitGroup) {
	wg.Add(1)
	go func() {
		defer wg.Done()
		use(1)
	}()
}

func badNoWait() {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() { // want `group-not-waited: goroutine is never joined: nothing calls wg.Wait`
		defer wg.Done()
		use(1)
	}()
}

func badGoNoWait() {
	var wg sync.WaitGroup
	wg.Go(func() { use(1) }) // want `group-not-waited`
}

func badWaitSkipped(quick bool) {
	var wg sync.WaitGroup
	wg.Go(func() { use(1) }) // want `join-skipped: .* \[90 .*\[92 `
	if quick {
		return
	}
	wg.Wait()
}

func badAddInGoroutine() {
	var wg sync.WaitGroup
	for i := range 3 {
		go func() {
			wg.Add(1) // want `add-in-goroutine`
			defer wg.Done()
			use(i)
		}()
	}
	wg.Wait()
}

func badAddAfterFork() {
	var wg sync.WaitGroup
	go func() {
		defer wg.Done()
		use(1)
	}()
	wg.Add(1) // want `add-after-fork`
	wg.Wait()
}

func badDoneSkipped(ok bool) {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() { // want `done-skipped`
		if !ok {
			return
		}
		use(1)
		wg.Done()
	}()
	wg.Wait()
}

func badTooMany() {
	var wg sync.WaitGroup
	wg.Add(2) // want `count-mismatch`
	go func() {
		defer wg.Done()
		use(1)
	}()
	wg.Wait()
}

func badDoneInGo() {
	var wg sync.WaitGroup
	wg.Go(func() {
		defer wg.Done() // want `count-mismatch: wg is counted down twice`
		use(1)
	})
	wg.Wait()
}

func badWaitFirst() {
	var wg sync.WaitGroup
	wg.Wait()
	wg.Go(func() { use(1) }) // want `join-before-fork`
}

func badWaitsForItself() {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		defer wg.Done()
		wg.Wait() // want `join-deadlock`
	}()
	wg.Wait() // want `join-deadlock`
}

func worker(wg sync.WaitGroup) {
	defer wg.Done()
	use(1)
}

func badCopied() {
	var wg sync.WaitGroup
	wg.Add(1)
	go worker(wg) // want `copied-handle`
	wg.Wait()
}

// The write comes after the signal.
func badDoneTooEarly() {
	var wg sync.WaitGroup
	x := 0
	wg.Add(1)
	go func() {
		wg.Done()
		x = 1 // want `write-after-release`
	}()
	wg.Wait()
	use(x)
}

// Another group orders nothing.
func badOtherGroup() {
	var a, b sync.WaitGroup
	x := 0
	a.Go(func() { x = 1 }) // want `captured-race`
	b.Go(func() { use(2) })
	b.Wait()
	use(x)
	a.Wait()
}

// The sends need receivers that come only after the Wait.
func badWaitBeforeDrain() {
	var wg sync.WaitGroup
	out := make(chan int)
	for i := range 3 {
		wg.Go(func() { out <- i })
	}
	wg.Wait() // want `join-deadlock`
	close(out)
	for v := range out {
		use(v)
	}
}

// There is room for all of them.
func goodWaitBeforeDrainBuffered() {
	var wg sync.WaitGroup
	out := make(chan int, 3)
	for i := range 3 {
		wg.Go(func() { out <- i })
	}
	wg.Wait()
	close(out)
	for v := range out {
		use(v)
	}
}

type pool struct{ wg sync.WaitGroup }

func (p *pool) start() {
	p.wg.Add(1)
	go func() {
		defer p.wg.Done()
		use(p)
	}()
}

func (p *pool) close() { p.wg.Wait() }

// Start and close meet at the field.
func goodStartClose() {
	p := &pool{}
	p.start()
	p.close()
}

// A group may be used again when Wait has returned.
func goodReuse() {
	var wg sync.WaitGroup
	x := 0
	wg.Go(func() { x = 1 })
	wg.Wait()
	wg.Go(func() { x = 2 })
	wg.Wait()
	use(x)
}

// Add(-1) is Done.
func goodNegativeAdd() {
	var wg sync.WaitGroup
	x := 0
	wg.Add(1)
	go func() {
		defer wg.Add(-1)
		x = 1
	}()
	wg.Wait()
	use(x)
}

// groups hands a group back through its parameter.
func groups(into **sync.WaitGroup) {
	var wg sync.WaitGroup
	*into = &wg
	wg.Add(1)
	go func() {
		defer wg.Done()
		use(1)
	}()
}

func goodGroupHandedBack() {
	var wg *sync.WaitGroup
	groups(&wg)
	wg.Wait()
}

type run struct{ wg sync.WaitGroup }

// A result takes its group along.
func begin() *run {
	r := &run{}
	r.wg.Go(func() { use(1) })
	return r
}

func goodGroupInResult() {
	begin().wg.Wait()
}

// A Background has a group that its users wait for.
type Background struct{ wg sync.WaitGroup }

// Wait waits.
func (b *Background) Wait() {
	if b != nil {
		b.wg.Wait()
	}
}

// goodResult gives its goroutine to the caller, through a helper that gets the
// result as a parameter.
func goodResult(quick bool) *Background {
	b := new(Background)
	if quick {
		return b
	}
	fork(b)
	return b
}

func fork(b *Background) {
	b.wg.Add(1)
	go func() {
		use(1)
		b.wg.Done()
	}()
}

type groupHolder struct{ wg *sync.WaitGroup }

func goodStructWithGroup() (h groupHolder, err error) {
	h.wg = new(sync.WaitGroup)
	h.wg.Go(func() {})
	return h, nil
}

// A goroutine that waits for those before it and then counts itself.
func goodTakesTurn(wg *sync.WaitGroup) {
	go func() {
		wg.Wait()
		wg.Add(1)
		defer wg.Done()
	}()
}

// A slice made with a constant length has that many elements.
func goodMadeSlice() {
	const n = 16
	jobs := make([]int, n)
	var wg sync.WaitGroup
	wg.Add(n)
	for _, j := range jobs {
		go func() {
			defer wg.Done()
			use(j)
		}()
	}
	wg.Wait()
}

func goodPartOfArray() {
	var jobs [16]int
	var wg sync.WaitGroup
	wg.Add(14)
	for _, j := range jobs[2:] {
		go func() {
			defer wg.Done()
			use(j)
		}()
	}
	wg.Wait()
}

func badPartOfArray() {
	var jobs [16]int
	var wg sync.WaitGroup
	wg.Add(16) // want `count-mismatch`
	for _, j := range jobs[2:] {
		go func() {
			defer wg.Done()
			use(j)
		}()
	}
	wg.Wait()
}

// There may be as many jobs as its author says.
func goodAsManyAsKnown(jobs []int) {
	var wg sync.WaitGroup
	wg.Add(3)
	for _, j := range jobs {
		go func() {
			defer wg.Done()
			use(j)
		}()
	}
	wg.Wait()
}
