package once

import "sync"

// What a Once lets happen is done by the first of several goroutines: that it has been
// done says nothing of the others.

func badFirstCloses(jobs []int) {
	in := make(chan int, len(jobs))
	for _, j := range jobs {
		in <- j
	}
	close(in)
	done := make(chan struct{})
	var once sync.Once
	n := make([]int, 3)
	for w := range n {
		go func() {
			defer once.Do(func() { close(done) })
			for j := range in {
				n[w] += j // want `captured-race: goroutine writes n`
			}
		}()
	}
	<-done
	for _, v := range n {
		use(v)
	}
}

// goodFirstAnswer reads what the first has written.
func goodFirstAnswer(ask []func() int) (n int) {
	done := make(chan struct{})
	var once sync.Once
	for _, f := range ask {
		go func() {
			v := f()
			once.Do(func() {
				n = v
				close(done)
			})
		}()
	}
	<-done
	return n
}

// badRunBefore starts the goroutine when the Once has been run: it waits for nobody there.
func badRunBefore() int {
	var once sync.Once
	x := 0
	once.Do(func() {})
	go func() {
		once.Do(func() {})
		x = 1 // want `.`
	}()
	return x
}
