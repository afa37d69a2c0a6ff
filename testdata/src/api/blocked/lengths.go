package blocked

import (
	"sync"
	"sync/atomic"
)

// goodDrained takes what is there, and no more.
func goodDrained(fail func(int) error) (all []error) {
	errs := make(chan error, 3)
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		defer wg.Done()
		if err := fail(1); err != nil {
			errs <- err
		}
	}()
	wg.Wait()
	for len(errs) > 0 {
		all = append(all, <-errs)
	}
	return all
}

// goodOneIsThere asks before it receives.
func goodOneIsThere(fail func(int) error) error {
	errs := make(chan error, 3)
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		defer wg.Done()
		if err := fail(1); err != nil {
			errs <- err
		}
	}()
	wg.Wait()
	if len(errs) == 0 {
		return nil
	}
	return <-errs
}

// badNoneIsThere receives when there is nothing.
func badNoneIsThere(fail func(int) error) error {
	errs := make(chan error, 3)
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		defer wg.Done()
		if err := fail(1); err != nil {
			errs <- err
		}
	}()
	wg.Wait()
	if len(errs) > 0 {
		return nil
	}
	return <-errs // want `abandoned-receive: `
}

// goodOneOrTheOther sends once a round at most.
func goodOneOrTheOther(fail func(int) error) (all []error) {
	const total = 20
	errs := make(chan error, 3*total)
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		defer wg.Done()
		for i := 0; i < 2*total; i++ {
			if err := fail(i); err != nil {
				errs <- err
				continue
			}
			if err := fail(-i); err != nil {
				errs <- err
			}
		}
	}()
	wg.Wait()
	for len(errs) > 0 {
		all = append(all, <-errs)
	}
	return all
}

// badOneAndTheOther may send twice a round.
func badOneAndTheOther(fail func(int) error) (all []error) {
	const total = 20
	errs := make(chan error, 3*total)
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		defer wg.Done()
		for i := 0; i < 2*total; i++ {
			if err := fail(i); err != nil {
				errs <- err
			}
			if err := fail(-i); err != nil {
				errs <- err
			}
		}
	}()
	wg.Wait() // want `join-deadlock: `
	for len(errs) > 0 {
		all = append(all, <-errs)
	}
	return all
}

type firstError struct {
	failed atomic.Int32
	err    chan error
}

func (e *firstError) record(err error) {
	if e.failed.Add(1) == 1 {
		e.err <- err
	}
}

// goodFirstSends sends once, however often it is called.
func goodFirstSends(fail func() error) error {
	e := &firstError{err: make(chan error, 1)}
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		defer wg.Done()
		for range 3 {
			e.record(fail())
		}
	}()
	wg.Wait()
	return <-e.err
}
