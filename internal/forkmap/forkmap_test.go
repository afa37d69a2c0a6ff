package forkmap

import (
	"bytes"
	"errors"
	"flag"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the golden files")

// sample is a map with a fork of each verdict, in two functions.
func sample() *Map {
	at := func(line, col int) Pos { return Pos{"/src/p/a.go", line, col} }
	ptr := func(p Pos) *Pos { return &p }
	run := Fork{Package: "example.com/p", Function: "run", Start: at(3, 1), End: at(30, 1), Kind: "go statement", Times: "1"}
	with := func(base Fork, line int, v Verdict, reason string, change func(*Fork)) Fork {
		base.Pos, base.Verdict, base.Reason, base.Task = at(line, 2), v, reason, base.Function+".func1"
		if change != nil {
			change(&base)
		}
		return base
	}
	closing := run
	closing.Function, closing.Start, closing.End = "(*T).Start", at(40, 1), at(50, 1)
	return New([]Fork{
		with(closing, 42, Owned, "joined by t.wg.Wait (line 62) in (*T).Close", func(f *Fork) {
			f.Kind = "group"
			f.Joins = []Join{{Pos: at(62, 3), Op: "t.wg.Wait", In: "(*T).Close", By: "(*T).Close"}}
		}),
		with(closing, 44, Daemon, "it never ends", nil),
		with(closing, 45, Unknown, "what it runs is out of sight", func(f *Fork) { f.Task = "" }),
		with(closing, 46, Detached, "it signals nothing that the function or its callers wait for", nil),
		with(closing, 47, Partial, "joined by the receive from c (line 48), but not on every path", func(f *Fork) {
			f.Joins = []Join{{Pos: at(48, 3), Op: "the receive from c", In: "(*T).Start"}}
			f.Returns = []Pos{at(49, 3)}
		}),
		with(run, 5, Joined, "joined by wg.Wait (line 20)", func(f *Fork) {
			f.Times = "4"
			f.Joins = []Join{{Pos: at(20, 2), Op: "wg.Wait", In: "run"}}
			f.Shares = []Share{
				{Name: "total", Decl: ptr(at(4, 2)), Pos: at(7, 3), Write: true, Order: "lock mu; wg.Wait (line 20)", At: ptr(at(20, 2))},
				{Name: "x", Pos: at(8, 3), Write: true, Race: true, Order: "goroutine writes x while line 12 reads it", At: ptr(at(12, 2))},
			}
		}),
		with(run, 8, Joined, "joined by wg.Wait (line 20)", func(f *Fork) {
			f.Inside = ptr(at(5, 2))
			f.Joins = []Join{{Pos: at(20, 2), Op: "wg.Wait", In: "run", By: "run"}}
		}),
		with(run, 10, Missing, "goroutine is not joined on every path: line 15 returns before wg is waited for", func(f *Fork) {
			f.Times = "many"
			f.Returns = []Pos{at(15, 3)}
			f.Joins = []Join{{Pos: at(20, 2), Op: "wg.Wait", In: "run"}}
			f.Findings = []Issue{{Rule: "join-skipped", Message: "goroutine is not joined on every path: line 15 returns before wg is waited for", Pos: at(10, 2)}}
		}),
	}, []Problem{{Package: "example.com/q", Message: "does not compile"}}, "/src")
}

// source gives every file a line of its own on each line.
func source(string) ([]byte, error) {
	var b bytes.Buffer
	for range 99 {
		b.WriteString("\tsource(\"<&>\")\n")
	}
	return b.Bytes(), nil
}

var formats = map[string]func(m *Map, w io.Writer) error{
	"text": (*Map).Text, "json": (*Map).JSON, "dot": (*Map).DOT, "mermaid": (*Map).Mermaid,
	"html": func(m *Map, w io.Writer) error { return m.HTML(w, source) },
}

func render(t *testing.T, m *Map, format string) string {
	t.Helper()
	var b bytes.Buffer
	if err := formats[format](m, &b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestGolden(t *testing.T) {
	for format := range formats {
		t.Run(format, func(t *testing.T) {
			got := render(t, sample(), format)
			name := filepath.Join("testdata", "sample."+format)
			if *update {
				if err := os.WriteFile(name, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			if got != string(want) {
				t.Errorf("%s differs; -update writes it anew:\n%s", name, got)
			}
		})
	}
}

// TestOrder gives the forks in every rotation, which must not show.
func TestOrder(t *testing.T) {
	m := sample()
	want := render(t, m, "json")
	for i := range m.Forks {
		turned := slices.Concat(m.Forks[i:], m.Forks[:i], m.Forks[:1])
		if got := render(t, New(turned, m.Problems, "/"), "json"); got != want {
			t.Errorf("rotation %d gives another map:\n%s", i, got)
		}
	}
}

// TestBestKnown: a package and its test variant tell of one fork; who knows of
// a join knows more.
func TestBestKnown(t *testing.T) {
	p := Pos{"a.go", 3, 2}
	owned := Fork{Pos: p, Verdict: Owned, Joins: []Join{{Op: "wg.Wait"}}}
	alone := Fork{Pos: p, Verdict: Owned}
	detached := Fork{Pos: p, Verdict: Detached}
	for _, forks := range [][]Fork{{owned, alone, detached}, {detached, alone, owned}} {
		got := New(forks, nil, "").Forks
		if len(got) != 1 || len(got[0].Joins) != 1 {
			t.Errorf("kept %+v", got)
		}
	}
}

func TestDecode(t *testing.T) {
	f := sample().Forks[0]
	text, err := f.Encode()
	if err != nil {
		t.Fatal(err)
	}
	if back, err := Decode(text); err != nil || back.Pos != f.Pos || len(back.Shares) != len(f.Shares) {
		t.Errorf("Decode(Encode(f)) = %+v, %v", back, err)
	}
	for _, bad := range []string{"", "goroutine is never joined", "{}", `{"pos":{"file":"a.go"}}`, `{"pos":{"file":"a.go"},"verdict":"odd"}`} {
		if _, err := Decode(bad); err == nil {
			t.Errorf("Decode(%q) finds nothing wrong", bad)
		}
	}
}

func TestRelative(t *testing.T) {
	for _, test := range []struct{ base, file, want string }{
		{"/src", "/src/p/a.go", "p/a.go"},
		{"/src", "/other/a.go", "/other/a.go"},
		{"/src", "/src/..a/a.go", "..a/a.go"},
		{"", "a.go", "a.go"},
	} {
		if got := Relative(test.base, test.file); got != test.want {
			t.Errorf("Relative(%q, %q) = %q, want %q", test.base, test.file, got, test.want)
		}
	}
}

func TestEmpty(t *testing.T) {
	m := New(nil, nil, "")
	for format, want := range map[string]string{"text": "no forks\n", "json": `"forks": []`, "dot": "digraph forks {", "mermaid": "flowchart LR", "html": "No goroutine is started here."} {
		if got := render(t, m, format); !strings.Contains(got, want) {
			t.Errorf("%s of an empty map: %s", format, got)
		}
	}
	m = New(nil, []Problem{{"p", "does not compile"}}, "")
	if got := render(t, m, "html"); strings.Contains(got, "No goroutine is started here.") || !strings.Contains(got, "does not compile") {
		t.Error("the page of packages that could not be analyzed says that they have no forks")
	}
}

// TestNoSource: a page without source lines is still a page.
func TestNoSource(t *testing.T) {
	var b bytes.Buffer
	if err := sample().HTML(&b, func(string) ([]byte, error) { return nil, errors.New("gone") }); err != nil || !strings.Contains(b.String(), "</html>") {
		t.Errorf("%v: %s", err, b.String())
	}
}

// TestNoHalfPage: nothing is written when the template fails, and an error of
// the writer comes back.
func TestNoHalfPage(t *testing.T) {
	for format, write := range formats {
		if err := write(sample(), fullDisk{}); err == nil {
			t.Errorf("%s: the writer's error is lost", format)
		}
	}
}

type fullDisk struct{}

func (fullDisk) Write([]byte) (int, error) { return 0, errors.New("disk full") }
