package suppress

import (
	"go/ast"
	"go/parser"
	"go/token"
	"testing"
)

func TestLeaveNolint(t *testing.T) {
	for _, test := range []struct {
		comment string
		silent  bool // still, when //nolint is the driver's business
	}{
		{"//nolint", false},
		{"//nolint:all", false},
		{"//nolint:gojoincheck // reason", false},
		{"//nolint:gojoincheck,unjoined // the driver knows no rule", true},
		{"//nolint:unjoined // reason", true},
		{"//nolint:missingjoin // reason", true},
		{"//lint:ignore unjoined reason", true},
		{"//gojoincheck:ignore gojoincheck reason", true},
	} {
		fset := token.NewFileSet()
		f, err := parser.ParseFile(fset, "p.go", "package p\n\nfunc f() {\n\tx() "+test.comment+"\n}\n", parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		pos := f.Decls[0].(*ast.FuncDecl).Body.List[0].Pos()
		s := Parse(fset, []*ast.File{f})
		if !s.Silences(pos, "missingjoin", "unjoined") {
			t.Errorf("%s silences nothing", test.comment)
		}
		s.LeaveNolint()
		if got := s.Silences(pos, "missingjoin", "unjoined"); got != test.silent {
			t.Errorf("%s, left to the driver: silenced is %v, want %v", test.comment, got, test.silent)
		}
	}
}
