package captures

import (
	"sync"
)

type T struct{ n int }

func (t *T) run() { t.n++ }

var sink any

func goodOuterVar(k int) {
	var wg sync.WaitGroup
	var p *T
	for i := 0; i < k; i++ {
		p = &T{n: i}
		wg.Add(1)
		go func(q *T) { defer wg.Done(); q.n++ }(p)
	}
	wg.Wait()
	sink = p
}

func goodOuterVarMethod(k int) {
	var p *T
	defer func() { sink = p }()
	for i := 0; i < k; i++ {
		p = &T{n: i}
		go func(q *T) { q.n++ }(p)
	}
}

func goodPrivate(k int) (p *T, err error) {
	defer func() { recover() }()
	for i := 0; i < k; i++ {
		p = &T{n: i}
		go func(q *T) { q.n++ }(p)
	}
	return p, nil
}

func goodTwo() (p *T, err error) {
	defer func() { recover() }()
	p = &T{}
	go func(q *T) { q.n++ }(p)
	p = &T{}
	go func(q *T) { q.n++ }(p)
	return p, nil
}

func goodField(k int) {
	var h struct{ p *T }
	defer func() { sink = &h }()
	for i := 0; i < k; i++ {
		h.p = &T{n: i}
		go func(q *T) { q.n++ }(h.p)
	}
}

func goodList(head *T, next func(*T) *T) {
	defer func() { sink = head }()
	for head != nil {
		go func(q *T) { q.n++ }(head)
		head = next(head)
	}
}

func badSame(k int) {
	p := &T{}
	for i := 0; i < k; i++ {
		go func(q *T) { q.n++ }(p) // want `instance-race`
	}
}

func goodTwoReaders() {
	var p *T
	defer func() { sink = p }()
	p = &T{}
	go func(q *T) { q.n++ }(p)
	p = &T{}
	p.n = 3
}
