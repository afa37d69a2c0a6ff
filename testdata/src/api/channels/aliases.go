package channels

import "context"

// One channel or context, named by a variable and by a field.

type worker struct {
	n      int
	done   chan struct{}
	ctx    context.Context
	cancel context.CancelFunc
}

func goodWaitsThroughField() {
	done := make(chan struct{})
	w := &worker{done: done}
	go func() {
		w.n = 1
		close(done)
	}()
	<-w.done
	_ = w.n
}

func goodSignalsThroughField() {
	done := make(chan struct{})
	w := &worker{done: done}
	go func() {
		w.n = 1
		close(w.done)
	}()
	<-done
	_ = w.n
}

func newWorker() *worker {
	done := make(chan struct{})
	w := &worker{done: done}
	go func() {
		w.n = 1
		close(done)
	}()
	return w
}

func goodKeptByConstructor() {
	w := newWorker()
	<-w.done
	_ = w.n
}

func badReadsBefore() {
	done := make(chan struct{})
	w := &worker{done: done}
	go func() {
		w.n = 1 // want `captured-race`
		close(done)
	}()
	_ = w.n
	<-w.done
}

func goodCancelsWhatTheOtherWaitsFor() {
	w := &worker{done: make(chan struct{})}
	w.ctx, w.cancel = context.WithCancel(context.Background())
	go func() {
		w.n = 1
		w.done <- struct{}{}
	}()
	go func() {
		<-w.ctx.Done()
		_ = w.n
	}()
	<-w.done
	w.cancel()
}

func goodOneForEachRound(n int) {
	w := &worker{}
	for range n {
		done := make(chan struct{})
		w.done = done
		go func() {
			w.n++
			close(done)
		}()
		<-w.done
	}
	w.n++
}

func badWaitsForTheLastOnly(n int) {
	w := &worker{}
	for range n {
		done := make(chan struct{})
		w.done = done
		go func() {
			w.n++ // want `instance-race`
			close(done)
		}()
	}
	<-w.done
}

func badAnotherChannel() {
	done := make(chan struct{})
	w := &worker{done: done}
	w.done = make(chan struct{})
	go func() {
		w.n = 1 // want `captured-race`
		close(done)
	}()
	go func() { close(w.done) }()
	<-w.done
	_ = w.n
}
