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

// shared is a lock that is held at most of several servers.
type shared struct{ servers [3]chan struct{} }

func (s *shared) Lock(name string) {
	for granted := 0; granted < 2; {
		for _, srv := range s.servers {
			select {
			case srv <- struct{}{}:
				granted++
			default:
			}
		}
	}
}

func (s *shared) Unlock(name string) {
	for _, srv := range s.servers {
		<-srv
	}
}

// goodSharedLock believes that what is called Lock locks.
func goodSharedLock(s *shared) {
	n := 0
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() {
			s.Lock("n")
			n++
			s.Unlock("n")
		})
	}
	wg.Wait()
	println(n)
}
