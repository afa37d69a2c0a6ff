// Package waitgroup is a stub: the signatures of k8s.io/apimachinery/pkg/util/waitgroup, nothing else.
package waitgroup

import (
	"sync"
)

type SafeWaitGroup struct{ wg sync.WaitGroup }

func (wg *SafeWaitGroup) Add(delta int) error { return nil }
func (wg *SafeWaitGroup) Done()               {}
func (wg *SafeWaitGroup) Wait()               {}
