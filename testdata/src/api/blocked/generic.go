package blocked

import (
	"context"
	"sync"
)

// A ledger lets wait for results. It hands out its own method with it, which of
// a generic type is that of the instance.
type ledger[V any] struct {
	ctx     context.Context
	mu      sync.Mutex
	results []V
	waiters []waiter
}

type waiter struct {
	enough int
	ch     chan struct{}
}

func newLedger[V any](ctx context.Context) (*ledger[V], func(V)) {
	l := &ledger[V]{ctx: ctx}
	return l, l.add
}

func (l *ledger[V]) wait(n int) {
	l.mu.Lock()
	if len(l.results) >= n {
		l.mu.Unlock()
		return
	}
	ch := make(chan struct{})
	l.waiters = append(l.waiters, waiter{n, ch})
	l.mu.Unlock()
	select {
	case <-ch:
	case <-l.ctx.Done():
	}
}

func (l *ledger[V]) add(r V) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.results = append(l.results, r)
	for i := 0; i < len(l.waiters); i++ {
		w := l.waiters[i]
		if w.enough <= len(l.results) {
			close(w.ch)
			l.waiters = append(l.waiters[:i], l.waiters[i+1:]...)
			i--
		}
	}
}

func goodLedger() {
	l, add := newLedger[int](context.Background())
	go func() { add(1) }()
	l.wait(1)
}
