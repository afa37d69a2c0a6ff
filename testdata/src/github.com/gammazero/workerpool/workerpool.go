// Package workerpool is a stub: the signatures of github.com/gammazero/workerpool, nothing else.
package workerpool

import (
	"sync"
)

type WorkerPool struct{ lock sync.Mutex }

func New(maxWorkers int) *WorkerPool         { return nil }
func (p *WorkerPool) Submit(task func())     {}
func (p *WorkerPool) SubmitWait(task func()) {}
func (p *WorkerPool) Do(task func()) error   { return nil }
func (p *WorkerPool) Stop()                  {}
func (p *WorkerPool) StopWait()              {}
func (p *WorkerPool) Size() int              { return 0 }
