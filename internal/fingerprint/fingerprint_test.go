package fingerprint

import (
	"slices"
	"strings"
	"testing"

	"github.com/gojoincheck/gojoincheck/internal/finding"
)

// TestLineHashes has the figures of GitHub's own test.
func TestLineHashes(t *testing.T) {
	greetings := []string{
		"e9496ae3ebfced30:1", "fb7c023a8b9ccb3f:1", "ce8ba1a563dcdaca:1", "e20e36e16fcb0cc8:1",
		"b3edc88f2938467e:1", "c8e28b0b4002a3a0:1", "c129715d7a2bc9a3:1",
	}
	for _, test := range []struct {
		src  string
		want []string
	}{
		{"", []string{"c129715d7a2bc9a3:1"}},
		{" a\nb\n  \t\tc\n d", []string{"271789c17abda88f:1", "54703d4cd895b18:1", "180aee12dab6264:1", "a23a3dc5e078b07b:1"}},
		{" hello; \t\nworld!!!\n\n\n  \t\tGreetings\n End\n", greetings},
		{" hello; \t\nworld!!!\r\r\r  \t\tGreetings\r End\r", greetings},
		{" hello; \t\r\nworld!!!\r\n\r\n\r\n  \t\tGreetings\r\n End\r\n", greetings},
		{" hello; \t\nworld!!!\r\n\n\r  \t\tGreetings\r End\r\n", greetings},
		{strings.Repeat("Lorem ipsum dolor sit amet.\n", 10), []string{
			"a7f2ff13bc495cf2:1", "a7f2ff13bc495cf2:2", "a7f2ff13bc495cf2:3", "a7f2ff13bc495cf2:4",
			"a7f2ff13bc495cf2:5", "a7f2ff13bc495cf2:6", "a7f2ff1481e87703:1", "a9cf91f7bbf1862b:1",
			"55ec222b86bcae53:1", "cc97dc7b1d7d8f7b:1", "c129715d7a2bc9a3:1",
		}},
	} {
		if got := LineHashes([]byte(test.src)); !slices.Equal(got, test.want) {
			t.Errorf("LineHashes(%q) = %q, want %q", test.src, got, test.want)
		}
	}
}

const src = `package p

func (s *Server) Start(n int) {
	go s.run()
	n++
}

func other() {
	go run()
	go run()
}
`

func prints(text string, fs ...finding.Finding) []string {
	lines := strings.Split(text, "\n")
	return All(fs, func(string) string { return "p.go" }, func(string) []string { return lines })
}

func at(line int, rule, msg string) finding.Finding {
	return finding.Finding{Rule: rule, Message: msg, Pos: finding.Position{File: "/x/p.go", Line: line, Col: 2}}
}

func TestStableWhenLinesMove(t *testing.T) {
	before := prints(src, at(4, "unjoined", "returns at line 5"), at(9, "unjoined", "x"), at(10, "unjoined", "x"))
	moved := strings.Replace(src, "package p\n", "// Doc.\npackage p\n\nimport \"fmt\"\n", 1)
	moved = strings.Replace(moved, "\tgo s.run()", "\t\tgo  s.run()", 1) // indented
	after := prints(moved, at(7, "unjoined", "returns at line 8"), at(12, "unjoined", "x"), at(13, "unjoined", "x"))
	if !slices.Equal(before, after) {
		t.Errorf("before %q, after %q", before, after)
	}
}

func TestDistinct(t *testing.T) {
	all := prints(src,
		at(4, "unjoined", "x"), at(4, "detached", "x"), at(4, "unjoined", "y"), // rule and message
		at(9, "unjoined", "x"), at(10, "unjoined", "x"), // equal: numbered
		at(99, "unjoined", "x")) // a file that is shorter now
	sorted := slices.Clone(all)
	slices.Sort(sorted)
	if n := len(slices.Compact(sorted)); n != len(all) {
		t.Errorf("%d of %d are distinct: %q", n, len(all), all)
	}
	if again := prints(src, at(4, "unjoined", "x")); again[0] != all[0] {
		t.Error("not the same twice")
	}
}

func TestContext(t *testing.T) {
	lines := strings.Split(src, "\n")
	for n, want := range map[int]string{4: "*Server.Start", 9: ".other", 1: ""} {
		if got, _ := context(lines, n); got != want {
			t.Errorf("line %d is in %q, want %q", n, got, want)
		}
	}
}
