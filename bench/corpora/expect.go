package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"regexp"
	"strconv"
	"strings"
)

// An expectation is one goroutine that leaks, in the words of the leak
// profile: the function it started with, and why it waits.
type expectation struct {
	text   string
	task   *regexp.Regexp
	reason *regexp.Regexp
}

// expectations reads which programs the tests of the leak profile run and what
// each of them leaks, out of calls such as
//
//	makeTest("ChanRecv", `ChanRecv\.func1\(.* \[chan receive\]`)
//
// A leak that the test calls flaky is a real one that not every run shows.
func expectations(path string) (map[string][]expectation, error) {
	file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	programs := map[string][]expectation{}
	ast.Inspect(file, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok || err != nil {
			return err == nil
		}
		texts, ok := stringArgs(call, "makeTest", "makeFlakyTest")
		if !ok {
			return true
		}
		leaks := []expectation{} // a program without any is labelled too
		for _, text := range texts[1:] {
			var e expectation
			if e, err = newExpectation(text); err != nil {
				return false
			}
			leaks = append(leaks, e)
		}
		programs[texts[0]] = leaks
		return true
	})
	if err == nil && len(programs) == 0 {
		err = fmt.Errorf("%s: no expectations found; has the test changed?", path)
	}
	return programs, err
}

// newExpectation splits `task\(.* \[reason\]`.
func newExpectation(text string) (e expectation, err error) {
	i := strings.LastIndex(text, ` \[`)
	if i < 0 || !strings.HasSuffix(text, `\]`) {
		return e, fmt.Errorf("the expectation %q has no reason in brackets", text)
	}
	e.text = text
	if e.task, err = regexp.Compile(text[:i]); err != nil {
		return e, err
	}
	e.reason, err = regexp.Compile("^(?:" + strings.TrimSuffix(text[i+len(` \[`):], `\]`) + ")$")
	return e, err
}

// stringArgs returns the arguments of a call of one of the named functions, if
// there are any and all are string literals.
func stringArgs(call *ast.CallExpr, names ...string) (texts []string, ok bool) {
	id, isIdent := call.Fun.(*ast.Ident)
	if !isIdent || len(call.Args) == 0 {
		return nil, false
	}
	for _, name := range names {
		ok = ok || id.Name == name
	}
	for _, arg := range call.Args {
		lit, isLit := arg.(*ast.BasicLit)
		if !isLit || lit.Kind != token.STRING {
			return nil, false
		}
		text, err := strconv.Unquote(lit.Value)
		if err != nil {
			return nil, false
		}
		texts = append(texts, text)
	}
	return texts, ok
}
