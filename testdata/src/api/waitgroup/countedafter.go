package waitgroup

import "sync"

// badCountedAfter tells the forker that its wait is over, and only then is somebody counted: it
// has waited for nothing.
func badCountedAfter() int {
	var others, all sync.WaitGroup
	n := 0
	idle := make(chan struct{})
	all.Go(func() {
		others.Wait()
		close(idle)
		n = 1 // want `sibling-race: goroutine writes n while another goroutine writes it \(line 20\)`
	})
	<-idle
	others.Add(1)
	go func() {
		defer others.Done()
		n = 2
	}()
	all.Wait()
	others.Wait()
	return n
}

// badCountedAfterOnce does what is done at most once: nobody has told it anything since.
func badCountedAfterOnce() int {
	var others, all sync.WaitGroup
	var once sync.Once
	n := 0
	idle := make(chan struct{})
	all.Go(func() {
		others.Wait()
		close(idle)
		once.Do(func() {
			n = 1 // want `sibling-race: goroutine writes n while another goroutine writes it`
		})
	})
	<-idle
	others.Add(1)
	go func() {
		defer others.Done()
		n = 2
	}()
	all.Wait()
	others.Wait()
	return n
}

// goodCountedBefore counts first.
func goodCountedBefore() int {
	var others, all sync.WaitGroup
	n := 0
	idle := make(chan struct{})
	others.Add(1)
	all.Go(func() {
		close(idle)
		others.Wait()
		n = 1
	})
	<-idle
	go func() {
		defer others.Done()
		n = 2
	}()
	all.Wait()
	others.Wait()
	return n
}

// goodTwoWaits waits again after it has told.
func goodTwoWaits() int {
	var others, all sync.WaitGroup
	n := 0
	idle, counted := make(chan struct{}), make(chan struct{})
	all.Go(func() {
		others.Wait()
		close(idle)
		<-counted
		others.Wait()
		n = 1
	})
	<-idle
	others.Add(1)
	go func() {
		defer others.Done()
		n = 2
	}()
	close(counted)
	all.Wait()
	others.Wait()
	return n
}
