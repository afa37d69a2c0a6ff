package syntax

import (
	"go/parser"
	"testing"
)

func TestTypeName(t *testing.T) {
	for expr, want := range map[string]string{
		"T": "T", "*T": "T", "(*T)": "T", "T[int]": "T", "*T[K, V]": "T", "pkg.T": "", "[]T": "", "func()": "",
	} {
		e, err := parser.ParseExpr(expr)
		if err != nil {
			t.Fatal(err)
		}
		if got := TypeName(e); got != want {
			t.Errorf("TypeName(%s) = %q, want %q", expr, got, want)
		}
	}
}
