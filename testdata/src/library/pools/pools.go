// Fixtures for pools of workers.
package pools

import (
	"fmt"
	"sync"
	"time"

	"github.com/gammazero/workerpool"
	"github.com/panjf2000/ants/v2"
)

func goodReleaseTimeout() error {
	p, err := ants.NewPool(10)
	if err != nil {
		return err
	}
	n := 0
	p.Submit(func() { n = 1 })
	err = p.ReleaseTimeout(time.Second)
	fmt.Println(n)
	return err
}

// Release does not wait, which is a decision, and orders nothing.
func badRelease() {
	p, _ := ants.NewPool(10)
	n := 0
	p.Submit(func() { n = 1 }) // want `n`
	p.Release()
	fmt.Println(n)
}

func goodJoinedByWaitGroup() {
	p, _ := ants.NewPool(10)
	defer p.Release()
	var wg sync.WaitGroup
	n := 0
	wg.Add(1)
	p.Submit(func() {
		defer wg.Done()
		n = 1
	})
	wg.Wait()
	fmt.Println(n)
}

func goodDefaultPool() {
	var wg sync.WaitGroup
	n := 0
	wg.Add(1)
	ants.Submit(func() {
		defer wg.Done()
		n = 1
	})
	wg.Wait()
	fmt.Println(n)
}

func badDefaultPool() {
	var wg sync.WaitGroup
	n := 0
	for range 2 {
		wg.Add(1)
		ants.Submit(func() {
			defer wg.Done()
			n++ // want `n`
		})
	}
	wg.Wait()
}

func goodPoolWithFunc() {
	var wg sync.WaitGroup
	var mu sync.Mutex
	n := 0
	p, _ := ants.NewPoolWithFunc(10, func(any) {
		defer wg.Done()
		mu.Lock()
		n++
		mu.Unlock()
	})
	defer p.Release()
	for i := range 3 {
		wg.Add(1)
		p.Invoke(i)
	}
	wg.Wait()
	fmt.Println(n)
}

func badPoolWithFunc() {
	var wg sync.WaitGroup
	n := 0
	p, _ := ants.NewPoolWithFuncGeneric(10, func(int) {
		defer wg.Done()
		n++ // want `n`
	})
	defer p.Release()
	for i := range 3 {
		wg.Add(1)
		p.Invoke(i)
	}
	wg.Wait()
	fmt.Println(n)
}

func goodWorkerpool(urls []string) {
	wp := workerpool.New(4)
	n := 0
	wp.Submit(func() { n = 1 })
	wp.StopWait()
	fmt.Println(n)
}

func badWorkerpool(urls []string) {
	wp := workerpool.New(4)
	n := 0
	for range urls {
		wp.Submit(func() { n++ }) // want `n`
	}
	wp.StopWait()
}

func badWorkerpoolNotWaited() {
	wp := workerpool.New(4)
	wp.Submit(func() {}) // want `wp`
}

func goodSubmitWait(wp *workerpool.WorkerPool) {
	n := 0
	wp.SubmitWait(func() { n = 1 })
	fmt.Println(n)
}

func badSubmitWait(wp *workerpool.WorkerPool) {
	n := 0
	wp.Submit(func() { n = 1 }) // want `n`
	wp.SubmitWait(func() { n = 2 })
	wp.StopWait()
	fmt.Println(n)
}

func goodMultiGeneric() error {
	n := 0
	p, err := ants.NewMultiPoolWithFuncGeneric(2, 4, func(i int) { n = i }, 1)
	if err != nil {
		return err
	}
	p.Invoke(1)
	err = p.ReleaseTimeout(time.Second)
	fmt.Println(n)
	return err
}

func badMultiGeneric() error {
	n := 0
	p, err := ants.NewMultiPoolWithFuncGeneric(2, 4, func(i int) { n = i }, 1) // want `n`
	if err != nil {
		return err
	}
	p.Invoke(1)
	fmt.Println(n)
	return p.ReleaseTimeout(time.Second)
}
