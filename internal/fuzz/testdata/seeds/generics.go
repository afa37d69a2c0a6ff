package p

import (
	"iter"
	"sync"
)

type number interface{ ~int | ~float64 }

type result[T any] struct {
	mu  sync.Mutex
	val T
	all []T
}

func (r *result[T]) set(v T) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.val = v
	r.all = append(r.all, v)
}

func parallel[T, R any](in []T, f func(T) R) []R {
	out := make([]R, len(in))
	var wg sync.WaitGroup
	for i, v := range in {
		wg.Add(1)
		go func() {
			defer wg.Done()
			out[i] = f(v)
		}()
	}
	wg.Wait()
	return out
}

func sum[N number](seq iter.Seq[N]) (total N) {
	for v := range seq {
		if v < 0 {
			break
		}
		go func() { total += v }()
		if v > 100 {
			return total
		}
	}
	return
}

func count(n int) iter.Seq2[int, string] {
	return func(yield func(int, string) bool) {
		for i := range n {
			defer func() { _ = i }()
			if !yield(i, "x") {
				return
			}
		}
	}
}

func use() {
	var r result[string]
	go r.set("a")
	set := r.set
	go set("b")
	for i, s := range count(3) {
		go func() { r.set(s); _ = i }()
		if i == 1 {
			continue
		}
	}
	_ = parallel([]int{1, 2}, func(i int) string { return r.val })
}
