package flags

import "sync"

type attempt struct {
	err   error
	total int
}

// goodRefused returns in the first round, if at all: before anything is started.
func goodRefused(err error, n int, f func()) {
	var wg sync.WaitGroup
	wg.Add(n)
	for range n {
		if err != nil {
			return
		}
		go func() {
			defer wg.Done()
			f()
		}()
	}
	wg.Wait()
}

// goodAttempts does so for each of a list.
func goodAttempts(all []attempt, f func()) {
	for _, a := range all {
		run(func() {
			var wg sync.WaitGroup
			wg.Add(a.total)
			for range a.total {
				if a.err != nil {
					return
				}
				go func() {
					defer wg.Done()
					f()
				}()
			}
			wg.Wait()
		})
	}
}

func run(f func()) { f() }

// goodDry leaves the loop in the first round, or waits.
func goodDry(dry bool, n int, f func()) {
	var wg sync.WaitGroup
	for range n {
		if dry {
			break
		}
		wg.Add(1)
		go func() {
			defer wg.Done()
			f()
		}()
	}
	if !dry {
		wg.Wait()
	}
}

// badEach asks anew in each round.
func badEach(errs []error, f func()) {
	var wg sync.WaitGroup
	for _, err := range errs {
		if err != nil {
			return
		}
		wg.Add(1)
		go func() { // want `join-skipped`
			defer wg.Done()
			f()
		}()
	}
	wg.Wait()
}

// badUntil returns once somebody has changed its mind.
func badUntil(n int, f func() bool) {
	var wg sync.WaitGroup
	enough := false
	for range n {
		if enough {
			return
		}
		wg.Add(1)
		go func() { // want `join-skipped`
			defer wg.Done()
			f()
		}()
		enough = f()
	}
	wg.Wait()
}

// badOuter asks what is the same in the inner loop alone.
func badOuter(all []attempt, f func()) {
	var wg sync.WaitGroup
	for _, a := range all {
		for range a.total {
			if a.err != nil {
				return
			}
			wg.Add(1)
			go func() { // want `join-skipped`
				defer wg.Done()
				f()
			}()
		}
	}
	wg.Wait()
}
