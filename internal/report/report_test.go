package report

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/gojoincheck/gojoincheck/internal/finding"
	"github.com/gojoincheck/gojoincheck/internal/rule"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// src is a small tree of files that the findings below point into.
var src = map[string]string{
	"/src/p/a/a.go": `package a

import "sync"

func Count() int {
	n := 0
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		defer wg.Done()
		n++
	}()
	println(n)

	wg.Wait()
	return n
}
`,
	"/src/p/b/b.go": "package b\n\nfunc F(名 string, c chan int) {\n\tgo func() { c <- len(名) }()\t// é\x1b[31m\n\treturn\n}\n",
}

// span is the extent of text, its nth occurrence in a file counted from 1, or
// of the part of it between « and ».
func span(file, text string, nth int) (pos, end finding.Position) {
	file = "/src/p/" + file
	before, after, marked := strings.Cut(text, "«")
	inner, after, _ := strings.Cut(after, "»")
	if marked {
		text = before + inner + after
	} else {
		before, inner, after = "", text, ""
	}
	rest, offset := src[file], 0
	for range nth {
		i := strings.Index(src[file][offset:], text)
		if i < 0 {
			panic(fmt.Sprintf("%s: no %q number %d", file, text, nth))
		}
		offset += i + len(text)
	}
	at := func(offset int) finding.Position {
		before := rest[:offset]
		return finding.Position{
			File: file, Line: strings.Count(before, "\n") + 1,
			Col: offset - strings.LastIndexByte(before, '\n'),
		}
	}
	return at(offset - len(inner+after)), at(offset - len(after))
}

func related(file, text string, nth int, msg string) finding.Related {
	pos, end := span(file, text, nth)
	return finding.Related{Pos: pos, End: end, Message: msg}
}

func make1(sev rule.Severity, id, file, text string, nth int, msg string, related ...finding.Related) finding.Finding {
	pos, end := span(file, text, nth)
	return finding.Finding{
		Rule: id, Analyzer: "closurecapture", Severity: sev, Message: msg,
		URL: "https://example.com/" + id, Package: "example.com/p/" + filepath.Dir(file),
		Pos: pos, End: end, Related: related,
	}
}

// testRules are rules of the findings below, but not all: the linter may run
// analyzers whose rules nobody declared.
var testRules = []*rule.Rule{
	{
		ID: "captured-race", Analyzer: "closurecapture", Severity: rule.Error, Summary: "a race on a captured variable",
		Texts: fstest.MapFS{
			"doc.md":      {Data: []byte("The goroutine and `another` use it\nat once.\n\nMore of <it>.\n")},
			"bad.go.txt":  {Data: []byte("package p\n\nvar bad <-chan int\n")},
			"good.go.txt": {Data: []byte("package p\n")},
		},
	},
	{ID: "abandoned-send", Analyzer: "goroutineleak", Severity: rule.Warning, Summary: "a send that nobody receives"},
	{ID: "ordered", Analyzer: "closurecapture", Severity: rule.Note, Summary: "a captured variable is ordered"},
}

// report returns a report with one finding of each interesting shape.
func report() *Report {
	race := make1(rule.Error, "captured-race", "a/a.go", "n++", 1,
		"n is written by the goroutine and read before the join",
		related("a/a.go", "go", 1, finding.ForkLabel),
		related("a/a.go", "println(«n»)", 1, "read here"),
		related("a/a.go", "wg.Wait()", 1, "joined only here"))
	race.Fixes = []finding.Fix{{
		Message: "move the join up", Edits: []finding.Edit{{File: "/src/p/a/a.go", Start: 1, End: 2, New: "<-x"}},
	}}
	leak := make1(rule.Warning, "abandoned-send", "b/b.go", "c <-", 1, "nobody receives\nfrom c",
		related("b/b.go", "go func() { c <- len(名) }()", 1, "forked here"),
		related("b/b.go", "return", 1, "returns here"),
		related("a/a.go", "«n» := 0", 1, "called from another file"),
		finding.Related{Pos: finding.Position{File: "/gone/x.go", Line: 7, Col: 2}, Message: "source not at hand"})
	body, _ := span("a/a.go", "go func", 1)
	_, end := span("a/a.go", "}()", 1)
	long := make1(rule.Error, "unjoined", "a/a.go", "go func", 1, "many lines")
	long.Pos, long.End = body, end
	point := make1(rule.Error, "missing-end", "a/a.go", "println", 1, "a point")
	point.End = point.Pos
	fs := []finding.Finding{race, leak, long, point}
	for i := range maxNotes + 2 {
		fs = append(fs, make1(rule.Note, "ordered", "a/a.go", "n", 1+i, "n is ordered by wg.Wait"))
	}
	return &Report{
		Findings: finding.Normalize(fs), Base: "/src/p", Version: "v0.0.0",
		Root: "/src", ReadFile: readSrc, Rules: testRules,
		Problems: []finding.Problem{
			{Kind: finding.Load, Message: "no Go files in /src/p/empty"},
			{Kind: finding.Build, Package: "example.com/p/bad", Pos: finding.Position{File: "/src/p/bad/b.go", Line: 2, Col: 3}, Message: "undefined: x"},
			{Kind: finding.Build, Package: "example.com/p/bad", Pos: finding.Position{File: "/src/p/bad/b.go", Line: 3, Col: 3}, Message: "undefined: y"},
			{Kind: finding.Analysis, Package: "example.com/p/boom", Message: "the analysis panicked: boom"},
		},
	}
}

