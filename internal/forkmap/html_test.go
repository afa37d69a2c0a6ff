package forkmap

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// hostile are texts that end up in pages, graphs and terminals. Go's own names
// are tame, but files, packages and messages are whatever somebody made them.
var hostile = []string{
	`<script>alert(1)</script>`, `"><img src=x onerror=alert(1)>`, `</title><script>alert(1)</script>`,
	`'); alert(1); ('`, "`${alert(1)}`", `javascript:alert(1)`, `<!--`, `]]>`, `&lt;b&gt;`, `{{.}}`, "a\nb", "\x1b[31m", "\\", `\"`, "ünï—code", "]):::x\nclick f0 href",
}

func hostileMap(s string) *Map {
	p := Pos{s + ".go", 3, 1}
	end := Pos{s + ".go", 9, 1}
	return New([]Fork{{
		Package: s, Function: s, Start: p, End: end, Pos: Pos{s + ".go", 4, 1}, Kind: s, Task: s, TaskPos: &p, Times: s,
		Verdict: Missing, Reason: s,
		Joins:    []Join{{Pos: p, Op: s, In: s, By: s}},
		Shares:   []Share{{Name: s, Pos: p, Order: s, Race: true}},
		Findings: []Issue{{Rule: s, Message: s, Pos: p}},
	}}, []Problem{{s, s}}, "")
}

// TestEscaping parses pages with hostile names: they have the elements and
// attributes of a page with tame names, and the texts come back whole.
func TestEscaping(t *testing.T) {
	shape := func(s string) (elements []string, text string) {
		var b strings.Builder
		if err := hostileMap(s).HTML(&b, func(string) ([]byte, error) { return []byte(strings.Repeat(s+"\n", 20)), nil }); err != nil {
			t.Fatal(err)
		}
		doc, err := html.Parse(strings.NewReader(b.String()))
		if err != nil {
			t.Fatal(err)
		}
		var texts strings.Builder
		for n := range doc.Descendants() {
			switch n.Type {
			case html.ElementNode:
				e := n.Data
				for _, a := range n.Attr {
					e += " " + a.Key
				}
				elements = append(elements, e)
			case html.TextNode:
				texts.WriteString(n.Data + "\n")
			case html.CommentNode:
				elements = append(elements, "comment")
			}
		}
		return elements, texts.String()
	}
	tame, _ := shape("name")
	for _, s := range hostile {
		got, text := shape(s)
		if !slices.Equal(got, tame) {
			t.Errorf("%q changes the elements of the page:\n%v\n%v", s, got, tame)
		}
		if n := strings.Count(text, s); n < 5 {
			t.Errorf("%q is shown %d times", s, n)
		}
	}
}

// TestAlone: the page asks for nothing from anywhere.
func TestAlone(t *testing.T) {
	doc, err := html.Parse(strings.NewReader(render(t, sample(), "html")))
	if err != nil {
		t.Fatal(err)
	}
	ids := map[string]bool{}
	for n := range doc.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		if slices.Contains([]string{"link", "img", "iframe", "object", "embed", "base", "a", "form"}, n.Data) {
			t.Errorf("the page has a <%s>", n.Data)
		}
		for _, a := range n.Attr {
			if slices.Contains([]string{"src", "href", "action", "srcset"}, a.Key) || strings.HasPrefix(a.Key, "on") {
				t.Errorf("<%s> has %s=%q", n.Data, a.Key, a.Val)
			}
			if a.Key == "id" {
				if ids[a.Val] {
					t.Errorf("two elements have the id %q", a.Val)
				}
				ids[a.Val] = true
			}
			if a.Key == "data-fork" {
				defer func() {
					if !ids[a.Val] {
						t.Errorf("a line belongs to %q, and nothing has that id", a.Val)
					}
				}()
			}
		}
	}
	if page := render(t, sample(), "html"); strings.Contains(page, "url(") || strings.Contains(page, "@import") || strings.Contains(page, "ZgotmplZ") {
		t.Error("the style sheet loads something, or the template refused a value")
	}
}

// TestGraphsEscape: in graphs, a name is one string, whatever it holds.
func TestGraphsEscape(t *testing.T) {
	for _, s := range hostile {
		m := hostileMap(s)
		want := strings.Count(render(t, hostileMap("name"), "mermaid"), "\n")
		if got := render(t, m, "mermaid"); strings.Count(got, "\n") != want || strings.ContainsAny(strings.ReplaceAll(strings.ReplaceAll(got, "-->", ""), "-.->", ""), "<>`\x1b") {
			t.Errorf("mermaid of %q:\n%s", s, got)
		}
		for line := range strings.Lines(render(t, m, "dot")) {
			if n := quotes(line); n%2 != 0 {
				t.Errorf("dot of %q has a string without an end: %s", s, line)
			}
		}
		if got := render(t, m, "text"); strings.ContainsRune(got, '\x1b') {
			t.Errorf("text of %q speaks to the terminal", s)
		}
	}
}

// quotes counts the quotation marks that Graphviz takes for such.
func quotes(line string) int {
	n := 0
	for i := 0; i < len(line); i++ {
		switch line[i] {
		case '\\':
			i++
		case '"':
			n++
		}
	}
	return n
}

// TestFigure checks what a diagram must hold for any function: each goroutine
// has a line, two that run at the same time have two lanes as long as there are
// any, and nothing lies outside of the picture.
func TestFigure(t *testing.T) {
	for _, n := range []int{1, 5, maxLanes, maxLanes + 1, 1000} {
		var forks []*Fork
		for i := range n {
			f := &Fork{Function: "F", Start: Pos{"a.go", 1, 1}, End: Pos{"a.go", 2*n + 4, 1}, Pos: Pos{"a.go", 2 + i, 2}, Verdict: Verdicts[i%len(Verdicts)]}
			if f.Verdict == Joined {
				f.Joins = []Join{{Pos: Pos{"a.go", n + 2 + i, 2}, In: "F"}}
			}
			forks = append(forks, f)
		}
		d := &drawing{fn: Function{Name: "F", Start: forks[0].Start, End: forks[0].End, Forks: forks}, rowOf: map[int]int{}}
		d.rows(nil)
		d.lanes()
		d.lines()
		if len(d.fig.Lines) != n {
			t.Errorf("%d forks have %d lines", n, len(d.fig.Lines))
		}
		if crowded := n > maxLanes; d.fig.Crowded != crowded {
			t.Errorf("%d forks: crowded is %v", n, d.fig.Crowded)
		}
		used := map[string]int{}
		for i, s := range d.spans {
			if x := laneX(s.lane); x <= laneX(0) || x >= d.fig.Width {
				t.Errorf("lane %d of %d forks lies outside", s.lane, n)
			}
			if s.from >= s.to || s.to >= len(d.fig.Rows) {
				t.Errorf("fork %d runs from row %d to %d of %d", i, s.from, s.to, len(d.fig.Rows))
			}
			for r := s.from; r <= s.to && s.lane < maxLanes; r++ {
				k := fmt.Sprint(s.lane, " ", r)
				if used[k]++; used[k] > 1 {
					t.Fatalf("%d forks: two lines in lane and row %s", n, k)
				}
			}
		}
	}
}
