package waitgroup

import "sync"

// Each round makes a group of its own, so that the wait of an earlier one is not
// in the way of its Add.
type team struct{ wg sync.WaitGroup }

func newTeam(n int, done chan<- int) {
	t := &team{}
	t.wg.Add(n)
	for range n {
		go t.wg.Done()
	}
	go func() {
		t.wg.Wait()
		done <- 1
	}()
}

func goodTeams(n int, first bool) {
	done := make(chan int, 1)
	if first {
		newTeam(n, done)
		<-done
	}
	for range n {
		newTeam(n, done)
		<-done
	}
}

// The room was made for as many as there may be.
func goodRoomy(names []string) error {
	errs := make(chan error, 100)
	var wg sync.WaitGroup
	for _, n := range names {
		wg.Add(1)
		go func() {
			defer wg.Done()
			errs <- try(n)
		}()
	}
	wg.Wait()
	return <-errs
}

func badNoRoom(names []string) error {
	errs := make(chan error, 1)
	var wg sync.WaitGroup
	for _, n := range names {
		wg.Add(1)
		go func() {
			defer wg.Done()
			errs <- try(n)
		}()
	}
	wg.Wait() // want `join-deadlock: .*`
	return <-errs
}

func try(string) error { return nil }
