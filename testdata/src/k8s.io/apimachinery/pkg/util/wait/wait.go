// Package wait is a stub: the signatures of k8s.io/apimachinery/pkg/util/wait, nothing else.
package wait

import (
	"context"
	"sync"
	"time"
)

type Group struct{ wg sync.WaitGroup }

func (g *Group) Start(f func())                                                          {}
func (g *Group) StartWithContext(ctx context.Context, f func(context.Context))           {}
func (g *Group) StartWithChannel(stopCh <-chan struct{}, f func(stopCh <-chan struct{})) {}
func (g *Group) Wait()                                                                   {}

type ConditionFunc func() (done bool, err error)

func Forever(f func(), period time.Duration)                                              {}
func Until(f func(), period time.Duration, stopCh <-chan struct{})                        {}
func UntilWithContext(ctx context.Context, f func(context.Context), period time.Duration) {}
func PollImmediate(interval, timeout time.Duration, condition ConditionFunc) error        { return nil }
