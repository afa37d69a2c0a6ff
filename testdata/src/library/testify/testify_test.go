package testify

import (
	"sync"
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
		println(x) // want `goroutine reads x while line 37 writes it`
		done <- true
	}()
	select {
	case <-done:
	case <-time.After(time.Second):
		println("timeout")
	}
	x = 2
}

// Whoever has not waited for the goroutine does not get past the demand.
func TestGoodEqual(t *testing.T) {
	x, done, status := 1, make(chan int, 1), 0
	go func() {
		x++
		done <- 3
	}()
	select {
	case status = <-done:
	case <-time.After(time.Second):
	}
	require.Equal(t, 3, status)
	println(x)
}

func TestGoodFalse(t *testing.T) {
	x, done, late := 1, make(chan int, 1), false
	go func() {
		x++
		done <- 3
	}()
	select {
	case <-done:
	case <-time.After(time.Second):
		late = true
	}
	require.False(t, late, "late")
	println(x)
}

func TestGoodTrue(t *testing.T) {
	r := require.New(t)
	x, done, ended := 1, make(chan int, 1), false
	go func() {
		x++
		done <- 3
	}()
	select {
	case <-done:
		ended = true
	case <-time.After(time.Second):
	}
	r.True(ended)
	println(x)
}

func TestBadEqual(t *testing.T) {
	x, done, status := 1, make(chan int, 1), 0
	go func() {
		x++ // want `goroutine writes x while line 97 reads it`
		done <- 3
	}()
	select {
	case status = <-done:
	case <-time.After(time.Second):
	}
	require.Equal(t, 0, status)
	println(x)
}

// both waits for two goroutines, unless one has failed.
func both(first, second func() error) error {
	failed := make(chan error, 1)
	done := make(chan error, 1)
	var wg sync.WaitGroup
	wg.Go(func() {
		if err := first(); err != nil {
			failed <- err
		}
	})
	go func() { done <- second() }()
	wg.Wait()
	select {
	case err := <-failed:
		return err
	default:
	}
	return <-done
}

// TestGoodNoError goes on only when both have been waited for.
func TestGoodNoError(t *testing.T) {
	x := 0
	err := both(func() error { return nil }, func() error { x = 1; return nil })
	require.NoError(t, err)
	println(x)
}

// TestBadNoError does not ask.
func TestBadNoError(t *testing.T) {
	x := 0
	_ = both(func() error { return nil }, func() error {
		x = 1 // want `goroutine writes x while line \d+ reads it`
		return nil
	})
	println(x)
}
