package main

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"slices"

	"github.com/gojoincheck/gojoincheck/internal/front"
	"github.com/gojoincheck/gojoincheck/internal/lazyssa"
	"github.com/gojoincheck/gojoincheck/internal/syncmodel"
)

// relevant reports whether the analyzers can have something to report in a
// package that imports no facts: it must start goroutines itself, by a go
// statement or through a library that the table knows, hand out what is run for each
// request, or be careless with a lock.
func relevant(sources []front.Source) bool {
	if forks.In(sources) || locks(sources) {
		return true
	}
	// A field of a type from elsewhere may be a group of a package that the source
	// does not import.
	library := front.Marks{Names: []string{"Go"}}
	for i := range sources {
		for _, path := range sources[i].Imports() {
			library.Names = append(library.Names, syncmodel.ForkNames(path)...)
			library.Names = append(library.Names, syncmodel.ServeNames(path)...)
		}
	}
	slices.Sort(library.Names)
	library.Names = slices.Compact(library.Names)
	return library.In(sources)
}

// locks reports whether the package does something with locks that needs a look.
func locks(sources []front.Source) bool {
	var files []*ast.File
	for _, src := range sources {
		if bytes.Contains(src.Text, []byte("Lock()")) {
			// What does not parse is for the compiler to tell.
			if f, err := parser.ParseFile(token.NewFileSet(), src.Name, src.Text, parser.SkipObjectResolution); err == nil {
				files = append(files, f)
			}
		}
	}
	return lazyssa.Locks(files)
}

var forks = front.Marks{Tokens: []token.Token{token.GO}}
