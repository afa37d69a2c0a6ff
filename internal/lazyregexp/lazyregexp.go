// Package lazyregexp compiles regular expressions when they are first used. The
// linter starts once for each package of a build, and most of those processes
// match nothing.
package lazyregexp

import (
	"regexp"
	"sync"
)

// New returns a function that compiles the expression the first time that it is
// called, and always returns the same. It panics then, if the expression does not
// parse.
func New(expr string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expr) })
}
