// Package gostmt has the go statement itself: what a goroutine captures, what
// is evaluated before it starts, and whose variables are whose.
package gostmt

import "sync"

func use(...any) {}

// Before the go statement is before the goroutine.
func goodWriteBeforeFork(wg *sync.WaitGroup) {
	x := 1
	x = 2
	wg.Add(1)
	go func() {
		defer wg.Done()
		use(x)
	}()
}

// Arguments are evaluated by the one who forks.
func goodArgument(wg *sync.WaitGroup) {
	x := 1
	wg.Add(1)
	go func(x int) {
		defer wg.Done()
		use(x)
	}(x)
	x = 2
	use(x)
}

// After the go statement is beside the goroutine.
func badWriteAfterFork() {
	var wg sync.WaitGroup
	x := 1
	wg.Add(1)
	go func() {
		defer wg.Done()
		use(x) // want `captured-race: goroutine reads x while line \d+ writes it`
	}()
	x = 2
	wg.Wait()
}

func badReadAfterFork() {
	var wg sync.WaitGroup
	x := 1
	wg.Add(1)
	go func() {
		defer wg.Done()
		x = 2 // want `captured-race: goroutine writes x while line \d+ reads it.* \[\d+ joined only here\]`
	}()
	use(x)
	wg.Wait()
}

// Two readers need no order.
func goodTwoReaders() {
	var wg sync.WaitGroup
	x := 1
	wg.Go(func() { use(x) })
	wg.Go(func() { use(x) })
	use(x)
	wg.Wait()
}

func badSiblings() {
	var wg sync.WaitGroup
	x := 1
	wg.Go(func() { x = 2 }) // want `sibling-race`
	wg.Go(func() { use(x) })
	wg.Wait()
}

// One go statement in a loop is many goroutines.
func badInstances() {
	var wg sync.WaitGroup
	n := 0
	for range 3 {
		wg.Go(func() { n++ }) // want `instance-race`
	}
	wg.Wait()
	use(n)
}

// Since Go 1.22 each round of a loop has a variable of its own.
func goodLoopVariable() {
	var wg sync.WaitGroup
	for i := range 3 {
		wg.Go(func() { use(i) })
	}
	for i := 0; i < 3; i++ {
		wg.Go(func() { use(i) })
	}
	wg.Wait()
}

// What is declared inside the loop is the round's own, too.
func goodDeclaredInLoop() {
	var wg sync.WaitGroup
	for i := range 3 {
		x := i
		wg.Go(func() { x++; use(x) })
	}
	wg.Wait()
}

// Each goroutine has its own element.
func goodOwnElement(in []int) []int {
	out := make([]int, len(in))
	var wg sync.WaitGroup
	for i, v := range in {
		wg.Go(func() { out[i] = 2 * v })
	}
	wg.Wait()
	return out
}

func badSameElement() {
	var out [2]int
	var wg sync.WaitGroup
	wg.Go(func() { out[0] = 1 }) // want `sibling-race`
	wg.Go(func() { out[0] = 2 })
	wg.Wait()
	use(out)
}

// Elements of a map share the map.
func badMapElements() {
	m := map[int]int{}
	var wg sync.WaitGroup
	for i := range 3 {
		wg.Go(func() { m[i] = i }) // want `map-race`
	}
	wg.Wait()
	use(m)
}

func badAppend() {
	var all []int
	var wg sync.WaitGroup
	for i := range 3 {
		wg.Go(func() { all = append(all, i) }) // want `append-race`
	}
	wg.Wait()
	use(all)
}

// Two fields are two variables.
func goodFields() {
	var s struct{ a, b int }
	var wg sync.WaitGroup
	wg.Go(func() { s.a = 1 })
	wg.Go(func() { s.b = 2 })
	wg.Wait()
	use(s)
}

func badField() {
	var s struct{ a, b int }
	var wg sync.WaitGroup
	wg.Go(func() { s.a = 1 }) // want `captured-race: goroutine writes s.a while`
	use(s.a)
	wg.Wait()
}

// A copy of the whole reads every field.
func badWhole() {
	var s struct{ a, b int }
	var wg sync.WaitGroup
	wg.Go(func() { s.a = 1 }) // want `captured-race`
	t := s
	wg.Wait()
	use(t)
}

func fetch(i int) error { return nil }

// The goroutine meant an err of its own.
func badOuterErr() error {
	var err error
	var wg sync.WaitGroup
	for i := range 3 {
		wg.Go(func() {
			if err = fetch(i); err != nil { // want `err-capture`
				use(i)
			}
		})
	}
	wg.Wait()
	return err
}

func goodOwnErr() {
	var wg sync.WaitGroup
	for i := range 3 {
		wg.Go(func() {
			if err := fetch(i); err != nil {
				use(i)
			}
		})
	}
	wg.Wait()
}

// A closure in a variable is the same closure.
func badNamedClosure() {
	var wg sync.WaitGroup
	x := 1
	task := func() { x++ } // want `captured-race`
	wg.Go(task)
	use(x)
	wg.Wait()
}

// A helper that forks what it is given forks it here.
func start(wg *sync.WaitGroup, f func()) {
	wg.Add(1)
	go func() {
		defer wg.Done()
		f()
	}()
}

func goodHelperForks() {
	var wg sync.WaitGroup
	x := 1
	start(&wg, func() { x++ })
	wg.Wait()
	use(x)
}

func badHelperForks() {
	var wg sync.WaitGroup
	x := 1
	start(&wg, func() { x++ }) // want `captured-race`
	use(x)
	wg.Wait()
}

// A helper that calls what it is given forks nothing.
func call(f func()) { f() }

func goodHelperCalls() {
	x := 1
	call(func() { x++ })
	use(x)
}

type server struct {
	wg sync.WaitGroup
	n  int
}

func (s *server) badWork() {
	defer s.wg.Done()
	s.n++ // want `captured-race: goroutine writes .*n while line 273 reads it`
}

// Methods meet at the fields of their receiver.
func goodMethods() {
	s := &server{}
	s.wg.Add(1)
	go s.badWork()
	s.wg.Wait()
	use(s.n)
}

func ownsServer() {
	s := &server{}
	s.wg.Add(1)
	go s.badWork()
	use(s.n)
	s.wg.Wait()
}

// fnDynamicElement: an index that is not constant may be anybody's own.
func fnDynamicElement(i, j int) {
	var out [4]int
	var wg sync.WaitGroup
	wg.Go(func() { out[i] = 1 })
	wg.Go(func() { out[i] = 2 })
	wg.Wait()
	use(out)
}

// goodPanics ends the program; that this goroutine stays keeps it in the dump.
func goodPanics(err error) {
	if err != nil {
		go panic(err)
		select {}
	}
}
