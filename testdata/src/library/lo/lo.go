// Fixtures for github.com/samber/lo.
package lo

import (
	"fmt"

	"github.com/samber/lo"
	"github.com/samber/lo/parallel"
)

func goodAsync() int {
	n := 0
	ch := lo.Async(func() int { n = 1; return 2 })
	m := <-ch
	return n + m
}

func badAsync() int {
	n := 0
	ch := lo.Async0(func() { n = 1 }) // want `n`
	fmt.Println(n)
	<-ch
	return n
}

func goodForEach(xs []int) []int {
	return parallel.Map(xs, func(x, _ int) int { return 2 * x })
}

func badForEach(xs []int) int {
	sum := 0
	parallel.ForEach(xs, func(x, _ int) { sum += x }) // want `sum`
	return sum
}

func goodDistinct(xs []int) []int {
	out := make([]int, len(xs))
	parallel.ForEach(xs, func(x, i int) { out[i] = x })
	return out
}
