// Package singleflight is a stub: the signatures of golang.org/x/sync/singleflight, nothing else.
package singleflight

import (
	"sync"
)

type Group struct{ mu sync.Mutex }

type Result struct {
	Val    any
	Err    error
	Shared bool
}

func (g *Group) Do(key string, fn func() (any, error)) (any, error, bool) { return nil, nil, false }
func (g *Group) DoChan(key string, fn func() (any, error)) <-chan Result  { return nil }
func (g *Group) Forget(key string)                                        {}
