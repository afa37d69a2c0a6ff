// Package iter is a stub: the signatures of github.com/sourcegraph/conc/iter, nothing else.
package iter

type Iterator[T any] struct{ MaxGoroutines int }

func ForEach[T any](input []T, f func(*T))                           {}
func ForEachIdx[T any](input []T, f func(int, *T))                   {}
func Map[T, R any](input []T, f func(*T) R) []R                      { return nil }
func MapErr[T, R any](input []T, f func(*T) (R, error)) ([]R, error) { return nil, nil }
func (iter Iterator[T]) ForEach(input []T, f func(*T))               {}
func (iter Iterator[T]) ForEachIdx(input []T, f func(int, *T))       {}

type Mapper[T, R any] Iterator[T]

func (m Mapper[T, R]) Map(input []T, f func(*T) R) []R { return nil }
