package suppress

import (
	"bytes"
	"errors"
	"fmt"
	"go/ast"
	"go/format"
	"go/parser"
	"go/scanner"
	"go/token"
	"slices"
	"strings"
)

// A Place is a line of a file and the rules to silence there.
type Place struct {
	Line  int
	Rules []string
}

// CheckReason returns an error if a comment with the reason would silence
// nothing.
func CheckReason(reason string) error {
	c, ok := parse(comment([]string{"rule"}, reason))
	switch {
	case strings.ContainsAny(reason, "\r\n"):
		return errors.New("a reason is one line")
	case !ok || c.problem != "":
		return errors.New("a reason is needed: say why the findings may stand")
	}
	return nil
}

func comment(rules []string, reason string) string {
	return "//gojoincheck:ignore " + strings.Join(rules, ",") + " " + strings.TrimSpace(reason)
}

// Add returns the source with a comment above each place that silences the
// rules there. What gofmt had formatted stays so. It returns an error, and
// nothing is added, if one of the places cannot have a comment.
func Add(src []byte, places []Place, reason string) ([]byte, error) {
	if err := CheckReason(reason); err != nil {
		return nil, err
	}
	literals, err := multiline(src)
	if err != nil {
		return nil, err
	}
	lines := bytes.SplitAfter(src, []byte("\n"))
	places = slices.Clone(places)
	slices.SortFunc(places, func(a, b Place) int { return b.Line - a.Line }) // from the end, so that lines keep their numbers
	for _, p := range places {
		if p.Line < 1 || p.Line > len(lines) {
			return nil, fmt.Errorf("there is no line %d: the file has changed since it was analyzed", p.Line)
		}
		text := comment(p.Rules, reason)
		if slices.ContainsFunc(literals, func(l [2]int) bool { return l[0] < p.Line && p.Line <= l[1] }) {
			if lines[p.Line-1], err = behind(lines[p.Line-1], text); err != nil {
				return nil, fmt.Errorf("line %d: %w", p.Line, err)
			}
			continue
		}
		lines = slices.Insert(lines, p.Line-1, above(lines[p.Line-1], text))
	}
	out := bytes.Join(lines, nil)
	if formatted, err := format.Source(src); err == nil && bytes.Equal(formatted, src) {
		if out, err = format.Source(out); err != nil {
			return nil, err
		}
	}
	return out, verify(src, out, places)
}

// above is a line for the comment, with the indentation and the ending of the
// line below it.
func above(below []byte, text string) []byte {
	indent := below[:len(below)-len(bytes.TrimLeft(below, " \t"))]
	end := "\n"
	if bytes.HasSuffix(below, []byte("\r\n")) {
		end = "\r\n"
	}
	return slices.Concat(indent, []byte(text+end))
}

// behind puts the comment at the end of a line that begins within a literal.
func behind(line []byte, text string) ([]byte, error) {
	code := bytes.TrimRight(line, "\r\n")
	if bytes.Contains(code, []byte("//")) || bytes.Count(code, []byte("`"))%2 == 0 {
		return nil, errors.New("there is no room for a comment above or behind it")
	}
	return slices.Concat(code, []byte(" "+text), line[len(code):]), nil
}

// multiline returns the first and the last line of each literal and comment
// that has more than one: nothing can be added within.
func multiline(src []byte) ([][2]int, error) {
	fset := token.NewFileSet()
	file := fset.AddFile("", -1, len(src))
	var s scanner.Scanner
	var failed error
	s.Init(file, src, func(_ token.Position, msg string) { failed = errors.New(msg) }, scanner.ScanComments)
	var spans [][2]int
	for {
		pos, tok, lit := s.Scan()
		if tok == token.EOF {
			return spans, failed
		}
		if n := strings.Count(lit, "\n"); n > 0 && (tok == token.STRING || tok == token.COMMENT) {
			first := file.Line(pos)
			spans = append(spans, [2]int{first, first + n})
		}
	}
}

// verify makes sure that the comments are about the same lines as the places
// were.
func verify(src, out []byte, places []Place) error {
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, "", out, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return err
	}
	s := Parse(fset, []*ast.File{f})
	old, now := bytes.Split(src, []byte("\n")), bytes.Split(out, []byte("\n"))
	for _, p := range places {
		want := words(old[p.Line-1])
		covered := slices.ContainsFunc(s.all, func(d *directive) bool {
			return slices.Equal(d.rules, p.Rules) && slices.ContainsFunc(d.lines, func(n int) bool {
				return n <= len(now) && strings.HasPrefix(words(now[n-1]), want)
			})
		})
		if !covered {
			return fmt.Errorf("line %d: a comment above it would not be about it", p.Line)
		}
	}
	return nil
}

// words is a line without its layout.
func words(line []byte) string { return strings.Join(strings.Fields(string(line)), " ") }
