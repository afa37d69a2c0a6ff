// Package bubbles has testing/synctest: Test waits for all goroutines of the
// bubble, and Wait until all others are blocked.
package bubbles

import (
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

func use(...any) {}

func TestGoodBubbleEnds(t *testing.T) {
	x := 0
	synctest.Test(t, func(t *testing.T) {
		go func() { x = 1 }()
	})
	use(x)
}

func TestGoodWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		x := 0
		go func() { x = 1 }()
		synctest.Wait()
		use(x)
	})
}

func TestBadNoWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		x := 0
		go func() { x = 1 }() // want `captured-race`
		use(x)
	})
}

// Time passes in a bubble when all of it sleeps, and still orders nothing.
func TestBadSleep(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		x := 0
		go func() { x = 1 }() // want `captured-race`
		time.Sleep(time.Second)
		use(x)
	})
}

func TestBadSiblings(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var wg sync.WaitGroup
		n := 0
		for range 2 {
			wg.Go(func() { n++ }) // want `instance-race`
		}
		synctest.Wait()
		use(n)
		wg.Wait()
	})
}

// A goroutine of the bubble ends with it, so it may use the test.
func TestGoodUsesTest(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		go func() { t.Log("working") }()
	})
}