func readSrc(name string) ([]byte, error) {
	if text, ok := src[name]; ok {
		return []byte(text), nil
	}
	return nil, os.ErrNotExist
}

func TestFormats(t *testing.T) {
	all := report()
	all.AllNotes = true
	for _, test := range []struct {
		golden string
		write  func(*bytes.Buffer) error
	}{
		{"lines.txt", func(b *bytes.Buffer) error { return report().Lines(b) }},
		{"lines_notes.txt", func(b *bytes.Buffer) error { return all.Lines(b) }},
		{"terminal.txt", func(b *bytes.Buffer) error { return report().Terminal(b, TerminalOptions{ReadFile: readSrc}) }},
		{"terminal_notes.txt", func(b *bytes.Buffer) error { return all.Terminal(b, TerminalOptions{ReadFile: readSrc}) }},
		{"terminal_color.txt", func(b *bytes.Buffer) error {
			return report().Terminal(b, TerminalOptions{ReadFile: readSrc, Color: true})
		}},
		{"terminal_empty.txt", func(b *bytes.Buffer) error { return new(Report).Terminal(b, TerminalOptions{}) }},
		{"report.json", func(b *bytes.Buffer) error { return report().JSON(b) }},
		{"empty.json", func(b *bytes.Buffer) error { return (&Report{Version: "v0.0.0"}).JSON(b) }},
		{"report.sarif", func(b *bytes.Buffer) error { return report().SARIF(b) }},
		{"notes.sarif", func(b *bytes.Buffer) error { return all.SARIF(b) }},
		{"empty.sarif", func(b *bytes.Buffer) error { return new(Report).SARIF(b) }},
		{"github.txt", func(b *bytes.Buffer) error { return report().GitHub(b) }},
		{"github_notes.txt", func(b *bytes.Buffer) error { return all.GitHub(b) }},
		{"checkstyle.xml", func(b *bytes.Buffer) error { return report().Checkstyle(b) }},
		{"checkstyle_empty.xml", func(b *bytes.Buffer) error { return new(Report).Checkstyle(b) }},
		{"junit.xml", func(b *bytes.Buffer) error { return report().JUnit(b) }},
		{"junit_empty.xml", func(b *bytes.Buffer) error { return new(Report).JUnit(b) }},
		{"gitlab.json", func(b *bytes.Buffer) error { return report().GitLab(b) }},
		{"gitlab_empty.json", func(b *bytes.Buffer) error { return new(Report).GitLab(b) }},
		{"problems.txt", func(b *bytes.Buffer) error { return report().WriteProblems(b, "gojoincheck") }},
	} {
		t.Run(test.golden, func(t *testing.T) {
			var b bytes.Buffer
			if err := test.write(&b); err != nil {
				t.Fatal(err)
			}
			golden := filepath.Join("testdata", test.golden)
			if *update {
				if err := os.WriteFile(golden, b.Bytes(), 0o666); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(b.Bytes(), want) {
				t.Errorf("got:\n%s\nwant:\n%s", b.Bytes(), want)
			}
		})
	}
}

// TestColorOnlyPaints holds that colours add nothing but escape sequences.
func TestColorOnlyPaints(t *testing.T) {
	var plain, colored bytes.Buffer
	if err := report().Terminal(&plain, TerminalOptions{ReadFile: readSrc}); err != nil {
		t.Fatal(err)
	}
	if err := report().Terminal(&colored, TerminalOptions{ReadFile: readSrc, Color: true}); err != nil {
		t.Fatal(err)
	}
	escapes := regexp.MustCompile("\x1b\\[[0-9;]*m")
	if got := escapes.ReplaceAll(colored.Bytes(), nil); !bytes.Equal(got, plain.Bytes()) {
		t.Errorf("without its colours:\n%s\nplain:\n%s", got, plain.Bytes())
	}
	if !escapes.Match(colored.Bytes()) || escapes.Match(plain.Bytes()) {
		t.Error("the colours are on the wrong side")
	}
}

// TestJSONDocNamesEveryField holds the description of the format to its code.
func TestJSONDocNamesEveryField(t *testing.T) {
	var b bytes.Buffer
	if err := report().JSON(&b); err != nil {
		t.Fatal(err)
	}
	dec := json.NewDecoder(&b)
	for {
		tok, err := dec.Token()
		if err != nil {
			break
		}
		// Values are tokens too; those with a space or a slash are no names.
		name, ok := tok.(string)
		if !ok || !regexp.MustCompile(`^[a-z]+$`).MatchString(name) || name == "closurecapture" || name == "unjoined" || name == "ordered" {
			continue
		}
		if !strings.Contains(JSONDoc, `"`+name+`"`) {
			t.Errorf("json.txt does not mention %q", name)
		}
	}
}

func TestName(t *testing.T) {
	r := &Report{Base: "/src/p"}
	for file, want := range map[string]string{
		"/src/p/a/a.go":           "a/a.go",
		"/src/q.go":               "../q.go",
		"/x/y.go":                 "/x/y.go",
		"rel.go":                  "rel.go",
		"":                        "-",
		"/src/pp/a.go":            "../pp/a.go",
		"/usr/lib/go/src/sync.go": "/usr/lib/go/src/sync.go",
	} {
		if got := r.Name(file); got != want {
			t.Errorf("Name(%q) = %q, want %q", file, got, want)
		}
	}
}

func TestQuote(t *testing.T) {
	for _, test := range []struct {
		src         string
		from, to    int
		text        string
		start, wide int
	}{
		{"\tgo f()", 2, 4, "    go f()", 4, 2},
		{"a\tb", 3, 4, "a   b", 4, 1},
		{"名 := x", 8, 9, "名 := x", 6, 1}, // three bytes, two columns
		{"é := x", 7, 8, "é := x", 5, 1},
		{"word(x)", 1, 1, "word(x)", 0, 4},   // a point covers a word
		{"go f()", 4, 0, "go f()", 3, 3},     // a span of several lines
		{"x", 9, 12, "x", 1, 1},              // beyond the end: the file has changed
		{"x", 0, 0, "x", 0, 1},               // no column at all
		{"", 1, 1, "", 0, 1},                 // an empty line
		{"a\x1bb", 3, 4, "a\ufffdb", 2, 1},   // no commands to the terminal
		{"a\xffb", 3, 4, "a\ufffdb", 2, 1},   // no UTF-8
		{"a\r\vb", 4, 5, "a\ufffdb", 2, 1},   // harmless however clusters form
		{"e\u0301x", 4, 5, "e\u0301x", 1, 1}, // two runes, one column
	} {
		q := quote(test.src)
		start, wide := q.span(test.src, test.from, test.to)
		if strings.ContainsAny(q.text, "\x1b\r\v") {
			t.Errorf("quote(%q) = %q lets a control character through", test.src, q.text)
		}
		if test.src != "a\r\vb" && (q.text != test.text || start != test.start || wide != test.wide) {
			t.Errorf("%q[%d:%d] gives %q at %d, %d wide; want %q at %d, %d wide",
				test.src, test.from, test.to, q.text, start, wide, test.text, test.start, test.wide)
		}
	}
}

// failing fails at its first write, and counts them.
type failing struct{ writes int }

func (f *failing) Write([]byte) (int, error) {
	f.writes++
	return 0, errors.New("full")
}

func TestWriteErrors(t *testing.T) {
	for name, write := range map[string]func(*failing) error{
		"lines":      func(f *failing) error { return report().Lines(f) },
		"terminal":   func(f *failing) error { return report().Terminal(f, TerminalOptions{ReadFile: readSrc}) },
		"json":       func(f *failing) error { return report().JSON(f) },
		"sarif":      func(f *failing) error { return report().SARIF(f) },
		"github":     func(f *failing) error { return report().GitHub(f) },
		"checkstyle": func(f *failing) error { return report().Checkstyle(f) },
		"junit":      func(f *failing) error { return report().JUnit(f) },
		"gitlab":     func(f *failing) error { return report().GitLab(f) },
	} {
		w := new(failing)
		if err := write(w); err == nil || w.writes != 1 {
			t.Errorf("%s: error %v after %d writes, want an error after the only one", name, err, w.writes)
		}
	}
}
