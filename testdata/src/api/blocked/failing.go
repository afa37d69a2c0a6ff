package blocked

import (
	"context"
	"errors"
	"sync"
)

// A jobs cancels the other jobs when one fails.
type jobs struct {
	cancel context.CancelFunc
	wg     sync.WaitGroup
	once   sync.Once
	err    error
}

func newJobs(ctx context.Context) (*jobs, context.Context) {
	ctx, cancel := context.WithCancel(ctx)
	return &jobs{cancel: cancel}, ctx
}

func (j *jobs) start(f func() error) {
	j.wg.Add(1)
	go func() {
		defer j.wg.Done()
		if err := f(); err != nil {
			j.once.Do(func() {
				j.err = err
				j.cancel()
			})
		}
	}()
}

func (j *jobs) wait() error {
	j.wg.Wait()
	j.cancel()
	return j.err
}

// goodFails has a job that fails for sure, which ends the other one.
func goodFails() error {
	j, ctx := newJobs(context.Background())
	failure := errors.New("failed")
	j.start(func() error {
		<-ctx.Done()
		return ctx.Err()
	})
	j.start(func() error { return failure })
	return j.wait()
}

func fail() error { return errors.New("failed") }

// goodFailsAtOnce never comes to wait.
func goodFailsAtOnce() {
	c := make(chan int)
	if err := fail(); err == nil {
		<-c
	}
}

// badNeverFails has jobs that wait for one that fails.
func badNeverFails() error {
	j, ctx := newJobs(context.Background())
	j.start(func() error {
		<-ctx.Done() // want `abandoned-receive: .* nobody sends on ctx or closes it any more`
		return ctx.Err()
	})
	return j.wait()
}

// keeping keeps the failure to itself.
func (j *jobs) keeping(f func() error) {
	j.wg.Add(1)
	go func() {
		defer j.wg.Done()
		if err := f(); err != nil {
			j.err = err
		}
	}()
}

// badFailureKept tells nobody of the job that fails.
func badFailureKept() error {
	j, ctx := newJobs(context.Background())
	j.keeping(func() error { return errors.New("failed") })
	j.keeping(func() error {
		<-ctx.Done() // want `abandoned-receive: .* nobody sends on ctx or closes it any more`
		return nil
	})
	return j.wait()
}
