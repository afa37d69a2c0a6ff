// Package conc is a stub: the signatures of github.com/sourcegraph/conc, nothing else.
package conc

import (
	"sync"
)

type WaitGroup struct{ wg sync.WaitGroup }

func NewWaitGroup() *WaitGroup           { return &WaitGroup{} }
func (h *WaitGroup) Go(f func())         {}
func (h *WaitGroup) Wait()               {}
func (h *WaitGroup) WaitAndRecover() any { return nil }
