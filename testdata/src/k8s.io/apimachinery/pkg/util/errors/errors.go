// Package errors is a stub: the signatures of k8s.io/apimachinery/pkg/util/errors, nothing else.
package errors

type Aggregate interface{ Errors() []error }

func AggregateGoroutines(funcs ...func() error) Aggregate { return nil }
