package waitgroup

import "sync"

// goodOptional waits where it has started something: whether the group is nil
// says whether there was a fork.
func goodOptional(parallel bool) {
	var wg *sync.WaitGroup
	if parallel {
		wg = new(sync.WaitGroup)
		wg.Add(1)
		go func(wg *sync.WaitGroup) {
			defer wg.Done()
			use(1)
		}(wg)
	}
	use(1)
	if wg != nil {
		wg.Wait()
	}
}

// goodOptionalCaptured has a variable that the goroutine captures.
func goodOptionalCaptured(parallel bool) {
	var wg *sync.WaitGroup
	n := 0
	if parallel {
		wg = new(sync.WaitGroup)
		wg.Add(1)
		go func() {
			defer wg.Done()
			n++
		}()
	}
	if wg == nil {
		return
	}
	wg.Wait()
	n++
}

// badOptional asks the other way around.
func badOptional(parallel bool) {
	var wg *sync.WaitGroup
	n := 0
	if parallel {
		wg = new(sync.WaitGroup)
		wg.Add(1)
		go func() { // want `goroutine is not joined on every path`
			defer wg.Done()
			n++ // want `goroutine writes n while line 57 reads it`
		}()
	}
	if wg == nil {
		wg.Wait()
	}
	n++
}

// goodMadeOnDemand goes around once more when it has made the channel: the test
// asks for what its own arm sets.
func goodMadeOnDemand() {
	var next chan int
	for {
		if next == nil {
			next = make(chan int, 1)
			continue
		}
		var wg sync.WaitGroup
		wg.Go(func() { use(1) })
		wg.Wait()
		next <- 1
		<-next
		return
	}
}
