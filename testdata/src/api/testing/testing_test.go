// Package tests has package testing: subtests, parallel ones, cleanups, and
// goroutines that use a test that may have ended.
package tests

import (
	"sync"
	"testing"
)

func use(...any) {}

// Run returns when the subtest has.
func TestGoodSubtest(t *testing.T) {
	x := 0
	t.Run("sub", func(t *testing.T) { x = 1 })
	use(x)
}

// A parallel subtest goes on when its parent has returned.
func TestGoodParallel(t *testing.T) {
	x := 0
	t.Run("sub", func(t *testing.T) {
		t.Parallel()
		use(x)
	})
	x = 2
	use(x)
}

func TestBadParallelSiblings(t *testing.T) {
	var x int
	t.Run("a", func(t *testing.T) {
		t.Parallel()
		x = 1 // want `sibling-race`
	})
	t.Run("b", func(t *testing.T) {
		t.Parallel()
		x = 2
	})
	use(&x)
}

func TestBadParallelInstances(t *testing.T) {
	n := 0
	for range 3 {
		t.Run("sub", func(t *testing.T) {
			t.Parallel()
			n++ // want `instance-race`
		})
	}
}

// What comes before t.Parallel is done when Run returns.
func TestGoodBeforeParallel(t *testing.T) {
	n := 0
	for range 3 {
		t.Run("sub", func(t *testing.T) {
			n++
			t.Parallel()
		})
	}
	use(n)
}

// A group of parallel subtests ends with the subtest around them.
func TestGoodParallelGroup(t *testing.T) {
	x := 0
	t.Run("group", func(t *testing.T) {
		t.Run("sub", func(t *testing.T) {
			t.Parallel()
			x = 1
		})
	})
	use(x)
}

// A deferred call runs before the parallel subtests do.
func TestBadDefer(t *testing.T) {
	x := 1
	defer func() { x = 0 }()
	t.Run("sub", func(t *testing.T) { // want `outlives-test: .* use t.Cleanup`
		t.Parallel()
		use(x)
	})
}

// A cleanup runs after them.
func TestGoodCleanup(t *testing.T) {
	x := 1
	t.Cleanup(func() { x = 0 })
	t.Run("sub", func(t *testing.T) {
		t.Parallel()
		use(x)
	})
}

func TestGoodCleanupWaits(t *testing.T) {
	var wg sync.WaitGroup
	t.Cleanup(wg.Wait)
	wg.Go(func() { t.Log("working") })
}

func TestBadOutlives(t *testing.T) {
	go func() { // want `outlives-test`
		t.Log("working")
	}()
}

// The group waits for Done only.
func TestBadUsesAfterDone(t *testing.T) {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() { // want `outlives-test: goroutine uses the test after it has signalled, which wg.Wait does not wait for: signal last`
		defer t.Log("worked")
		defer wg.Done()
	}()
	wg.Wait()
}

func TestGoodWaited(t *testing.T) {
	done := make(chan bool)
	go func() {
		defer close(done)
		t.Log("working")
	}()
	<-done
}

// Fatal leaves the test at once, past the join.
func TestBadFatalBeforeJoin(t *testing.T) {
	x, done := 0, make(chan bool)
	go func() {
		x = 1 // want `captured-race`
		close(done)
	}()
	if x > 1 {
		t.Fatal("no")
	}
	<-done
}

func BenchmarkBadParallel(b *testing.B) {
	n := 0
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			n++ // want `instance-race`
		}
	})
	use(n)
}

// RunParallel returns when all its goroutines have.
func BenchmarkGoodParallel(b *testing.B) {
	n := 0
	b.RunParallel(func(pb *testing.PB) {
		local := 0
		for pb.Next() {
			local++
		}
		use(local)
	})
	n++
	use(n)
}

func BenchmarkGoodRun(b *testing.B) {
	n := 0
	b.Run("sub", func(b *testing.B) { n++ })
	use(n)
}

func FuzzGoodInline(f *testing.F) {
	n := 0
	f.Fuzz(func(t *testing.T, in int) { n += in })
	use(n)
}

// A subtest is over before its parent waits.
func TestBadLateInSubtest(t *testing.T) {
	start, done := make(chan bool), make(chan bool)
	t.Run("late", func(t *testing.T) {
		go func() { // want `outlives-test: `
			defer close(done)
			<-start
			t.Log("late")
		}()
	})
	close(start)
	<-done
}

// The cleanups of a subtest come before its end.
func TestGoodCleanupOfSubtest(t *testing.T) {
	t.Run("in time", func(t *testing.T) {
		done := make(chan bool)
		go func() {
			defer close(done)
			t.Log("in time")
		}()
		t.Cleanup(func() { <-done })
	})
}

// The goroutine uses the parent's handle.
func TestGoodParentsHandle(t *testing.T) {
	done := make(chan bool)
	go func() {
		defer close(done)
		t.Log("in time")
	}()
	t.Run("sub", func(t *testing.T) { t.Log("sub") })
	<-done
}
