// Package multierror is a stub: the signatures of github.com/hashicorp/go-multierror, nothing else.
package multierror

import (
	"sync"
)

type Error struct{ Errors []error }

type Group struct{ wg sync.WaitGroup }

func (g *Group) Go(f func() error) {}
func (g *Group) Wait() *Error      { return nil }
