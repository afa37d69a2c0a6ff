package lazyssa

import (
	"go/ast"
	"go/parser"
	"go/token"
	"testing"
)

func TestLocks(t *testing.T) {
	const head = "package p\nimport \"sync\"\ntype T struct { mu sync.Mutex; n int; f func() }\n"
	for _, c := range []struct {
		name, text string
		want       bool
	}{
		{"no lock", "func (t *T) get() int { return t.n }", false},
		{"deferred", "func (t *T) get() int { t.mu.Lock(); defer t.mu.Unlock(); return t.n }", false},
		{"around", "func (t *T) inc() { t.mu.Lock(); t.n++; t.mu.Unlock() }", false},
		{"given back on each way", "func (t *T) get() int { t.mu.Lock(); if t.n == 0 { t.mu.Unlock(); return 1 }; t.mu.Unlock(); return t.n }", false},
		{"given back by a literal", "func (t *T) get() int { t.mu.Lock(); defer func() { t.mu.Unlock() }(); if t.n == 0 { return 1 }; return 2 }", false},
		{"never given back", "func (t *T) take() { t.mu.Lock() }", false},
		{"kept where it returns early", "func (t *T) get() int { t.mu.Lock(); if t.n == 0 { return 1 }; t.mu.Unlock(); return t.n }", true},
		{"kept in one case", "func (t *T) get() int { t.mu.Lock(); switch t.n { case 0: return 1; default: t.mu.Unlock() }; return t.n }", true},
		{"kept in a literal", "func get(t *T) { func() { t.mu.Lock(); if t.n == 0 { return }; t.mu.Unlock() }() }", true},
		{"taken again by a method", "func (t *T) get() int { t.mu.Lock(); defer t.mu.Unlock(); return t.n }\nfunc (t *T) two() int { t.mu.Lock(); defer t.mu.Unlock(); return 2 * t.get() }", true},
		{"a method after it is given back", "func (t *T) get() int { t.mu.Lock(); defer t.mu.Unlock(); return t.n }\nfunc (t *T) two() int { t.mu.Lock(); t.n++; t.mu.Unlock(); return 2 * t.get() }", false},
		{"a method of another object", "func (t *T) get() int { t.mu.Lock(); defer t.mu.Unlock(); return t.n }\nfunc (t *T) sum(o *T) int { t.mu.Lock(); defer t.mu.Unlock(); return o.get() }", false},
		{"a function that was kept, nobody in sight knows which", "func (t *T) run() { t.mu.Lock(); defer t.mu.Unlock(); t.f() }", false},
		{"the same, and a test may know", "func (t *T) run() { t.mu.Lock(); defer t.mu.Unlock(); t.f() }\nfunc TestRun() {}", true},
		{"a function that was passed, and a test", "func (t *T) run(f func()) { t.mu.Lock(); defer t.mu.Unlock(); f() }\nfunc TestRun() {}", true},
	} {
		f, err := parser.ParseFile(token.NewFileSet(), "p.go", head+c.text, parser.SkipObjectResolution)
		if err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
		if got := Locks([]*ast.File{f}); got != c.want {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}
