package captures

import "sync"

// badOwnSubtasks waits for a goroutine that it has started itself, which says nothing
// of the forker.
func badOwnSubtasks() int {
	var wg sync.WaitGroup
	total := 0
	go func() {
		part := 0
		wg.Add(1)
		go func() {
			defer wg.Done()
			part = 1
		}()
		wg.Wait()
		total = part // want `captured-race: goroutine writes total while line 20 reads it`
	}()
	return total
}

// badClosesItself waits for what it has closed itself.
func badClosesItself() int {
	total, ready := 0, make(chan struct{})
	go func() {
		close(ready)
		<-ready
		total = 1 // want `captured-race: goroutine writes total while line 31 reads it`
	}()
	return total
}

// badGivesBack unlocks what the forker has locked, so the lock keeps nobody away.
func badGivesBack() int {
	var mu sync.Mutex
	total := 0
	mu.Lock()
	go func() {
		mu.Unlock()
		mu.Lock()
		mu.Unlock()
		total = 1 // want `captured-race: goroutine writes total`
	}()
	n := total
	mu.Lock()
	mu.Unlock()
	return n
}

// goodSubtaskWaits has a subtask that waits for the forker in its turn.
func goodSubtaskWaits() int {
	var wg sync.WaitGroup
	total, start := 0, make(chan struct{})
	defer close(start)
	go func() {
		wg.Add(1)
		go func() {
			defer wg.Done()
			<-start
		}()
		wg.Wait()
		total = 1
	}()
	return total
}

// goodStartedLate starts its subtask once the forker has said so.
func goodStartedLate() int {
	total, start, done := 0, make(chan struct{}), make(chan struct{})
	defer close(start)
	go func() {
		<-start
		go func() {
			close(done)
		}()
		<-done
		total = 1
	}()
	return total
}

// goodNextRound waits for the tasks of one round before it starts those of the next.
func goodNextRound(rounds <-chan []func()) {
	var wg sync.WaitGroup
	done := make(chan struct{})
	go func() {
		defer close(done)
		for tasks := range rounds {
			wg.Wait()
			for _, task := range tasks {
				wg.Go(task)
			}
		}
	}()
	<-done
	wg.Wait()
}

type box struct {
	mu sync.Mutex
	n  int
}

func (b *box) add() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.n++
	return nil
}

// badErrAfterLock: that a lock has been given back before tells nobody that the goroutine is
// through, and both have taken it.
func badErrAfterLock(late <-chan struct{}) error {
	b, c := &box{}, make(chan struct{}, 1)
	err := b.add()
	go func() {
		err = b.add() // want `err-capture: goroutine writes err`
		c <- struct{}{}
	}()
	select {
	case <-late:
	case <-c:
	}
	return err
}
