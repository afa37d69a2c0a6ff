package timers

import (
	"context"
	"math"
	"sync"
	"time"
)

// A watcher keeps what stops its timer in a field.
type watcher struct {
	lock sync.Mutex
	stop func() bool
	done chan struct{}
	n    int
}

func (w *watcher) watch(ctx context.Context) {
	w.lock.Lock()
	defer w.lock.Unlock()
	w.done = make(chan struct{})
	w.stop = context.AfterFunc(ctx, func() {
		w.n++
		close(w.done)
	})
}

func (w *watcher) unwatch() {
	w.lock.Lock()
	defer w.lock.Unlock()
	if w.stop != nil {
		if !w.stop() {
			<-w.done
		}
		w.n = 0
		w.stop = nil
		w.done = nil
	}
}

func goodWatched(ctx context.Context) {
	w := &watcher{}
	w.watch(ctx)
	defer w.unwatch()
	time.Sleep(time.Second)
}

func goodWatchedTwice(ctx context.Context) {
	w := &watcher{}
	w.watch(ctx)
	w.unwatch()
	w.watch(ctx)
	w.unwatch()
}

func badNotAsked(ctx context.Context) {
	w := &watcher{}
	w.stop = context.AfterFunc(ctx, func() {
		w.n++ // want `captured-race: goroutine reads w.n`
	})
	w.stop()
	w.n = 0
}

// A line has a timer that is set when there is something to time.
type line struct {
	slow    *time.Timer
	started chan struct{}
}

func goodNotArmed() *line {
	l := &line{}
	l.slow = time.AfterFunc(time.Duration(math.MaxInt64), func() { l.started <- struct{}{} })
	l.slow.Stop()
	l.started = make(chan struct{})
	return l
}

func goodNotArmedYet() *line {
	l := &line{}
	l.slow = time.AfterFunc(time.Hour, func() { l.started <- struct{}{} })
	l.started = make(chan struct{})
	l.slow.Reset(time.Second)
	return l
}
