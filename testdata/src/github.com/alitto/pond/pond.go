// Package pond stands for github.com/alitto/pond before its second version.
package pond

import (
	"context"
	"time"
)

type WorkerPool struct{}
type TaskGroup struct{}
type TaskGroupWithContext struct{}

func New(maxWorkers, maxCapacity int) *WorkerPool { return &WorkerPool{} }

func (p *WorkerPool) Submit(task func())                               {}
func (p *WorkerPool) TrySubmit(task func()) bool                       { return true }
func (p *WorkerPool) SubmitBefore(task func(), deadline time.Duration) {}
func (p *WorkerPool) SubmitAndWait(task func())                        {}
func (p *WorkerPool) Stop() context.Context                            { return nil }
func (p *WorkerPool) StopAndWait()                                     {}
func (p *WorkerPool) StopAndWaitFor(deadline time.Duration)            {}
func (p *WorkerPool) Group() *TaskGroup                                { return &TaskGroup{} }
func (p *WorkerPool) GroupContext(ctx context.Context) (*TaskGroupWithContext, context.Context) {
	return &TaskGroupWithContext{}, ctx
}

func (g *TaskGroup) Submit(task func())                  {}
func (g *TaskGroup) Wait()                               {}
func (g *TaskGroupWithContext) Submit(task func() error) {}
func (g *TaskGroupWithContext) Wait() error              { return nil }
