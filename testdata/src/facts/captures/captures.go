// Package captures shares variables with goroutines that other packages start.
package captures

import (
	"fmt"
	"sync"

	"facts/a"
	"facts/par"
)

func badForEach() {
	n := 0
	par.ForEach(3, func(i int) {
		n += i // want `goroutine writes n, and several instances of it run at once`
	})
	fmt.Println(n)
}

func goodEach() {
	n := 0
	par.Each(3, func(i int) { n += i })
	fmt.Println(n)
}

func goodForEachThenRead() {
	out := make([]int, 3)
	par.ForEach(3, func(i int) { out[i] = i })
	fmt.Println(out[0])
}

func badGoBeforeWait() {
	var wg sync.WaitGroup
	n := 0
	par.Go(&wg, func() { n++ }) // want `goroutine writes n while line 36 reads it`
	fmt.Println(n)
	wg.Wait()
}

func goodGo() {
	var wg sync.WaitGroup
	n := 0
	par.Go(&wg, func() { n++ })
	wg.Wait()
	fmt.Println(n)
}

func goodWaitElsewhere() {
	var wg sync.WaitGroup
	n := 0
	par.Go(&wg, func() { n++ })
	par.Wait(&wg)
	fmt.Println(n)
}

func badGroup() {
	var g par.Group
	n := 0
	g.Go(func() { n++ }) // want `goroutine writes n while line 60 reads it`
	fmt.Println(n)
	g.Wait()
}

func goodGroup() {
	var g par.Group
	n := 0
	g.Go(func() { n++ })
	g.Wait()
	fmt.Println(n)
}

func badGroupTwice() {
	var g par.Group
	n := 0
	for range 3 {
		g.Go(func() { n++ }) // want `goroutine writes n, and several instances of it run at once`
	}
	g.Wait()
	fmt.Println(n)
}

func badMap() {
	n := 0
	par.Map([]int{1, 2}, func(i int) int {
		n += i // want `goroutine writes n, and several instances of it run at once`
		return n
	})
}

func badFill() {
	var wg sync.WaitGroup
	var x int
	a.Fill(&x, &wg) // want `goroutine writes x while line 94 reads it`
	fmt.Println(x)
	wg.Wait()
}

func goodFill() {
	var wg sync.WaitGroup
	var x int
	a.Fill(&x, &wg)
	wg.Wait()
	fmt.Println(x)
}

func badGlobal() {
	done := make(chan bool)
	go func() {
		a.Counter++ // want `goroutine writes Counter while line 112 reads it`
		done <- true
	}()
	fmt.Println(a.Counter)
	<-done
}

func badGlobalForked() {
	go a.Incr() // want `goroutine writes Counter while line 118 reads it`
	fmt.Println(a.Counter)
}

func goodRunUnderLock() {
	var wg sync.WaitGroup
	n := 0
	for range 2 {
		wg.Go(func() { a.Run(func() { n++ }) })
	}
	wg.Wait()
	fmt.Println(n)
}

func badDetach() {
	n := 0
	par.Detach(func() { n++ }) // want `goroutine writes n while line 134 reads it`
	fmt.Println(n)
}

func badJob() {
	var j a.Job
	j.Start() // want `goroutine writes j.sum while line 140 reads it`
	n := j
	_ = n.Sum()
	fmt.Println(j.Sum())
	j.Wait()
}

func goodJob() {
	var j a.Job
	j.Start()
	j.Wait()
	fmt.Println(j.Sum())
}
