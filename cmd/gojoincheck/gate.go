package main

import (
	"go/token"
	"slices"

	"github.com/gojoincheck/gojoincheck/internal/front"
	"github.com/gojoincheck/gojoincheck/internal/syncmodel"
)

// relevant reports whether the analyzers can have something to report in a
// package that imports no facts: it must start goroutines itself, by a go
// statement or through a library that the table knows.
func relevant(sources []front.Source) bool {
	if forks.In(sources) {
		return true
	}
	return slices.ContainsFunc(sources, func(s front.Source) bool {
		return slices.ContainsFunc(s.Imports(), syncmodel.Forks)
	})
}

var forks = front.Marks{Tokens: []token.Token{token.GO}}
