// Package parallel is a stub: the signatures of github.com/samber/lo/parallel, nothing else.
package parallel

func Map[T, R any](collection []T, transform func(item T, index int) R) []R { return nil }
func ForEach[T any](collection []T, callback func(item T, index int))       {}
func Times[T any](count int, iteratee func(index int) T) []T                { return nil }
