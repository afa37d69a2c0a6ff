// Package lo is a stub: the signatures of github.com/samber/lo, nothing else.
package lo

type Tuple2[A, B any] struct {
	A A
	B B
}

func Async[A any](f func() A) <-chan A                     { return nil }
func Async0(f func()) <-chan struct{}                      { return nil }
func Async2[A, B any](f func() (A, B)) <-chan Tuple2[A, B] { return nil }
