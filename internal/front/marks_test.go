package front

import "testing"

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

func TestContainsWord(t *testing.T) {
	tests := []struct {
		text, word, except string
		want               bool
	}{
		{"", "go", "", false},
		{"go", "go", ".", true},
		{"gogo go", "go", "", true},
		{"go_ _go 2go go2 égo", "go", "", false},
		{"a<-b", "<-", "", true},
		{"go. go:", "go", ".:", false},
		{"go. go", "go", ".:", true},
	}
	for _, test := range tests {
		if got := containsWord([]byte(test.text), test.word, test.except); got != test.want {
			t.Errorf("containsWord(%q, %q, %q) = %t, want %t", test.text, test.word, test.except, got, test.want)
		}
	}
}
