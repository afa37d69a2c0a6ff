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
	// A field of a type from elsewhere may be a group of a package that the source
	// does not import.
	library := front.Marks{Names: []string{"Go"}}
	for i := range sources {
		for _, path := range sources[i].Imports() {
			library.Names = append(library.Names, syncmodel.ForkNames(path)...)
		}
	}
	slices.Sort(library.Names)
	library.Names = slices.Compact(library.Names)
	return library.In(sources)
}

var forks = front.Marks{Tokens: []token.Token{token.GO}}
