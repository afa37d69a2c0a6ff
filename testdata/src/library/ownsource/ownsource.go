// Package ownsource makes a random generator that is safe for concurrent use.
package ownsource

import (
	"math/rand"
	"sync"
)

type locked struct {
	mu  sync.Mutex
	src rand.Source
}

func (l *locked) Int63() int64 {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.src.Int63()
}

func (l *locked) Seed(seed int64) {}

type dice struct{ rng *rand.Rand }

func goodLockedSource() {
	d := &dice{rng: rand.New(&locked{src: rand.NewSource(1)})}
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() { println(d.rng.Intn(6)) })
	}
	wg.Wait()
}
