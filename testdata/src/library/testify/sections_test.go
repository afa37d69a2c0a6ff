package testify

import (
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// Who finds the list long enough, under the lock, comes after all that is done under it.
func TestGoodPolledLength(t *testing.T) {
	var mu sync.RWMutex
	var got []int
	sum := 0
	for i := range 4 {
		go func() {
			mu.Lock()
			defer mu.Unlock()
			got = append(got, i)
			sum += i
		}()
	}
	require.Eventually(t, func() bool {
		mu.RLock()
		defer mu.RUnlock()
		return len(got) == 4
	}, time.Second, time.Millisecond)
	println(sum)
}

// What is done when the lock has been given back may come later.
func TestBadAfterSection(t *testing.T) {
	var mu sync.RWMutex
	var got []int
	sum := 0
	go func() {
		mu.Lock()
		got = append(got, 1)
		mu.Unlock()
		sum++ // want `goroutine writes sum`
	}()
	require.Eventually(t, func() bool {
		mu.RLock()
		defer mu.RUnlock()
		return len(got) == 1
	}, time.Second, time.Millisecond)
	println(sum)
}

// The next section is another one.
func TestBadNextSection(t *testing.T) {
	var mu sync.RWMutex
	var got []int
	sum := 0
	go func() {
		mu.Lock()
		got = append(got, 1)
		mu.Unlock()
		mu.Lock()
		sum++ // want `goroutine writes sum`
		mu.Unlock()
	}()
	require.Eventually(t, func() bool {
		mu.RLock()
		defer mu.RUnlock()
		return len(got) == 1
	}, time.Second, time.Millisecond)
	println(sum)
}
