// Package captures has what goroutines do to variables that they have captured:
// through helpers and methods, pointers and aliases, and library calls.
package captures

import (
	"sync"
)

func use(...any) {}

type point struct{ x, y int }

func setX(p *point) { p.x = 1 }

func readX(p *point) int { return p.x }

func (p *point) set() { p.x = 2 }

func (p *point) get() int { return p.x }

func fill(s []int) { s[0] = 1 }

func put(m map[string]int) { m["a"] = 1 }

func inc(n *int) { *n++ }

func badHelperWritesField() {
	var p point
	var wg sync.WaitGroup
	wg.Go(func() { setX(&p) }) // want `captured-race`
	use(p.x)
	wg.Wait()
}

func goodHelperWritesField() {
	var p point
	var wg sync.WaitGroup
	wg.Go(func() { setX(&p) })
	wg.Wait()
	use(p.x)
}

func goodHelperOtherField() {
	var p point
	var wg sync.WaitGroup
	wg.Go(func() { setX(&p) })
	use(p.y)
	wg.Wait()
}

func badHelperPointer() {
	p := &point{}
	var wg sync.WaitGroup
	wg.Go(func() { setX(p) }) // want `captured-race`
	use(p.x)
	wg.Wait()
}

func badForkerHelper() {
	p := &point{}
	var wg sync.WaitGroup
	wg.Go(func() { p.x = 2 }) // want `captured-race`
	use(readX(p))
	wg.Wait()
}

func badBothHelpers() {
	p := &point{}
	var wg sync.WaitGroup
	wg.Go(func() { setX(p) }) // want `captured-race`
	use(readX(p))
	wg.Wait()
}

func badBothHelpersVar() {
	var p point
	var wg sync.WaitGroup
	wg.Go(func() { setX(&p) }) // want `captured-race`
	use(readX(&p))
	wg.Wait()
}

func badMethod() {
	var p point
	var wg sync.WaitGroup
	wg.Go(func() { p.set() }) // want `captured-race`
	use(p.get())
	wg.Wait()
}

func badMethodPtr() {
	p := &point{}
	var wg sync.WaitGroup
	wg.Go(func() { p.set() }) // want `captured-race`
	use(p.get())
	wg.Wait()
}

func badMethodValue() {
	p := &point{}
	var wg sync.WaitGroup
	wg.Go(p.set) // want `captured-race`
	use(p.get())
	wg.Wait()
}

func badMethodValueVar() {
	p := point{}
	f := p.set // want `captured-race`
	var wg sync.WaitGroup
	wg.Go(f)
	use(p.x)
	wg.Wait()
}

func badAlias() {
	x := 0
	q := &x
	var wg sync.WaitGroup
	wg.Go(func() { *q = 1 }) // want `captured-race`
	use(x)
	wg.Wait()
}

func badAliasField() {
	var p point
	q := &p.x
	var wg sync.WaitGroup
	wg.Go(func() { *q = 1 }) // want `captured-race`
	use(p.x)
	wg.Wait()
}

func goodAliasField() {
	var p point
	q := &p.x
	var wg sync.WaitGroup
	wg.Go(func() { *q = 1 })
	use(p.y)
	wg.Wait()
}

func badAliasElem() {
	s := make([]int, 3)
	q := &s[1]
	var wg sync.WaitGroup
	wg.Go(func() { *q = 1 }) // want `captured-race`
	use(s[1])
	wg.Wait()
}

func badAliasSlice() {
	s := make([]int, 3)
	t := s[:]
	var wg sync.WaitGroup
	wg.Go(func() { t[0] = 1 }) // want `captured-race`
	use(s[0])
	wg.Wait()
}

func badHelperSlice() {
	s := make([]int, 3)
	var wg sync.WaitGroup
	wg.Go(func() { fill(s) }) // want `captured-race`
	use(s[0])
	wg.Wait()
}

func goodHelperSlice() {
	s := make([]int, 3)
	var wg sync.WaitGroup
	wg.Go(func() { fill(s) })
	use(s[1])
	wg.Wait()
}

func badHelperMap() {
	m := map[string]int{}
	var wg sync.WaitGroup
	wg.Go(func() { put(m) }) // want `map-race`
	use(len(m))
	wg.Wait()
}

func badHelperMapTwice() {
	m := map[string]int{}
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() { put(m) }) // want `map-race`
	}
	wg.Wait()
}

func badMapInStruct() {
	s := &struct{ m map[string]int }{m: map[string]int{}}
	var wg sync.WaitGroup
	wg.Go(func() { s.m["a"] = 1 }) // want `map-race`
	use(s.m["b"])
	wg.Wait()
}

func badMapThroughPointer() {
	m := map[string]int{}
	p := &m
	var wg sync.WaitGroup
	wg.Go(func() { (*p)["a"] = 1 }) // want `map-race`
	use(m["b"])
	wg.Wait()
}

func badSliceThroughPointer() {
	s := make([]int, 2)
	p := &s
	var wg sync.WaitGroup
	wg.Go(func() { (*p)[0] = 1 }) // want `captured-race`
	use(s[0])
	wg.Wait()
}

func badIncHelper() {
	n := 0
	var wg sync.WaitGroup
	for range 3 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			inc(&n) // want `instance-race`
		}()
	}
	wg.Wait()
	use(n)
}

func badGoIncHelper() {
	n := 0
	var wg sync.WaitGroup
	wg.Add(3)
	for range 3 {
		go func(p *int) {
			defer wg.Done()
			*p++ // want `instance-race`
		}(&n)
	}
	wg.Wait()
	use(n)
}

type counter struct {
	mu sync.Mutex
	n  map[string]int
	t  int
}

func (c *counter) add(k string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.n[k]++
	c.t++
}

func (c *counter) addRacy(k string) { c.n[k]++ }

func (c *counter) total() int { return c.t }

func (c *counter) totalLocked() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.t
}

func goodCounter() {
	c := &counter{n: map[string]int{}}
	var wg sync.WaitGroup
	for range 3 {
		wg.Go(func() { c.add("a") })
	}
	use(c.totalLocked())
	wg.Wait()
	use(c.total())
}

func badCounterMap() {
	c := &counter{n: map[string]int{}}
	var wg sync.WaitGroup
	for range 3 {
		wg.Go(func() { c.addRacy("a") }) // want `map-race`
	}
	wg.Wait()
}

func badCounterTotal() {
	c := &counter{n: map[string]int{}}
	var wg sync.WaitGroup
	for range 3 {
		wg.Go(func() { c.add("a") }) // want `captured-race`
	}
	use(c.total())
	wg.Wait()
}
