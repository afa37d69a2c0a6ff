package front

import (
	"bytes"
	"fmt"
	"go/parser"
	"go/scanner"
	"go/token"
	"iter"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// A Source is what can be known of a Go file without type-checking it.
type Source struct {
	Name string
	Text []byte

	imports func() []string
}

// NewSource returns the source with this name and text.
func NewSource(name string, text []byte) Source {
	return Source{Name: name, Text: text, imports: sync.OnceValue(func() []string { return importsOf(text) })}
}

// Imports returns the import paths, in the order of the file. If the imports
// do not parse it returns those that do: whoever parses the file for real will
// report it.
func (s *Source) Imports() []string { return s.imports() }

// Package returns the name of the package that the file belongs to, or "" if its
// first line of code does not parse.
func (s *Source) Package() string {
	file, _ := parser.ParseFile(token.NewFileSet(), "", s.Text, parser.PackageClauseOnly|parser.SkipObjectResolution)
	if file == nil || file.Name == nil {
		return ""
	}
	return file.Name.Name
}

// Marks are the signs by which a look at a source file decides whether it can
// have to do with concurrency. They may only err on the side of yes.
type Marks struct {
	// Imports are package paths; one that ends in "/..." covers the paths
	// below it too.
	Imports []string
	// Tokens are keywords and operators.
	Tokens []token.Token
	// Names are identifiers, for the few functions of a package too common to
	// be listed in Imports.
	Names []string
}

// Concurrency marks the dependencies whose functions can say something to
// their callers: those that fork, block, or order one goroutine after another.
var Concurrency = Marks{
	Imports: []string{
		"context", "os/signal", "sync/...", "testing/...",
		"golang.org/x/sync/...", "github.com/sourcegraph/conc/...",
	},
	Tokens: []token.Token{token.GO, token.CHAN, token.ARROW, token.SELECT},
	Names:  []string{"AfterFunc"}, // time is imported everywhere
}

// Forking marks the packages of other modules whose functions can say something
// to their callers that these are likely to get wrong: those that start
// goroutines, or wrap what joins them. It is narrower than [Concurrency], since
// half of all packages lock something, and every package that is let through
// must be type-checked; nor do such packages hand on what they import.
var Forking = Marks{
	Imports: []string{"golang.org/x/sync/errgroup", "github.com/sourcegraph/conc/..."},
	Tokens:  []token.Token{token.GO},
	Names:   []string{"WaitGroup", "AfterFunc"},
}

// In reports whether one of the sources bears one of the marks.
func (m Marks) In(sources []Source) bool {
	return slices.ContainsFunc(sources, func(s Source) bool {
		return m.mayImport(s.Text) && slices.ContainsFunc(s.Imports(), m.imported) || m.inText(s.Text)
	})
}

// mayImport reports whether an import path could be among the strings of text.
// To look for them costs less than to parse the imports, and mostly tells that
// there are none.
func (m Marks) mayImport(text []byte) bool {
	return slices.ContainsFunc(m.Imports, func(pattern string) bool {
		return bytes.Contains(text, []byte(strings.TrimSuffix(pattern, "/...")))
	})
}

func (m Marks) imported(path string) bool {
	return slices.ContainsFunc(m.Imports, func(pattern string) bool {
		root, below := strings.CutSuffix(pattern, "/...")
		return path == root || below && strings.HasPrefix(path, root+"/")
	})
}

// inText looks for the marks among the tokens of text. Most texts have none of
// them, not even in a comment, and a search for bytes is far cheaper than the
// scanner, so it comes first.
func (m Marks) inText(text []byte) bool {
	if !m.inBytes(text) {
		return false
	}
	var s scanner.Scanner
	file := token.NewFileSet().AddFile("", -1, len(text))
	s.Init(file, text, func(token.Position, string) {}, 0) // errors are the parser's business
	for {
		switch _, tok, lit := s.Scan(); {
		case tok == token.EOF:
			return false
		case tok == token.IDENT:
			if slices.Contains(m.Names, lit) {
				return true
			}
		case slices.Contains(m.Tokens, tok):
			return true
		}
	}
}

func (m Marks) inBytes(text []byte) bool {
	for _, tok := range m.Tokens {
		for i := range words(text, tok.String()) {
			if tok != token.GO || startsStatement(text[:i]) {
				return true
			}
		}
	}
	return slices.ContainsFunc(m.Names, func(name string) bool {
		for range words(text, name) {
			return true
		}
		return false
	})
}

// words yields where word occurs in text, and not as a part of a longer word
// when it is one itself.
func words(text []byte, word string) iter.Seq[int] {
	return func(yield func(int) bool) {
		for from := 0; ; {
			i := bytes.Index(text[from:], []byte(word))
			if i < 0 {
				return
			}
			start, end := from+i, from+i+len(word)
			whole := !wordByte(word[0]) || (start == 0 || !wordByte(text[start-1])) && (end == len(text) || !wordByte(text[end]))
			if whole && !yield(start) {
				return
			}
			from = end
		}
	}
}

// startsStatement reports whether a statement may start after text: at the
// beginning of a line, or after one of the few characters that come before a
// statement. The "go" of most comments and import paths is elsewhere.
func startsStatement(text []byte) bool {
	text = bytes.TrimRight(text, " \t\r")
	return len(text) == 0 || bytes.IndexByte([]byte("\n{};:"), text[len(text)-1]) >= 0 || bytes.HasSuffix(text, []byte("*/"))
}

func wordByte(b byte) bool {
	return b == '_' || b >= 0x80 || '0' <= b && b <= '9' || 'a' <= b && b <= 'z' || 'A' <= b && b <= 'Z'
}

func readSources(names []string) ([]Source, error) {
	sources := make([]Source, len(names))
	for i, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			return nil, fmt.Errorf("cannot read a source file: %w", err)
		}
		sources[i] = NewSource(name, text)
	}
	return sources, nil
}

func importsOf(text []byte) []string {
	file, _ := parser.ParseFile(token.NewFileSet(), "", text, parser.ImportsOnly|parser.SkipObjectResolution)
	if file == nil {
		return nil
	}
	var paths []string
	for _, spec := range file.Imports {
		if path, err := strconv.Unquote(spec.Path.Value); err == nil {
			paths = append(paths, path)
		}
	}
	return paths
}
