package mutex

import "sync"

// What is read under the lock and then once more without it is not protected the
// second time.
func badReadAgain() {
	var mu sync.Mutex
	n := 0
	go func() {
		mu.Lock()
		println(n)
		mu.Unlock()
		println(n) // want `sibling-race: goroutine reads n while another goroutine writes it`
	}()
	go func() {
		mu.Lock()
		n = 1
		mu.Unlock()
	}()
}

func goodReadOnce() {
	var mu sync.Mutex
	n := 0
	go func() {
		mu.Lock()
		m := n
		mu.Unlock()
		println(m)
	}()
	go func() {
		mu.Lock()
		n = 1
		mu.Unlock()
	}()
}
