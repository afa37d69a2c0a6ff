package testify

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// The test has ended before x is written.
func TestGoodFailNow(t *testing.T) {
	x, done := 1, make(chan bool, 1)
	go func() {
		println(x)
		done <- true
	}()
	select {
	case <-done:
	case <-time.After(time.Second):
		require.FailNow(t, "timeout")
	}
	x = 2
}

func TestBadGoesOn(t *testing.T) {
	x, done := 1, make(chan bool, 1)
	go func() {
		println(x) // want `goroutine reads x while line 36 writes it`
		done <- true
	}()
	select {
	case <-done:
	case <-time.After(time.Second):
		println("timeout")
	}
	x = 2
}
