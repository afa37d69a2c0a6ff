package front

import (
	"slices"
	"testing"
)

func TestConcurrency(t *testing.T) {
	tests := []struct {
		name, text string
		want       bool
	}{
		{"nothing", "package p\nfunc f() int { return 1 }", false},
		{"go statement", "package p\nfunc f() { go f() }", true},
		{"go in a comment", "package p\n// let it go now\nfunc f() {}", false},
		{"go in a string", "package p\nvar s = \"go f()\"", false},
		{"go in a directive", "//go:build linux\n\npackage p", false},
		{"go in a path", "package p\nimport _ \"go.example.com/go\"", false},
		{"go, and no space", "package p\nfunc f() { go(f)() }", true},
		{"go in a name", "package p\nvar cargo, gopher int", false},
		{"channel type", "package p\ntype c chan int", true},
		{"receive", "package p\nfunc f(c c) { <-c }", true},
		{"arrow in a comment", "package p\n// a <- b", false},
		{"empty select", "package p\nfunc f() { select {} }", true},
		{"sync", "package p\nimport \"sync\"\nvar mu sync.Mutex", true},
		{"sync/atomic", "package p\nimport _ \"sync/atomic\"", true},
		{"a path that only starts like one", "package p\nimport _ \"synctool\"", false},
		{"context", "package p\nimport c \"context\"", true},
		{"errgroup", "package p\nimport _ \"golang.org/x/sync/errgroup\"", true},
		{"testing", "package p\nimport _ \"testing\"", true},
		{"time alone", "package p\nimport \"time\"\nvar d time.Duration", false},
		{"time.AfterFunc", "package p\nimport \"time\"\nvar _ = time.AfterFunc", true},
		{"does not parse", "package p\nfunc f( { go f() }", true},
		{"is no Go", "\x00\xff", false},
		{"empty", "", false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := Concurrency.In([]Source{NewSource("a.go", []byte(test.text))}); got != test.want {
				t.Errorf("In = %t, want %t", got, test.want)
			}
		})
	}
}

func TestWords(t *testing.T) {
	tests := []struct {
		text, word string
		want       []int
	}{
		{"", "go", nil},
		{"go", "go", []int{0}},
		{"gogo go go.", "go", []int{5, 8}},
		{"go_ _go 2go go2 égo", "go", nil},
		{"a<-b<-c", "<-", []int{1, 4}},
	}
	for _, test := range tests {
		if got := slices.Collect(words([]byte(test.text), test.word)); !slices.Equal(got, test.want) {
			t.Errorf("words(%q, %q) = %v, want %v", test.text, test.word, got, test.want)
		}
	}
}

// TestGoStatements: wherever a go statement can stand, it is found.
func TestGoStatements(t *testing.T) {
	for _, body := range []string{
		"\tgo f()", "go f()", "x := 1; go f()", "{go f()}", "if x {go f()}", "switch { case true: go f() }", "L: go f()",
		"/* no */ go f()", "// no\r\n\t go f()", "go(f)()", "{}\tgo func() {}()", "select { default:\n\ngo/**/f() }",
	} {
		text := "package p\n\nfunc f() {\n" + body + "\n}\n"
		if !Forking.In([]Source{NewSource("a.go", []byte(text))}) {
			t.Errorf("no go statement was found in %q", text)
		}
	}
}
